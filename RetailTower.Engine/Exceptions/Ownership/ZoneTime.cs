using System.Globalization;

namespace RetailTower.Engine.Exceptions.Ownership;

/// <summary>Times of the day as people write and mean them.</summary>
internal static class ZoneTime
{
    private const int MinutesOfDay = 24 * 60;

    /// <summary>The instant of a time of day. One that is skipped is the moment of the skip; of one that comes twice, the first.</summary>
    public static DateTimeOffset At(TimeZoneInfo zone, DateOnly day, int minute)
    {
        var local = day.ToDateTime(TimeOnly.MinValue).AddMinutes(minute);
        while (zone.IsInvalidTime(local)) local = local.AddMinutes(1);
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    /// <summary>Reads <c>09:00-17:30</c>; null when it is none. 24:00 is the end of the day.</summary>
    public static (int From, int To)? Span(string? text) =>
        text?.Split('-', StringSplitOptions.TrimEntries) is [var from, var to] && Minute(from) is { } begin && Minute(to) is { } end && begin != end && begin < MinutesOfDay ? (begin, end) : null;

    /// <summary>Reads <c>08:00-12:00,13:00-17:00</c>; null when it is none, or its spans are not in sequence.</summary>
    public static IReadOnlyList<(int From, int To)>? Spans(string? text)
    {
        var spans = new List<(int From, int To)>();
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.TrimEntries))
        {
            if (Span(part) is not { } span || span.From > span.To || (spans.Count > 0 && spans[^1].To > span.From)) return null;
            spans.Add(span);
        }

        return spans;
    }

    private static int? Minute(string text)
    {
        if (text == "24:00") return MinutesOfDay;
        return TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? (time.Hour * 60) + time.Minute : null;
    }
}
