using RetailTower.Data.Model;
using RetailTower.Engine.Canonical;
using static RetailTower.Data.Model.LineState;

namespace RetailTower.Engine.Orders;

/// <summary>What moves a quantity of a line along.</summary>
public enum Trigger
{
    Submit,
    Hold,
    ErpStored,
    ErpRejected,
    ErpAllocated,
    ErpBackOrdered,
    Release,
    CentreAccepted,
    Picked,
    ShortPicked,
    Reallocate,
    Packed,
    Shipped,
    Invoiced,
    Paid,
    Cancel,
    AskCancel,
    CentreCancelled,
    CancelRefused,
    AskReturn,
    GoodsReturned,
}

/// <param name="From">States it may leave, the preferred first: an event about some of a line takes what is furthest along.</param>
/// <param name="Passed">States that already lie behind it: there the event is late news and changes nothing.</param>
/// <param name="Milestone">
/// True when what has passed it counts towards the quantity that the event tells of: of five pieces three have shipped, and the late news that three
/// were picked is about those three, not about the two that were never found.
/// </param>
public sealed record Transition(Trigger Trigger, IReadOnlyList<LineState> From, LineState To, IReadOnlyList<LineState> Passed, bool Milestone = false);

/// <summary>The order's state machine, line by line, as data. Nothing else changes a line's state.</summary>
public static class Journey
{
    private static readonly LineState[] AfterShipping = [Invoiced, Closed, Returning, Returned];

    public static readonly IReadOnlyDictionary<Trigger, Transition> Table = new Transition[]
    {
        new(Trigger.Submit, [Received, Held], Submitting, []),
        new(Trigger.Hold, [Received, Held], Held, []),
        new(Trigger.ErpStored, [Submitting, Rejected], Submitted, [Confirmed, BackOrdered, Releasing, Released, Cancelled]),
        new(Trigger.ErpRejected, [Submitting, Submitted, Rejected], Rejected, [Cancelled]),
        new(Trigger.ErpAllocated, [Submitted, Submitting, Rejected, BackOrdered], Confirmed, []),
        new(Trigger.ErpBackOrdered, [Submitted, Submitting, Rejected], BackOrdered, []),
        new(Trigger.Release, [Confirmed], Releasing, []),
        new(Trigger.CentreAccepted, [Releasing], Released, [Released, Picked, Packed, ShortPicked, Shipped, Cancelling, Cancelled, .. AfterShipping], Milestone: true),
        new(Trigger.Picked, [Released, Releasing, Cancelling], Picked, [Picked, Packed, Shipped, .. AfterShipping], Milestone: true),
        new(Trigger.ShortPicked, [Released, Releasing, Cancelling], ShortPicked, [ShortPicked, Confirmed]),
        new(Trigger.Reallocate, [ShortPicked], Confirmed, []),
        new(Trigger.Packed, [Picked, Released, Releasing, Cancelling], Packed, [Packed, Shipped, .. AfterShipping], Milestone: true),
        new(Trigger.Shipped, [Packed, Picked, Released, Releasing, Cancelling], Shipped, [Shipped, .. AfterShipping]),
        new(Trigger.Invoiced, [Shipped], Invoiced, AfterShipping),
        new(Trigger.Paid, [Invoiced], Closed, [Closed, Returning, Returned]),
        new(Trigger.Cancel, [BackOrdered, ShortPicked, Rejected, Held, Received, Submitting, Submitted, Confirmed], Cancelled, []),
        new(Trigger.AskCancel, [Releasing, Released], Cancelling, []),
        new(Trigger.CentreCancelled, [Cancelling, Released, Releasing], Cancelled, [Cancelled]),
        new(Trigger.CancelRefused, [Cancelling], Released, [Released, Picked, Packed, Shipped, .. AfterShipping]),
        new(Trigger.AskReturn, [Closed, Invoiced, Shipped], Returning, []),
        new(Trigger.GoodsReturned, [Returning], Returned, [Returned]),
    }.ToDictionary(transition => transition.Trigger);

    /// <summary>States in which the ERP's allocation has been used up.</summary>
    public static readonly IReadOnlySet<LineState> Allocated = new HashSet<LineState>
    {
        Confirmed, Releasing, Released, ShortPicked, Picked, Packed, Cancelling, Shipped, Invoiced, Closed, Returning, Returned,
    };

    /// <summary>States in which the goods have left a centre.</summary>
    public static readonly IReadOnlySet<LineState> Gone = new HashSet<LineState> { Shipped, Invoiced, Closed, Returning, Returned };

    /// <summary>States in which the customer has the goods and keeps them, as far as is known.</summary>
    public static readonly IReadOnlySet<LineState> WithCustomer = Table[Trigger.AskReturn].From.ToHashSet();

    /// <summary>States in which the ERP has not been asked, or has not decided.</summary>
    public static readonly IReadOnlySet<LineState> Undecided = new HashSet<LineState> { Received, Held, Submitting, Submitted };

    /// <summary>Refusals that the journey goes on from by itself, so that nobody need decide: a centre that has picked sends the goods, and they come back.</summary>
    public static bool Expects(string operation, string code) => (operation, code) is (Operations.CancelRelease, "already-picked");

    /// <summary>The order's status as it follows from its lines.</summary>
    public static OrderStatus StatusOf(IReadOnlyCollection<OrderLine> lines)
    {
        var active = lines.Where(line => line.State != Cancelled && line.Quantity > 0).Select(line => line.State).ToHashSet();
        if (active.Count == 0) return lines.Count == 0 ? OrderStatus.Received : OrderStatus.Cancelled;
        if (active.IsSubsetOf([Returned])) return OrderStatus.Returned;
        if (active.IsSubsetOf([Closed, Returning, Returned])) return OrderStatus.Completed;
        if (active.IsSubsetOf([Invoiced, .. AfterShipping])) return OrderStatus.Invoiced;
        if (active.IsSubsetOf([Shipped, .. AfterShipping])) return OrderStatus.Shipped;
        if (active.Overlaps(Gone)) return OrderStatus.PartShipped;
        if (active.Contains(Held)) return OrderStatus.Held;
        if (active.Contains(Rejected)) return OrderStatus.Rejected;
        if (active.Contains(Received)) return OrderStatus.Received;
        if (active.Overlaps([Submitting, Submitted])) return OrderStatus.Submitted;
        if (active.Contains(BackOrdered)) return OrderStatus.PartAllocated;
        return active.IsSubsetOf([Confirmed, Releasing]) ? OrderStatus.Confirmed : OrderStatus.InFulfilment;
    }
}
