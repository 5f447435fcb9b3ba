using Microsoft.EntityFrameworkCore;
using RetailTower.Data;
using RetailTower.Data.Model;

namespace RetailTower.Tests.Million;

/// <summary>An order with everything by which a customer may name it.</summary>
public sealed record SampledOrder(Order Order, string Reference, string? Tracking, string? Invoice);

/// <summary>Orders from all over the database, the same in each run on it, and cases.</summary>
public sealed class SampledOrders
{
    private const int Count = 400;

    private SampledOrders(IReadOnlyList<SampledOrder> all, IReadOnlyList<ExceptionCase> cases) => (All, Cases) = (all, cases);

    public IReadOnlyList<SampledOrder> All { get; }

    public IReadOnlyList<ExceptionCase> Cases { get; }

    public SampledOrder this[int n] => All[n % All.Count];

    public static async Task<SampledOrders> TakeAsync(TowerDatabase database, CancellationToken cancellationToken)
    {
        var sampled = await ReadAsync(database, cancellationToken);
        foreach (var it in sampled.All) await database.WriteAsync((db, token) => GivePayloadsAsync(db, it.Order, token), cancellationToken);
        return sampled;
    }

    private static Task<SampledOrders> ReadAsync(TowerDatabase database, CancellationToken cancellationToken) => database.ReadAsync(async (db, token) =>
    {
        var random = new Random(1);
        var (first, last) = (await db.Orders.MinAsync(o => o.Key, token), await db.Orders.MaxAsync(o => o.Key, token));
        var all = new List<SampledOrder>();
        while (all.Count < Count)
        {
            var from = random.NextInt64(first, last);
            var order = await db.Orders.Where(o => o.Key >= from).OrderBy(o => o.Key).FirstAsync(token);
            all.Add(new SampledOrder(
                order, await db.OrderReferences.Where(r => r.OrderKey == order.Key).OrderBy(r => r.Value).Select(r => r.Value).FirstAsync(token),
                await db.Parcels.Where(p => p.OrderKey == order.Key).Select(p => p.TrackingNumber).FirstOrDefaultAsync(token),
                await db.Invoices.Where(i => i.OrderKey == order.Key).Select(i => i.Number).FirstOrDefaultAsync(token)));
        }

        var newest = await db.Cases.OrderByDescending(c => c.Id).Take(Count).ToListAsync(token);
        return new SampledOrders(all, newest);
    }, cancellationToken);

    /// <summary>A copy is made without what its messages said: an order that is looked at gets it back from the one it is a copy of.</summary>
    private static async Task GivePayloadsAsync(TowerDbContext db, Order copy, CancellationToken cancellationToken)
    {
        var (inbound, outbound) = (await db.Inbox.AsTracking().Where(m => m.OrderKey == copy.Key).OrderBy(m => m.Id).ToListAsync(cancellationToken), await db.Outbox.AsTracking().Where(m => m.OrderKey == copy.Key).OrderBy(m => m.Id).ToListAsync(cancellationToken));
        if (!copy.Number.StartsWith('p') || outbound.Exists(m => m.Payload != "{}")) return;
        var number = copy.Number[(copy.Number.IndexOf('-', StringComparison.Ordinal) + 1)..];
        var original = await db.Orders.Where(o => o.Number == number).Select(o => o.Key).SingleAsync(cancellationToken);
        var (said, asked) = (await db.Inbox.AsNoTracking().Where(m => m.OrderKey == original).OrderBy(m => m.Id).ToListAsync(cancellationToken), await db.Outbox.AsNoTracking().Where(m => m.OrderKey == original).OrderBy(m => m.Id).ToListAsync(cancellationToken));
        var bodies = await db.Inbox.AsNoTracking().Where(m => m.Body != null && said.Select(it => it.BodyOf).Contains(m.Id)).ToDictionaryAsync(m => m.Id, m => m.Body, cancellationToken);
        foreach (var (message, its) in inbound.Zip(said)) (message.Body, message.BodyOf) = (its.Body ?? (its.BodyOf is { } of ? bodies.GetValueOrDefault(of) : null), null);
        foreach (var (message, its) in outbound.Zip(asked)) message.Payload = its.Payload;
    }
}
