using System.Globalization;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;

namespace RetailTower.Web.Model;

/// <summary>Comparisons in words.</summary>
public static class ComparisonWords
{
    /// <summary>From this share of orders on all is well.</summary>
    public const double Target = 0.995;

    private const double Breach = 0.98;

    /// <summary>A few wrong orders of a sample are a reason to look; a breach is only what chance cannot explain.</summary>
    public static ScreenState State(ComparisonRow row) => row.Bounds is not { } bounds ? ScreenState.Unknown
        : row.Untrue == 0 || bounds.Low >= Target ? ScreenState.Ok
        : bounds.High >= Breach ? ScreenState.Attention
        : ScreenState.Breach;

    public static string Name(ComparisonRow row) => row.Sample ? $"{Wording.Count(row.Total, "order")} picked by chance" : "All orders";

    /// <summary>Never rounded up to all: one wrong order of ten thousand is not 100 %.</summary>
    public static string Percent(double share) => share >= 1 ? "100 %" : string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(share * 1000) / 10:0.0} %");

    public static string Bounds(ComparisonRow row) => row.Bounds is { } bounds ? string.Create(CultureInfo.InvariantCulture, $"{bounds.Low * 100:0.0} – {bounds.High * 100:0.0} %") : "";

    public static string Progress(ComparisonRow row)
    {
        var seen = $"{Wording.Count(row.Seen)} of {Wording.Count(Math.Max(row.Total, row.Seen))}";
        return row.State switch
        {
            OperationState.Running when row.SecondLook => $"{seen}, a second look at the rest",
            OperationState.Running => seen,
            OperationState.Paused => $"Paused at {seen}",
            OperationState.Cancelled => $"Left off at {seen}",
            _ => $"{Wording.Count(row.Seen)} looked at",
        };
    }
}
