using System.Globalization;

namespace RetailTower.Engine.Insight.Kpis;

/// <summary>What the KPIs should not miss. Section <c>Tower:Kpis</c>.</summary>
public sealed class KpiOptions
{
    private const string NoTarget = "none";

    /// <summary>
    /// Targets by the KPI's name, where they differ from the usual: a share from 0 to 1, a duration as <c>00:05:00</c>, a number, or <c>none</c>.
    /// </summary>
    public Dictionary<string, string> Targets { get; set; } = [];

    /// <summary>The KPI with its target as it is set.</summary>
    public KpiDefinition Of(KpiDefinition kpi) => Targets.TryGetValue(kpi.Name, out var set) && TryRead(kpi.Unit, set, out var target) ? kpi with { Target = target } : kpi;

    /// <summary>Every problem of the section, each naming the key and the mend.</summary>
    public IEnumerable<string> Validate(string path)
    {
        foreach (var (name, text) in Targets)
        {
            var key = $"{path}:{nameof(Targets)}:{name}";
            if (KpiBook.Find(name) is not { } kpi) yield return $"{key} is no KPI; there are {string.Join(", ", KpiBook.All.Select(it => it.Name))}.";
            else if (!TryRead(kpi.Unit, text, out _)) yield return $"{key} must be {Shape(kpi.Unit)}, or {NoTarget}; it is '{text}'.";
        }
    }

    private static bool TryRead(KpiUnit unit, string text, out double? target)
    {
        target = null;
        if (text.Trim().Equals(NoTarget, StringComparison.OrdinalIgnoreCase)) return true;
        if (unit == KpiUnit.Duration)
        {
            if (!TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) || span <= TimeSpan.Zero) return false;
            target = span.TotalSeconds;
            return true;
        }

        if (!double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return false;
        target = number;
        return unit != KpiUnit.Share || number <= 1;
    }

    private static string Shape(KpiUnit unit) => unit switch
    {
        KpiUnit.Share => "a share from 0 to 1, for example 0.995",
        KpiUnit.Duration => "a duration longer than zero, for example 00:05:00",
        KpiUnit.Money => "an amount that is not negative, for example 5000",
        _ => "a number that is not negative, for example 10",
    };
}
