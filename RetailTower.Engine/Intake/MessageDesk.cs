using RetailTower.Data.Queries;
using RetailTower.Data.Stores;
using RetailTower.Engine.Live;

namespace RetailTower.Engine.Intake;

/// <summary>Where operators see inbound messages that do not flow, and make them flow or give them up. What they do is audited in the same commit.</summary>
public sealed class MessageDesk(MessageQueries queries, RecoveryStore store, WorkSignal signal, ChangeFeed feed)
{
    /// <summary>Newest first; without states, those that do not flow.</summary>
    public Task<Page<MessageRow>> PageAsync(MessageFilter filter, string? cursor, int size, CancellationToken cancellationToken) =>
        queries.PageAsync(filter, cursor, size, cancellationToken);

    /// <summary>Works on the message again, in its last version.</summary>
    public async Task<RecoveryResult> ReplayAsync(long id, string who, CancellationToken cancellationToken) =>
        Tell(await store.ReplayMessageAsync(id, who, cancellationToken));

    /// <summary>Gives the message up and closes its case; the order that was locked behind it goes on.</summary>
    public async Task<RecoveryResult> DiscardAsync(long id, string reason, string who, CancellationToken cancellationToken) =>
        Tell(await store.DiscardMessageAsync(id, reason, who, cancellationToken));

    private RecoveryResult Tell((RecoveryResult Result, int Partition) done)
    {
        if (!done.Result.Succeeded) return done.Result;
        signal.Inbox(done.Partition);
        feed.Publish(ChangeAreas.Messages);
        feed.Publish(ChangeAreas.Exceptions);
        return done.Result;
    }
}
