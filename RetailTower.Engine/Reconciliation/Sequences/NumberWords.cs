using RetailTower.Data.Model;
using RetailTower.Data.Stores;
using RetailTower.Engine.Canonical;

namespace RetailTower.Engine.Reconciliation.Sequences;

/// <summary>A gap in words.</summary>
internal static class NumberWords
{
    private const int MostSpans = 10;

    /// <summary>Which numbers: <c>S100005–S100007, S100009</c>.</summary>
    public static string Text(NumberGap gap, NumberSpans numbers)
    {
        var spans = numbers.Spans.Take(MostSpans).Select(span => span.First == span.Last ? Name(gap, span.First) : $"{Name(gap, span.First)}–{Name(gap, span.Last)}");
        return string.Join(", ", spans) + (numbers.Spans.Count > MostSpans ? " and more" : "");
    }

    /// <summary>What the audit says of a gap that its system was asked about.</summary>
    public static string Note(NumberGap gap)
    {
        var (shown, none) = (NumberSpans.Parse(gap.Shown), NumberSpans.Parse(gap.None));
        string[] parts =
        [
            .. shown.Count > 0 ? [$"had not arrived, and read when asked for: {Text(gap, shown)}"] : Array.Empty<string>(),
            .. none.Count > 0 ? [$"the system has none of {Text(gap, none)}"] : Array.Empty<string>(),
        ];
        return string.Join("; ", parts);
    }

    private static string Name(NumberGap gap, long number) => new RunningNumber(gap.Series, number).ToString();
}
