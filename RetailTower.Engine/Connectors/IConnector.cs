namespace RetailTower.Engine.Connectors;

/// <summary>
/// The code that speaks to one kind of foreign system. One instance per configured system (two centres are two instances).
/// A connector holds no state that matters: whatever it must remember is in the inbox, the outbox or the references.
/// </summary>
public interface IConnector
{
    /// <summary>Name of the configured system and of its lane, for example <c>dc-east</c>.</summary>
    string System { get; }

    SystemRole Role { get; }

    /// <summary>How many messages of this operation <see cref="SendAsync"/> takes at once; 0 when it cannot do it.</summary>
    int BatchLimit(string operation);

    /// <summary>
    /// Reads a call to <c>/hooks/{system}</c>: authenticates it and finds its messages. Reads no more of the body than that needs and does no I/O.
    /// </summary>
    WebhookReading ReadWebhook(WebhookCall call);

    /// <summary>Says what a stored message means. Pure: no I/O, same answer for the same message.</summary>
    Interpretation Interpret(StoredMessage message);

    /// <summary>
    /// Does the work of the messages (all of one operation, at most <see cref="BatchLimit"/>), one outcome per message in the same order.
    /// Safe to repeat: a message may come again after a crash between the call and its commit. Never throws for what the system or
    /// the network did; throws only on cancellation of <paramref name="cancellationToken"/>.
    /// </summary>
    Task<IReadOnlyList<CallOutcome>> SendAsync(IReadOnlyList<OutboundCall> calls, CancellationToken cancellationToken);
}

/// <summary>What a system is to the journey.</summary>
public enum SystemRole
{
    /// <summary>Orders come from it and their status goes back to it (Salesforce, a storefront).</summary>
    Originator,
    Erp,
    /// <summary>A distribution centre; its <see cref="IConnector.System"/> is the centre's name.</summary>
    Centre,
}

/// <summary>A connector whose system must be told where to send its webhooks. Called at start and then hourly.</summary>
public interface ISubscribes
{
    /// <summary>Makes sure that the system sends its events to <paramref name="hookUrl"/>; renews what would lapse. Safe to repeat.</summary>
    /// <exception cref="HttpRequestException">The system refused or could not be reached.</exception>
    Task EnsureSubscribedAsync(Uri hookUrl, CancellationToken cancellationToken);
}

/// <summary>A connector that reads what its system does not push (master data, stock, missed changes).</summary>
public interface IFeeds
{
    IReadOnlyList<Feed> Feeds { get; }

    /// <summary>Reads one page of the feed after <paramref name="cursor"/> (null: from the beginning).</summary>
    /// <exception cref="HttpRequestException">The system refused or could not be reached.</exception>
    Task<FeedPage> ReadFeedAsync(string feed, string? cursor, CancellationToken cancellationToken);
}

/// <summary>A connector whose system limits how often it may be called.</summary>
public interface ILimited
{
    /// <summary>What the system still takes, by its own answers; the lane sends no more than that.</summary>
    CallBudget Budget { get; }
}

public sealed record Feed(string Name, TimeSpan Interval);

/// <param name="Cursor">Where the next read starts; stored together with the messages, in one commit.</param>
/// <param name="More">True when the next page should be read at once.</param>
public sealed record FeedPage(IReadOnlyList<IncomingMessage> Messages, string? Cursor, bool More);
