namespace RetailTower.Data.Kpis;

/// <summary>
/// Fixed bounds of spans of time, each a quarter longer than the one before, from 50 ms to 30 days: counts in them add up over hours, channels and regions,
/// and a percentile of any sum can be read from them. They are stored by their place, so they never change.
/// </summary>
public static class KpiBuckets
{
    private const double Growth = 1.25;

    /// <summary>Upper bound of each bucket, inclusive; the last bucket, behind them, has none.</summary>
    public static IReadOnlyList<TimeSpan> Bounds { get; } = Build();

    public static int Of(TimeSpan span)
    {
        var place = 0;
        while (place < Bounds.Count && span > Bounds[place]) place++;
        return place;
    }

    /// <summary>
    /// The span that <paramref name="share"/> of all do not exceed, in seconds, told inside its bucket by its rank there; so it is never further from the truth than
    /// the bucket is wide. Null when there were none.
    /// </summary>
    public static double? Percentile(IReadOnlyCollection<(int Bucket, long Count)> counts, double share)
    {
        var all = counts.Sum(it => it.Count);
        if (all == 0) return null;
        var rank = Math.Max(1, (long)Math.Ceiling(share * all));
        foreach (var (bucket, count) in counts.OrderBy(it => it.Bucket))
        {
            if (rank > count)
            {
                rank -= count;
                continue;
            }

            if (bucket >= Bounds.Count) return Bounds[^1].TotalSeconds;
            var lower = bucket == 0 ? 0 : Bounds[bucket - 1].TotalSeconds;
            return lower + ((Bounds[bucket].TotalSeconds - lower) * rank / count);
        }

        return null;
    }

    private static List<TimeSpan> Build()
    {
        var bounds = new List<TimeSpan>();
        for (var milliseconds = 50d; milliseconds <= TimeSpan.FromDays(30).TotalMilliseconds; milliseconds *= Growth) bounds.Add(TimeSpan.FromMilliseconds(Math.Round(milliseconds)));
        return bounds;
    }
}
