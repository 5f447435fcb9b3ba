using RetailTower.Engine.Simulation.Core;

namespace RetailTower.Engine.Simulation.BusinessCentral;

/// <summary>Tells, per originator's reference, what the ERP holds: open orders and the archive together.</summary>
internal static class LedgerBook
{
    public static LedgerLine Line(OrderLine line) => new(line.Number, line.Quantity, line.Shipped, line.Invoiced);

    public static IReadOnlyList<LedgerEntry> Read(string system, Books books) => books.Transact(() =>
    {
        var held = new Dictionary<string, Held>(StringComparer.OrdinalIgnoreCase);
        foreach (var gone in books.Archive.All)
            Note(held, gone.ExternalDocumentNumber, gone.Deleted, gone.Deleted ? "Deleted" : "Invoiced", gone.Lines, gone.ModifiedAt);
        foreach (var order in books.Orders.All)
            Note(held, order.ExternalDocumentNumber, false, State(order), [.. order.Lines.Where(l => l.LineType == "Item").Select(Line)], order.ModifiedAt);
        return held.Values.Select(h => Entry(system, books, h)).ToArray();
    });

    private static void Note(Dictionary<string, Held> held, string reference, bool deleted, string state, IReadOnlyList<LedgerLine> lines, DateTimeOffset at)
    {
        if (!held.TryGetValue(reference, out var known)) held[reference] = new Held(reference, deleted ? 0 : 1, state, lines, at);
        else if (deleted) held[reference] = known with { ChangedAt = Later(known.ChangedAt, at) };
        else held[reference] = new Held(reference, known.Copies + 1, state, known.Copies == 0 ? lines : [.. known.Lines, .. lines], Later(known.ChangedAt, at));
    }

    private static LedgerEntry Entry(string system, Books books, Held held)
    {
        var invoices = books.Invoices.By("externalDocumentNumber", held.Reference).ToArray();
        var state = held.State == "Invoiced" && invoices.All(i => i.Status is "Paid" or PostedDocument.Canceled) ? "Paid" : held.State;
        var changedAt = invoices.Aggregate(held.ChangedAt, (at, i) => Later(at, i.ModifiedAt));
        // A deleted order stays in the ERP's archive: it is still the one copy this system had of it.
        return new LedgerEntry(system, held.Reference, Math.Max(1, held.Copies), state, held.Lines,
            books.Shipments.By("externalDocumentNumber", held.Reference).Count(), invoices.Length, changedAt) { Injected = Injected(books, held.Reference, invoices) };
    }

    private static string[] Injected(Books books, string reference, PostedDocument[] invoices)
    {
        var standing = invoices.Where(i => i.Status != PostedDocument.Canceled).ToArray();
        return
        [
            .. books.Orders.By("externalDocumentNumber", reference).Any(o => o.Lines.Any(l => l.Shipped > l.Invoiced)) ? [FaultGate.NameOf(FaultKind.NoInvoice)] : Array.Empty<string>(),
            .. standing.Select(i => i.Fault).Where(fault => fault.Length > 0).Distinct(),
            .. standing.Any(i => i.Withheld && i.Status == "Open") ? [FaultGate.NameOf(FaultKind.NoPayment)] : Array.Empty<string>(),
            .. books.Payments.By("documentNumber", reference).Any(p => p.Open) ? [FaultGate.NameOf(FaultKind.DoublePayment)] : Array.Empty<string>(),
        ];
    }

    private static string State(SalesOrder order) => order switch
    {
        { Status: SalesOrder.Draft } => "Draft",
        _ when order.Lines.All(l => l.Quantity == 0) => "Cancelled",
        _ when order.FullyShipped => "Shipped",
        _ when order.Lines.Any(l => l.Shipped > 0) => "Part shipped",
        _ when order.Lines.Any(l => l.LineType == "Item" && l.Allocated < l.Outstanding) => "Part allocated",
        _ => "Open",
    };

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private sealed record Held(string Reference, int Copies, string State, IReadOnlyList<LedgerLine> Lines, DateTimeOffset ChangedAt);
}
