using Microsoft.EntityFrameworkCore;

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

/// <summary>Reads what was counted by the hour; never an order.</summary>
public sealed class KpiQueries(TowerDatabase database)
{
    /// <summary>
    /// Sums of all figures over slots of <paramref name="step"/> hours; a level is that of the slot's last counted hour. By brand they come by channel: whose each channel
    /// is says <see cref="Stores.BrandStore"/>.
    /// </summary>
    public Task<IReadOnlyList<KpiSum>> SumsAsync(DateTimeOffset from, DateTimeOffset to, int step, KpiBy by, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<KpiSum>>(async (db, token) =>
        {
            var (first, levels) = (KpiSql.HourOf(from), KpiFigures.Levels);
            var last = await LastCountedAsync(db, to.AddHours(-1), token) ?? from;
            var hours = db.KpiHours.Where(it => it.Hour >= from && it.Hour < to).Where(it => it.Hour == last || (KpiSql.Hour(it.Hour) - first) % step == step - 1 || !levels.Contains(it.Figure));
            var split = by switch
            {
                KpiBy.Channel or KpiBy.Brand => hours.Select(it => new { Hour = it, Group = it.Channel }),
                KpiBy.Region => hours.Select(it => new { Hour = it, Group = it.Region }),
                _ => hours.Select(it => new { Hour = it, Group = "" }),
            };
            return await split.GroupBy(it => new { Slot = (KpiSql.Hour(it.Hour.Hour) - first) / step, it.Hour.Figure, it.Group, it.Hour.Currency, it.Hour.Bucket })
                .Select(g => new KpiSum((int)g.Key.Slot, g.Key.Figure, g.Key.Group, g.Key.Currency, g.Key.Bucket, g.Sum(it => it.Hour.Count), g.Sum(it => it.Hour.Amount)))
                .ToListAsync(token);
        }, cancellationToken);

    internal static Task<DateTimeOffset?> LastCountedAsync(TowerDbContext db, DateTimeOffset upTo, CancellationToken cancellationToken) =>
        db.KpiHours.Where(it => it.Hour <= upTo && it.Figure == KpiFigures.Counted).OrderByDescending(it => it.Hour).Select(it => (DateTimeOffset?)it.Hour).FirstOrDefaultAsync(cancellationToken);
}
