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

    public static Task<SampledOrders> TakeAsync(TowerDatabase database, CancellationToken cancellationToken) => database.ReadAsync(async (db, token) =>
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
}
