using RetailTower.Data.Kpis;
using RetailTower.Data.Stores;

namespace RetailTower.Engine.Insight.Kpis;

/// <summary>
/// Where the KPIs are read. All of them come from counted hours, so a look costs the same however many orders there are; each period is read at most once in
/// five seconds on a node, however many people look.
/// </summary>
public sealed class KpiBoard(KpiQueries queries, KpiStore store, BrandStore brands, KpiOptions options, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<(KpiPeriod, KpiBy), KpiReport> _last = [];

    public async Task<KpiReport> ReadAsync(KpiPeriod period, KpiBy by, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var now = time.GetUtcNow();
            foreach (var old in _last.Where(it => now - it.Value.At >= Fresh).Select(it => it.Key).ToList()) _last.Remove(old);
            if (!_last.TryGetValue((period, by), out var report)) _last[(period, by)] = report = await ReadAsync(period, by, now, cancellationToken);
            return report;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<KpiReport> ReadAsync(KpiPeriod period, KpiBy by, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (whole, before) = ((int)(period.To - period.From).TotalHours, period.Before);
        var parts = await queries.SumsAsync(period.From, period.To, period.Step, KpiBy.Nothing, cancellationToken);
        var all = await SumsAsync(period.From, period.To);
        var earlier = await SumsAsync(before.From, before.To);
        var currency = all.Concat(parts).Where(sum => sum.Figure == KpiFigures.Open && sum.Currency.Length > 0).GroupBy(sum => sum.Currency).MaxBy(its => its.Sum(sum => sum.Amount))?.Key
            ?? all.Where(sum => sum.Figure == KpiFigures.Received).GroupBy(sum => sum.Currency).MaxBy(its => its.Sum(sum => sum.Amount))?.Key;
        var slots = parts.ToLookup(sum => sum.Slot);
        var buckets = Enumerable.Range(0, period.Parts).Select(slot => Bucket(slots[slot])).ToList();
        var (total, totalBefore) = (Bucket(all), Bucket(earlier));
        var groups = by == KpiBy.Nothing ? [] : Groups(all, earlier, Bucket);
        return new KpiReport(now, period, by, await store.LastCountedAsync(now, cancellationToken),
        [
            .. KpiBook.All.Select(options.Of).Select(kpi => new KpiFindings(
                kpi, kpi.Value(total), kpi.Value(totalBefore), buckets.ConvertAll(bucket => kpi.Value(bucket)),
                [.. groups.Select(it => new KpiGroup(it.Name, kpi.Value(it.Now), kpi.Value(it.Before))).Where(it => it.Value is not null || it.Before is not null).OrderByDescending(it => it.Value?.Counted)])),
        ]);

        KpiBucket Bucket(IEnumerable<KpiSum> sums) => new([.. sums], currency);

        async Task<IReadOnlyList<KpiSum>> SumsAsync(DateTimeOffset from, DateTimeOffset to)
        {
            var sums = await queries.SumsAsync(from, to, whole, by, cancellationToken);
            if (by != KpiBy.Brand) return sums;
            var known = await brands.ReadAsync(cancellationToken);
            return [.. sums.Select(sum => sum with { Group = known.GetValueOrDefault(sum.Group, "") })];
        }
    }

    private static List<(string Name, KpiBucket Now, KpiBucket Before)> Groups(IReadOnlyList<KpiSum> all, IReadOnlyList<KpiSum> earlier, Func<IEnumerable<KpiSum>, KpiBucket> bucket)
    {
        var (now, before) = (all.ToLookup(sum => sum.Group), earlier.ToLookup(sum => sum.Group));
        // That an hour was counted is said once for all groups.
        var (counted, countedBefore) = (all.Where(sum => sum.Figure == KpiFigures.Counted).ToList(), earlier.Where(sum => sum.Figure == KpiFigures.Counted).ToList());
        return
        [
            .. now.Concat(before).Select(its => its.Key).Distinct().Order(StringComparer.Ordinal).Where(name => now[name].Concat(before[name]).Any(sum => sum.Figure != KpiFigures.Counted))
                .Select(name => (name, bucket([.. Others(now[name]), .. counted]), bucket([.. Others(before[name]), .. countedBefore]))),
        ];

        static IEnumerable<KpiSum> Others(IEnumerable<KpiSum> sums) => sums.Where(sum => sum.Figure != KpiFigures.Counted);
    }
}
