namespace RetailTower.Engine.Exceptions;

/// <summary>What a case about an order can be about, besides a call, a message or a step that is missing. Each has a runbook.</summary>
public static class CaseMatters
{
    /// <summary>The tower's rules hold the order.</summary>
    public const string Validation = "validation";

    /// <summary>The order was changed after its goods were released.</summary>
    public const string Amendment = "amendment";

    /// <summary>More was cancelled than the order holds.</summary>
    public const string Cancel = "cancel";

    /// <summary>A centre could not find what it should send.</summary>
    public const string ShortPick = "short-pick";

    /// <summary>A centre tells of more than it was asked for.</summary>
    public const string Shipped = "shipped";

    /// <summary>More was invoiced than has left.</summary>
    public const string OverInvoiced = "over-invoiced";

    /// <summary>Less was invoiced for what has left than it costs.</summary>
    public const string UnderInvoiced = "under-invoiced";

    /// <summary>Money came in for the order although all of it was paid.</summary>
    public const string DoublyPaid = "doubly-paid";

    /// <summary>Goods came back that nobody announced.</summary>
    public const string Return = "return";

    /// <summary>A return that the rules do not let through by themselves.</summary>
    public const string ReturnApproval = "return-approval";

    /// <summary>The origin shows its people what is not so.</summary>
    public const string Shown = "shown";

    /// <summary>A system no longer holds an order that it took on.</summary>
    public const string Lost = "lost";

    /// <summary>A system says more than the order has room for.</summary>
    public const string Untaken = "untaken";

    /// <summary>Running numbers of orders were passed over, of which none arrived.</summary>
    public const string OrderNumber = "order-number";
}
