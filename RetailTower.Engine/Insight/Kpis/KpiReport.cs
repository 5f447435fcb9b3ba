using RetailTower.Data.Kpis;

namespace RetailTower.Engine.Insight.Kpis;

/// <summary>All KPIs of one period.</summary>
/// <param name="CountedUpTo">Beginning of the last hour that was counted; null when none was.</param>
public sealed record KpiReport(DateTimeOffset At, KpiPeriod Period, KpiBy By, DateTimeOffset? CountedUpTo, IReadOnlyList<KpiFindings> Kpis)
{
    public KpiFindings Of(KpiDefinition kpi) => Kpis.Single(it => it.Kpi.Name == kpi.Name);
}

/// <summary>One KPI in one period.</summary>
/// <param name="Kpi">With its target as it is set.</param>
/// <param name="Value">Over the whole period; of a level, at its end.</param>
/// <param name="Before">The same over as long a time before it.</param>
/// <param name="Points">One per part of the period, oldest first; null where there was nothing to judge by.</param>
/// <param name="Groups">One per channel, region or brand, those with most first; none when it is not split.</param>
public sealed record KpiFindings(KpiDefinition Kpi, KpiValue? Value, KpiValue? Before, IReadOnlyList<KpiValue?> Points, IReadOnlyList<KpiGroup> Groups);

/// <param name="Name">Empty for what has none.</param>
public sealed record KpiGroup(string Name, KpiValue? Value, KpiValue? Before);
