using RetailTower.Data.Kpis;
using RetailTower.Engine.Insight.Kpis;
using RetailTower.Web.Model;

namespace RetailTower.Web.Components.Pages.Insights;

/// <summary>What the address of the Insights page asks for; what it does not say, or says wrongly, is the first of each.</summary>
/// <param name="Period">One of <see cref="KpiPeriod.Names"/>.</param>
/// <param name="By"><c>channel</c>, <c>region</c> or <c>brand</c>.</param>
public sealed record InsightsAddress(string Period, string By, KpiDefinition Kpi)
{
    public static IReadOnlyList<string> Splits { get; } = ["channel", "region", "brand"];

    public KpiBy Split => By switch { "region" => KpiBy.Region, "brand" => KpiBy.Brand, _ => KpiBy.Channel };

    public static InsightsAddress Of(string? period, string? by, string? kpi) =>
        new(KpiPeriod.Names.FirstOrDefault(name => name == period) ?? KpiPeriod.Names[0], Splits.FirstOrDefault(name => name == by) ?? Splits[0], KpiBook.Find(kpi) ?? KpiBook.All[0]);

    /// <summary>The page, or the file of what it shows.</summary>
    public string Text(string path = TowerUrls.Insights) => Query.Address(
        path, ("period", Period == KpiPeriod.Names[0] ? null : Period), ("by", By == Splits[0] ? null : By), ("kpi", Kpi == KpiBook.All[0] ? null : Kpi.Name));
}
