using System.Text.Json.Serialization;
using RetailTower.Engine.Simulation.Core;

namespace RetailTower.Engine.Simulation.Shopify;

internal sealed class ShopOrder
{
    public long Id { get; set; }

    /// <summary>The order's name without its leading <c>#</c>.</summary>
    public string Reference { get; set; } = "";

    public long Number { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    public DateTimeOffset? CancelledAt { get; set; }

    public string? CancelReason { get; set; }

    public string Email { get; set; } = "";

    public string? Phone { get; set; }

    /// <summary>The customer's number; the guest has no customer record in the shop.</summary>
    public string CustomerNumber { get; set; } = "";

    public string CustomerName { get; set; } = "";

    public Address ShipTo { get; set; } = new("", "", "", "", "");

    public string? Note { get; set; }

    public string Tags { get; set; } = "";

    public List<NoteAttribute> NoteAttributes { get; set; } = [];

    public List<LineItem> Lines { get; set; } = [];

    public List<FulfillmentOrder> FulfillmentOrders { get; set; } = [];

    public List<Fulfillment> Fulfillments { get; set; } = [];

    public List<Refund> Refunds { get; set; } = [];

    /// <summary>null, partial, fulfilled or restocked.</summary>
    [JsonIgnore]
    public string? FulfillmentStatus
    {
        get
        {
            if (Lines.TrueForAll(l => l.Fulfillable == 0)) return Lines.Exists(l => l.Fulfilled > 0) ? "fulfilled" : "restocked";
            return Lines.Exists(l => l.Fulfilled > 0) ? "partial" : null;
        }
    }
}

internal sealed record NoteAttribute(string Name, string Value);

internal sealed class LineItem
{
    public long Id { get; set; }

    public long VariantId { get; set; }

    public string Sku { get; set; } = "";

    public string Title { get; set; } = "";

    public decimal Price { get; set; }

    /// <summary>As ordered, amendments that added to it included.</summary>
    public int Quantity { get; set; }

    /// <summary>What is left after cancellations and returns.</summary>
    public int Current { get; set; }

    /// <summary>What may still be fulfilled.</summary>
    public int Fulfillable { get; set; }

    public int Fulfilled { get; set; }

    /// <summary>What was fulfilled and given back.</summary>
    public int Returned { get; set; }
}

internal sealed class FulfillmentOrder
{
    public long Id { get; set; }

    public long LocationId { get; set; }

    /// <summary>open, in_progress, closed or cancelled.</summary>
    public string Status { get; set; } = "open";

    public DateTimeOffset UpdatedAt { get; set; }

    public List<FulfillmentOrderLine> Lines { get; set; } = [];
}

internal sealed class FulfillmentOrderLine
{
    public long Id { get; set; }

    public long LineItemId { get; set; }

    public int Quantity { get; set; }

    public int Fulfillable { get; set; }
}

internal sealed record Fulfillment(
    long Id, string Name, long LocationId, DateTimeOffset CreatedAt, string? TrackingCompany, string? TrackingNumber, string? TrackingUrl, IReadOnlyList<FulfilledLine> Lines);

internal sealed record FulfilledLine(long LineItemId, int Quantity);

/// <param name="Paid">What went back to the customer; null when the shop's staff refunded all of it.</param>
internal sealed record Refund(long Id, DateTimeOffset CreatedAt, string? Note, IReadOnlyList<RefundLine> Lines, decimal? Paid = null)
{
    public decimal Amount => Paid ?? Lines.Sum(line => line.Subtotal);
}

/// <summary>A refunded line; the restock type is <c>cancel</c> for goods not shipped, <c>return</c> for goods that come back, or <c>no_restock</c>.</summary>
internal sealed record RefundLine(long Id, long LineItemId, int Quantity, string RestockType, long? LocationId, decimal Subtotal);

internal sealed record Variant(long ProductId, long VariantId, long InventoryItemId, string Sku, string Title, decimal Price, DateTimeOffset CreatedAt);

internal sealed class InventoryLevel
{
    public long InventoryItemId { get; set; }

    public long LocationId { get; set; }

    public long Available { get; set; }

    /// <summary>How often it was set from outside.</summary>
    public long Writes { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }
}

internal sealed record Subscription(long Id, string Topic, string Address, DateTimeOffset CreatedAt);

/// <summary>A place of the shop; each stands for one distribution centre.</summary>
internal sealed record Location(long Id, string Name, string Centre)
{
    public static readonly IReadOnlyList<Location> All = [new(71_000_000_001, "DC East", "dc-east"), new(71_000_000_002, "DC West", "dc-west")];
}
