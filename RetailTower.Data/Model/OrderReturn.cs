namespace RetailTower.Data.Model;

/// <summary>Where a return stands; follows from its sheet, save for the decision of a person.</summary>
public enum ReturnState
{
    /// <summary>Above what the rules let through; a person other than the requester decides.</summary>
    AwaitingApproval = 0,
    Declined = 1,
    /// <summary>The centre is told to expect the goods.</summary>
    Approved = 2,
    /// <summary>The customer can send them.</summary>
    Labelled = 3,
    PartReceived = 4,
    Received = 5,
    /// <summary>All of it was looked at; the money is under way.</summary>
    Inspected = 6,
    /// <summary>The shop would not refund; the credit was taken back, and a case stands for it.</summary>
    RefundRefused = 7,
    Refunded = 8,
    /// <summary>All came, was refunded where money was owed, and was credited.</summary>
    Closed = 9,
}

/// <summary>Goods that a customer sends back: one process over originator, centre and ERP.</summary>
public sealed class OrderReturn
{
    public long OrderKey { get; set; }

    /// <summary>The number of the return (return merchandise authorisation), the same in every system.</summary>
    public required string Rma { get; set; }

    public ReturnState State { get; set; }

    public required string Reason { get; set; }

    /// <summary>User name, or the system that asked.</summary>
    public required string RequestedBy { get; set; }

    public DateTimeOffset RequestedAt { get; set; }

    /// <summary>User name; <c>tower</c> when its rules decided; null while nobody has.</summary>
    public string? DecidedBy { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>Why it was approved or declined.</summary>
    public string? Decision { get; set; }

    /// <summary>What the goods were sold for, in <see cref="Currency"/>.</summary>
    public decimal Amount { get; set; }

    public required string Currency { get; set; }

    public DateTimeOffset ChangedAt { get; set; }

    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>Lines, label and settlements as canonical JSON.</summary>
    public required string Sheet { get; set; }
}
