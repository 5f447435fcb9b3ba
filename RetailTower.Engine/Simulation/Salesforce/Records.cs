using System.Text.Json.Serialization;

namespace RetailTower.Engine.Simulation.Salesforce;

/// <summary>What every Salesforce record has.</summary>
internal abstract class Record
{
    public string Id { get; set; } = "";

    public DateTimeOffset CreatedDate { get; set; }

    /// <summary>Time of the last change; no two records of an object share one, so that it orders them.</summary>
    public DateTimeOffset SystemModstamp { get; set; }
}

internal sealed class Account : Record
{
    public string? Name { get; set; }

    public string? AccountNumber { get; set; }

    public string? Email { get; set; }

    public string? Phone { get; set; }
}

internal sealed class Product2 : Record
{
    public string? Name { get; set; }

    public string? ProductCode { get; set; }
}

internal sealed class Pricebook2 : Record
{
    public string? Name { get; set; }
}

internal sealed class PricebookEntry : Record
{
    public string? Pricebook2Id { get; set; }

    public string? Product2Id { get; set; }

    public decimal? UnitPrice { get; set; }

    public string? ProductCode { get; set; }
}

internal sealed class Order : Record
{
    public string? AccountId { get; set; }

    public string? OrderNumber { get; set; }

    public string? OrderReferenceNumber { get; set; }

    public string? PoNumber { get; set; }

    public DateOnly? EffectiveDate { get; set; }

    public DateOnly? EndDate { get; set; }

    public string? Status { get; set; }

    public string? Pricebook2Id { get; set; }

    public string? CurrencyIsoCode { get; set; }

    public string? Description { get; set; }

    public string? ShipToName { get; set; }

    public string? ShippingStreet { get; set; }

    public string? ShippingCity { get; set; }

    public string? ShippingPostalCode { get; set; }

    public string? ShippingCountry { get; set; }

    public bool IsReductionOrder { get; set; }

    public string? OriginalOrderId { get; set; }

    public string? Reference { get; set; }

    public string? TowerStatus { get; set; }

    public string? TowerStatusDetail { get; set; }

    public DateTimeOffset? TowerUpdatedAt { get; set; }

    public string? ErpOrderNumber { get; set; }

    [JsonIgnore]
    public List<OrderItem> Items { get; } = [];

    [JsonIgnore]
    public decimal TotalAmount => Items.Sum(i => (i.Quantity ?? 0) * (i.UnitPrice ?? 0));
}

internal sealed class OrderItem : Record
{
    public string? OrderId { get; set; }

    public string? PricebookEntryId { get; set; }

    public string? OriginalOrderItemId { get; set; }

    public decimal? Quantity { get; set; }

    public decimal? UnitPrice { get; set; }

    public string? Description { get; set; }

    public string? ProductCode { get; set; }

    public decimal? LineNumber { get; set; }

    public string? Reference { get; set; }

    public string? TowerLineStatus { get; set; }

    public decimal? ShippedQuantity { get; set; }

    public decimal? InvoicedQuantity { get; set; }
}
