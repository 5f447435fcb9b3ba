using System.Globalization;
using RetailTower.Data.Model;
using RetailTower.Data.Stores;
using RetailTower.Engine.Canonical;

namespace RetailTower.Engine.Reconciliation.Sequences;

/// <summary>A gap in words.</summary>
internal static class NumberWords
{
    private const int MostSpans = 10;

    /// <summary>Whose numbers they are, and which: <c>shopify S100005–S100007, S100009</c>.</summary>
    public static string About(NumberGap gap, NumberSpans numbers) => $"{gap.System} {Text(gap, numbers)}";

    public static string Text(NumberGap gap, NumberSpans numbers)
    {
        var spans = numbers.Spans.Take(MostSpans).Select(span => span.First == span.Last ? Name(gap, span.First) : $"{Name(gap, span.First)}–{Name(gap, span.Last)}");
        return string.Join(", ", spans) + (numbers.Spans.Count > MostSpans ? " and more" : "");
    }

    /// <summary>What the audit says of a gap that its system was asked about.</summary>
    public static (string About, string Outcome) Note(NumberGap gap)
    {
        var none = NumberSpans.Parse(gap.None);
        string[] parts =
        [
            .. gap.Shown > 0 ? [string.Create(CultureInfo.InvariantCulture, $"{gap.Shown} had not arrived and was shown when asked for")] : Array.Empty<string>(),
            .. none.Count > 0 ? [$"none of {Text(gap, none)}"] : Array.Empty<string>(),
        ];
        return ($"{gap.System} {gap.Series}", string.Join("; ", parts));
    }

    private static string Name(NumberGap gap, long number) => new RunningNumber(gap.Series, number).ToString();
}
