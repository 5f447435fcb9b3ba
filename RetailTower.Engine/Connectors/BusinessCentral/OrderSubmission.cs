using System.Text.Json;
using RetailTower.Engine.Canonical;

namespace RetailTower.Engine.Connectors.BusinessCentral;

/// <summary>Creates sales orders, after looking whether they are there: open, or posted and so known by their invoices only.</summary>
internal sealed class OrderSubmission(BusinessCentralClient client, Lookup lookup, Documents documents)
{
    public async Task<CallOutcome[]> RunAsync(IReadOnlyList<OutboundCall> calls, CancellationToken cancellationToken)
    {
        var works = Work<SubmitOrderCommand>.Of(calls, c => c.Order.Number);
        var numbers = works.Unfinished().Select(w => w.Command.Order.Number);
        var found = await lookup.FindAsync([Sets.Orders, Sets.Invoices], numbers, cancellationToken);
        foreach (var work in works.Unfinished()) work.Try(() => work.Outcome = Existing(found[0][work.Command.Order.Number], found[1][work.Command.Order.Number]));

        var missing = works.Unfinished();
        var parts = missing.Select(w => new Part("POST", $"{Sets.Orders}?{Sets.Expand(Sets.Orders)}", Body(w.Command.Order), Weight: w.Command.Order.Lines.Count));
        var answers = await client.BatchAsync([.. parts], Domains.Order, cancellationToken);
        foreach (var (work, answer) in missing.Zip(answers)) work.Try(() => work.Outcome = answer.Trouble ?? Held("Created", answer.Body));
        return works.Outcomes();
    }

    private CallOutcome? Existing(Found orders, Found invoices)
    {
        if ((orders.Trouble ?? invoices.Trouble) is { } trouble) return trouble;
        if (orders.Documents.Count > 0) return Held("Found", orders.Documents[0]);
        if (invoices.Documents.Count == 0) return null;
        var messages = invoices.Documents.Select(d => documents.Message(Sets.Invoices, d));
        var references = invoices.Documents.Select(d => documents.InvoiceReference(d.As<SalesInvoice>().Number));
        return new CallOutcome.Done("It was posted before", [.. references], [], [.. messages]);
    }

    private CallOutcome.Done Held(string verb, JsonElement document)
    {
        var order = document.As<SalesOrder>();
        return new($"{verb} sales order {order.Number}", documents.OrderReferences(order), [], [documents.Message(Sets.Orders, document)]);
    }

    /// <summary>
    /// A deep insert. The address is the ERP's copy for its papers (the centre gets the full one), so it is cut to the ERP's lengths; numbers and
    /// SKUs are never cut, for the ERP is to refuse what does not fit.
    /// </summary>
    private static object Body(CanonicalOrder order) => new
    {
        externalDocumentNumber = order.Number,
        orderDate = DateOnly.FromDateTime(order.PlacedAt.UtcDateTime),
        customerNumber = order.CustomerNumber,
        currencyCode = order.Currency,
        requestedDeliveryDate = order.RequestedDelivery,
        shipToName = Cut(order.ShipTo.Name, 100),
        shipToAddressLine1 = Cut(order.ShipTo.Street, 100),
        shipToAddressLine2 = Cut(order.ShipTo.Street2, 50),
        shipToCity = Cut(order.ShipTo.City, 30),
        shipToPostCode = Cut(order.ShipTo.PostalCode, 20),
        shipToCountry = Countries.Code(order.ShipTo.Country),
        phoneNumber = Fitting(order.CustomerPhone, 30),
        email = Fitting(order.CustomerEmail, 80),
        salesOrderLines = order.Lines.Select(line => new
        {
            sequence = line.LineNo * LineNumbers.Step,
            lineType = "Item",
            lineObjectNumber = line.Sku,
            description = Cut(line.Description, 100),
            quantity = line.Quantity,
            unitPrice = line.UnitPrice,
        }),
    };

    private static string? Cut(string? text, int length)
    {
        if (string.IsNullOrEmpty(text)) return null;
        if (text.Length <= length) return text;
        return text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
    }

    /// <summary>Half a telephone number or mail address is worse than none.</summary>
    private static string? Fitting(string? text, int length) => text is { Length: > 0 } && text.Length <= length ? text : null;
}
