using System.Text.Json.Serialization;

namespace RetailTower.Engine.Canonical;

/// <summary>
/// What an inbound message means. Versioned by its type name; carried outward as a CloudEvent.
/// A reader must accept events that come late, twice or out of order: <see cref="Version"/> and <see cref="At"/> tell which is newer.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(OrderPlaced), OrderPlaced.Type)]
[JsonDerivedType(typeof(OrderAmended), OrderAmended.Type)]
[JsonDerivedType(typeof(CancelRequested), CancelRequested.Type)]
[JsonDerivedType(typeof(StatusShown), StatusShown.Type)]
[JsonDerivedType(typeof(ReturnRequested), ReturnRequested.Type)]
[JsonDerivedType(typeof(ErpOrderStated), ErpOrderStated.Type)]
[JsonDerivedType(typeof(FulfilmentAccepted), FulfilmentAccepted.Type)]
[JsonDerivedType(typeof(GoodsPicked), GoodsPicked.Type)]
[JsonDerivedType(typeof(GoodsShortPicked), GoodsShortPicked.Type)]
[JsonDerivedType(typeof(GoodsPacked), GoodsPacked.Type)]
[JsonDerivedType(typeof(ParcelShipped), ParcelShipped.Type)]
[JsonDerivedType(typeof(FulfilmentCancelled), FulfilmentCancelled.Type)]
[JsonDerivedType(typeof(FulfilmentStated), FulfilmentStated.Type)]
[JsonDerivedType(typeof(InvoiceStated), InvoiceStated.Type)]
[JsonDerivedType(typeof(PaymentStated), PaymentStated.Type)]
[JsonDerivedType(typeof(ReturnLabelled), ReturnLabelled.Type)]
[JsonDerivedType(typeof(GoodsReturned), GoodsReturned.Type)]
[JsonDerivedType(typeof(GoodsInspected), GoodsInspected.Type)]
[JsonDerivedType(typeof(CreditPrepared), CreditPrepared.Type)]
[JsonDerivedType(typeof(CreditPosted), CreditPosted.Type)]
[JsonDerivedType(typeof(CreditWithdrawn), CreditWithdrawn.Type)]
[JsonDerivedType(typeof(ReturnRefunded), ReturnRefunded.Type)]
[JsonDerivedType(typeof(StockStated), StockStated.Type)]
[JsonDerivedType(typeof(CustomerStated), CustomerStated.Type)]
[JsonDerivedType(typeof(ProductStated), ProductStated.Type)]
public abstract record CanonicalEvent
{
    /// <summary>When it happened, by the source's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The source's own version of the thing the event is about, when it has one; grows with each change.</summary>
    public long? Version { get; init; }

    /// <summary>Numbers by which the source knows the order, learned from this event.</summary>
    public IReadOnlyList<Reference> References { get; init; } = [];

    /// <summary>The running number of the document that tells it, where the source numbers its documents one after the other.</summary>
    public string? RunningNumber { get; init; }
}

/// <summary>A customer placed an order.</summary>
public sealed record OrderPlaced(CanonicalOrder Order) : CanonicalEvent
{
    public const string Type = "order.placed.v1";
}

/// <summary>The originator changed the order; carries all lines as they should now be (a line that is gone has quantity 0).</summary>
public sealed record OrderAmended(CanonicalOrder Order) : CanonicalEvent
{
    public const string Type = "order.amended.v1";
}

/// <summary>The customer no longer wants these quantities. Empty <paramref name="Lines"/> means the whole order.</summary>
public sealed record CancelRequested(IReadOnlyList<LineQuantity> Lines, string Reason) : CanonicalEvent
{
    public const string Type = "order.cancel-requested.v1";
}

/// <summary>What the originator shows its own people of the order: the tower told it so, unless something there has written over it.</summary>
/// <param name="Status">Its word, one of <see cref="OriginStatus"/> when it is the tower's.</param>
/// <param name="ToldAt">When the tower wrote it, by the tower's clock; null when nobody says.</param>
/// <param name="Lines">Only lines and quantities that the originator keeps.</param>
public sealed record StatusShown(string Status, DateTimeOffset? ToldAt, IReadOnlyList<ShownLine> Lines) : CanonicalEvent
{
    public const string Type = "order.status-shown.v1";
}

/// <summary>Cumulative quantities of one line; null where the originator keeps none.</summary>
public sealed record ShownLine(int LineNo, decimal? Shipped, decimal? Invoiced);

/// <summary>The customer sends these quantities back. <paramref name="Rma"/> is the originator's number of the return.</summary>
/// <param name="PaidBack">The originator has refunded the customer already.</param>
public sealed record ReturnRequested(string Rma, IReadOnlyList<LineQuantity> Lines, string Reason, bool PaidBack = false) : CanonicalEvent
{
    public const string Type = "order.return-requested.v1";
}

/// <summary>The ERP's view of the order: cumulative, so a later one replaces an earlier one.</summary>
/// <param name="Reviewed">False while the ERP has only stored it; true once it has allocated (then <c>Allocated</c> counts).</param>
public sealed record ErpOrderStated(string ErpNumber, bool Reviewed, IReadOnlyList<ErpLine> Lines) : CanonicalEvent
{
    public const string Type = "order.erp-stated.v1";
}

/// <summary>Cumulative quantities of one line in the ERP. Ordered − allocated is on back-order.</summary>
public sealed record ErpLine(int LineNo, decimal Ordered, decimal Allocated, decimal Shipped, decimal Invoiced);

/// <summary>A centre took a release on.</summary>
/// <param name="Release">The tower's number of the release at that centre.</param>
public sealed record FulfilmentAccepted(string Centre, string Release, string FulfilmentId, IReadOnlyList<LineQuantity> Lines) : CanonicalEvent
{
    public const string Type = "fulfilment.accepted.v1";
}

public sealed record GoodsPicked(string Centre, string Release, string FulfilmentId, IReadOnlyList<LineQuantity> Lines) : CanonicalEvent
{
    public const string Type = "fulfilment.picked.v1";
}

/// <summary>The centre found less than released; <paramref name="Missing"/> will not ship under this release.</summary>
public sealed record GoodsShortPicked(string Centre, string Release, string FulfilmentId, IReadOnlyList<LineQuantity> Missing) : CanonicalEvent
{
    public const string Type = "fulfilment.short-picked.v1";
}

public sealed record GoodsPacked(string Centre, string Release, string FulfilmentId, IReadOnlyList<LineQuantity> Lines) : CanonicalEvent
{
    public const string Type = "fulfilment.packed.v1";
}

/// <summary>One parcel left the centre.</summary>
public sealed record ParcelShipped(string Centre, string Release, string FulfilmentId, Parcel Parcel, IReadOnlyList<LineQuantity> Lines) : CanonicalEvent
{
    public const string Type = "shipment.shipped.v1";
}

public sealed record Parcel(string Id, string Carrier, string? Service, string TrackingNumber, string? TrackingUrl);

public sealed record FulfilmentCancelled(string Centre, string Release, string FulfilmentId, IReadOnlyList<LineQuantity> Lines) : CanonicalEvent
{
    public const string Type = "fulfilment.cancelled.v1";
}

/// <summary>A release as the centre's own books have it, read when its events did not come: cumulative, so that it stands for all that led there.</summary>
/// <param name="Status">The centre's word for where it stands.</param>
public sealed record FulfilmentStated(
    string Centre, string Release, string FulfilmentId, string Status, IReadOnlyList<LineProgress> Lines, IReadOnlyList<ParcelShipped> Parcels) : CanonicalEvent
{
    public const string Type = "fulfilment.stated.v1";
}

/// <summary>Cumulative quantities of one line of a release.</summary>
/// <param name="Wanted">What the centre took on and nobody cancelled.</param>
/// <param name="Missing">What of it was not found.</param>
public sealed record LineProgress(int LineNo, decimal Wanted, decimal Picked, decimal Packed, decimal Missing);

/// <summary>An invoice as the ERP holds it; stated again when it is paid or cancelled.</summary>
/// <param name="Amount">Including tax, in <paramref name="Currency"/>.</param>
public sealed record InvoiceStated(string InvoiceNumber, decimal Amount, string Currency, bool Paid, bool Cancelled, IReadOnlyList<InvoicedLine> Lines) : CanonicalEvent
{
    public const string Type = "invoice.stated.v1";
}

/// <summary>What an invoice asks for pieces of one line of the order.</summary>
/// <param name="Amount">On the terms of the order's prices: with tax where they hold it, else without; null when the ERP does not say.</param>
public sealed record InvoicedLine(int LineNo, decimal Quantity, decimal? Amount = null);

/// <summary>Money of the customer that the ERP booked under the order's number and that paid for nothing when it was first told of.</summary>
/// <param name="Number">The ERP's number of the booking.</param>
/// <param name="Applied">It pays for something by now, or went back.</param>
public sealed record PaymentStated(string Number, decimal Amount, string Currency, bool Applied) : CanonicalEvent
{
    public const string Type = "payment.stated.v1";
}

/// <summary>Returned goods arrived at a centre.</summary>
public sealed record GoodsReturned(string Centre, string Rma, IReadOnlyList<LineQuantity> Lines) : CanonicalEvent
{
    public const string Type = "return.received.v1";
}

/// <summary>The centre expects the goods, and the customer can send them.</summary>
public sealed record ReturnLabelled(string Centre, string Rma, string Carrier, string TrackingNumber, string? TrackingUrl) : CanonicalEvent
{
    public const string Type = "return.labelled.v1";
}

/// <summary>What a centre found returned goods to be.</summary>
public sealed record GoodsInspected(string Centre, string Rma, IReadOnlyList<InspectedLine> Lines) : CanonicalEvent
{
    public const string Type = "return.inspected.v1";
}

/// <summary>How much of a line can be sold as new, after work on it, or not at all.</summary>
public sealed record InspectedLine(int LineNo, decimal Restock, decimal Refurbish, decimal Scrap);

/// <summary>The ERP holds a draft of a credit; nothing is booked yet.</summary>
/// <param name="Memo">The tower's number of the credit.</param>
/// <param name="Number">The ERP's.</param>
public sealed record CreditPrepared(string Memo, string Number) : CanonicalEvent
{
    public const string Type = "return.credit-prepared.v1";
}

/// <summary>The ERP has booked the credit.</summary>
public sealed record CreditPosted(string Memo, string Number) : CanonicalEvent
{
    public const string Type = "return.credited.v1";
}

/// <summary>The ERP holds no such credit any more.</summary>
public sealed record CreditWithdrawn(string Memo) : CanonicalEvent
{
    public const string Type = "return.credit-withdrawn.v1";
}

/// <summary>The originator has paid the customer back.</summary>
/// <param name="Number">The originator's number of the refund.</param>
public sealed record ReturnRefunded(string Memo, string Number, decimal Amount, string Currency) : CanonicalEvent
{
    public const string Type = "return.refunded.v1";
}

/// <summary>What is available of a SKU at a centre; <see cref="CanonicalEvent.Version"/> orders the statements.</summary>
public sealed record StockStated(string Centre, string Sku, decimal Available) : CanonicalEvent
{
    public const string Type = "inventory.stated.v1";
}

/// <summary>A customer as the ERP holds it. A credit limit of 0 means no limit.</summary>
public sealed record CustomerStated(string Number, string Name, decimal CreditLimit, decimal BalanceDue, bool Blocked) : CanonicalEvent
{
    public const string Type = "customer.stated.v1";
}

/// <summary>An article as the ERP sells it; <paramref name="UnitPrice"/> is the contract price in the ERP's own currency.</summary>
public sealed record ProductStated(string Sku, string Name, decimal UnitPrice, bool Blocked) : CanonicalEvent
{
    public const string Type = "product.stated.v1";
}
