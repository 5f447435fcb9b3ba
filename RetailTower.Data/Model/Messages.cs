namespace RetailTower.Data.Model;

public enum InboxState
{
    /// <summary>Its order is not known yet; waits by (system, subject).</summary>
    Waiting = 0,
    Ready = 1,
    Done = 2,
    /// <summary>Not understood; nothing waits behind it.</summary>
    Parked = 3,
    /// <summary>Understood but could not be applied; later messages of the same order wait behind it.</summary>
    Failed = 4,
    /// <summary>A person decided that it will not be worked on.</summary>
    Discarded = 5,
}

/// <summary>One inbound message, stored byte for byte before its sender hears 2xx.</summary>
public sealed class InboxMessage
{
    public long Id { get; set; }

    /// <summary>The configured system it came from; <c>tower</c> for results of calls and decisions of people.</summary>
    public required string System { get; set; }

    /// <summary>The sender's id or a body hash; unique per system.</summary>
    public required string MessageKey { get; set; }

    public required string Kind { get; set; }

    /// <summary>Type and value of the reference it is about, for example <c>number:SF-100001</c>; what a waiting message waits for.</summary>
    public string? Subject { get; set; }

    public long? OrderKey { get; set; }

    public int Partition { get; set; }

    public InboxState State { get; set; }

    public int Attempts { get; set; }

    public DateTimeOffset ReceivedAt { get; set; }

    public DateTimeOffset? OccurredAt { get; set; }

    public DateTimeOffset? DoneAt { get; set; }

    /// <summary>Why it is where it is: what was done with it, why it is parked, what failed.</summary>
    public string? Reason { get; set; }

    public required string ContentType { get; set; }

    /// <summary>The bytes as they came; null when another message of the same call carries them.</summary>
    public byte[]? Body { get; set; }

    /// <summary>The message of the same call that carries the bytes.</summary>
    public long? BodyOf { get; set; }

    /// <summary>The archive that <see cref="Body"/> was moved to.</summary>
    public long? ArchiveId { get; set; }

    /// <summary>The edit that is worked on instead of <see cref="Body"/>, which stays as it came.</summary>
    public long? EditId { get; set; }

    public string? TraceParent { get; set; }
}

public enum OutboxState
{
    Ready = 1,
    Done = 2,
    /// <summary>Dead letter: a case stands for it; later messages of the same order and lane wait behind it.</summary>
    Failed = 4,
    /// <summary>A newer message made it needless before it was sent.</summary>
    Superseded = 5,
    Discarded = 6,
}

/// <summary>One piece of work for one system.</summary>
public sealed class OutboxMessage
{
    public long Id { get; set; }

    /// <summary>The lane: name of the configured system.</summary>
    public required string System { get; set; }

    public required string Operation { get; set; }

    public long? OrderKey { get; set; }

    /// <summary>Partition of the lane that sends it; one order stays in one partition.</summary>
    public int Partition { get; set; }

    public OutboxState State { get; set; }

    public required string IdempotencyKey { get; set; }

    /// <summary>A newer unsent message with the same key replaces this one; null when none may.</summary>
    public string? CoalesceKey { get; set; }

    /// <summary>The command as canonical JSON; empty when it was moved to an archive.</summary>
    public required string Payload { get; set; }

    /// <summary>The archive that <see cref="Payload"/> was moved to.</summary>
    public long? ArchiveId { get; set; }

    /// <summary>The edit that is sent instead of <see cref="Payload"/>, which stays as it was.</summary>
    public long? EditId { get; set; }

    public int Attempts { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset DueAt { get; set; }

    public DateTimeOffset? DoneAt { get; set; }

    /// <summary>When what it tells of changed at its source, if that is measured. Of several changes that it tells of at once, the first.</summary>
    public DateTimeOffset? ChangedAt { get; set; }

    /// <summary>What came of it: the connector's summary, or the last error.</summary>
    public string? Result { get; set; }

    public long? CauseInboxId { get; set; }

    public string? TraceParent { get; set; }
}

/// <summary>One attempt of an outbox message that did not succeed.</summary>
public sealed class CallAttempt
{
    public long Id { get; set; }

    public long OutboxId { get; set; }

    public int Number { get; set; }

    public DateTimeOffset At { get; set; }

    public required string Outcome { get; set; }

    public required string Code { get; set; }

    public required string Message { get; set; }
}

/// <summary>Switches and memory of one lane.</summary>
public sealed class Lane
{
    public required string System { get; set; }

    public bool Paused { get; set; }

    public string? PausedBy { get; set; }

    public DateTimeOffset? PausedAt { get; set; }

    public string? PauseReason { get; set; }

    /// <summary>No call before this instant: the system asked for rest, or the breaker is open.</summary>
    public DateTimeOffset? RestUntil { get; set; }

    public string? RestReason { get; set; }

    /// <summary>Calls that failed in a row because the system was unwell.</summary>
    public int UnwellInARow { get; set; }

    public DateTimeOffset? LastSuccessAt { get; set; }

    public DateTimeOffset? LastFailureAt { get; set; }

    public string? LastFailure { get; set; }
}

/// <summary>Where a feed goes on reading.</summary>
public sealed class FeedCursor
{
    public required string System { get; set; }

    public required string Feed { get; set; }

    public string? Cursor { get; set; }

    /// <summary>When it was read to its end; null while a part of it is still to be read.</summary>
    public DateTimeOffset? ReadAt { get; set; }
}

/// <summary>Sole right to work on something for a while; its holder proves it in the commit.</summary>
public sealed class Lease
{
    public required string Name { get; set; }

    public required string Owner { get; set; }

    public DateTimeOffset Until { get; set; }
}

/// <summary>The next number of a series that the tower gives out.</summary>
public sealed class NumberSeries
{
    public required string Name { get; set; }

    public long Next { get; set; }
}
