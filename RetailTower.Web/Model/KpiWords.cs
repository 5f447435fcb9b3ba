using System.Globalization;
using RetailTower.Engine.Insight.Kpis;
using RetailTower.Web.Components.Controls;

namespace RetailTower.Web.Model;

/// <summary>How KPIs are written.</summary>
public static class KpiWords
{
    private static readonly double[] Clock = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400];

    /// <summary>A dash when there was nothing to judge by.</summary>
    public static string Value(KpiDefinition kpi, KpiValue? value) => value is null ? "–" : Figure(kpi, value.Value, value.Currency);

    /// <summary>Amounts in other currencies, to stand after something: ", €1,204"; empty when there are none.</summary>
    public static string Others(KpiValue? value) => string.Concat(value?.Others?.Select(money => $", {Wording.Money(money.Amount, money.Currency, whole: true)}") ?? []);

    public static string? Target(KpiDefinition kpi) =>
        kpi.Target is not { } target ? null : kpi is { Unit: KpiUnit.Count } && target == 0 ? "none" : $"{(kpi.HigherIsBetter ? "at least" : "at most")} {Figure(kpi, target, null)}";

    /// <summary>How many it was judged by: "412 orders finished", "1 exception open".</summary>
    public static string Counted(KpiDefinition kpi, KpiValue? value) =>
        Wording.Count(value?.Counted ?? 0, kpi.Counts.Replace("s ", " ", StringComparison.Ordinal), kpi.Counts);

    /// <summary>What changed since the period before: "12 s less", "0.4 points more"; null when one of the two is not known.</summary>
    public static string? Change(KpiDefinition kpi, KpiValue? now, KpiValue? before)
    {
        if (now is null || before is null) return null;
        var by = now.Value - before.Value;
        var size = kpi.Unit == KpiUnit.Share ? $"{Math.Abs(by * 100).ToString("0.0", CultureInfo.InvariantCulture)} points" : Figure(kpi, Math.Abs(by), now.Currency);
        return size == (kpi.Unit == KpiUnit.Share ? "0.0 points" : Figure(kpi, 0, now.Currency)) ? "unchanged" : $"{size} {(by > 0 ? "more" : "less")}";
    }

    /// <summary>Whether the change is for the better; null when it is neither.</summary>
    public static bool? IsBetter(KpiDefinition kpi, KpiValue? now, KpiValue? before) =>
        now is null || before is null || now.Value == before.Value ? null : now.Value > before.Value == kpi.HigherIsBetter;

    public static ScreenState State(KpiDefinition kpi, KpiValue? value) => kpi.Meets(value) switch
    {
        false when Far(kpi, value!.Value) => ScreenState.Breach,
        false => ScreenState.Attention,
        _ => ScreenState.Ok,
    };

    /// <summary>A channel, country or brand; what has none says so.</summary>
    public static string Group(string by, string name) => (by, name) switch
    {
        ("channel", "") => "No order",
        ("region", "") => "Not known",
        ("brand", "") => "No brand",
        ("channel", _) => SystemNames.Of(name),
        _ => name,
    };

    /// <summary>A value of an axis, without idle decimals.</summary>
    public static string Axis(KpiDefinition kpi, double value, string? currency) => kpi.Unit switch
    {
        KpiUnit.Share => $"{Math.Round(value * 100, 1).ToString("0.#", CultureInfo.InvariantCulture)} %",
        KpiUnit.Duration when value == 0 => "0",
        KpiUnit.Duration when value is >= 1 and < 10 && value % 1 == 0 => $"{value.ToString("0", CultureInfo.InvariantCulture)} s",
        _ => Figure(kpi, value, currency),
    };

    /// <summary>How the distance of an axis' marks is rounded: time in steps that clocks have, counts in whole ones.</summary>
    public static Func<double, double> Rounding(KpiDefinition kpi) => kpi.Unit switch
    {
        KpiUnit.Duration => step => step > 1 ? Clock.Append(ChartPath.RoundUp(step / 86_400) * 86_400).First(it => it >= step) : ChartPath.RoundUp(step),
        KpiUnit.Count => step => Math.Max(1, ChartPath.RoundUp(step)),
        _ => ChartPath.RoundUp,
    };

    public static string Figure(KpiDefinition kpi, double value, string? currency) => kpi.Unit switch
    {
        KpiUnit.Duration => Wording.Duration(TimeSpan.FromSeconds(value)),
        KpiUnit.Share => $"{(value * 100).ToString("0.0", CultureInfo.InvariantCulture)} %",
        KpiUnit.Money => currency is null ? Wording.Quantity((decimal)value) : Wording.Money((decimal)value, currency, whole: true),
        _ => Wording.Count((long)value),
    };

    /// <summary>More than twice as far from perfect as the target allows; where it allows none, more than ten.</summary>
    private static bool Far(KpiDefinition kpi, double value) => kpi.Unit switch
    {
        KpiUnit.Share when kpi.HigherIsBetter => 1 - value > 2 * (1 - kpi.Target),
        KpiUnit.Count => value > 10,
        _ => value > 2 * kpi.Target,
    };
}
