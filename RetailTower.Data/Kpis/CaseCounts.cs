using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Kpis;

/// <summary>How long exceptions took that were closed, by a person or by themselves.</summary>
internal sealed class ResolvedCount : IKpiCount
{
    public async Task<IEnumerable<KpiCount>> CountAsync(TowerDbContext db, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        await db.Cases.Where(c => c.ResolvedAt >= from && c.ResolvedAt < to)
            .LeftJoin(db.Orders, c => c.OrderKey, o => o.Key, (c, o) => new { c.OpenedAt, ResolvedAt = c.ResolvedAt!.Value, Channel = o!.Origin, Region = o.Country })
            .GroupBy(it => new { Hour = KpiSql.Hour(it.ResolvedAt), it.Channel, it.Region, Bucket = KpiSql.Bucket(it.OpenedAt, it.ResolvedAt) })
            .Select(g => new KpiCount(g.Key.Hour, KpiFigures.Resolved, g.Key.Channel, g.Key.Region, "", g.Key.Bucket, g.Count(), 0))
            .ToListAsync(cancellationToken);
}

/// <summary>
/// What was open at the end of each hour. Cases are grouped by the hours in which they were opened and closed, from which every hour's end follows exactly,
/// since it lies between two hours.
/// </summary>
internal sealed class OpenCount : IKpiCount
{
    private const long Day = 24;

    public async Task<IEnumerable<KpiCount>> CountAsync(TowerDbContext db, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var open = await SpansAsync(db, db.Cases.Where(c => c.State < CaseState.Resolved && c.OpenedAt < to), cancellationToken);
        var closed = await SpansAsync(db, db.Cases.Where(c => c.ResolvedAt >= from && c.OpenedAt < to), cancellationToken);
        return Levels([.. open, .. closed], KpiSql.HourOf(from), KpiSql.HourOf(to));
    }

    private static IEnumerable<KpiCount> Levels(List<Span> spans, long first, long end)
    {
        for (var hour = first; hour < end; hour++)
        {
            var now = hour;
            foreach (var group in spans.Where(it => it.Opened <= now && it.Resolved > now).GroupBy(it => (it.Channel, it.Region, it.Currency)))
            {
                yield return Level(KpiFigures.Open, group);
                if (group.Where(it => it.Opened <= now - Day).ToList() is { Count: > 0 } old) yield return Level(KpiFigures.OpenForDay, old);
            }

            KpiCount Level(string figure, IEnumerable<Span> its)
            {
                var all = its.ToList();
                return new KpiCount(now, figure, all[0].Channel, all[0].Region, all[0].Currency, 0, all.Sum(it => it.Count), all.Sum(it => it.Money));
            }
        }
    }

    private static async Task<List<Span>> SpansAsync(TowerDbContext db, IQueryable<ExceptionCase> cases, CancellationToken cancellationToken)
    {
        var groups = await cases
            .LeftJoin(db.Orders, c => c.OrderKey, o => o.Key, (c, o) => new { c.OpenedAt, ResolvedAt = c.ResolvedAt ?? DateTimeOffset.MaxValue, c.Currency, c.MoneyAtRisk, Channel = o!.Origin, Region = o.Country })
            .GroupBy(it => new { Opened = KpiSql.Hour(it.OpenedAt), Resolved = KpiSql.Hour(it.ResolvedAt), it.Channel, it.Region, it.Currency })
            .Select(g => new { g.Key.Opened, g.Key.Resolved, g.Key.Channel, g.Key.Region, g.Key.Currency, Count = g.Count(), Money = g.Sum(it => it.MoneyAtRisk) })
            .ToListAsync(cancellationToken);
        return groups.ConvertAll(it => new Span(it.Opened, it.Resolved, it.Channel ?? "", it.Region ?? "", it.Currency ?? "", it.Count, it.Money));
    }

    /// <param name="Resolved">Of a case that is still open, the end of time.</param>
    private sealed record Span(long Opened, long Resolved, string Channel, string Region, string Currency, long Count, decimal Money);
}
