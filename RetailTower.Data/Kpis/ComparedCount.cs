using Microsoft.EntityFrameworkCore;

namespace RetailTower.Data.Kpis;

/// <summary>What comparisons with the systems found. They are of all channels and regions together.</summary>
internal sealed class ComparedCount : IKpiCount
{
    public async Task<IEnumerable<KpiCount>> CountAsync(TowerDbContext db, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var hours = await db.Comparisons.Where(c => c.FinishedAt >= from && c.FinishedAt < to && c.Compared > 0)
            .GroupBy(c => KpiSql.Hour(c.FinishedAt!.Value)).Select(g => new { Hour = g.Key, Compared = g.Sum(c => c.Compared), Untrue = g.Sum(c => c.Untrue) }).ToListAsync(cancellationToken);
        return hours.SelectMany(it => new[]
        {
            new KpiCount(it.Hour, KpiFigures.Compared, "", "", "", 0, it.Compared, 0), new KpiCount(it.Hour, KpiFigures.ComparedUntrue, "", "", "", 0, it.Untrue, 0),
        });
    }
}
