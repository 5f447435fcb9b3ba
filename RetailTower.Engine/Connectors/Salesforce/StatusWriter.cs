using System.Globalization;
using System.Text.Json;
using RetailTower.Engine.Canonical;

namespace RetailTower.Engine.Connectors.Salesforce;

/// <summary>Writes statuses back by upsert on external ids, up to 200 records a call; the same write twice leaves the same record.</summary>
internal sealed class StatusWriter(SalesforceClient client)
{
    private const int MostRecords = 200;

    // A text field of the standard length; a longer value would refuse the whole record.
    private const int LongestText = 255;

    public async Task<IReadOnlyList<CallOutcome>> WriteAsync(IReadOnlyList<WriteStatusCommand> commands, CancellationToken cancellationToken)
    {
        var newest = Newest(commands);
        var lines = newest.Values.SelectMany(command => command.Lines.Select(line => (command.Number, Line: line))).ToList();
        var lineProblems = await UpsertAsync("OrderItem", "RetailTower_Line__c", lines, WriteLine, item => $"line {item.Line.LineNo} of order {item.Number}", cancellationToken);
        var orders = newest.Values.ToList();
        var orderProblems = lineProblems.LastOrDefault() is CallOutcome.Retry { Scope: not RetryScope.Message } unwell
            ? [.. orders.Select(_ => (CallOutcome?)unwell)]
            : await UpsertAsync("Order", "RetailTower_Reference__c", orders, WriteOrder, order => $"order with reference {order.Number}", cancellationToken);

        var problems = new Dictionary<string, CallOutcome>();
        foreach (var (number, problem) in orders.Select(order => order.Number).Zip(orderProblems).Concat(lines.Select(item => item.Number).Zip(lineProblems)))
        {
            if (problem is not null)
            {
                problems.TryAdd(number, problem);
            }
        }
        return [.. commands.Select(command => problems.GetValueOrDefault(command.Number)
            ?? new CallOutcome.Done(ReferenceEquals(command, newest[command.Number])
                ? $"Status {command.Status}"
                : $"Status {command.Status} was overtaken by {newest[command.Number].Status}"))];
    }

    // An older status of the same order must not be written after, or beside, a newer one.
    private static Dictionary<string, WriteStatusCommand> Newest(IReadOnlyList<WriteStatusCommand> commands)
    {
        var newest = new Dictionary<string, WriteStatusCommand>();
        foreach (var command in commands)
        {
            if (!newest.TryGetValue(command.Number, out var known) || command.AsOf >= known.AsOf)
            {
                newest[command.Number] = command;
            }
        }
        return newest;
    }

    private async Task<CallOutcome?[]> UpsertAsync<T>(string type, string externalId, List<T> items, Action<Utf8JsonWriter, T> write, Func<T, string> name, CancellationToken cancellationToken)
    {
        var problems = new CallOutcome?[items.Count];
        for (var start = 0; start < items.Count; start += MostRecords)
        {
            var chunk = items.GetRange(start, Math.Min(MostRecords, items.Count - start));
            var answer = await client.PatchAsync($"{client.DataPath}/composite/sobjects/{type}/{externalId}", Body(type, chunk, write), cancellationToken);
            if (answer.Json is not { ValueKind: JsonValueKind.Array } results || results.GetArrayLength() != chunk.Count)
            {
                var problem = answer.Problem ?? new CallOutcome.Failed("unexpected-answer", "Salesforce did not answer one result per record.");
                // What is unwell or asks for less is not asked again for the remaining chunks.
                var affected = problem is CallOutcome.Retry { Scope: not RetryScope.Message } ? items.Count - start : chunk.Count;
                Array.Fill(problems, problem, start, affected);
                if (affected > chunk.Count)
                {
                    break;
                }
                continue;
            }
            for (var i = 0; i < chunk.Count; i++)
            {
                problems[start + i] = results[i].IsTrue("success") ? null : SalesforceError.OfRecord(results[i], name(chunk[i]));
            }
        }
        return problems;
    }

    private static byte[] Body<T>(string type, List<T> items, Action<Utf8JsonWriter, T> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteBoolean("allOrNone", false);
            json.WriteStartArray("records");
            foreach (var item in items)
            {
                json.WriteStartObject();
                json.WriteStartObject("attributes");
                json.WriteString("type", type);
                json.WriteEndObject();
                write(json, item);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return buffer.ToArray();
    }

    private static void WriteOrder(Utf8JsonWriter json, WriteStatusCommand order)
    {
        json.WriteString("RetailTower_Reference__c", order.Number);
        json.WriteString("Tower_Status__c", order.Status);
        json.WriteString("Tower_Status_Detail__c", order.Detail.Length <= LongestText ? order.Detail : order.Detail[..(LongestText - 1)] + "…");
        json.WriteString("Tower_Updated_At__c", order.AsOf.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", CultureInfo.InvariantCulture));
        if (order.ErpNumber is not null)
        {
            json.WriteString("ERP_Order_Number__c", order.ErpNumber);
        }
    }

    private static void WriteLine(Utf8JsonWriter json, (string Number, WriteStatusLine Line) item)
    {
        json.WriteString("RetailTower_Line__c", $"{item.Number}-{item.Line.LineNo}");
        json.WriteString("Tower_Line_Status__c", item.Line.Status);
        json.WriteNumber("Shipped_Quantity__c", item.Line.Shipped);
        json.WriteNumber("Invoiced_Quantity__c", item.Line.Invoiced);
    }
}
