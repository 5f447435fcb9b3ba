using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Queries;

/// <summary>How far the orders after a mark have come.</summary>
/// <param name="Completed">Orders whose whole journey is behind them.</param>
/// <param name="Unsent">Calls about any order that still wait, the news to its originator among them.</param>
public sealed record RunProgress(int Completed, int Unsent);

/// <summary>When one order reached its milestones.</summary>
public sealed record OrderMilestones(string Number, OrderStatus Status, DateTimeOffset ReceivedAt, DateTimeOffset? ConfirmedAt, DateTimeOffset? ShippedAt);

/// <summary>What happened to one order, each list in the order it was written down, and where its goods stand.</summary>
public sealed record OrderTrace(
    long OrderKey, IReadOnlyList<OrderLine> Lines, IReadOnlyList<HistoryEntry> History, IReadOnlyList<TracedMessage> Inbox, IReadOnlyList<TracedMessage> Outbox)
{
    /// <summary>The same with the true time of what was done while the tower's clock ran ahead, which is whatever was done after <paramref name="now"/>.</summary>
    public OrderTrace Righted(TimeSpan ahead, DateTimeOffset now)
    {
        return this with { Inbox = Right(Inbox), Outbox = Right(Outbox) };

        IReadOnlyList<TracedMessage> Right(IReadOnlyList<TracedMessage> messages) =>
            [.. messages.Select(message => message.DoneAt > now ? message with { DoneAt = message.DoneAt - ahead } : message)];
    }
}

/// <summary>One message that is done.</summary>
public sealed record TracedMessage(long Id, string System, DateTimeOffset DoneAt);

/// <summary>Reads of whoever measures or examines a run: everything after the order key at which it began.</summary>
public sealed class RunQueries(TowerDatabase database)
{
    /// <summary>The highest order key there is; 0 without orders.</summary>
    public Task<long> LastOrderAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(async (db, token) => await db.Orders.MaxAsync(o => (long?)o.Key, token) ?? 0, cancellationToken);

    /// <summary>True once goods are known in as many centres, and no message or call waits: orders then meet a tower that knows what it can sell.</summary>
    public Task<bool> IsSettledAsync(int centres, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async (db, token) => await db.Stocks.Select(s => s.Centre).Distinct().CountAsync(token) >= centres
                && !await db.Inbox.AnyAsync(m => m.State == InboxState.Ready, token) && !await db.Outbox.AnyAsync(m => m.State == OutboxState.Ready, token),
            cancellationToken);

    public Task<RunProgress> ProgressAsync(long afterOrder, CancellationToken cancellationToken) =>
        database.ReadAsync(async (db, token) => new RunProgress(
            await db.Orders.CountAsync(o => o.Status == OrderStatus.Completed && o.Key > afterOrder, token),
            await db.Outbox.CountAsync(m => m.State == OutboxState.Ready && m.OrderKey != null, token)), cancellationToken);

    /// <summary>Messages that the tower was told and worked on since <paramref name="afterInbox"/>.</summary>
    public Task<int> EventsAsync(long afterInbox, CancellationToken cancellationToken) =>
        database.ReadAsync((db, token) => db.Inbox.CountAsync(m => m.Id > afterInbox && m.State == InboxState.Done, token), cancellationToken);

    public Task<IReadOnlyList<OrderMilestones>> MilestonesAsync(long afterOrder, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<OrderMilestones>>(async (db, token) => await db.Orders.Where(o => o.Key > afterOrder)
            .Select(o => new OrderMilestones(o.Number, o.Status, o.ReceivedAt, o.ConfirmedAt, o.ShippedAt)).ToListAsync(token), cancellationToken);

    /// <summary>The traces of up to <paramref name="max"/> orders after a key, by key.</summary>
    public Task<IReadOnlyList<OrderTrace>> TracesAsync(long afterOrder, int max, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<OrderTrace>>(async (db, token) =>
        {
            var keys = await db.Orders.Where(o => o.Key > afterOrder).OrderBy(o => o.Key).Select(o => o.Key).Take(max).ToListAsync(token);
            if (keys.Count == 0) return [];
            var (first, last) = (keys[0], keys[^1]);
            var lines = (await db.OrderLines.Where(l => l.OrderKey >= first && l.OrderKey <= last).ToListAsync(token)).ToLookup(l => l.OrderKey);
            var history = (await db.History.Where(h => h.OrderKey >= first && h.OrderKey <= last).OrderBy(h => h.Id).ToListAsync(token)).ToLookup(h => h.OrderKey);
            var inbox = (await db.Inbox.Where(m => m.OrderKey >= first && m.OrderKey <= last && m.State == InboxState.Done && m.DoneAt != null).OrderBy(m => m.Id)
                .Select(m => new { Key = m.OrderKey!.Value, Message = new TracedMessage(m.Id, m.System, m.DoneAt!.Value) }).ToListAsync(token)).ToLookup(m => m.Key, m => m.Message);
            var outbox = (await db.Outbox.Where(m => m.OrderKey >= first && m.OrderKey <= last && m.State == OutboxState.Done && m.DoneAt != null).OrderBy(m => m.Id)
                .Select(m => new { Key = m.OrderKey!.Value, Message = new TracedMessage(m.Id, m.System, m.DoneAt!.Value) }).ToListAsync(token)).ToLookup(m => m.Key, m => m.Message);
            return keys.ConvertAll(key => new OrderTrace(key, [.. lines[key]], [.. history[key]], [.. inbox[key]], [.. outbox[key]]));
        }, cancellationToken);
}
