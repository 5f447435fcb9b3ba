using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Kpis;

/// <summary>By what figures are split.</summary>
public enum KpiBy
{
    Nothing,
    Channel,
    Region,

    /// <summary>The brand of the channel.</summary>
    Brand,
}

/// <summary>Sum of a figure over some hours.</summary>
/// <param name="Slot">Which of the equal parts of the span that was asked for, from 0.</param>
/// <param name="Group">The channel or region; empty when it is not split, or not known.</param>
public sealed record KpiSum(int Slot, string Figure, string Group, string Currency, int Bucket, long Count, decimal Amount);

/// <summary>Reads what was counted by the hour and added up by the day; never an order.</summary>
public sealed class KpiQueries(TowerDatabase database)
{
    private const int Day = 24;

    /// <summary>
    /// Sums of all figures over slots of <paramref name="step"/> hours; a level is that of the slot's last counted hour. By brand they come by channel: whose each channel
    /// is says <see cref="Stores.BrandStore"/>.
    /// </summary>
    public Task<IReadOnlyList<KpiSum>> SumsAsync(DateTimeOffset from, DateTimeOffset to, int step, KpiBy by, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<KpiSum>>(async (db, token) =>
        {
            if (step == Day && KpiSql.DayOf(from) == from) return await OfDaysAsync(db.KpiDays.Where(it => it.Day >= from && it.Day < to), from, by, token);
            return from.AddHours(step) >= to ? await OfOneAsync(db, from, to, step, by, token) : await OfHoursAsync(db, db.KpiHours.Where(it => it.Hour >= from && it.Hour < to), from, to, step, by, token);
        }, cancellationToken);

    internal static Task<DateTimeOffset?> LastCountedAsync(TowerDbContext db, DateTimeOffset upTo, CancellationToken cancellationToken) =>
        db.KpiHours.Where(it => it.Hour <= upTo && it.Figure == KpiFigures.Counted).OrderByDescending(it => it.Hour).Select(it => (DateTimeOffset?)it.Hour).FirstOrDefaultAsync(cancellationToken);

    /// <summary>One slot: its whole days, and the hours before and after them.</summary>
    private static async Task<IReadOnlyList<KpiSum>> OfOneAsync(TowerDbContext db, DateTimeOffset from, DateTimeOffset to, int step, KpiBy by, CancellationToken cancellationToken)
    {
        var (first, end) = (KpiSql.DayOf(from.AddDays(1).AddTicks(-1)), KpiSql.DayOf(to));
        if (first >= end) return await OfHoursAsync(db, db.KpiHours.Where(it => it.Hour >= from && it.Hour < to), from, to, step, by, cancellationToken);
        var levels = KpiFigures.Levels;
        var days = await OfDaysAsync(db.KpiDays.Where(it => it.Day >= first && it.Day < end && !levels.Contains(it.Figure)), first, by, cancellationToken);
        var last = await LastCountedAsync(db, to.AddHours(-1), cancellationToken) ?? from;
        var hours = await OfHoursAsync(
            db, db.KpiHours.Where(it => (it.Hour >= from && it.Hour < first) || (it.Hour >= end && it.Hour < to) || (it.Hour == last && levels.Contains(it.Figure))), from, to, step, by, cancellationToken);
        return
        [
            .. days.Concat(hours).GroupBy(sum => (sum.Figure, sum.Group, sum.Currency, sum.Bucket))
                .Select(its => new KpiSum(0, its.Key.Figure, its.Key.Group, its.Key.Currency, its.Key.Bucket, its.Sum(sum => sum.Count), its.Sum(sum => sum.Amount))),
        ];
    }

    private static async Task<IReadOnlyList<KpiSum>> OfHoursAsync(TowerDbContext db, IQueryable<KpiHour> hours, DateTimeOffset from, DateTimeOffset to, int step, KpiBy by, CancellationToken cancellationToken)
    {
        var (first, levels) = (KpiSql.HourOf(from), KpiFigures.Levels);
        var last = await LastCountedAsync(db, to.AddHours(-1), cancellationToken) ?? from;
        hours = hours.Where(it => it.Hour == last || (KpiSql.Hour(it.Hour) - first) % step == step - 1 || !levels.Contains(it.Figure));
        var split = by switch
        {
            KpiBy.Channel or KpiBy.Brand => hours.Select(it => new { Hour = it, Group = it.Channel }),
            KpiBy.Region => hours.Select(it => new { Hour = it, Group = it.Region }),
            _ => hours.Select(it => new { Hour = it, Group = "" }),
        };
        return await split.GroupBy(it => new { Slot = (KpiSql.Hour(it.Hour.Hour) - first) / step, it.Hour.Figure, it.Group, it.Hour.Currency, it.Hour.Bucket })
            .Select(g => new KpiSum((int)g.Key.Slot, g.Key.Figure, g.Key.Group, g.Key.Currency, g.Key.Bucket, g.Sum(it => it.Hour.Count), g.Sum(it => it.Hour.Amount)))
            .ToListAsync(cancellationToken);
    }

    /// <summary>A slot for each day since <paramref name="from"/>.</summary>
    private static async Task<IReadOnlyList<KpiSum>> OfDaysAsync(IQueryable<KpiDay> days, DateTimeOffset from, KpiBy by, CancellationToken cancellationToken)
    {
        var first = KpiSql.HourOf(from);
        var split = by switch
        {
            KpiBy.Channel or KpiBy.Brand => days.Select(it => new { Day = it, Group = it.Channel }),
            KpiBy.Region => days.Select(it => new { Day = it, Group = it.Region }),
            _ => days.Select(it => new { Day = it, Group = "" }),
        };
        return await split.GroupBy(it => new { Slot = (KpiSql.Hour(it.Day.Day) - first) / Day, it.Day.Figure, it.Group, it.Day.Currency, it.Day.Bucket })
            .Select(g => new KpiSum((int)g.Key.Slot, g.Key.Figure, g.Key.Group, g.Key.Currency, g.Key.Bucket, g.Sum(it => it.Day.Count), g.Sum(it => it.Day.Amount)))
            .ToListAsync(cancellationToken);
    }
}
