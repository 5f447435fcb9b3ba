using RetailTower.Data.Model;
using RetailTower.Engine.Orders;

namespace RetailTower.Web.Model;

/// <summary>What the order's states are called on screen, and how each of them looks.</summary>
public static class OrderWords
{
    /// <summary>Every status, in the order of the journey.</summary>
    public static IReadOnlyList<OrderStatus> Statuses { get; } = Enum.GetValues<OrderStatus>();

    public static string Word(OrderStatus status) => status switch
    {
        OrderStatus.Received => "Received",
        OrderStatus.Held => "On hold",
        OrderStatus.Submitted => "Being confirmed",
        OrderStatus.Rejected => "Rejected",
        OrderStatus.PartAllocated => "Partly in stock",
        OrderStatus.Confirmed => "Confirmed",
        OrderStatus.InFulfilment => "In the warehouse",
        OrderStatus.PartShipped => "Partly shipped",
        OrderStatus.Shipped => "Shipped",
        OrderStatus.Invoiced => "Invoiced",
        OrderStatus.Completed => "Completed",
        OrderStatus.Cancelled => "Cancelled",
        _ => "Returned",
    };

    public static ScreenState State(OrderStatus status) => status switch
    {
        OrderStatus.Held or OrderStatus.Rejected => ScreenState.Breach,
        OrderStatus.PartAllocated => ScreenState.Attention,
        OrderStatus.Shipped or OrderStatus.Invoiced or OrderStatus.Completed => ScreenState.Ok,
        OrderStatus.Cancelled or OrderStatus.Returned => ScreenState.Unknown,
        _ => ScreenState.InProgress,
    };

    public static string Word(LineState state) => state switch
    {
        LineState.Received => "received",
        LineState.Held => "on hold",
        LineState.Submitting or LineState.Submitted => "being confirmed",
        LineState.Rejected => "rejected",
        LineState.BackOrdered => "back-ordered",
        LineState.Confirmed => "confirmed",
        LineState.Releasing => "asked of the warehouse",
        LineState.Released => "with the warehouse",
        LineState.ShortPicked => "not found in the warehouse",
        LineState.Picked => "picked",
        LineState.Packed => "packed",
        LineState.Shipped => "shipped",
        LineState.Invoiced => "invoiced",
        LineState.Closed => "completed",
        LineState.Cancelling => "being cancelled",
        LineState.Cancelled => "cancelled",
        LineState.Returning => "on its way back",
        _ => "returned",
    };

    public static ScreenState State(LineState state) => state switch
    {
        LineState.Held or LineState.Rejected => ScreenState.Breach,
        LineState.BackOrdered or LineState.ShortPicked => ScreenState.Attention,
        LineState.Shipped or LineState.Invoiced or LineState.Closed => ScreenState.Ok,
        LineState.Cancelled or LineState.Returned => ScreenState.Unknown,
        _ => ScreenState.InProgress,
    };

    /// <summary>What an expected step is, as the end of "… should …".</summary>
    public static string Step(string step) => step.Split(':')[0] switch
    {
        "erp-review" => "confirm the order",
        "centre-accepts" => "take on the goods to send",
        "shipping" => "send the goods",
        "invoice" => "invoice what was sent",
        "payment" => "receive the payment",
        "return-arrives" => "receive the returned goods",
        "return-inspected" => "look at the returned goods",
        var other => SystemNames.Words(other),
    };

    /// <summary>Whether an entry that moved no goods says something to a customer: placed, changed (or too late for it), asked to cancel or return, told.</summary>
    public static bool IsForCustomers(string what) => what is "amendment-too-late" or TowerMessages.ToldCustomer || what.StartsWith("order.", StringComparison.Ordinal);

    /// <summary>What happened, as a history entry says it: <c>ErpBackOrdered</c> → <c>Back-ordered</c>.</summary>
    public static string Event(string what) => what switch
    {
        "Submit" => "Sent for confirmation",
        "Hold" => "Put on hold",
        "ErpStored" => "Stored, not yet confirmed",
        "ErpRejected" => "Rejected",
        "ErpAllocated" => "Confirmed from stock",
        "ErpBackOrdered" => "Back-ordered",
        "Release" => "Asked the warehouse to send",
        "CentreAccepted" => "Warehouse took it on",
        "ShortPicked" => "Not found in the warehouse",
        "Reallocate" => "Looked for the goods again",
        "Paid" => "Paid",
        "Cancel" or "CentreCancelled" => "Cancelled",
        "AskCancel" => "Asked the warehouse to stop",
        "CancelRefused" => "Too late to cancel",
        "AskReturn" => "Return announced",
        "GoodsReturned" => "Goods came back",
        "order.placed.v1" => "Placed",
        "order.amended.v1" => "Changed by the customer",
        "order.cancel-requested.v1" => "Customer asked to cancel",
        "order.return-requested.v1" => "Customer asked to return",
        "return.inspected.v1" => "Returned goods looked at",
        "return.refunded.v1" => "Refunded",
        "return" => "Return moved on",
        TowerMessages.ToldCustomer => "Customer was told",
        "operation.stopped" => "A retry of many stopped here",
        "message.edited" => "Changed by hand and sent again",
        "validated" => "Checked",
        "status" => "Status changed",
        var other => SystemNames.Words(SystemNames.InText(other.EndsWith(".v1", StringComparison.Ordinal) ? other[..^3].Replace('.', ' ') : other)),
    };
}
