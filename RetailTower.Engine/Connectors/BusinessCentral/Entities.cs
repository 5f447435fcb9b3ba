using System.Text.Json.Serialization;

namespace RetailTower.Engine.Connectors.BusinessCentral;

/// <summary>Names of the entity sets that the tower reads, as they stand in addresses, subscriptions and message kinds.</summary>
internal static class Sets
{
    public const string Orders = "salesOrders";
    public const string Invoices = "salesInvoices";
    public const string CreditMemos = "salesCreditMemos";
    public const string Customers = "customers";
    public const string Items = "items";

    /// <summary>Of the finance reports API: what the customers' accounts hold.</summary>
    public const string LedgerEntries = "customerLedgerEntries";

    /// <summary>Those whose changes the service notifies and the tower wants to know.</summary>
    public static readonly IReadOnlyList<string> Watched = [Orders, Invoices, Customers, Items];

    /// <summary>A document without its lines says too little.</summary>
    public static string? Expand(string set) => set switch
    {
        Orders => "$expand=salesOrderLines",
        Invoices => "$expand=salesInvoiceLines",
        _ => null,
    };

    /// <summary>The property by which the rest of the world names an entity of the set.</summary>
    public static string NumberField(string set) => set is Customers or Items ? "number" : "externalDocumentNumber";
}

internal sealed record SalesOrder(
    Guid Id,
    [property: JsonPropertyName("@odata.etag")] string ETag,
    string Number,
    string ExternalDocumentNumber,
    string Status,
    DateTimeOffset LastModifiedDateTime,
    IReadOnlyList<SalesOrderLine>? SalesOrderLines = null)
{
    /// <summary>The ERP has looked at it (credit, stock): until then it is a <c>Draft</c>.</summary>
    public bool IsReviewed => Status == "Open";

    /// <summary>The lines that the tower put there, by line number.</summary>
    public IEnumerable<SalesOrderLine> TowerLines => (SalesOrderLines ?? []).Where(l => LineNumbers.Of(l.Sequence, l.LineType) is not null);
}

internal sealed record SalesOrderLine(
    Guid Id,
    [property: JsonPropertyName("@odata.etag")] string ETag,
    int Sequence,
    string LineType,
    decimal Quantity,
    decimal ShipQuantity,
    decimal InvoiceQuantity,
    decimal ShippedQuantity,
    decimal InvoicedQuantity)
{
    /// <summary>The order's line number; only for lines of <see cref="SalesOrder.TowerLines"/>.</summary>
    public int LineNo => Sequence / LineNumbers.Step;

    public decimal Outstanding => Quantity - ShippedQuantity;

    /// <summary>What the review allocated: shipped already, or put down to be shipped.</summary>
    public decimal Allocated => Math.Min(Quantity, ShippedQuantity + ShipQuantity);
}

internal sealed record SalesInvoice(
    Guid Id,
    [property: JsonPropertyName("@odata.etag")] string ETag,
    string Number,
    string ExternalDocumentNumber,
    string Status,
    string CurrencyCode,
    decimal TotalAmountIncludingTax,
    DateTimeOffset LastModifiedDateTime,
    string? OrderNumber = null,
    bool PricesIncludeTax = false,
    IReadOnlyList<SalesInvoiceLine>? SalesInvoiceLines = null)
{
    /// <summary>What a line asks on the terms of the document's prices, after all discounts.</summary>
    public decimal? Asked(SalesInvoiceLine line) => PricesIncludeTax ? line.NetAmountIncludingTax : line.NetAmount;

    public bool IsCancelled => Status is "Canceled" or "Corrective";

    public bool IsPosted => Status is "Open" or "Paid" || IsCancelled;

    public IEnumerable<SalesInvoiceLine> TowerLines => (SalesInvoiceLines ?? []).Where(l => LineNumbers.Of(l.Sequence, l.LineType) is not null);
}

internal sealed record SalesInvoiceLine(int Sequence, string LineType, decimal Quantity, decimal? NetAmount = null, decimal? NetAmountIncludingTax = null)
{
    public int LineNo => Sequence / LineNumbers.Step;
}

/// <param name="Status">Draft until it is posted, then Open, Paid or Canceled.</param>
internal sealed record SalesCreditMemo(Guid Id, string Number, string ExternalDocumentNumber, string Status);

/// <param name="Amount">Negative for money that came in.</param>
/// <param name="Open">Not all of it is applied to something.</param>
internal sealed record LedgerEntry(long EntryNumber, string DocumentNumber, decimal Amount, bool Open, DateTimeOffset LastModifiedDateTime, string CurrencyCode = "");

internal sealed record Customer(
    Guid Id, string Number, string DisplayName, DateTimeOffset LastModifiedDateTime, decimal CreditLimit = 0, decimal BalanceDue = 0, string? Blocked = null)
{
    /// <summary>Ship, Invoice and All each stop an order before its end; the blank member of the enumeration comes in three spellings.</summary>
    public bool IsBlocked => Blocked is not (null or "" or " " or "_x0020_");
}

internal sealed record Item(Guid Id, string Number, string DisplayName, DateTimeOffset LastModifiedDateTime, decimal UnitPrice = 0, bool Blocked = false);

/// <summary>The tower gives line n of an order the sequence n × 10000, as the ERP's own screens number lines.</summary>
internal static class LineNumbers
{
    public const int Step = 10_000;

    /// <summary>The order's line number, or null for a line that the ERP's people added (a comment, freight).</summary>
    public static int? Of(int sequence, string lineType) =>
        lineType == "Item" && sequence > 0 && sequence % Step == 0 ? sequence / Step : null;
}
