using System.Text.Json.Serialization;

namespace RetailTower.Engine.Simulation.BusinessCentral;

internal sealed class WireOrder(SalesOrder row, bool withLines) : WireEntity(row)
{
    public string Number => row.Number;
    public string ExternalDocumentNumber => row.ExternalDocumentNumber;
    public DateOnly OrderDate => row.OrderDate;
    public DateOnly PostingDate => row.PostingDate;
    public Guid CustomerId => row.CustomerId;
    public string CustomerNumber => row.CustomerNumber;
    public string CustomerName => row.CustomerName;
    public Guid BillToCustomerId => row.CustomerId;
    public string BillToCustomerNumber => row.CustomerNumber;
    public string BillToName => row.CustomerName;
    public string ShipToName => row.ShipTo.Name;
    public string ShipToContact => row.ShipTo.Contact;
    public string ShipToAddressLine1 => row.ShipTo.AddressLine1;
    public string ShipToAddressLine2 => row.ShipTo.AddressLine2;
    public string ShipToCity => row.ShipTo.City;
    public string ShipToCountry => row.ShipTo.Country;
    public string ShipToState => row.ShipTo.State;
    public string ShipToPostCode => row.ShipTo.PostCode;
    public string CurrencyCode => row.CurrencyCode;
    public bool PricesIncludeTax { get; }
    public string Salesperson => row.Salesperson;
    public bool PartialShipping => row.PartialShipping;
    public DateOnly RequestedDeliveryDate => row.RequestedDeliveryDate;
    public decimal DiscountAmount { get; } = 0m;
    public bool DiscountAppliedBeforeTax { get; }
    public decimal TotalAmountExcludingTax => row.Total;
    public decimal TotalTaxAmount { get; } = 0m;
    public decimal TotalAmountIncludingTax => row.Total;
    public bool FullyShipped => row.FullyShipped;
    public string Status => row.Status;
    public string PhoneNumber => row.PhoneNumber;
    public string Email => row.Email;

    [JsonPropertyOrder(2)]
    public IEnumerable<WireOrderLine>? SalesOrderLines => withLines ? row.Lines.Select(l => new WireOrderLine(row.Id, l)) : null;
}

internal sealed class WireOrderLine(Guid orderId, OrderLine row)
{
    [JsonPropertyName("@odata.context"), JsonPropertyOrder(-3)]
    public string? Context { get; init; }

    [JsonPropertyName("@odata.etag"), JsonPropertyOrder(-2)]
    public string ETag { get; } = ETags.Of(row.RowVersion);
    public Guid Id => row.Id;
    public Guid DocumentId => orderId;
    public int Sequence => row.Sequence;
    public Guid ItemId => row.ItemId;
    public Guid AccountId { get; } = Guid.Empty;
    public string LineType => row.LineType;
    public string LineObjectNumber => row.Number;
    public string Description => row.Description;
    public string UnitOfMeasureCode => row.UnitOfMeasureCode;
    public decimal UnitPrice => row.UnitPrice;
    public decimal Quantity => row.Quantity;
    public decimal DiscountAmount => (row.Quantity * row.UnitPrice) - row.Net(row.Quantity);
    public decimal DiscountPercent => row.DiscountPercent;
    public bool DiscountAppliedBeforeTax { get; }
    public decimal AmountExcludingTax => row.Net(row.Quantity);
    public string TaxCode { get; } = "";
    public decimal TaxPercent { get; } = 0m;
    public decimal TotalTaxAmount { get; } = 0m;
    public decimal AmountIncludingTax => row.Net(row.Quantity);
    public decimal NetAmount => row.Net(row.Quantity);
    public decimal NetTaxAmount { get; } = 0m;
    public decimal NetAmountIncludingTax => row.Net(row.Quantity);
    public DateOnly ShipmentDate => row.ShipmentDate;
    public decimal ShippedQuantity => row.Shipped;
    public decimal InvoicedQuantity => row.Invoiced;
    public decimal InvoiceQuantity => row.InvoiceQuantity;
    public decimal ShipQuantity => row.ShipQuantity;
    public Guid ItemVariantId { get; } = Guid.Empty;
    public Guid LocationId { get; } = Guid.Empty;
}
