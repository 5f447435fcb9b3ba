using Microsoft.EntityFrameworkCore;

namespace RetailTower.Data.Kpis;

/// <summary>What comparisons with the systems found.</summary>
internal sealed class ComparedCount : IKpiCount
{
    public async Task<IEnumerable<KpiCount>> CountAsync(TowerDbContext db, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var groups = await db.Comparisons.Where(c => c.FinishedAt >= from && c.FinishedAt < to)
            .Join(db.ComparisonTallies, c => c.Id, t => t.ComparisonId, (c, t) => new
            {
                FinishedAt = c.FinishedAt!.Value, t.Channel, t.Region, t.Compared, t.Untrue, Judged = t.UntrueFulfilment == null ? 0 : t.Compared, Wrong = t.UntrueFulfilment ?? 0,
            })
            .GroupBy(it => new { Hour = KpiSql.Hour(it.FinishedAt), it.Channel, it.Region })
            .Select(g => new { g.Key, Compared = g.Sum(it => it.Compared), Untrue = g.Sum(it => it.Untrue), Judged = g.Sum(it => it.Judged), Wrong = g.Sum(it => it.Wrong) }).ToListAsync(cancellationToken);
        return groups.SelectMany(it => new[]
        {
            Count(KpiFigures.Compared, it.Compared), Count(KpiFigures.ComparedUntrue, it.Untrue), Count(KpiFigures.FulfilmentCompared, it.Judged), Count(KpiFigures.FulfilmentUntrue, it.Wrong),
        }.Select(count => count with { Hour = it.Key.Hour, Channel = it.Key.Channel, Region = it.Key.Region }));
    }

    private static KpiCount Count(string figure, int count) => new(0, figure, "", "", "", 0, count, 0);
}
