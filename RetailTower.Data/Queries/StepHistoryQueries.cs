using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Queries;

/// <summary>One thing that happened to an order, of the kinds that were asked for.</summary>
public sealed record StepEvent(DateTimeOffset At, string Source, string What, string? Detail);

/// <summary>What happened to one order, oldest first.</summary>
public sealed record StepHistory(string Origin, DateTimeOffset? SubmittedAt, DateTimeOffset? ConfirmedAt, IReadOnlyList<StepEvent> Events);

/// <summary>How long the steps of the newest orders really took.</summary>
public sealed class StepHistoryQueries(TowerDatabase database)
{
    private const int Orders = 300, Returns = 100;

    /// <summary>The 300 orders that were finished last and those of the newest 100 returns that are closed, each with its history of these kinds; however many there are.</summary>
    public Task<IReadOnlyList<StepHistory>> NewestAsync(IReadOnlyCollection<string> kinds, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<StepHistory>>(async (db, token) =>
    {
        var keys = await db.Orders.Where(o => o.ClosedAt != null).OrderByDescending(o => o.ClosedAt).Take(Orders).Select(o => o.Key).ToListAsync(token);
        keys = [.. keys.Union(await db.Returns.Where(r => r.State == ReturnState.Closed).OrderByDescending(r => r.RequestedAt).ThenByDescending(r => r.OrderKey).Take(Returns).Select(r => r.OrderKey).ToListAsync(token))];
        if (keys.Count == 0) return [];
        var orders = await db.Orders.Where(o => keys.Contains(o.Key)).Select(o => new { o.Key, o.Origin, o.SubmittedAt, o.ConfirmedAt }).ToListAsync(token);
        var events = (await db.History.Where(h => keys.Contains(h.OrderKey)).OrderBy(h => h.OrderKey).ThenBy(h => h.Id).Select(h => new { h.OrderKey, h.At, h.Source, h.What, h.Detail }).ToListAsync(token))
            .Where(h => kinds.Contains(h.What)).ToLookup(h => h.OrderKey, h => new StepEvent(h.At, h.Source, h.What, h.Detail));
        return orders.ConvertAll(o => new StepHistory(o.Origin, o.SubmittedAt, o.ConfirmedAt, [.. events[o.Key]]));
    }, cancellationToken);
}
