using System.Globalization;
using Microsoft.AspNetCore.Components;
using RetailTower.Web.Model;

namespace RetailTower.Web.Components.Controls;

/// <summary>One figure over time, with the side of the target on which it should be; every point leads to what stands behind it.</summary>
public sealed partial class TrendChart
{
    /// <summary>One per equal part of the time, oldest first.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<TrendPoint> Points { get; set; }

    [Parameter, EditorRequired]
    public required string Label { get; set; }

    /// <summary>Writes a value of the axis.</summary>
    [Parameter, EditorRequired]
    public required Func<double, string> Say { get; set; }

    /// <summary>Rounds the distance of the axis' marks up to one that reads well; without it to 1, 2 or 5 times a power of ten.</summary>
    [Parameter]
    public Func<double, double> Round { get; set; } = ChartPath.RoundUp;

    [Parameter]
    public double? Target { get; set; }

    [Parameter]
    public string? TargetText { get; set; }

    [Parameter]
    public bool HigherIsBetter { get; set; }

    /// <summary>What cannot be exceeded: 1 for a share.</summary>
    [Parameter]
    public double? Most { get; set; }

    /// <summary>Moments to be marked; the caller lists what is written about them.</summary>
    [Parameter]
    public IReadOnlyList<TrendMark> Notes { get; set; } = [];

    [Parameter]
    public int Height { get; set; } = 220;

    private List<double> Known => [.. Points.Select(point => point.Value).OfType<double>()];

    /// <summary>A share that never comes near zero is drawn from below its lowest value; everything else from zero.</summary>
    private double Floor
    {
        get
        {
            var lowest = Math.Min(Known.Min(), Target ?? double.MaxValue);
            return Most is { } most && HigherIsBetter && lowest > most / 2 ? Math.Max(0, Math.Floor(((lowest - ((most - lowest) / 4)) * 20) - 1e-9) / 20) : 0;
        }
    }

    private double Step => Round(Math.Max((Most is { } most && HigherIsBetter ? most - Floor : Math.Max(Known.Max(), TargetNear ? Target!.Value : 0) - Floor) / 4, 1e-6));

    private double Top => Most is { } most && HigherIsBetter ? most - Floor : Step * Math.Max(1, Math.Ceiling(((Math.Max(Known.Max(), TargetNear ? Target!.Value : 0) - Floor) / Step) - 1e-9));

    /// <summary>A target far above everything would press the line to the ground.</summary>
    private bool TargetNear => Target is { } target && target <= Known.Max() * 3;

    private bool TargetShows => Target is { } target && target - Floor <= Top * 1.001 && target >= Floor;

    /// <summary>The target's word stands where the line keeps away from it.</summary>
    private bool TargetAtLeft
    {
        get
        {
            var end = Math.Max(1, Points.Count / 6);
            return Distance(Points.Take(end)) > Distance(Points.TakeLast(end));
            double Distance(IEnumerable<TrendPoint> points) => points.Min(point => point.Value is { } value ? Math.Abs(value - Target!.Value) : double.MaxValue);
        }
    }

    private double?[] Lifted => [.. Points.Select(point => point.Value - Floor)];

    /// <summary>Down the plot, where the figure should be.</summary>
    private (double From, double To)? Good => !TargetShows ? null : HigherIsBetter ? (0, ChartPath.Y(Target!.Value - Floor, Top)) : (ChartPath.Y(Target!.Value - Floor, Top), 100);

    private IEnumerable<double> Marks
    {
        get
        {
            for (var mark = Floor; mark <= (Floor + Top) * 1.0001; mark += Step) yield return mark;
        }
    }

    private bool Days => Points[^1].From - Points[0].From > TimeSpan.FromDays(2);

    private IEnumerable<(DateTimeOffset At, double Place)> Clock
    {
        get
        {
            var last = -1;
            for (var part = 0; part <= 4; part++)
            {
                var index = (int)Math.Round((Points.Count - 1) * part / 4d);
                if (index == last) continue;
                last = index;
                yield return (Points[index].From, ChartPath.X(index, Points.Count));
            }
        }
    }

    private string Summary
    {
        get
        {
            var known = Points.Where(point => point.Value is not null).ToList();
            var missed = known.Count(point => point.Missed);
            return $"last {known[^1].Text}, lowest {known.MinBy(point => point.Value)!.Text}, highest {known.MaxBy(point => point.Value)!.Text}"
                + (Target is null ? "" : $"; target {TargetText}, missed in {missed} of {Wording.Count(known.Count, "part")}");
        }
    }

    /// <summary>Across, of a moment: a part is drawn at its beginning, and the last one ends at the right.</summary>
    private double Place(DateTimeOffset at)
    {
        var drawn = Points[^1].From - Points[0].From;
        return drawn <= TimeSpan.Zero ? 0 : Math.Clamp(100 * (at - Points[0].From) / drawn, 0, 100);
    }

    /// <summary>What stands above the marks; those too close to stand side by side share one place.</summary>
    private IEnumerable<(double Place, string Signs, string Texts)> Signs
    {
        get
        {
            const double apart = 3;
            var group = new List<TrendMark>();
            foreach (var mark in Notes.OrderBy(note => note.At))
            {
                if (group.Count > 0 && Place(mark.At) - Place(group[0].At) > apart)
                {
                    yield return Together(group);
                    group.Clear();
                }

                group.Add(mark);
            }

            if (group.Count > 0) yield return Together(group);
        }
    }

    private (double Place, string Signs, string Texts) Together(List<TrendMark> marks) =>
        (Place(marks[0].At), marks.Count < 3 ? string.Join(", ", marks.Select(mark => mark.Sign)) : $"{marks[0].Sign} – {marks[^1].Sign}", string.Join("; ", marks.Select(mark => mark.Text)));

    private static string Tip(TrendPoint point) =>
        $"{Moment(point.From)} to {Moment(point.To)} UTC: {point.Text}, {point.Note}";

    private static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM HH:mm", CultureInfo.InvariantCulture);

    private string Y(double value) => Number(ChartPath.Y(value - Floor, Top));

    private static string Number(double value) => ChartPath.Number(value);
}
