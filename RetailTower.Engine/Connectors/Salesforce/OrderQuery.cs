using System.Text;
using System.Text.Json;

namespace RetailTower.Engine.Connectors.Salesforce;

/// <summary>Reads whole orders by SOQL: header, account and every line.</summary>
internal sealed class OrderQuery(string system, SalesforceOptions options, SalesforceClient client)
{
    private const string Fields =
        "Id,OrderNumber,OrderReferenceNumber,PoNumber,EffectiveDate,EndDate,Status,TotalAmount,ShippingStreet,ShippingCity,ShippingPostalCode,ShippingCountry," +
        "ShipTo_Name__c,OriginalOrderId,IsReductionOrder,CreatedDate,SystemModstamp,Account.AccountNumber,Account.Name,Account.Email__c,Account.Phone,Tower_Status__c,Tower_Updated_At__c";

    private const string Lines =
        "(SELECT Id,Quantity,UnitPrice,Description,Product_Code__c,Line_Number__c,OriginalOrderItemId,OriginalOrderItem.Line_Number__c,Shipped_Quantity__c,Invoiced_Quantity__c FROM OrderItems)";

    /// <summary>Orders by id, keyed by id; those that Salesforce does not hold are absent.</summary>
    /// <param name="ids">18-character ids.</param>
    public async Task<(IReadOnlyDictionary<string, IncomingMessage> Documents, CallOutcome? Problem)> ByIdAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var (documents, problem) = await ReadAsync($"Id IN ({string.Join(',', ids.Select(id => $"'{id}'"))})", cancellationToken);
        return (documents.ToDictionary(document => document.Id, document => document.Message), problem);
    }

    /// <summary>Orders by running number, keyed by it; those that Salesforce does not hold are absent.</summary>
    /// <param name="numbers">Without quotes or backslashes.</param>
    public async Task<(IReadOnlyDictionary<string, IncomingMessage> Documents, CallOutcome? Problem)> ByNumberAsync(IReadOnlyCollection<string> numbers, CancellationToken cancellationToken)
    {
        var (documents, problem) = await ReadAsync($"{OrderMapper.Number} IN ({string.Join(',', numbers.Select(number => $"'{number}'"))})", cancellationToken);
        return (documents.Where(document => document.Number is not null).DistinctBy(document => document.Number).ToDictionary(document => document.Number!, document => document.Message), problem);
    }

    /// <summary>Orders that meet a SOQL condition, in its order.</summary>
    public async Task<(IReadOnlyList<OrderDocument> Documents, CallOutcome? Problem)> ReadAsync(string condition, CancellationToken cancellationToken)
    {
        var currency = options.Currency is null ? ",CurrencyIsoCode" : "";
        var soql = $"SELECT {Fields}{currency},{Lines} FROM Order WHERE {condition}";
        var documents = new List<OrderDocument>();
        string? path = $"{client.DataPath}/query?q={Uri.EscapeDataString(soql)}";
        while (path is not null)
        {
            var page = await client.GetAsync(path, cancellationToken);
            if (page.Json is not { } json)
            {
                return (documents, page.Problem);
            }
            foreach (var record in json.ItemsOf("records"))
            {
                var (bytes, problem) = await WholeAsync(record, cancellationToken);
                if (problem is not null)
                {
                    return (documents, problem);
                }
                if (Document(record, bytes) is not { } document)
                {
                    return (documents, new CallOutcome.Failed("unexpected-answer", "A record came without Id or SystemModstamp."));
                }
                documents.Add(document);
            }
            path = NextPage(json);
        }
        return (documents, null);
    }

    private OrderDocument? Document(JsonElement record, byte[] bytes) =>
        SalesforceId.Normalise(record.TextOf("Id")) is { } id && record.TextOf("SystemModstamp") is { } stamp && record.TimeOf("SystemModstamp") is { } changed
            ? new(id, stamp, changed, new IncomingMessage($"{OrderMapper.Resource}/{id}/{stamp}", OrderMapper.Resource, OrderMapper.SubjectOf(system, id, record), "application/json", bytes, changed), record.TextOf(OrderMapper.Number))
            : null;

    // Lines beyond the first page of the sub-query are read on and put where the record's own list ends; otherwise the record stays as it came.
    private async Task<(byte[] Bytes, CallOutcome? Problem)> WholeAsync(JsonElement record, CancellationToken cancellationToken)
    {
        var lines = record.Member("OrderItems");
        if (lines is not { } first || NextPage(first) is not { } path)
        {
            return (Encoding.UTF8.GetBytes(record.GetRawText()), null);
        }
        var all = first.ItemsOf("records").ToList();
        for (string? next = path; next is not null;)
        {
            var page = await client.GetAsync(next, cancellationToken);
            if (page.Json is not { } json)
            {
                return ([], page.Problem);
            }
            all.AddRange(json.ItemsOf("records"));
            next = NextPage(json);
        }
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var member in record.EnumerateObject().Where(member => member.Name != "OrderItems"))
            {
                member.WriteTo(writer);
            }
            writer.WriteStartObject("OrderItems");
            writer.WriteNumber("totalSize", all.Count);
            writer.WriteBoolean("done", true);
            writer.WriteStartArray("records");
            all.ForEach(line => line.WriteTo(writer));
            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        return (buffer.ToArray(), null);
    }

    // Only a path is followed: the token must not travel to a host that an answer names.
    private static string? NextPage(JsonElement json) =>
        json.Member("done")?.ValueKind == JsonValueKind.False && json.TextOf("nextRecordsUrl") is { } url && url.StartsWith("/services/data/", StringComparison.Ordinal) ? url : null;
}

/// <param name="Stamp">SystemModstamp as Salesforce wrote it.</param>
/// <param name="Number">The org's running number.</param>
internal sealed record OrderDocument(string Id, string Stamp, DateTimeOffset ChangedAt, IncomingMessage Message, string? Number);
