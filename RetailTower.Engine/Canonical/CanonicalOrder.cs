namespace RetailTower.Engine.Canonical;

/// <summary>An order as the tower understands it, whoever placed it.</summary>
/// <param name="Number">The originator's order number; the same in every system.</param>
/// <param name="CustomerNumber">The customer's number in the ERP.</param>
/// <param name="Currency">ISO 4217 code of every amount in the order.</param>
/// <param name="PlacedAt">When the customer placed it, by the originator's clock.</param>
/// <param name="RequestedDelivery">Day the customer wants the goods by, if any.</param>
public sealed record CanonicalOrder(
    string Number,
    string CustomerNumber,
    string CustomerName,
    string? CustomerEmail,
    string? CustomerPhone,
    string? PurchaseOrderNumber,
    string Currency,
    DateTimeOffset PlacedAt,
    DateOnly? RequestedDelivery,
    PostalAddress ShipTo,
    IReadOnlyList<CanonicalOrderLine> Lines)
{
    /// <summary>Sum of quantity × unit price, in <see cref="Currency"/>.</summary>
    public decimal Total => Lines.Sum(line => line.Quantity * line.UnitPrice);
}

/// <summary>One line of an order. <paramref name="LineNo"/> counts from 1 and never changes.</summary>
/// <param name="Reference">The originator's own id of the line, needed to write back to it; null where it has none.</param>
public sealed record CanonicalOrderLine(int LineNo, string Sku, string Description, decimal Quantity, decimal UnitPrice, string? Reference);

/// <summary>Where goods go. Country is an ISO 3166-1 alpha-2 code or the name the originator used.</summary>
public sealed record PostalAddress(string Name, string Street, string? Street2, string City, string? PostalCode, string Country);

/// <summary>A quantity of one order line, named by its number.</summary>
public sealed record LineQuantity(int LineNo, decimal Quantity);

/// <summary>A number by which a system knows something, for example (business-central, salesOrderId, b6f4…).</summary>
public sealed record Reference(string System, string Type, string Value);
