using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Stores;

/// <summary>The inbox as intake and the sweep see it.</summary>
public sealed class InboxStore(TowerDatabase database, TimeProvider time)
{
    private const int KeysAtOnce = 1000;

    /// <summary>Stores the messages in one commit; a message whose (system, key) is stored already is left out.</summary>
    public Task<InboxAdded> AddAsync(IReadOnlyList<NewInboxMessage> messages, CancellationToken cancellationToken) =>
        database.WriteAsync((db, token) => InboxRows.AddAsync(db, messages, time.GetUtcNow(), token), cancellationToken, urgent: true);

    /// <summary>Stores a feed page and where the feed goes on, in one commit.</summary>
    /// <param name="more">The feed has further pages: it does not count as read yet.</param>
    public async Task<InboxAdded> AddPageAsync(string system, string feed, string? cursor, bool more, IReadOnlyList<NewInboxMessage> messages, CancellationToken cancellationToken)
    {
        // Looked up before the commit, since most of a long page may be known: what is stored in between is only told once more.
        var told = await ToldAsync(system, messages.Select(m => m.UnlessStored).OfType<string>(), cancellationToken);
        var news = told.Count == 0 ? messages : [.. messages.Where(m => m.UnlessStored is not { } key || !told.Contains(key))];
        return await database.WriteAsync(async (db, token) =>
        {
            var row = await db.FeedCursors.SingleOrDefaultAsync(x => x.System == system && x.Feed == feed, token);
            if (row is null) db.FeedCursors.Add(row = new FeedCursor { System = system, Feed = feed });
            row.Cursor = cursor;
            row.ReadAt = more ? null : time.GetUtcNow();
            var added = await InboxRows.AddAsync(db, news, time.GetUtcNow(), token);
            return added with { Duplicates = added.Duplicates + messages.Count - news.Count };
        }, cancellationToken);
    }

    /// <summary>Has the system's feeds read from their beginning; what is stored already is not stored again.</summary>
    public Task RestartFeedsAsync(string system, CancellationToken cancellationToken) => database.WriteAsync(
        (db, token) => db.FeedCursors.Where(x => x.System == system).ExecuteUpdateAsync(set => set.SetProperty(x => x.Cursor, (string?)null).SetProperty(x => x.ReadAt, (DateTimeOffset?)null), token), cancellationToken);

    public Task<FeedCursor?> CursorAsync(string system, string feed, CancellationToken cancellationToken) =>
        database.ReadAsync((db, token) => db.FeedCursors.SingleOrDefaultAsync(x => x.System == system && x.Feed == feed, token), cancellationToken);

    /// <summary>Partitions that have messages ready to be worked on.</summary>
    public Task<IReadOnlyList<int>> PartitionsWithWorkAsync(CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<int>>(async (db, token) =>
        {
            var found = new List<int>();
            for (var partition = 0; partition < Partitions.Inbox; partition++)
            {
                var p = partition;
                if (await db.Inbox.AnyAsync(x => x.State == InboxState.Ready && x.Partition == p, token)) found.Add(p);
            }

            return found;
        }, cancellationToken);

    /// <summary>Those of the keys under which a message of the system is stored.</summary>
    private async Task<HashSet<string>> ToldAsync(string system, IEnumerable<string> keys, CancellationToken cancellationToken)
    {
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var chunk in keys.Distinct().Chunk(KeysAtOnce))
            told.UnionWith(await database.ReadAsync((db, token) => db.Inbox.Where(x => x.System == system && chunk.Contains(x.MessageKey)).Select(x => x.MessageKey).ToListAsync(token), cancellationToken));
        return told;
    }
}
