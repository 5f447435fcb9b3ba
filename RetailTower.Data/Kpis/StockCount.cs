using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Kpis;

/// <summary>How long changes of stock took to a storefront. What was replaced before it was sent counts with what replaced it, from its own change on.</summary>
internal sealed class StockCount : IKpiCount
{
    public async Task<IEnumerable<KpiCount>> CountAsync(TowerDbContext db, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        await db.Outbox.Where(o => o.ChangedAt != null && o.DoneAt >= from && o.DoneAt < to && o.State == OutboxState.Done)
            .GroupBy(o => new { Hour = KpiSql.Hour(o.DoneAt!.Value), o.System, Bucket = KpiSql.Bucket(o.ChangedAt!.Value, o.DoneAt!.Value) })
            .Select(g => new KpiCount(g.Key.Hour, KpiFigures.StockTold, g.Key.System, "", "", g.Key.Bucket, g.Count(), 0))
            .ToListAsync(cancellationToken);
}
