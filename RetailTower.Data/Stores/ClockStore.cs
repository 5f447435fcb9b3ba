using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Stores;

/// <summary>Something that was written at a time which, by this node's clock, is still to come.</summary>
public sealed record FutureTrace(string Name, DateTimeOffset At);

/// <summary>How many waits were taken back.</summary>
public sealed record WaitsTakenBack(int Calls, int Lanes, int Expectations);

/// <summary>
/// What a clock that ran ahead leaves behind once it is right again: calls, lanes and deadlines that would wait until that time. History stays as it was
/// written, and so does what people set, such as a snoozed case.
/// </summary>
public sealed class ClockStore(TowerDatabase database, TimeProvider time)
{
    /// <summary>Clocks of several nodes may differ by this much without consequence.</summary>
    public static readonly TimeSpan Tolerance = LeaseStore.Length * 2;

    private const int Batch = 500;

    /// <summary>Nodes that gave a sign of life in the future, and the last message if it came then: a node that took leave is no longer on the list.</summary>
    public Task<IReadOnlyList<FutureTrace>> TracesAsync(CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<FutureTrace>>(async (db, token) =>
        {
            var limit = time.GetUtcNow() + Tolerance;
            var traces = await db.Nodes.Where(n => n.HeartbeatAt > limit).Select(n => new FutureTrace(n.Name, n.HeartbeatAt)).ToListAsync(token);
            var last = await db.Inbox.OrderByDescending(m => m.Id).Select(m => new { m.Id, m.ReceivedAt }).FirstOrDefaultAsync(token);
            if (last?.ReceivedAt > limit) traces.Add(new FutureTrace(FormattableString.Invariant($"message {last.Id}"), last.ReceivedAt));
            return traces;
        }, cancellationToken);

    /// <summary>Lets everything that waits for a time go on now, and strikes the nodes off the list that said they live in the future.</summary>
    public async Task<WaitsTakenBack> TakeBackAsync(CancellationToken cancellationToken)
    {
        var (calls, lanes) = await database.WriteAsync(async (db, token) =>
        {
            var now = time.GetUtcNow();
            var limit = now + Tolerance;
            await db.Nodes.Where(n => n.HeartbeatAt > limit).ExecuteDeleteAsync(token);
            var due = await db.Outbox.Where(m => m.State == OutboxState.Ready && m.DueAt > now).ExecuteUpdateAsync(set => set.SetProperty(m => m.DueAt, now), token);
            // What was passed over in the future was passed over now; the systems are asked at once.
            await db.NumberGaps.Where(g => g.SeenAt > now).ExecuteUpdateAsync(
                set => set.SetProperty(g => g.SeenAt, now).SetProperty(g => g.AskAt, g => g.AskAt == null ? (DateTimeOffset?)null : now).SetProperty(g => g.DueAt, g => g.DueAt == null ? (DateTimeOffset?)null : now), token);
            var rested = await db.Lanes.Where(l => l.RestUntil > now)
                .ExecuteUpdateAsync(set => set.SetProperty(l => l.RestUntil, (DateTimeOffset?)null).SetProperty(l => l.RestReason, (string?)null), token);
            return (due, rested);
        }, cancellationToken);
        var expectations = 0;
        while (await TakeBackExpectationsAsync(cancellationToken) is var moved and > 0) expectations += moved;
        return new WaitsTakenBack(calls, lanes, expectations);
    }

    /// <summary>What was asked in the future was asked now, and has as long as it was given.</summary>
    private Task<int> TakeBackExpectationsAsync(CancellationToken cancellationToken) =>
        database.WriteAsync(async (db, token) =>
        {
            var now = time.GetUtcNow();
            var early = await db.Expectations.AsTracking().Where(e => e.SetAt > now).OrderBy(e => e.OrderKey).Take(Batch).ToListAsync(token);
            foreach (var it in early) (it.SetAt, it.DueAt, it.AskAt) = (now, now + (it.DueAt - it.SetAt), it.AskAt is { } ask ? now + (ask - it.SetAt) : null);
            return early.Count;
        }, cancellationToken);
}
