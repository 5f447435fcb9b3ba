using System.Globalization;
using RetailTower.Web.Model;

namespace RetailTower.Web.Components.Pages.PeriodEnd;

/// <summary>A UTC day or month whose books are to be closed.</summary>
/// <param name="First">Its first day.</param>
public sealed record PeriodEndSpan(DateOnly First, bool Month)
{
    private const string DayFormat = "yyyy-MM-dd", MonthFormat = "yyyy-MM";

    public DateTimeOffset From => At(First);

    public DateTimeOffset To => At(Month ? First.AddMonths(1) : First.AddDays(1));

    public PeriodEndSpan Earlier => this with { First = Month ? First.AddMonths(-1) : First.AddDays(-1) };

    public PeriodEndSpan Later => this with { First = Month ? First.AddMonths(1) : First.AddDays(1) };

    public string Name => First.ToString(Month ? "MMMM yyyy" : "dddd, d MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>As an address holds it.</summary>
    public string Text => First.ToString(Month ? MonthFormat : DayFormat, CultureInfo.InvariantCulture);

    public string Address => At(TowerUrls.PeriodEnd);

    /// <summary>The same figures as a file.</summary>
    public string Csv => At(TowerUrls.PeriodEndCsv);

    /// <summary>What an address asks for; the month that runs where it asks for nothing that can be read.</summary>
    public static PeriodEndSpan Of(string? day, string? month, DateTimeOffset now) =>
        Read(day, DayFormat) is { } asked ? new(asked, false) : Read(month, MonthFormat) is { } first ? new(first, true) : new(MonthOf(DateOnly.FromDateTime(now.UtcDateTime)), true);

    /// <summary>Today, yesterday, this month and the last.</summary>
    public static IReadOnlyList<(string Word, PeriodEndSpan Span)> Near(DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        return
        [
            ("Today", new(today, false)), ("Yesterday", new(today.AddDays(-1), false)), ("This month", new(MonthOf(today), true)), ("Last month", new(MonthOf(today).AddMonths(-1), true)),
        ];
    }

    private static DateOnly MonthOf(DateOnly day) => new(day.Year, day.Month, 1);

    /// <summary>Within the years that the calendar has before and behind it.</summary>
    private static DateOnly? Read(string? text, string format) =>
        DateOnly.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1 and < 9999 ? day : null;

    private string At(string page) => Query.Address(page, (Month ? "month" : "day", Text));

    private static DateTimeOffset At(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
}
