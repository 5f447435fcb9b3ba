namespace RetailTower.Engine.Simulation.Core;

/// <summary>What one system holds of one order.</summary>
/// <param name="System">The system's name.</param>
/// <param name="Reference">The originator's order number, the same in every system.</param>
/// <param name="Copies">How many such orders the system holds; anything but 1 is a defect of whoever wrote them.</param>
/// <param name="State">The system's own word for where the order stands.</param>
/// <param name="Lines">The order's lines.</param>
/// <param name="Shipments">Distinct shipments the system holds for the reference.</param>
/// <param name="Invoices">Distinct invoices the system holds for the reference.</param>
/// <param name="ChangedAt">When the system last changed the order.</param>
public sealed record LedgerEntry(
    string System, string Reference, int Copies, string State, IReadOnlyList<LedgerLine> Lines, int Shipments, int Invoices, DateTimeOffset ChangedAt)
{
    /// <summary>The status that an originator shows its people, as the tower wrote it or something else wrote over it; null elsewhere, and while there is none.</summary>
    public string? Shown { get; init; }

    /// <summary>Which faults of its invoices and payments stand, by their names on the wire; only in the ERP.</summary>
    public IReadOnlyList<string> Injected { get; init; } = [];
}

/// <summary>One line of a <see cref="LedgerEntry"/>, in units of the product.</summary>
public sealed record LedgerLine(string Sku, decimal Ordered, decimal Shipped, decimal Invoiced);
