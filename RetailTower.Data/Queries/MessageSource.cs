namespace RetailTower.Data.Queries;

/// <summary>A failed call or message, as it can be changed.</summary>
/// <param name="Outbound">True for a call.</param>
/// <param name="What">Operation of a call, kind of a message.</param>
/// <param name="Original">The bytes as they were, or came.</param>
public record MessageSource(bool Outbound, long MessageId, string MessageKey, string System, string What, string? Subject, string ContentType, byte[] Original, DateTimeOffset At)
{
    /// <summary>The original as cases and edits call it.</summary>
    public string Name => FormattableString.Invariant($"{(Outbound ? "outbox" : "inbox")}:{MessageId}");
}

/// <summary>The message behind a case, in its last version.</summary>
/// <param name="Current">What was sent, or worked on, last.</param>
/// <param name="Newest">Its newest version; 0 for none.</param>
/// <param name="Barred">Why it cannot be changed now; null when it can.</param>
public sealed record FailedMessage(long CaseId, MessageSource Source, byte[] Current, int Newest, string? Barred);
