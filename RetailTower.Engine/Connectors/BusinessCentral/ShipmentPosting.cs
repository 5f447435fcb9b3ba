using System.Text.Json;
using RetailTower.Engine.Canonical;

namespace RetailTower.Engine.Connectors.BusinessCentral;

/// <summary>
/// Posts shipments and invoices up to cumulative quantities. Posting itself cannot be repeated safely, so what is posted is always the difference
/// between the target and what the order says is invoiced; an order that left the open orders is checked against its invoices.
/// </summary>
internal sealed class ShipmentPosting(BusinessCentralClient client, Lookup lookup, Documents documents)
{
    public async Task<CallOutcome[]> RunAsync(IReadOnlyList<OutboundCall> calls, CancellationToken cancellationToken)
    {
        var works = Work<PostShipmentCommand>.Of(calls, c => c.Number);
        var orders = new OpenOrders<PostShipmentCommand>(lookup, c => c.Number);
        await orders.FindAsync(works.Unfinished(), cancellationToken);
        var due = works.Unfinished().Where(IsDue).ToArray();
        await new LineChanges<PostShipmentCommand>(client, orders.FindAsync, Domains.Shipment).ApplyAsync(due, Preparations, cancellationToken);
        // Reading again after a conflict may have shown that somebody else posted it.
        due = [.. due.Unfinished().Where(IsDue)];
        var parts = due.Select(w => new Part("POST", $"{Sets.Orders}({w.Order!.Id:D})/Microsoft.NAV.shipAndInvoice", Weight: w.Order.TowerLines.Count()));
        foreach (var (work, answer) in due.Zip(await client.BatchAsync([.. parts], Domains.Shipment, cancellationToken))) work.Outcome = Posted(answer);
        await ConfirmAsync(works.Unfinished(), cancellationToken);
        return works.Outcomes();
    }

    private static bool IsDue(Work<PostShipmentCommand> work) => work.Order is { } order && work.Command.ShippedToDate.Any(target => target.Quantity > Invoiced(order, target.LineNo));

    private static decimal Invoiced(SalesOrder order, int lineNo) => order.TowerLines.Where(l => l.LineNo == lineNo).Sum(l => l.InvoicedQuantity);

    /// <summary>
    /// Sets on every line what the posting takes: the action posts all that is set, and the ERP proposes all it allocated. A line that already says so
    /// and has nothing outstanding beyond cannot be proposed more meanwhile, and is left alone: that spares most orders these calls.
    /// </summary>
    private static IEnumerable<(SalesOrderLine Line, object Change)> Preparations(Work<PostShipmentCommand> work)
    {
        if (!IsDue(work)) yield break;
        var targets = work.Command.ShippedToDate.ToDictionary(t => t.LineNo, t => t.Quantity);
        var lines = work.Order!.TowerLines.ToArray();
        if (targets.Keys.Except(lines.Select(l => l.LineNo)).Order().ToArray() is [var unknown, ..])
        {
            work.Outcome = new CallOutcome.Rejected("unknown-line", $"Sales order {work.Order.Number} has no line {unknown}.", Domains.Shipment);
            yield break;
        }
        foreach (var line in lines)
        {
            var target = targets.GetValueOrDefault(line.LineNo);
            var (ship, invoice) = (Math.Max(0, target - line.ShippedQuantity), Math.Max(0, target - line.InvoicedQuantity));
            if (line.ShipQuantity != ship || line.InvoiceQuantity != invoice || line.Outstanding > ship)
                yield return (line, new { shipQuantity = ship, invoiceQuantity = invoice });
        }
    }

    private static CallOutcome? Posted(Answer answer) => answer switch
    {
        { Trouble: null } => null,
        // Somebody else posted it in between; the next attempt sees what is left.
        { IsGone: true } or { IsStale: true } => new CallOutcome.Retry("order-changed", "The order changed while it was being posted.", RetryScope.Message),
        { Trouble: CallOutcome.Rejected rejected } when rejected.Message.Contains("nothing to post", StringComparison.OrdinalIgnoreCase) =>
            new CallOutcome.Retry("order-changed", rejected.Message, RetryScope.Message),
        _ => answer.Trouble,
    };

    /// <summary>Reads the invoices: they are facts to pass on, and the proof where the order is gone.</summary>
    private async Task ConfirmAsync(Work<PostShipmentCommand>[] works, CancellationToken cancellationToken)
    {
        if (works.Length == 0) return;
        var found = await lookup.FindAsync(Sets.Invoices, works.Select(w => w.Command.Number), cancellationToken);
        foreach (var work in works)
        {
            var (entities, trouble) = found[work.Command.Number];
            work.Try(() => work.Outcome = trouble ?? Confirmed(work, entities));
        }
    }

    private CallOutcome Confirmed(Work<PostShipmentCommand> work, IReadOnlyList<JsonElement> entities)
    {
        SalesInvoice[] invoices = [.. entities.Select(e => e.As<SalesInvoice>())];
        if (work.Order is null)
        {
            var invoiced = invoices.SelectMany(i => i.TowerLines).ToLookup(l => l.LineNo, l => l.Quantity);
            if (work.Command.ShippedToDate.Any(t => invoiced[t.LineNo].Sum() < t.Quantity))
            {
                var why = $"Business Central holds no open order {work.Command.Number}, and its invoices cover less than was shipped.";
                return new CallOutcome.Rejected("order-not-found", why, Domains.Order);
            }
        }
        IncomingMessage[] messages = [.. entities.Select(e => documents.Message(Sets.Invoices, e))];
        var numbers = string.Join(", ", invoices.Select(i => i.Number).Order(StringComparer.Ordinal));
        return new CallOutcome.Done($"Shipped and invoiced: {numbers}", [.. invoices.Select(i => documents.InvoiceReference(i.Number))], [], messages);
    }
}
