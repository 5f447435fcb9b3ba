namespace RetailTower.Engine.Insight;

/// <summary>p50, p95 and p99 of a set of times; all zero when there were none.</summary>
public sealed record Percentiles(int Count, TimeSpan P50, TimeSpan P95, TimeSpan P99);

/// <summary>
/// Counts of times in buckets that grow by 2 %, so that an hour of them costs the same whether there were ten or a million, and histograms add up.
/// A percentile read from it is at most 2 % too high.
/// </summary>
internal sealed class LatencyHistogram
{
    private const double Growth = 1.02;
    private static readonly double LogGrowth = Math.Log(Growth);
    // From 1 ms to a little over a day.
    private readonly int[] _counts = new int[925];

    public int Count { get; private set; }

    public void Add(TimeSpan latency)
    {
        var milliseconds = Math.Max(1, latency.TotalMilliseconds);
        _counts[Math.Min(_counts.Length - 1, (int)Math.Ceiling(Math.Log(milliseconds) / LogGrowth))]++;
        Count++;
    }

    public void Add(LatencyHistogram other)
    {
        for (var i = 0; i < _counts.Length; i++) _counts[i] += other._counts[i];
        Count += other.Count;
    }

    public Percentiles Percentiles() => new(Count, At(0.50), At(0.95), At(0.99));

    private TimeSpan At(double share)
    {
        if (Count == 0) return TimeSpan.Zero;
        var rank = (int)Math.Ceiling(share * Count);
        var seen = 0;
        for (var i = 0; ; i++)
        {
            seen += _counts[i];
            if (seen >= rank) return TimeSpan.FromMilliseconds(Math.Pow(Growth, i));
        }
    }
}
