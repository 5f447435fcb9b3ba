namespace RetailTower.Data.Model;

/// <summary>Where a quantity of an order line stands. The journey's table says how it gets from one to the next.</summary>
public enum LineState
{
    Received = 0,
    /// <summary>The tower's own rules stopped it; a case says why.</summary>
    Held = 1,
    /// <summary>On its way to the ERP, or there and not yet answered for.</summary>
    Submitting = 2,
    /// <summary>The ERP has it and has not decided.</summary>
    Submitted = 3,
    Rejected = 4,
    BackOrdered = 5,
    Confirmed = 6,
    /// <summary>Asked of a centre that has not answered.</summary>
    Releasing = 7,
    Released = 8,
    /// <summary>The centre did not find it; waits for a decision.</summary>
    ShortPicked = 9,
    Picked = 10,
    Packed = 11,
    Shipped = 12,
    Invoiced = 13,
    Closed = 14,
    Cancelling = 15,
    Cancelled = 16,
    Returning = 17,
    Returned = 18,
}

/// <summary>Where an order stands as a whole; follows from its lines.</summary>
public enum OrderStatus
{
    Received = 0,
    Held = 1,
    Submitted = 2,
    Rejected = 3,
    PartAllocated = 4,
    Confirmed = 5,
    InFulfilment = 6,
    PartShipped = 7,
    Shipped = 8,
    Invoiced = 9,
    Completed = 10,
    Cancelled = 11,
    Returned = 12,
}

/// <summary>How far the money of an order has come, of which goods have left. Each state includes those before it.</summary>
public enum Settlement
{
    /// <summary>Goods have left, and not all of them are on an invoice that stands.</summary>
    Shipped = 1,
    /// <summary>All that left is on invoices, and not all of them are paid.</summary>
    Invoiced = 2,
    /// <summary>All invoices are paid, but what was asked or paid is not what the goods cost.</summary>
    Paid = 3,
    /// <summary>Shipped, invoiced and paid agree.</summary>
    Matched = 4,
}

/// <summary>An order. <see cref="Key"/> is the tower's own number, shown as <c>SO-10482</c>.</summary>
public sealed class Order
{
    public long Key { get; set; }

    /// <summary>The originator's order number; empty while only a thin notification is known.</summary>
    public required string Number { get; set; }

    /// <summary>The configured system it came from.</summary>
    public required string Origin { get; set; }

    public required string CustomerNumber { get; set; }

    public required string CustomerName { get; set; }

    public string? CustomerEmail { get; set; }

    public string? CustomerPhone { get; set; }

    /// <summary><see cref="CustomerPhone"/> as it is looked for (<see cref="Model.PhoneDigits"/>).</summary>
    public string? PhoneDigits { get; set; }

    public string? PurchaseOrderNumber { get; set; }

    public required string Currency { get; set; }

    public decimal Total { get; set; }

    public DateTimeOffset PlacedAt { get; set; }

    public DateTimeOffset ReceivedAt { get; set; }

    public DateTimeOffset? SubmittedAt { get; set; }

    /// <summary>When the ERP first allocated or refused; confirmation latency = this − <see cref="ReceivedAt"/>.</summary>
    public DateTimeOffset? ConfirmedAt { get; set; }

    public DateTimeOffset? ShippedAt { get; set; }

    /// <summary>Null while nothing has left, and for orders from before the tower matched documents until it has looked at them.</summary>
    public Settlement? Settlement { get; set; }

    /// <summary>What the goods that left cost, at the order's prices and in its currency.</summary>
    public decimal ShippedValue { get; set; }

    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>When the closed order was last heard of, by which its payloads are moved to an archive; null while it is open and once they were moved.</summary>
    public DateTimeOffset? QuietSince { get; set; }

    public DateOnly? RequestedDelivery { get; set; }

    public OrderStatus Status { get; set; }

    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>The originator's version of the order that is in force; an older one never overwrites it.</summary>
    public long OriginVersion { get; set; }

    public string? ErpNumber { get; set; }

    /// <summary>Ship-to address as canonical JSON.</summary>
    public required string ShipTo { get; set; }

    /// <summary>Country of the ship-to address, as the originator calls it; null for orders from before the tower kept it.</summary>
    public string? Country { get; set; }

    /// <summary>The message that this order's sequence is locked behind.</summary>
    public long? LockedBy { get; set; }

    public DateTimeOffset? LockedAt { get; set; }

    /// <summary>Concurrency token.</summary>
    public int Version { get; set; }

    public List<OrderLine> Lines { get; } = [];

    public List<Claim> Claims { get; } = [];

    public List<Parcel> Parcels { get; } = [];

    public List<Invoice> Invoices { get; } = [];

    public List<Expectation> Expectations { get; } = [];

    public List<OrderReturn> Returns { get; } = [];
}

/// <summary>
/// A quantity of an order line that stands in one state. A line starts as one part; when an event concerns only some of its quantity the part
/// is split, so that every state change is whole.
/// </summary>
public sealed class OrderLine
{
    public long OrderKey { get; set; }

    public int LineNo { get; set; }

    public int Part { get; set; }

    public required string Sku { get; set; }

    public required string Description { get; set; }

    public decimal Quantity { get; set; }

    public decimal UnitPrice { get; set; }

    public LineState State { get; set; }

    public DateTimeOffset StateAt { get; set; }

    public string? Centre { get; set; }

    /// <summary>The tower's number of the release at that centre.</summary>
    public string? Release { get; set; }

    public string? ParcelId { get; set; }

    public string? InvoiceNumber { get; set; }

    public string? Rma { get; set; }

    /// <summary>The originator's own id of the line.</summary>
    public string? Reference { get; set; }
}

/// <summary>A number by which a system knows an order.</summary>
public sealed class OrderReference
{
    public required string System { get; set; }

    public required string Type { get; set; }

    public required string Value { get; set; }

    public long OrderKey { get; set; }
}

public sealed class Parcel
{
    public long OrderKey { get; set; }

    public required string Centre { get; set; }

    public required string ParcelId { get; set; }

    public required string Carrier { get; set; }

    public required string TrackingNumber { get; set; }

    public string? TrackingUrl { get; set; }

    public DateTimeOffset ShippedAt { get; set; }

    /// <summary>Line quantities as canonical JSON.</summary>
    public required string Lines { get; set; }
}

public sealed class Invoice
{
    public long OrderKey { get; set; }

    public required string Number { get; set; }

    public decimal Amount { get; set; }

    public required string Currency { get; set; }

    public DateTimeOffset StatedAt { get; set; }

    public bool Paid { get; set; }

    public bool Cancelled { get; set; }

    /// <summary>What it asks for each line of the order, as canonical JSON; null for invoices from before the tower kept it.</summary>
    public string? Lines { get; set; }
}

/// <summary>An event that must arrive by a time. Removed when it has.</summary>
public sealed class Expectation
{
    public long OrderKey { get; set; }

    /// <summary>One of the journey's steps, for example <c>erp-review</c>.</summary>
    public required string Step { get; set; }

    public required string System { get; set; }

    public DateTimeOffset SetAt { get; set; }

    public DateTimeOffset DueAt { get; set; }

    /// <summary>When its source is asked next; null when it is not asked.</summary>
    public DateTimeOffset? AskAt { get; set; }

    /// <summary>A Missing case was opened for it.</summary>
    public bool Overdue { get; set; }
}

/// <summary>One state change of an order: who or what did it, and why.</summary>
public sealed class HistoryEntry
{
    public long Id { get; set; }

    public long OrderKey { get; set; }

    public DateTimeOffset At { get; set; }

    /// <summary>When it happened by the clock of the system that told it.</summary>
    public DateTimeOffset? OccurredAt { get; set; }

    /// <summary>The system or person it came from.</summary>
    public required string Source { get; set; }

    /// <summary>The journey's trigger or the canonical event type.</summary>
    public required string What { get; set; }

    public string? FromState { get; set; }

    public string? ToState { get; set; }

    /// <summary>Affected lines, for example <c>1, 2×3</c> (line 2, quantity 3).</summary>
    public string? Lines { get; set; }

    public string? Detail { get; set; }

    public long? InboxId { get; set; }
}

/// <summary>What one system says of one field of an order or line, with its source.</summary>
public sealed class Claim
{
    public long OrderKey { get; set; }

    /// <summary>0 for the order itself.</summary>
    public int LineNo { get; set; }

    public required string Field { get; set; }

    public required string System { get; set; }

    public required string Value { get; set; }

    public DateTimeOffset ObservedAt { get; set; }

    /// <summary>The source's version; an older claim never overwrites a newer one.</summary>
    public long SourceVersion { get; set; }

    public long? InboxId { get; set; }
}
