using RetailTower.Data.Queries;

namespace RetailTower.Engine.Insight.Kpis;

/// <summary>What a KPI's value is.</summary>
public enum KpiUnit
{
    /// <summary>Seconds.</summary>
    Duration,

    /// <summary>From 0 to 1.</summary>
    Share,
    Count,

    /// <summary>In <see cref="KpiValue.Currency"/>.</summary>
    Money,
}

/// <summary>A figure that executives steer by.</summary>
/// <param name="Name">In addresses and on the command line.</param>
/// <param name="Words">What exactly is counted, in a sentence or two that stand on screen.</param>
/// <param name="Counts">What <see cref="KpiValue.Counted"/> counts, in the plural.</param>
/// <param name="Target">What it usually should not miss, and null when there is nothing; <see cref="KpiOptions"/> may say otherwise.</param>
/// <param name="Level">True when it says how much there is at the end of a span, not how much happened in it.</param>
/// <param name="Orders">What happened to the orders behind a value in its span; null where no orders are behind it.</param>
/// <param name="Value">From what was counted in a span; null when there was nothing to judge by.</param>
public sealed record KpiDefinition(
    string Name, string Title, string Words, string Counts, KpiUnit Unit, double? Target, bool HigherIsBetter, bool Level, OrderMoment? Orders, Func<KpiBucket, KpiValue?> Value)
{
    /// <summary>Null when there is no target or no value.</summary>
    public bool? Meets(KpiValue? value) => Target is { } target && value is { } it ? HigherIsBetter ? it.Value >= target : it.Value <= target : null;
}

/// <summary>What a KPI was in some span.</summary>
/// <param name="Counted">How many orders or exceptions it was judged by.</param>
/// <param name="Median">For a percentile, what half of them did not exceed.</param>
/// <param name="Currency">Of money; other currencies stand in <paramref name="Others"/>.</param>
public sealed record KpiValue(double Value, long Counted, double? Median = null, string? Currency = null, IReadOnlyList<Money>? Others = null);
