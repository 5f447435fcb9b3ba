using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;
using RetailTower.Data.Stores;

namespace RetailTower.Data.Kpis;

/// <summary>Counts hours anew from orders and cases and keeps what it counted. Counting an hour twice changes nothing.</summary>
public sealed class KpiStore(TowerDatabase database, TimeProvider time)
{
    /// <summary>Everything that is counted.</summary>
    internal static IReadOnlyList<IKpiCount> Counts { get; } = [new ReceivedCount(), new ConfirmedCount(), new FinishedCount(), new InvoicedCount(), new ResolvedCount(), new OpenCount(), new ComparedCount(), new StockCount()];

    /// <summary>The last hour up to <paramref name="upTo"/> that was counted; null when none was.</summary>
    public Task<DateTimeOffset?> LastCountedAsync(DateTimeOffset upTo, CancellationToken cancellationToken) =>
        database.ReadAsync((db, token) => KpiQueries.LastCountedAsync(db, upTo, token), cancellationToken);

    /// <summary>When the first order came or the first exception was opened; null when nothing has happened yet.</summary>
    public Task<DateTimeOffset?> FirstEventAsync(CancellationToken cancellationToken) => database.ReadAsync(async (db, token) =>
    {
        DateTimeOffset?[] firsts =
        [
            await db.Orders.OrderBy(o => o.ReceivedAt).Select(o => (DateTimeOffset?)o.ReceivedAt).FirstOrDefaultAsync(token),
            await db.Cases.OrderBy(c => c.Id).Select(c => (DateTimeOffset?)c.OpenedAt).FirstOrDefaultAsync(token),
        ];
        return firsts.Min();
    }, cancellationToken);

    /// <summary>Counts the whole hours from <paramref name="from"/> until before <paramref name="to"/> and writes those that differ, in one commit, under a lease.</summary>
    /// <returns>How many hours differed.</returns>
    /// <exception cref="LeaseLostException">The lease went to someone else; nothing was committed.</exception>
    public async Task<int> CountAsync(DateTimeOffset from, DateTimeOffset to, string lease, string owner, CancellationToken cancellationToken)
    {
        var counted = await database.UnitAsync(
            (db, token) => DifferencesAsync(db, from, to, token),
            async (db, hours, token) =>
            {
                if (hours.Count == 0) return;
                await LeaseStore.ProveAsync(db, lease, owner, time.GetUtcNow(), token);
                foreach (var (hour, rows) in hours)
                {
                    await db.KpiHours.Where(it => it.Hour == hour).ExecuteDeleteAsync(token);
                    db.KpiHours.AddRange(rows.Select(Copy));
                }

                await db.SaveChangesAsync(token);
                foreach (var day in hours.Keys.Select(KpiSql.DayOf).Distinct()) await AddUpAsync(db, day, token);
            },
            cancellationToken);
        return counted.Count;
    }

    /// <summary>Adds the hours of a day up anew.</summary>
    private static async Task AddUpAsync(TowerDbContext db, DateTimeOffset day, CancellationToken cancellationToken)
    {
        var (next, levels) = (day.AddDays(1), KpiFigures.Levels);
        var hours = db.KpiHours.AsNoTracking().Where(it => it.Hour >= day && it.Hour < next);
        var last = await hours.MaxAsync(it => it.Hour, cancellationToken);
        var sums = await hours.Where(it => it.Hour == last || !levels.Contains(it.Figure)).GroupBy(it => new { it.Figure, it.Channel, it.Region, it.Currency, it.Bucket })
            .Select(its => new KpiDay
            {
                Day = day, Figure = its.Key.Figure, Channel = its.Key.Channel, Region = its.Key.Region, Currency = its.Key.Currency, Bucket = its.Key.Bucket,
                Count = its.Sum(it => it.Count), Amount = its.Sum(it => it.Amount),
            }).ToListAsync(cancellationToken);
        await db.KpiDays.Where(it => it.Day == day).ExecuteDeleteAsync(cancellationToken);
        db.KpiDays.AddRange(sums);
    }

    private static async Task<Dictionary<DateTimeOffset, List<KpiHour>>> DifferencesAsync(TowerDbContext db, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var groups = new List<KpiCount>();
        for (var hour = KpiSql.HourOf(from); hour < KpiSql.HourOf(to); hour++) groups.Add(new KpiCount(hour, KpiFigures.Counted, "", "", "", 0, 1, 0));
        foreach (var count in Counts) groups.AddRange(await count.CountAsync(db, from, to, cancellationToken));
        var now = groups
            .GroupBy(it => (it.Hour, it.Figure, Channel: it.Channel ?? "", Region: it.Region ?? "", Currency: it.Currency ?? "", it.Bucket))
            .Select(its => new KpiHour
            {
                Hour = KpiSql.At(its.Key.Hour), Figure = its.Key.Figure, Channel = its.Key.Channel, Region = its.Key.Region, Currency = its.Key.Currency, Bucket = its.Key.Bucket,
                Count = its.Sum(it => it.Count), Amount = its.Sum(it => it.Amount),
            })
            .GroupBy(row => row.Hour).ToDictionary(rows => rows.Key, rows => rows.ToList());
        var before = (await db.KpiHours.Where(it => it.Hour >= from && it.Hour < to).ToListAsync(cancellationToken)).ToLookup(row => row.Hour, Facts);
        return now.Where(hour => !hour.Value.Select(Facts).ToHashSet().SetEquals(before[hour.Key])).ToDictionary();
    }

    private static (string, string, string, string, int, long, decimal) Facts(KpiHour row) => (row.Figure, row.Channel, row.Region, row.Currency, row.Bucket, row.Count, row.Amount);

    /// <summary>A commit that is tried again must not add what an earlier attempt's context already holds.</summary>
    private static KpiHour Copy(KpiHour row) => new()
    {
        Hour = row.Hour, Figure = row.Figure, Channel = row.Channel, Region = row.Region, Currency = row.Currency, Bucket = row.Bucket, Count = row.Count, Amount = row.Amount,
    };
}
