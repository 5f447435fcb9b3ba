namespace RetailTower.Engine.Exceptions.Ownership;

/// <summary>
/// When a team works, in its time zone: a timetable of the week without holidays. Only then do the clocks of its exceptions run. A time that summer
/// time skips is the moment of the skip; of one that comes twice, the first counts.
/// </summary>
/// <param name="week">Minutes of the day, from and to, of each weekday that is worked; in sequence and apart.</param>
public sealed class WorkingHours(TimeZoneInfo zone, IReadOnlyDictionary<DayOfWeek, IReadOnlyList<(int From, int To)>> week, IReadOnlySet<DateOnly> holidays)
{
    /// <summary>A timetable that leaves no more than an hour a week, and holidays, still comes to any time that the tower gives within this.</summary>
    private const int MostDays = 3660;

    public TimeZoneInfo Zone { get; } = zone;

    /// <summary>The instant at which so much working time has passed since <paramref name="at"/>; before it when <paramref name="working"/> is negative.</summary>
    public DateTimeOffset Add(DateTimeOffset at, TimeSpan working)
    {
        if (working == TimeSpan.Zero) return at;
        var left = working.Duration();
        var first = DayOf(at);
        for (var i = 0; i < MostDays; i++)
        {
            foreach (var (from, to) in working > TimeSpan.Zero ? Spans(first.AddDays(i)) : Spans(first.AddDays(-i)).Reverse())
            {
                if (working > TimeSpan.Zero)
                {
                    var begin = from > at ? from : at;
                    if (to <= begin) continue;
                    if (to - begin >= left) return begin + left;
                    left -= to - begin;
                }
                else
                {
                    var end = to < at ? to : at;
                    if (end <= from) continue;
                    if (end - from >= left) return end - left;
                    left -= end - from;
                }
            }
        }

        return at + working;
    }

    /// <summary>Working time from one instant to a later one; zero when it is not later.</summary>
    public TimeSpan Between(DateTimeOffset from, DateTimeOffset to)
    {
        var sum = TimeSpan.Zero;
        for (var day = DayOf(from); day <= DayOf(to); day = day.AddDays(1))
        {
            foreach (var (begin, end) in Spans(day))
            {
                var (earliest, latest) = (begin > from ? begin : from, end < to ? end : to);
                if (latest > earliest) sum += latest - earliest;
            }
        }

        return sum;
    }

    private DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, Zone).DateTime);

    private IEnumerable<(DateTimeOffset From, DateTimeOffset To)> Spans(DateOnly day) =>
        holidays.Contains(day) || !week.TryGetValue(day.DayOfWeek, out var spans) ? [] : spans.Select(span => (ZoneTime.At(Zone, day, span.From), ZoneTime.At(Zone, day, span.To)));
}
