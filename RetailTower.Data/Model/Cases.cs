namespace RetailTower.Data.Model;

public enum CaseKind
{
    Rejected = 0,
    Undeliverable = 1,
    Stuck = 2,
    Missing = 3,
    Disagreement = 4,
    SchemaViolation = 5,
    Duplicate = 6,
    SlaBreach = 7,
    ApprovalNeeded = 8,
}

public enum CaseState
{
    Open = 0,
    Assigned = 1,
    WaitingOnPartner = 2,
    Snoozed = 3,
    Resolved = 4,
    AutoResolved = 5,
}

/// <summary>What a retry of the case does.</summary>
public enum Remedy
{
    None = 0,
    /// <summary>Send the failed call again.</summary>
    RetryCall = 1,
    /// <summary>Work on the stored message again.</summary>
    ReplayMessage = 2,
    /// <summary>Let the tower's rules judge the order again.</summary>
    Revalidate = 3,
    /// <summary>Look for the missing goods again.</summary>
    Reallocate = 4,
    /// <summary>Write the order's true status to its originator.</summary>
    Restate = 5,
}

public enum Severity
{
    Attention = 0,
    Breach = 1,
}

/// <summary>An exception: a case for a human, with an owner and a clock.</summary>
public sealed class ExceptionCase
{
    public long Id { get; set; }

    public CaseKind Kind { get; set; }

    public CaseState State { get; set; }

    public Severity Severity { get; set; }

    public Remedy Remedy { get; set; }

    /// <summary>One of the business domains; decides the owning team.</summary>
    public required string Domain { get; set; }

    /// <summary>The system concerned; <c>tower</c> when the tower's own rules are.</summary>
    public required string System { get; set; }

    public required string Operation { get; set; }

    /// <summary>The same for the same root cause: system, operation, normalised error.</summary>
    public required string Fingerprint { get; set; }

    /// <summary>One open case per key: the thing that failed, for example <c>outbox:4711</c>.</summary>
    public required string SubjectKey { get; set; }

    public required string Title { get; set; }

    public required string Detail { get; set; }

    public long? OrderKey { get; set; }

    public long? OutboxId { get; set; }

    public long? InboxId { get; set; }

    public decimal MoneyAtRisk { get; set; }

    public string? Currency { get; set; }

    /// <summary>The delivery that the order's customer was promised, as it was when the case was opened.</summary>
    public DateOnly? PromisedFor { get; set; }

    public required string OwnerTeam { get; set; }

    /// <summary>User name of the person who took it, if any.</summary>
    public string? OwnerPerson { get; set; }

    public DateTimeOffset OpenedAt { get; set; }

    /// <summary>When its service level is breached.</summary>
    public DateTimeOffset DueAt { get; set; }

    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>Working time, in seconds, that its service level gives it.</summary>
    public int AllowedSeconds { get; set; }

    /// <summary>The rung of its team's ladder that it has reached; 0 before the first.</summary>
    public int Rung { get; set; }

    /// <summary>When it climbs on; null when it does not.</summary>
    public DateTimeOffset? ClimbsAt { get; set; }

    /// <summary>The notice that told of its last rung.</summary>
    public long? NoticeId { get; set; }

    /// <summary>When a snoozed case, or one that waits on a partner, comes back to the queue.</summary>
    public DateTimeOffset? SnoozedUntil { get; set; }

    public DateTimeOffset? ResolvedAt { get; set; }

    public string? Resolution { get; set; }

    /// <summary>How often it failed again after a retry.</summary>
    public int Repeats { get; set; }

    public int Version { get; set; }
}

/// <summary>What happened to a case, in sequence.</summary>
public sealed class CaseEntry
{
    public long Id { get; set; }

    public long CaseId { get; set; }

    public DateTimeOffset At { get; set; }

    /// <summary>User name, or <c>tower</c>.</summary>
    public required string Who { get; set; }

    /// <summary>opened, retried, replayed, reassigned, note, failed-again, resolved…</summary>
    public required string What { get; set; }

    public string? Text { get; set; }
}

public enum OperationState
{
    Running = 0,
    Paused = 1,
    Done = 2,
    Cancelled = 3,
    /// <summary>It stopped by itself: what it let go did not help. A person decides whether it goes on.</summary>
    Stopped = 4,
    /// <summary>It looks at each item and does nothing yet.</summary>
    Previewing = 5,
    /// <summary>It has looked at all; whoever asked decides whether it goes.</summary>
    Previewed = 6,
    /// <summary>A second person decides whether it goes.</summary>
    AwaitingApproval = 7,
}

/// <summary>What an operation would do to an item, as its preview found.</summary>
public enum ItemPreview
{
    Changes = 0,
    /// <summary>Nothing in it is as the change wants it, or all is so already.</summary>
    Stays = 1,
    /// <summary>Changed, it could not be sent or worked on.</summary>
    Fails = 2,
    /// <summary>It must not be changed now, or not by whoever asked.</summary>
    Barred = 3,
}

/// <summary>What became of an item that an operation let go.</summary>
public enum ItemEnd
{
    /// <summary>What was retried went through, and the case closed by it.</summary>
    Worked = 0,
    /// <summary>It failed again for the same cause.</summary>
    Repeated = 1,
    /// <summary>It failed for another cause, was settled by someone or something else, or its case stays open.</summary>
    Otherwise = 2,
}

/// <summary>A human action on a snapshot of cases; goes on after a restart.</summary>
public sealed class BulkOperation
{
    public long Id { get; set; }

    /// <summary>retry, replay, reassign, snooze, resolve, discard, patch.</summary>
    public required string Action { get; set; }

    public required string RequestedBy { get; set; }

    public DateTimeOffset RequestedAt { get; set; }

    /// <summary>Note, new owner or reason, as the action needs.</summary>
    public string? Argument { get; set; }

    /// <summary>The change that it makes to each message, as the engine writes it down; null for other actions.</summary>
    public string? Change { get; set; }

    /// <summary>The last case that its preview has looked at; cases are looked at in the sequence of their ids.</summary>
    public long PreviewedTo { get; set; }

    /// <summary>Items that its preview found to change.</summary>
    public int Changing { get; set; }

    public int Staying { get; set; }

    public int Failing { get; set; }

    public int Barred { get; set; }

    /// <summary>What the changing items put at risk, in the currency with the most; null before someone asks that it go.</summary>
    public decimal? Value { get; set; }

    public string? Currency { get; set; }

    /// <summary>The second person, if one was needed.</summary>
    public string? DecidedBy { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>True while it goes in waves and stops by itself when one of them does not help.</summary>
    public bool Canary { get; set; }

    /// <summary>The wave that is under way, from 1; 0 for an action whose outcome is known at once.</summary>
    public int Wave { get; set; }

    public OperationState State { get; set; }

    public int Total { get; set; }

    public int Succeeded { get; set; }

    public int Refused { get; set; }

    /// <summary>Items that were let go and of which nobody knows yet what came of them.</summary>
    public int Awaited { get; set; }

    public int Worked { get; set; }

    public int Repeated { get; set; }

    public int Otherwise { get; set; }

    /// <summary>Why it stopped by itself, and who let it go on all the same.</summary>
    public string? Note { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>How many items it acts on: all but those that its preview left out.</summary>
    public int Going => Total - Staying - Failing - Barred;
}

public sealed class BulkItem
{
    public long OperationId { get; set; }

    public long CaseId { get; set; }

    /// <summary>Null while it is to be done.</summary>
    public bool? Succeeded { get; set; }

    /// <summary>What was done with it, then what came of it.</summary>
    public string? Outcome { get; set; }

    public DateTimeOffset? At { get; set; }

    /// <summary>How often the case had failed again when it was let go; null while it was not, and for actions whose outcome is known at once.</summary>
    public int? Repeats { get; set; }

    /// <summary>The case's root cause at that moment.</summary>
    public string? Fingerprint { get; set; }

    /// <summary>Null until it is known.</summary>
    public ItemEnd? Ended { get; set; }

    /// <summary>Null before the preview has looked at it, and for actions without one.</summary>
    public ItemPreview? Preview { get; set; }

    /// <summary>The newest version of its message that the preview saw; 0 for none.</summary>
    public int? Seen { get; set; }
}

/// <summary>Who did what to the tower itself.</summary>
public sealed class AuditEntry
{
    public long Id { get; set; }

    public DateTimeOffset At { get; set; }

    public required string Who { get; set; }

    public required string Action { get; set; }

    public required string Target { get; set; }

    public string? Detail { get; set; }
}

/// <summary>A program that may call the tower's API. Only a hash of its key is kept.</summary>
public sealed class ApiClient
{
    public required string Name { get; set; }

    public required byte[] KeyHash { get; set; }

    /// <summary>The configured system whose orders it submits.</summary>
    public required string System { get; set; }

    /// <summary>Space-separated scopes, for example <c>orders:write orders:read</c>.</summary>
    public required string Scopes { get; set; }

    public bool Disabled { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}
