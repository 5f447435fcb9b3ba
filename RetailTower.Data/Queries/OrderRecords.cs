using RetailTower.Data.Model;

namespace RetailTower.Data.Queries;

/// <summary>Which orders to list; what is null or empty does not narrow.</summary>
/// <param name="Text">Any reference, exact or its beginning, as <see cref="OrderQueries.FindAsync"/> takes it.</param>
/// <param name="PlacedFrom">Inclusive; with <paramref name="PlacedTo"/> the list is sorted by the time of placing instead of by key.</param>
/// <param name="PlacedTo">Exclusive.</param>
/// <param name="Span">Orders to which something happened in a span; sorted by when it was, where there is one instant for each order.</param>
/// <param name="Country">Country that they go to; empty for orders of which it is not known.</param>
/// <param name="Settled">Of those of which goods have left, how far their money has come.</param>
/// <param name="Brand">Brand of the channel they came by; empty for channels without one.</param>
public sealed record OrderFilter(
    string? Text = null,
    IReadOnlyList<OrderStatus>? Status = null,
    string? Origin = null,
    string? CustomerNumber = null,
    bool OnlyWithExceptions = false,
    DateTimeOffset? PlacedFrom = null,
    DateTimeOffset? PlacedTo = null,
    OrderSpan? Span = null,
    string? Country = null,
    string? Brand = null,
    SettlementRange? Settled = null)
{
    /// <summary>Whether it names few orders by their keys, which are then looked at one by one.</summary>
    internal bool IsOfFew => OnlyWithExceptions || !string.IsNullOrWhiteSpace(Text) || Span is { Moment: OrderMoment.Resolved or OrderMoment.AtRisk or OrderMoment.Differing };

    /// <summary>Whether something else than the originator says where to look.</summary>
    internal bool IsLed => IsOfFew || Span is not null || PlacedFrom is not null || PlacedTo is not null;
}

/// <summary>How far the money of an order has come at least and at most.</summary>
/// <param name="From">Null for orders that nobody has looked at as well.</param>
public sealed record SettlementRange(Settlement? From, Settlement To);

/// <summary>What happened to an order at some time.</summary>
public enum OrderMoment
{
    Received,

    /// <summary>The ERP answered for the first time.</summary>
    Confirmed,

    /// <summary>The first goods left.</summary>
    Shipped,

    /// <summary>Completed, cancelled or returned.</summary>
    Finished,

    /// <summary>One of its exceptions was closed.</summary>
    Resolved,

    /// <summary>It had an open exception when the span ended.</summary>
    AtRisk,

    /// <summary>When the span ended, an exception was open that its originator or another system held something that was not so.</summary>
    Differing,
}

/// <param name="From">Inclusive.</param>
/// <param name="To">Exclusive.</param>
public sealed record OrderSpan(OrderMoment Moment, DateTimeOffset From, DateTimeOffset To);

/// <summary>One row of the order list.</summary>
public sealed record OrderRow(
    long Key,
    string Number,
    string Origin,
    string CustomerNumber,
    string CustomerName,
    string Currency,
    decimal Total,
    DateTimeOffset PlacedAt,
    OrderStatus Status,
    DateTimeOffset ChangedAt,
    string? ErpNumber,
    DateTimeOffset? LockedAt,
    int OpenCases);

/// <summary>An order that a search found, and by what.</summary>
/// <param name="MatchedOn">What the text is to the order: <c>key</c>, <c>number</c>, <c>tracking</c>, <c>invoice</c>, <c>purchase order</c>, <c>e-mail</c>, <c>phone</c>, <c>return</c>, <c>customer</c> or a reference's type.</param>
/// <param name="Value">The whole value that matched.</param>
public sealed record OrderHit(OrderRow Order, string MatchedOn, string Value);

/// <summary>The order itself, without what hangs on it.</summary>
/// <param name="ShipTo">Address as canonical JSON.</param>
public sealed record OrderHead(
    long Key,
    string Number,
    string Origin,
    string CustomerNumber,
    string CustomerName,
    string? CustomerEmail,
    string? CustomerPhone,
    string? PurchaseOrderNumber,
    string Currency,
    decimal Total,
    DateTimeOffset PlacedAt,
    DateTimeOffset ReceivedAt,
    DateTimeOffset? SubmittedAt,
    DateTimeOffset? ConfirmedAt,
    DateTimeOffset? ShippedAt,
    DateTimeOffset? ClosedAt,
    DateOnly? RequestedDelivery,
    OrderStatus Status,
    DateTimeOffset ChangedAt,
    string? ErpNumber,
    string ShipTo,
    string? Country,
    long? LockedBy,
    DateTimeOffset? LockedAt);

/// <summary>A quantity of a line that stands in one state.</summary>
public sealed record LinePart(
    int LineNo,
    int Part,
    string Sku,
    string Description,
    decimal Quantity,
    decimal UnitPrice,
    LineState State,
    DateTimeOffset StateAt,
    string? Centre,
    string? ParcelId,
    string? InvoiceNumber,
    string? Rma);

/// <param name="Lines">Line quantities as canonical JSON.</param>
public sealed record ParcelRow(string Centre, string ParcelId, string Carrier, string TrackingNumber, string? TrackingUrl, DateTimeOffset ShippedAt, string Lines);

public sealed record InvoiceRow(string Number, decimal Amount, string Currency, DateTimeOffset StatedAt, bool Paid, bool Cancelled);

public sealed record ReferenceRow(string System, string Type, string Value);

public sealed record ExpectationRow(string Step, string System, DateTimeOffset SetAt, DateTimeOffset DueAt, bool Overdue);

/// <summary>One entry of the timeline. <paramref name="Source"/> is the system or person it came from.</summary>
public sealed record HistoryRow(
    long Id,
    DateTimeOffset At,
    DateTimeOffset? OccurredAt,
    string Source,
    string What,
    string? FromState,
    string? ToState,
    string? Lines,
    string? Detail,
    long? InboxId);

/// <summary>Everything that is stored of one order but its messages.</summary>
public sealed record OrderSheet(
    OrderHead Head,
    IReadOnlyList<LinePart> Parts,
    IReadOnlyList<ParcelRow> Parcels,
    IReadOnlyList<InvoiceRow> Invoices,
    IReadOnlyList<ReferenceRow> References,
    IReadOnlyList<ExpectationRow> Expectations,
    IReadOnlyList<HistoryRow> History,
    IReadOnlyList<CaseRow> Cases,
    IReadOnlyList<ReturnRow> Returns,
    IReadOnlyList<OrderLock> Locks);

/// <summary>One message of an order, in or out.</summary>
/// <param name="Outbound">True for work the tower asked of the system.</param>
/// <param name="What">Kind of an inbound message, operation of an outbound one.</param>
/// <param name="State">Name of its <see cref="InboxState"/> or <see cref="OutboxState"/>.</param>
/// <param name="Result">What came of it.</param>
public sealed record OrderMessageRow(
    bool Outbound,
    long Id,
    string System,
    string What,
    string State,
    DateTimeOffset At,
    DateTimeOffset? DoneAt,
    int Attempts,
    string? Result);

/// <summary>The bytes of one message and the attempts made with it.</summary>
public sealed record StoredPayload(string System, string What, string ContentType, byte[] Body, IReadOnlyList<AttemptRow> Attempts);

public sealed record AttemptRow(int Number, DateTimeOffset At, string Outcome, string Code, string Message);
