using RetailTower.Data.Kpis;
using RetailTower.Data.Queries;

namespace RetailTower.Engine.Insight.Kpis;

/// <summary>What was counted in one span, from which every KPI's value comes.</summary>
/// <param name="currency">The currency in which most money is, so that one figure can be drawn.</param>
public sealed class KpiBucket(IReadOnlyCollection<KpiSum> sums, string? currency)
{
    /// <summary>False for a span in which no hour was counted.</summary>
    public bool Counted => Count(KpiFigures.Counted) > 0;

    public string? Currency => currency;

    public long Count(string figure) => sums.Where(sum => sum.Figure == figure).Sum(sum => sum.Count);

    public IReadOnlyList<Money> Money(string figure) =>
    [
        .. sums.Where(sum => sum.Figure == figure && sum.Currency.Length > 0 && sum.Amount != 0).GroupBy(sum => sum.Currency)
            .Select(its => new Money(its.Key, its.Sum(sum => sum.Amount))).OrderByDescending(money => money.Amount),
    ];

    /// <summary>Seconds that <paramref name="share"/> of the spans did not exceed, and how many of them there were; null when there were none.</summary>
    public KpiValue? Percentile(string figure, double share)
    {
        var counts = sums.Where(sum => sum.Figure == figure).GroupBy(sum => sum.Bucket).Select(its => (its.Key, its.Sum(sum => sum.Count))).ToList();
        return KpiBuckets.Percentile(counts, share) is { } value ? new KpiValue(value, counts.Sum(it => it.Item2), KpiBuckets.Percentile(counts, 0.5)) : null;
    }

    /// <summary>Share of the spans that were no longer than <paramref name="limit"/>, to its bucket's bound; null when there were none.</summary>
    public KpiValue? Within(string figure, TimeSpan limit)
    {
        var (all, bucket) = (Count(figure), KpiBuckets.Of(limit));
        return all == 0 ? null : new KpiValue((double)sums.Where(sum => sum.Figure == figure && sum.Bucket <= bucket).Sum(sum => sum.Count) / all, all);
    }

    /// <summary>How many of <paramref name="all"/> are of <paramref name="part"/>; null when there were none at all.</summary>
    /// <param name="others">True for the share that is not.</param>
    public KpiValue? Share(string part, string all, bool others = false)
    {
        var (whole, some) = (Count(all), Count(part));
        return whole == 0 ? null : new KpiValue((double)(others ? whole - some : some) / whole, whole);
    }
}
