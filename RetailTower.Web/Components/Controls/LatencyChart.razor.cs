using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Components;
using RetailTower.Web.Model;

namespace RetailTower.Web.Components.Controls;

/// <summary>Latency over time: a line for the median, bands up to p95 and p99, from zero, labelled where the lines end.</summary>
public sealed partial class LatencyChart
{
    private bool _table;

    /// <summary>One point per equal interval, oldest first.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<LatencyPoint> Points { get; set; }

    /// <summary>What is drawn: "Order latency, last hour".</summary>
    [Parameter, EditorRequired]
    public required string Label { get; set; }

    /// <summary>What is measured, in the singular, for the empty state.</summary>
    [Parameter]
    public string Noun { get; set; } = "order";

    [Parameter]
    public TimeSpan? Target { get; set; }

    /// <summary>Height of the plot in px.</summary>
    [Parameter]
    public int Height { get; set; } = 168;

    private List<double?> P50 => Series(point => point.P50);

    private List<double?> P95 => Series(point => point.P95);

    private List<double?> P99 => Series(point => point.P99);

    private LatencyPoint? Last => Points.LastOrDefault(point => point.P50 is not null);

    /// <summary>Top of the axis in seconds: a round number above the highest value, and above the target when that is near.</summary>
    private double Top
    {
        get
        {
            var highest = Points.SelectMany(point => new[] { point.P50, point.P95, point.P99 }).OfType<TimeSpan>().Select(span => span.TotalSeconds).DefaultIfEmpty(1).Max();
            var target = Target?.TotalSeconds ?? 0;
            var step = ChartPath.RoundUp((target < highest * 2 ? Math.Max(highest, target) : highest) / 4);
            return step * Math.Max(1, Math.Ceiling(Math.Max(highest, target < highest * 2 ? target : 0) / step));
        }
    }

    private IEnumerable<double> Marks
    {
        get
        {
            var step = ChartPath.RoundUp(Top / 5);
            for (var mark = 0d; mark <= Top * 1.001; mark += step) yield return mark;
        }
    }

    private IEnumerable<DateTimeOffset> Clock
    {
        get
        {
            var (from, to) = (Points[0].At, Points[^1].At);
            if (to <= from) return [from];
            return Enumerable.Range(0, 5).Select(part => from + ((to - from) * (part / 4d)));
        }
    }

    private string Summary =>
        Last is not { P50: { } median } last
            ? "nothing measured"
            : $"median {Wording.Duration(median)}{Also("p95", last.P95)}{Also("p99", last.P99)}; slowest p99 {Wording.Duration(Points.Max(point => point.P99 ?? TimeSpan.Zero))}{(Target is { } target ? $"; target {Plain(target)}" : "")}";

    private string Csv
    {
        get
        {
            var csv = new StringBuilder("from,p50_seconds,p95_seconds,p99_seconds\r\n");
            foreach (var point in Points)
            {
                csv.Append(CultureInfo.InvariantCulture, $"{Wording.Iso(point.At)},{point.P50?.TotalSeconds},{point.P95?.TotalSeconds},{point.P99?.TotalSeconds}\r\n");
            }

            return "data:text/csv;charset=utf-8," + Uri.EscapeDataString(csv.ToString());
        }
    }

    /// <summary>The labels at the right end, pushed apart so that none lies on another (15 px each).</summary>
    private List<(string Word, TimeSpan Value, double Place)> EndLabels()
    {
        var room = 100d * 15 / Height;
        var labels = new List<(string Word, TimeSpan Value, double Place)>();
        foreach (var (word, value) in new[] { ("p50", Last?.P50), ("p95", Last?.P95), ("p99", Last?.P99) })
        {
            if (value is not { } span) continue;
            var place = ChartPath.Y(span.TotalSeconds, Top);
            labels.Add((word, span, labels.Count == 0 ? place : Math.Min(place, labels[^1].Place - room)));
        }

        // Labels pushed over the top edge come back down together.
        var over = labels.Count == 0 ? 0 : Math.Max(0, -labels[^1].Place);
        return [.. labels.Select(label => (label.Word, label.Value, label.Place + over))];
    }

    private double At(DateTimeOffset at)
    {
        var whole = (Points[^1].At - Points[0].At).TotalSeconds;
        return whole <= 0 ? 0 : 100 * (at - Points[0].At).TotalSeconds / whole;
    }

    private List<double?> Series(Func<LatencyPoint, TimeSpan?> pick) => [.. Points.Select(point => pick(point)?.TotalSeconds)];

    private string Y(double seconds) => ChartPath.Number(ChartPath.Y(seconds, Top));

    // On an axis a round number stands without its idle decimals.
    private static string Plain(TimeSpan span) =>
        span == TimeSpan.Zero ? "0" : span.TotalSeconds is < 10 and >= 1 && span.TotalSeconds % 1 == 0 ? $"{span.Seconds} s" : Wording.Duration(span);

    private static string Also(string word, TimeSpan? span) => span is { } value ? $", {word} {Wording.Duration(value)}" : "";
}
