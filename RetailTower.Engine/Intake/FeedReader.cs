using Microsoft.Extensions.Logging;
using RetailTower.Data.Stores;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Live;

namespace RetailTower.Engine.Intake;

/// <summary>Reads what systems do not push. A page and the place where the feed goes on are one commit, so no change is skipped or lost.</summary>
public sealed class FeedReader(InboxStore store, WorkSignal signal, TimeProvider time, ILogger<FeedReader> log)
{
    /// <summary>Pages of one turn, so that a long feed does not keep the others waiting.</summary>
    private const int MaxPages = 100;

    public async Task ReadIfDueAsync(string system, IFeeds source, Feed feed, CancellationToken cancellationToken)
    {
        var position = await store.CursorAsync(system, feed.Name, cancellationToken);
        // A feed that was last read "in the future" was read by a clock that ran ahead.
        if (position?.ReadAt is { } last && time.GetUtcNow() is var now && last <= now && now - last < feed.Interval) return;
        var cursor = position?.Cursor;
        try
        {
            for (var page = 0; page < MaxPages; page++)
            {
                var read = await source.ReadFeedAsync(feed.Name, cursor, cancellationToken);
                cursor = read.Cursor;
                var added = await store.AddPageAsync(system, feed.Name, cursor, read.More, IntakeDesk.Rows(system, read.Messages), cancellationToken);
                signal.Inbox(added.Partitions);
                if (!read.More) return;
            }
        }
        catch (HttpRequestException failure)
        {
            log.LogWarning("Feed {Feed} of {System} could not be read: {Why}. It is tried again in turn", feed.Name, system, failure.Message);
        }
    }
}
