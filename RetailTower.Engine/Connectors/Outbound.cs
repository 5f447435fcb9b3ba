using RetailTower.Engine.Canonical;

namespace RetailTower.Engine.Connectors;

/// <summary>One piece of work for a system. <paramref name="Payload"/> is the operation's command of <c>Canonical/Commands.cs</c> as canonical JSON.</summary>
/// <param name="IdempotencyKey">Stays the same over every attempt of this message.</param>
/// <param name="References">Every number by which the target system is known to know this order.</param>
/// <param name="Attempt">1 on the first attempt the tower remembers; a crash may hide an earlier one.</param>
public sealed record OutboundCall(long Id, string Operation, string IdempotencyKey, string Payload, IReadOnlyList<Reference> References, int Attempt)
{
    /// <exception cref="System.Text.Json.JsonException">The payload is not a <typeparamref name="T"/>.</exception>
    public T Command<T>() => CanonicalJson.Read<T>(Payload);
}

/// <summary>How a call ended. Anything but <see cref="Done"/> leaves the message in the lane or makes it a case for a human.</summary>
public abstract record CallOutcome
{
    /// <summary>The system did it, now or at an earlier attempt.</summary>
    /// <param name="Summary">One line for the order page, for example <c>Created sales order 101005</c>.</param>
    /// <param name="References">Numbers the system gave.</param>
    /// <param name="Events">Facts that the answer itself states.</param>
    /// <param name="Messages">Documents that were read; they enter the inbox like any other message.</param>
    public sealed record Done(string Summary, IReadOnlyList<Reference> References, IReadOnlyList<CanonicalEvent> Events, IReadOnlyList<IncomingMessage> Messages) : CallOutcome
    {
        public Done(string summary) : this(summary, [], [], []) { }
    }

    /// <summary>The system understood and refused for a business reason; trying again changes nothing until someone mends the cause.</summary>
    /// <param name="Code">The system's own code, stable enough to group by.</param>
    /// <param name="Domain">Whose matter it is, one of <see cref="Domains"/>.</param>
    public sealed record Rejected(string Code, string Message, string Domain) : CallOutcome;

    /// <summary>Could not be done now, or nobody knows whether it was: try again with the same key.</summary>
    /// <param name="After">The system's own wish (Retry-After); null leaves the delay to the retry policy.</param>
    public sealed record Retry(string Code, string Message, RetryScope Scope, TimeSpan? After = null) : CallOutcome;

    /// <summary>The system does not accept the shape of the call or the tower's credentials: a defect or a setting, not a business matter.</summary>
    public sealed record Failed(string Code, string Message) : CallOutcome;
}

/// <summary>Whom a retry concerns.</summary>
public enum RetryScope
{
    /// <summary>This message only (a lock, a conflict).</summary>
    Message,
    /// <summary>The system is unwell; counts towards the lane's breaker.</summary>
    Unwell,
    /// <summary>The system asked for less; the whole lane waits.</summary>
    Throttled,
}
