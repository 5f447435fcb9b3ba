namespace RetailTower.Engine.Canonical;

/// <summary>Names of the work that the tower asks of a system; a connector says which of them it can do.</summary>
public static class Operations
{
    /// <summary>Read documents named in <see cref="FetchCommand"/>; the answers enter the inbox as messages of their own.</summary>
    public const string Fetch = "fetch";
    public const string SubmitOrder = "submit-order";
    public const string AmendOrder = "amend-order";
    public const string CancelOrder = "cancel-order";
    public const string PostShipment = "post-shipment";
    public const string CreditReturn = "credit-return";
    public const string PostCredit = "post-credit";
    public const string WithdrawCredit = "withdraw-credit";
    public const string RefundReturn = "refund-return";
    public const string Release = "release";
    public const string CancelRelease = "cancel-release";
    public const string ExpectReturn = "expect-return";
    public const string WriteStatus = "write-status";
    public const string WriteShipment = "write-shipment";
    public const string WriteStock = "write-stock";
}

/// <summary>Read one document of the target system. <paramref name="Resource"/> is the connector's own word, for example <c>salesOrders</c>.</summary>
public sealed record FetchCommand(string Resource, string Id);

/// <summary>Create the order in the ERP under <c>Order.Number</c>; safe to repeat.</summary>
public sealed record SubmitOrderCommand(CanonicalOrder Order);

/// <summary>Bring the ERP's quantities to these; lines not named stay. Quantity 0 cancels the line.</summary>
public sealed record AmendOrderCommand(string Number, IReadOnlyList<LineQuantity> Lines);

/// <summary>Cancel the whole order in the system. A system that holds none by that number answers done.</summary>
public sealed record CancelOrderCommand(string Number, string Reason);

/// <summary>Post shipment and invoice up to these <b>cumulative</b> shipped quantities; what is posted already stays posted.</summary>
public sealed record PostShipmentCommand(string Number, IReadOnlyList<LineQuantity> ShippedToDate);

/// <summary>Prepare a credit of returned goods under the number <paramref name="Rma"/>; <see cref="Operations.PostCredit"/> books it.</summary>
public sealed record CreditReturnCommand(string Number, string CustomerNumber, string Rma, string Currency, IReadOnlyList<CreditLine> Lines);

/// <summary>Book the credit of that number, or take it back: a draft is deleted, a booked one cancelled.</summary>
public sealed record SettleCreditCommand(string Memo);

/// <summary>Pay the customer back for these goods, once under the number <paramref name="Memo"/>. They are not restocked by it: centres state stock.</summary>
public sealed record RefundReturnCommand(string Number, string Memo, string Currency, IReadOnlyList<RefundedLine> Lines);

/// <param name="Reference">The originator's id of the line.</param>
public sealed record RefundedLine(int LineNo, string? Reference, decimal Quantity);

public sealed record CreditLine(int LineNo, string Sku, decimal Quantity, decimal UnitPrice);

/// <summary>Send goods out of a centre.</summary>
public sealed record ReleaseCommand(string Number, string Release, DateOnly? RequestedDelivery, PostalAddress ShipTo, IReadOnlyList<ReleaseLine> Lines);

public sealed record ReleaseLine(int LineNo, string Sku, decimal Quantity);

/// <summary>Take these quantities out of a release. The centre may refuse what is already picked.</summary>
public sealed record CancelReleaseCommand(string Number, string Release, IReadOnlyList<LineQuantity> Lines);

public sealed record ExpectReturnCommand(string Number, string Rma, IReadOnlyList<ReleaseLine> Lines);

/// <summary>
/// Tell the originator where the order stands. <paramref name="Status"/> is one of <see cref="OriginStatus"/>.
/// A newer one replaces an unsent older one; <paramref name="AsOf"/> guards against writing an older one late.
/// </summary>
public sealed record WriteStatusCommand(string Number, string Status, string Detail, string? ErpNumber, DateTimeOffset AsOf, IReadOnlyList<WriteStatusLine> Lines);

public sealed record WriteStatusLine(int LineNo, string Status, decimal Shipped, decimal Invoiced);

/// <summary>Tell the originator of one parcel.</summary>
public sealed record WriteShipmentCommand(string Number, Parcel Parcel, IReadOnlyList<ShippedLine> Lines);

/// <param name="Reference">The originator's id of the line.</param>
public sealed record ShippedLine(int LineNo, string? Reference, string Sku, decimal Quantity);

/// <summary>Tell a storefront what is available of a SKU. <paramref name="Version"/> grows; an older one must not overwrite a newer one.</summary>
public sealed record WriteStockCommand(string Sku, string Centre, decimal Available, long Version);

/// <summary>The words by which an originator is told of an order's status.</summary>
public static class OriginStatus
{
    public const string Received = "Received";
    public const string Submitted = "Submitted";
    public const string Confirmed = "Confirmed";
    public const string PartAllocated = "Part allocated";
    public const string Rejected = "Rejected";
    public const string InFulfilment = "In fulfilment";
    public const string PartShipped = "Part shipped";
    public const string Shipped = "Shipped";
    public const string Invoiced = "Invoiced";
    public const string Completed = "Completed";
    public const string Cancelled = "Cancelled";
    public const string Returned = "Returned";
}
