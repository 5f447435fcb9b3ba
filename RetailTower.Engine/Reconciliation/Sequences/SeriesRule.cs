using RetailTower.Data.Model;
using RetailTower.Data.Stores;

namespace RetailTower.Engine.Reconciliation.Sequences;

/// <summary>
/// When a running number tells that others are missing. A series counts from the first number of an order that is new in the world, not only new to the tower;
/// numbers come in any sequence; a series that begins anew, or goes on elsewhere, is followed there.
/// </summary>
internal static class SeriesRule
{
    /// <summary>A jump over more numbers is somebody's new way of numbering, and nobody is asked for each of them.</summary>
    public const long LargestGap = 100_000;

    /// <summary>An order that is older when it arrives was placed before the tower listened, and says nothing of those before it.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(1);

    /// <summary>Systems do not number and date at one instant.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(1);

    /// <summary>Counts what arrived: fills gaps, and adds those that it tells of.</summary>
    public static void Count(NumberCount counting, DateTimeOffset now, TimeSpan askAfter, TimeSpan dueAfter)
    {
        var gaps = counting.Gaps.ConvertAll(gap => (Gap: gap, Missing: NumberSpans.Parse(gap.Missing)));
        foreach (var arrived in counting.Arrived.OrderBy(it => it.PlacedAt).ThenBy(it => it.Number))
        {
            if (gaps.Any(it => Same(it.Gap, arrived) && it.Missing.Remove(arrived.Number))) continue;
            if (counting.Series.Find(it => it.System == arrived.System && it.Series == arrived.Series) is not { } series)
            {
                if (arrived.ReceivedAt - arrived.PlacedAt <= Fresh) counting.Series.Add(new CountedSeries { System = arrived.System, Series = arrived.Series, Highest = arrived.Number, PlacedAt = Placed(arrived) });
            }
            else if (Passed(series, arrived) is { } passed)
            {
                var gap = new NumberGap { System = arrived.System, Series = arrived.Series, Missing = "", SeenAt = now, AskAt = passed.Count > LargestGap ? null : now + askAfter, DueAt = now + dueAfter };
                counting.Gaps.Add(gap);
                gaps.Add((gap, passed));
            }
        }

        foreach (var (gap, missing) in gaps) gap.Missing = missing.ToString();
    }

    /// <summary>Follows the series to the number; what it passed over, if anything.</summary>
    private static NumberSpans? Passed(CountedSeries series, ArrivedNumber arrived)
    {
        var (before, placed) = (series.Highest, Placed(arrived));
        if (arrived.Number > before)
        {
            // A higher number of an older order is of another time: an import, or the rest of a series that has begun anew.
            if (placed < series.PlacedAt - Slack) return null;
            (series.Highest, series.PlacedAt) = (arrived.Number, placed > series.PlacedAt ? placed : series.PlacedAt);
            return arrived.Number > before + 1 ? NumberSpans.Of(before + 1, arrived.Number - 1) : null;
        }

        // A lower number of a newer order: the series began anew. Else the order is one that was passed by long ago.
        if (arrived.Number < before && placed > series.PlacedAt + Slack) (series.Highest, series.PlacedAt) = (arrived.Number, placed);
        return null;
    }

    /// <summary>A date that is still to come must not make all that follows look old.</summary>
    private static DateTimeOffset Placed(ArrivedNumber arrived) => arrived.PlacedAt < arrived.ReceivedAt ? arrived.PlacedAt : arrived.ReceivedAt;

    private static bool Same(NumberGap gap, ArrivedNumber arrived) => gap.System == arrived.System && gap.Series == arrived.Series;
}
