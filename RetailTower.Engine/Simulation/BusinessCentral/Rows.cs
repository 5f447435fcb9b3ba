using RetailTower.Engine.Simulation.Core;

namespace RetailTower.Engine.Simulation.BusinessCentral;

internal sealed record Customer : IRow
{
    public required Guid Id { get; init; }
    public long RowVersion { get; init; }
    public DateTimeOffset ModifiedAt { get; init; }
    public required string Number { get; init; }
    public required string DisplayName { get; init; }
    public string Type { get; init; } = "Company";
    public string AddressLine1 { get; init; } = "";
    public string City { get; init; } = "";
    public string PostalCode { get; init; } = "";
    public string Country { get; init; } = "";
    public string PhoneNumber { get; init; } = "";
    public string Email { get; init; } = "";
    public string CurrencyCode { get; init; } = "";

    /// <summary>0 = no limit, as in Business Central.</summary>
    public decimal CreditLimit { get; init; }

    /// <summary>Invoiced and not yet paid.</summary>
    public decimal BalanceDue { get; init; }

    /// <summary>Ordered and not yet invoiced; computed, not part of the API.</summary>
    public decimal OpenOrders { get; init; }

    /// <summary>Empty, `Ship`, `Invoice` or `All`.</summary>
    public string Blocked { get; init; } = "";
}

internal sealed record Item : IRow
{
    public required Guid Id { get; init; }
    public long RowVersion { get; init; }
    public DateTimeOffset ModifiedAt { get; init; }
    public required string Number { get; init; }
    public required string DisplayName { get; init; }

    /// <summary>`Inventory`, `Service` or `Non-Inventory`; only the first is ever short.</summary>
    public string Type { get; init; } = "Inventory";
    public bool Blocked { get; init; }
    public string Gtin { get; init; } = "";
    public decimal Inventory { get; init; }
    public decimal UnitPrice { get; init; }
    public decimal UnitCost { get; init; }

    /// <summary>Held for open orders; computed, not part of the API.</summary>
    public decimal Reserved { get; init; }

    public decimal Free => Type == "Inventory" ? Math.Max(0, Inventory - Reserved) : decimal.MaxValue;
}

internal sealed record ShipTo(string Name, string Contact, string AddressLine1, string AddressLine2, string City, string Country, string State, string PostCode);

internal sealed record SalesOrder : IRow
{
    public required Guid Id { get; init; }
    public long RowVersion { get; init; }
    public DateTimeOffset ModifiedAt { get; init; }
    public required string Number { get; init; }
    public string ExternalDocumentNumber { get; init; } = "";
    public DateOnly OrderDate { get; init; }
    public DateOnly PostingDate { get; init; }
    public DateOnly RequestedDeliveryDate { get; init; }
    public required Guid CustomerId { get; init; }
    public required string CustomerNumber { get; init; }
    public required string CustomerName { get; init; }
    public required ShipTo ShipTo { get; init; }
    public string CurrencyCode { get; init; } = "";
    public string PhoneNumber { get; init; } = "";
    public string Email { get; init; } = "";
    public string Salesperson { get; init; } = "";
    public bool PartialShipping { get; init; } = true;

    /// <summary>`Draft` until the ERP has reviewed it, then `Open`.</summary>
    public string Status { get; init; } = Draft;
    public IReadOnlyList<OrderLine> Lines { get; init; } = [];

    public const string Draft = "Draft";
    public const string Open = "Open";

    public decimal Total => Lines.Sum(l => l.Net(l.Quantity));

    public decimal Uninvoiced => Lines.Sum(l => l.Net(l.Quantity - l.Invoiced));

    public bool FullyShipped => Lines.Count > 0 && Lines.All(l => l.Shipped >= l.Quantity);
}

internal sealed record OrderLine
{
    public required Guid Id { get; init; }
    public long RowVersion { get; init; }
    public int Sequence { get; init; }

    /// <summary>`Comment`, `Account`, `Item`, `Resource`, `Fixed Asset` or `Charge`; only items take stock.</summary>
    public string LineType { get; init; } = "Item";
    public Guid ItemId { get; init; }
    public string Number { get; init; } = "";
    public string Description { get; init; } = "";
    public string UnitOfMeasureCode { get; init; } = "PCS";
    public decimal UnitPrice { get; init; }
    public decimal DiscountPercent { get; init; }
    public DateOnly ShipmentDate { get; init; }
    public decimal Quantity { get; init; }

    /// <summary>Reserved for this line and not shipped yet; what `shipQuantity` falls back to.</summary>
    public decimal Allocated { get; init; }
    public decimal ShipQuantity { get; init; }
    public decimal InvoiceQuantity { get; init; }
    public decimal Shipped { get; init; }
    public decimal Invoiced { get; init; }

    /// <summary>A client has set the quantities to post since the last posting; the ERP leaves them alone until then.</summary>
    public bool Prepared { get; init; }

    public decimal Outstanding => Quantity - Shipped;

    public decimal Net(decimal quantity) => Math.Round(quantity * UnitPrice * (1 - (DiscountPercent / 100)), 2);
}

internal sealed record PostedLine(Guid Id, int Sequence, string LineType, Guid ItemId, string Number, string Description, decimal UnitPrice, decimal DiscountPercent, decimal Quantity)
{
    public decimal Net => Math.Round(Quantity * UnitPrice * (1 - (DiscountPercent / 100)), 2);
}

/// <summary>A posted shipment, invoice or credit memo: the same sheet with another heading.</summary>
internal sealed record PostedDocument : IRow
{
    public const string Canceled = "Canceled";

    public required Guid Id { get; init; }
    public long RowVersion { get; init; }
    public DateTimeOffset ModifiedAt { get; init; }
    public required string Number { get; init; }
    public string ExternalDocumentNumber { get; init; } = "";
    public DateOnly PostingDate { get; init; }
    public Guid OrderId { get; init; }
    public string OrderNumber { get; init; } = "";
    public string InvoiceNumber { get; init; } = "";
    public Guid CustomerId { get; init; }
    public required string CustomerNumber { get; init; }
    public required string CustomerName { get; init; }
    public string CurrencyCode { get; init; } = "";

    /// <summary>Invoices and credit memos only: `Draft`, `Open` or `Paid`.</summary>
    public string Status { get; init; } = "";
    public decimal Remaining { get; init; }
    public IReadOnlyList<PostedLine> Lines { get; init; } = [];

    /// <summary>Name of the fault that made it wrong; empty for a right one. No part of the API.</summary>
    public string Fault { get; init; } = "";

    /// <summary>The customer does not pay it. No part of the API.</summary>
    public bool Withheld { get; init; }

    public decimal Total => Lines.Sum(l => l.Net);
}

/// <summary>
/// A customer's payment that was applied to no invoice when it was posted, under the number of the order that it names. What was applied shows in its
/// invoice, and is not kept.
/// </summary>
internal sealed record CustomerPayment : IRow
{
    public required Guid Id { get; init; }
    public long RowVersion { get; init; }
    public DateTimeOffset ModifiedAt { get; init; }
    public required long EntryNumber { get; init; }
    public required string DocumentNumber { get; init; }
    public required string CustomerNumber { get; init; }
    public DateOnly PostingDate { get; init; }
    public required decimal Amount { get; init; }
    public string CurrencyCode { get; init; } = "";
    public bool Open { get; init; } = true;
}

/// <summary>What the ERP keeps of an order that has left `salesOrders`: posted in full, or deleted.</summary>
internal sealed record ArchivedOrder : IRow
{
    public required Guid Id { get; init; }
    public long RowVersion { get; init; }
    public DateTimeOffset ModifiedAt { get; init; }
    public required string ExternalDocumentNumber { get; init; }
    public bool Deleted { get; init; }
    public IReadOnlyList<LedgerLine> Lines { get; init; } = [];
}
