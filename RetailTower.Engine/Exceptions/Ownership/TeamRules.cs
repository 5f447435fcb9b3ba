namespace RetailTower.Engine.Exceptions.Ownership;

/// <summary>How one team works, as its settings mean it.</summary>
public sealed class TeamRules
{
    private static readonly RungOptions[] _usual =
        [new() { At = 0.5, Unassigned = true, To = [TeamBook.Team] }, new() { At = 1, To = [TeamBook.Lead] }, new() { At = 2, To = [TeamBook.Everyone] }];

    private readonly (int From, int To)? _quiet;

    public TeamRules(string name, TeamOptions options)
    {
        (Name, Options, Zone) = (name, options, TimeZoneInfo.FindSystemTimeZoneById(options.TimeZone));
        Ladder = !options.Escalates ? [] : options.Ladder.Count > 0 ? options.Ladder : _usual;
        _quiet = ZoneTime.Span(options.QuietHours);
        var holidays = options.Holidays.Select(OwnershipOptions.Date).Where(day => day is not null).Select(day => day!.Value).ToHashSet();
        var week = options.Hours.ToDictionary(it => Enum.Parse<DayOfWeek>(it.Key, ignoreCase: true), it => ZoneTime.Spans(it.Value)!);
        if (week.Count > 0) Hours = new WorkingHours(Zone, week, holidays);
        else if (holidays.Count > 0) Hours = new WorkingHours(Zone, Enum.GetValues<DayOfWeek>().ToDictionary(day => day, _ => (IReadOnlyList<(int, int)>)[(0, 24 * 60)]), holidays);
    }

    public string Name { get; }

    public TeamOptions Options { get; }

    public TimeZoneInfo Zone { get; }

    /// <summary>Null when it works round the clock.</summary>
    public WorkingHours? Hours { get; }

    /// <summary>By share, the least first; empty when its exceptions do not climb.</summary>
    public IReadOnlyList<RungOptions> Ladder { get; }

    /// <summary>The instant at which so much of its working time has passed since <paramref name="at"/>; before it when negative.</summary>
    public DateTimeOffset Add(DateTimeOffset at, TimeSpan working) => Hours?.Add(at, working) ?? at + working;

    /// <summary>Moves a time by the working time between two instants, as a clock that stood still meanwhile.</summary>
    public DateTimeOffset Move(DateTimeOffset at, DateTimeOffset from, DateTimeOffset to) => to <= from ? at : Add(at, Hours?.Between(from, to) ?? to - from);

    /// <summary>When an exception reaches the rung after <paramref name="rung"/>; null when there is none.</summary>
    /// <param name="allowed">Working time that it has in all.</param>
    public DateTimeOffset? ClimbsAt(DateTimeOffset due, TimeSpan allowed, int rung) =>
        // Counted back from when it is due, so that what it waited for others does not count.
        rung >= Ladder.Count || allowed <= TimeSpan.Zero ? null : Add(due, allowed * (Ladder[rung].At - 1));

    /// <summary>The instant itself, or the end of the quiet hours that it lies in.</summary>
    public DateTimeOffset AfterQuiet(DateTimeOffset at)
    {
        if (_quiet is not var (from, to)) return at;
        var local = TimeZoneInfo.ConvertTime(at, Zone);
        var (day, minute) = (DateOnly.FromDateTime(local.DateTime), (local.Hour * 60) + local.Minute);
        if (from < to) return minute >= from && minute < to ? ZoneTime.At(Zone, day, to) : at;
        if (minute >= from) return ZoneTime.At(Zone, day.AddDays(1), to);
        return minute < to ? ZoneTime.At(Zone, day, to) : at;
    }
}
