namespace RetailTower.Data.Model;

public enum EditState
{
    /// <summary>A second person decides whether it is sent.</summary>
    AwaitingApproval = 0,
    /// <summary>It goes in the original's place.</summary>
    Released = 1,
    Done = 2,
    /// <summary>It was sent, or worked on, and failed as well.</summary>
    Failed = 3,
    Declined = 4,
    /// <summary>It was taken back before anything was sent, or became needless.</summary>
    Withdrawn = 5,
}

/// <summary>
/// A changed copy of a failed call or message. It is sent in the original's place in its sequence and under the original's key, so that neither both
/// nor two copies can ever be carried out; the original is never altered.
/// </summary>
public sealed class MessageEdit
{
    public long Id { get; set; }

    /// <summary>The case's subject: <c>outbox:4711</c> or <c>inbox:4711</c>. At most one edit of it is on its way.</summary>
    public required string Subject { get; set; }

    public long CaseId { get; set; }

    public long? OutboxId { get; set; }

    public long? InboxId { get; set; }

    public long? OrderKey { get; set; }

    /// <summary>Counts from 1 for each original.</summary>
    public int Version { get; set; }

    public EditState State { get; set; }

    /// <summary>What is sent, or worked on, instead.</summary>
    public required byte[] Content { get; set; }

    public required string Reason { get; set; }

    public required string RequestedBy { get; set; }

    public DateTimeOffset RequestedAt { get; set; }

    /// <summary>What the case put at risk when it was asked for.</summary>
    public decimal Value { get; set; }

    public string? Currency { get; set; }

    public string? DecidedBy { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    public string? Decision { get; set; }

    public DateTimeOffset? EndedAt { get; set; }
}
