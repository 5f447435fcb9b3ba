using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RetailTower.Data;
using RetailTower.Data.Model;
using Xunit;

namespace RetailTower.Tests.Journeys;

/// <summary>Says what a tower still has to do, for a test that waited for it in vain.</summary>
public static class Unfinished
{
    private const int Most = 5;

    /// <summary>The same, of towers that are processes with this data directory. Empty when they keep their data elsewhere.</summary>
    public static async Task<string> InAsync(string directory)
    {
        if (!File.Exists(Path.Combine(directory, "tower.db"))) return "";
        await using var data = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddTowerData(new DatabaseOptions { DataDirectory = directory }).BuildServiceProvider();
        return await OfAsync(data.GetRequiredService<TowerDatabase>());
    }

    public static Task<string> OfAsync(TowerDatabase database) => database.ReadAsync(
        async (db, token) =>
        {
            var orders = await db.Orders.GroupBy(o => o.Status).Select(g => $"{g.Key} {g.Count()}").ToListAsync(token);
            var stocks = await db.Stocks.GroupBy(s => s.Centre).Select(g => $"{g.Key} {g.Count()}").ToListAsync(token);
            var feeds = await db.FeedCursors.Select(f => $"{f.System}/{f.Feed} read {f.ReadAt:T}").ToListAsync(token);
            var last = await db.Inbox.GroupBy(m => m.Kind).Select(g => $"{g.Key} {g.Count()} until {g.Max(m => m.ReceivedAt):T}").ToListAsync(token);
            var messages = await db.Inbox.Where(m => m.State != InboxState.Done && m.State != InboxState.Discarded).OrderBy(m => m.Id).Take(Most)
                .Select(m => $"{m.Id} {m.State} {m.System} {m.Kind} of order {m.OrderKey} in partition {m.Partition}, {m.Attempts} attempts {m.Reason}").ToListAsync(token);
            var calls = await db.Outbox.Where(m => m.State == OutboxState.Ready || m.State == OutboxState.Failed).OrderBy(m => m.Id).Take(Most)
                .Select(m => $"{m.Id} {m.State} {m.System} {m.Operation} of order {m.OrderKey} in partition {m.Partition}, due {m.DueAt:T}, {m.Attempts} attempts {m.Result}").ToListAsync(token);
            var lanes = await db.Lanes.Where(l => l.Paused || l.RestUntil != null).Select(l => $"{l.System} until {l.RestUntil:T} {l.RestReason}").ToListAsync(token);
            var leases = await db.Leases.Where(l => l.Until > DateTimeOffset.UnixEpoch).OrderBy(l => l.Name).Select(l => $"{l.Name} until {l.Until:T}").ToListAsync(token);
            return Said(("Orders", orders), ("Stock", stocks), ("Feeds", feeds), ("Heard", last), ("Messages", messages), ("Calls", calls), ("Resting lanes", lanes), ("Leases", leases));
        },
        TestContext.Current.CancellationToken);

    private static string Said(params (string What, List<string> Rows)[] parts) => string.Join(" ", parts.Where(part => part.Rows.Count > 0).Select(part => $"{part.What}: {string.Join("; ", part.Rows)}."));
}
