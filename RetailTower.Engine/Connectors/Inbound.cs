using Microsoft.AspNetCore.Http;
using RetailTower.Engine.Canonical;

namespace RetailTower.Engine.Connectors;

/// <summary>An inbound HTTP call, raw. <paramref name="Body"/> is exactly what came over the wire.</summary>
public sealed record WebhookCall(string Method, IHeaderDictionary Headers, IQueryCollection Query, string? ContentType, ReadOnlyMemory<byte> Body, DateTimeOffset ReceivedAt);

/// <summary>What <see cref="IConnector.ReadWebhook"/> found.</summary>
public abstract record WebhookReading
{
    /// <summary>Genuine. After the commit the caller answers <paramref name="Reply"/>.</summary>
    public sealed record Accepted(IReadOnlyList<IncomingMessage> Messages, WebhookReply Reply) : WebhookReading;

    /// <summary>Not proven genuine; answered 401. <paramref name="Why"/> names what is wrong and never a secret.</summary>
    public sealed record Unauthorised(string Why) : WebhookReading;

    /// <summary>Genuine or not, it cannot be read; answered 400. <paramref name="Where"/> is a JSON pointer, header or element name.</summary>
    public sealed record Unreadable(string Where, string Why) : WebhookReading;

    /// <summary>A handshake: answered at once, nothing stored.</summary>
    public sealed record Handshake(WebhookReply Reply) : WebhookReading;
}

public sealed record WebhookReply(int Status, string? ContentType = null, string? Body = null);

/// <summary>One message found in a call, a file or a feed page.</summary>
/// <param name="MessageKey">The sender's id of the message, or a hash of its bytes; a second message with the same (system, key) is a duplicate.</param>
/// <param name="Kind">The sender's word for what it is, for example <c>orders/create</c>.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Body">Its bytes as they came. Messages of one call may share the same array.</param>
public sealed record IncomingMessage(string MessageKey, string Kind, Subject Subject, string ContentType, ReadOnlyMemory<byte> Body, DateTimeOffset? OccurredAt = null)
{
    /// <summary>Of a feed's message: a message key of the same system. When that is stored already, this message tells nothing new and is left out.</summary>
    public string? UnlessStored { get; init; }
}

/// <summary>What a message is about; decides which partition works on it, and after what.</summary>
public abstract record Subject
{
    /// <summary>
    /// An order that this system originates. When the tower does not know <paramref name="Reference"/> yet, it gives the order a key of its own at once.
    /// </summary>
    public sealed record Origin(Reference Reference) : Subject;

    /// <summary>An order that another message must have introduced; waits by <paramref name="Reference"/> when it is not known yet.</summary>
    public sealed record Known(Reference Reference) : Subject;

    /// <summary>No order (stock, master data) or not yet traceable to one (a thin notification). <paramref name="Key"/> keeps related ones in sequence.</summary>
    public sealed record Loose(string Key) : Subject;
}

/// <summary>A message out of the inbox, as the interpreter sees it.</summary>
public sealed record StoredMessage(string System, string MessageKey, string Kind, string? Subject, string ContentType, ReadOnlyMemory<byte> Body, DateTimeOffset ReceivedAt);

/// <summary>What a message means.</summary>
public abstract record Interpretation
{
    public sealed record Events(IReadOnlyList<CanonicalEvent> Items) : Interpretation;

    /// <summary>The message only says that something changed; these must be read first.</summary>
    public sealed record Fetches(IReadOnlyList<FetchCommand> Items) : Interpretation
    {
        /// <summary>When this is stored already, there is nothing to read: the answer to one of the tower's own calls has told it.</summary>
        public KnownDocument? Unless { get; init; }
    }

    /// <summary>Understood, and of no consequence; recorded as done with the reason.</summary>
    public sealed record Nothing(string Why) : Interpretation;

    /// <summary>Not understood (unknown kind, unexpected shape): parked on screen, never dropped.</summary>
    public sealed record Unknown(string Where, string Why) : Interpretation;
}

/// <summary>A document as it stood at a time or later.</summary>
/// <param name="KeyStart">How the message keys of its versions begin.</param>
/// <param name="At">The time at the source.</param>
public sealed record KnownDocument(string KeyStart, DateTimeOffset At);
