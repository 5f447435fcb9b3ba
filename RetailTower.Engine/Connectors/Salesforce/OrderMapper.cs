using System.Text.Json;
using RetailTower.Engine.Canonical;

namespace RetailTower.Engine.Connectors.Salesforce;

/// <summary>What an order document of Salesforce means.</summary>
internal sealed class OrderMapper(string system, SalesforceOptions options)
{
    public const string Resource = "Order";

    /// <summary>The org's running number, and what an order is asked for by when only that is known.</summary>
    public const string Number = "OrderNumber";

    /// <summary>A reduction order is about the order it reduces, not an order of its own.</summary>
    public static Subject SubjectOf(string system, string id, JsonElement record) =>
        record.IsTrue("IsReductionOrder") && SalesforceId.Normalise(record.TextOf("OriginalOrderId")) is { } original
            ? new Subject.Known(new Reference(system, Resource, original))
            : new Subject.Origin(new Reference(system, Resource, id));

    /// <exception cref="JsonException">The body is not JSON.</exception>
    public Interpretation Interpret(ReadOnlyMemory<byte> body)
    {
        var record = JsonElement.Parse(body.Span);
        if (record.TextOf("Status") is "Draft")
        {
            return new Interpretation.Nothing("A draft; nothing is ordered before it is activated.");
        }
        if (SalesforceId.Normalise(record.TextOf("Id")) is not { } id)
        {
            return Missing("/Id");
        }
        if (record.TimeOf("SystemModstamp") is not { } changed)
        {
            return Missing("/SystemModstamp");
        }
        return record.IsTrue("IsReductionOrder") ? Reduction(record, changed) : Order(record, id, changed);
    }

    private Interpretation Order(JsonElement record, string id, DateTimeOffset changed)
    {
        if (record.TextOf("OrderReferenceNumber") is not { } number)
        {
            return Missing("/OrderReferenceNumber");
        }
        var account = record.Member("Account") ?? default;
        if (account.TextOf("AccountNumber") is not { } customer)
        {
            return Missing("/Account/AccountNumber");
        }
        if ((record.TextOf("CurrencyIsoCode") ?? options.Currency) is not { } currency)
        {
            return Missing("/CurrencyIsoCode");
        }
        if ((record.TimeOf("CreatedDate") ?? record.TimeOf("EffectiveDate")) is not { } placed)
        {
            return Missing("/CreatedDate");
        }
        var lines = new List<CanonicalOrderLine>();
        foreach (var item in Items(record))
        {
            var where = $"/OrderItems/records/{lines.Count}";
            if (LineNumber(item) is not { } lineNo)
            {
                return Missing($"{where}/Line_Number__c");
            }
            if (item.DecimalOf("Quantity") is not { } quantity)
            {
                return Missing($"{where}/Quantity");
            }
            if (item.DecimalOf("UnitPrice") is not { } price)
            {
                return Missing($"{where}/UnitPrice");
            }
            // A line without product code is the business's to mend: validation refuses it and Salesforce is told.
            lines.Add(new CanonicalOrderLine(lineNo, item.TextOf("Product_Code__c") ?? "", item.TextOf("Description") ?? "", quantity, price, item.TextOf("Id")));
        }
        if (lines.Count == 0)
        {
            return Missing("/OrderItems");
        }
        if (lines.DistinctBy(line => line.LineNo).Count() < lines.Count)
        {
            return new Interpretation.Unknown("/OrderItems", "Two lines bear the same Line_Number__c.");
        }
        lines.Sort((a, b) => a.LineNo.CompareTo(b.LineNo));
        var name = account.TextOf("Name") ?? customer;
        var street = (record.TextOf("ShippingStreet") ?? "").Split('\n', 2, StringSplitOptions.TrimEntries);
        var shipTo = new PostalAddress(record.TextOf("ShipTo_Name__c") ?? name, street[0], street.ElementAtOrDefault(1),
            record.TextOf("ShippingCity") ?? "", record.TextOf("ShippingPostalCode"), record.TextOf("ShippingCountry") ?? "");
        var order = new CanonicalOrder(number, customer, name, account.TextOf("Email__c"), account.TextOf("Phone"), record.TextOf("PoNumber"), currency, placed, record.DateOf("EndDate"), shipTo, lines);
        IReadOnlyList<Reference> references = [new(system, Resource, id)];
        var events = new List<CanonicalEvent> { new OrderPlaced(order) { At = changed, Version = changed.UtcTicks, References = references, RunningNumber = record.TextOf(Number) } };
        if (record.TextOf("Status") is "Cancelled")
        {
            events.Add(new CancelRequested([], "Cancelled in Salesforce") { At = changed, Version = changed.UtcTicks, References = references });
        }
        if (record.TextOf("Tower_Status__c") is { } status)
        {
            events.Add(new StatusShown(status, record.TimeOf("Tower_Updated_At__c"), [.. Items(record).Select(Shown).OfType<ShownLine>()]) { At = changed, Version = changed.UtcTicks });
        }
        return new Interpretation.Events(events);
    }

    private static Interpretation Reduction(JsonElement record, DateTimeOffset changed)
    {
        if (SalesforceId.Normalise(record.TextOf("OriginalOrderId")) is null)
        {
            return Missing("/OriginalOrderId");
        }
        if (record.TextOf("Status") is "Cancelled")
        {
            return new Interpretation.Nothing("A reduction order that was withdrawn.");
        }
        if ((record.TextOf("OrderReferenceNumber") ?? record.TextOf("Id")) is not { } number)
        {
            return Missing("/OrderReferenceNumber");
        }
        var lines = new List<LineQuantity>();
        foreach (var item in Items(record))
        {
            var where = $"/OrderItems/records/{lines.Count}";
            if (LineNumber(item) is not { } lineNo)
            {
                return Missing($"{where}/OriginalOrderItem/Line_Number__c");
            }
            if (item.DecimalOf("Quantity") is not { } quantity)
            {
                return Missing($"{where}/Quantity");
            }
            lines.Add(new LineQuantity(lineNo, Math.Abs(quantity)));
        }
        if (lines.Count == 0)
        {
            // An empty list would mean the whole order.
            return Missing("/OrderItems");
        }
        // The document does not say whether the goods have left; what has is for the journey to turn into a return.
        return new Interpretation.Events([new CancelRequested(lines, $"Reduction order {number}") { At = changed, Version = changed.UtcTicks, RunningNumber = record.TextOf(Number) }]);
    }

    private static ShownLine? Shown(JsonElement item) =>
        LineNumber(item) is { } lineNo ? new ShownLine(lineNo, item.DecimalOf("Shipped_Quantity__c"), item.DecimalOf("Invoiced_Quantity__c")) : null;

    private static IEnumerable<JsonElement> Items(JsonElement record) => (record.Member("OrderItems") ?? default).ItemsOf("records");

    // A reduction order's item names the item it reduces; its own number counts from 1 again.
    private static int? LineNumber(JsonElement item) =>
        ((item.Member("OriginalOrderItem") ?? default).DecimalOf("Line_Number__c") ?? item.DecimalOf("Line_Number__c")) is { } number && number is > 0 and < 1_000_000 && number == Math.Truncate(number)
            ? (int)number
            : null;

    private static Interpretation.Unknown Missing(string where) => new(where, "Missing or unreadable.");
}
