using System.Globalization;

namespace RetailTower.Web.Model;

/// <summary>How the tower writes spans, instants and money. wwwroot/js/age.js writes the same ages in the browser.</summary>
public static class Wording
{
    private static readonly Dictionary<string, string> Symbols = new(StringComparer.Ordinal) { ["GBP"] = "£", ["EUR"] = "€", ["USD"] = "$" };

    private static CultureInfo Culture => CultureInfo.InvariantCulture;

    /// <summary>An age in its largest unit: <c>12 s</c>, <c>4 m</c>, <c>2 h</c>, <c>3 d</c>; what lies ahead reads <c>in 4 m</c>.</summary>
    public static string Age(TimeSpan age, bool ago = false) => (age < TimeSpan.Zero, ago) switch
    {
        (true, _) => $"in {Largest(-age)}",
        (_, true) => $"{Largest(age)} ago",
        _ => Largest(age),
    };

    /// <summary>A measured span in at most two units: <c>340 ms</c>, <c>1.8 s</c>, <c>42 s</c>, <c>1 m 40 s</c>, <c>2 h 5 m</c>, <c>3 d 4 h</c>.</summary>
    public static string Duration(TimeSpan span)
    {
        if (span < TimeSpan.Zero) return "−" + Duration(-span);
        if (span.TotalMilliseconds < 999.5) return $"{Math.Round(span.TotalMilliseconds).ToString("0", Culture)} ms";
        if (span.TotalSeconds < 9.95) return $"{span.TotalSeconds.ToString("0.0", Culture)} s";
        var whole = TimeSpan.FromSeconds(Math.Round(span.TotalSeconds));
        if (whole.TotalSeconds < 60) return $"{whole.Seconds} s";
        if (whole.TotalMinutes < 60) return Two(whole.Minutes, "m", whole.Seconds, "s");
        if (whole.TotalHours < 48) return Two((int)whole.TotalHours, "h", whole.Minutes, "m");
        return Two((int)whole.TotalDays, "d", whole.Hours, "h");
    }

    /// <summary>Money with its currency and thousands grouped: <c>£1,204.00</c>, <c>SEK 1,204.00</c>; <paramref name="whole"/> leaves the fraction out.</summary>
    public static string Money(decimal amount, string currency, bool whole = false)
    {
        var digits = whole ? 0 : currency is "JPY" or "KRW" ? 0 : 2;
        var figure = Math.Abs(amount).ToString("N" + digits.ToString(Culture), Culture);
        var sign = amount < 0 ? "−" : "";
        return Symbols.TryGetValue(currency, out var symbol) ? $"{sign}{symbol}{figure}" : $"{sign}{currency} {figure}";
    }

    /// <summary>A count with thousands grouped: <c>12,480</c>.</summary>
    public static string Count(long count) => count.ToString("N0", Culture);

    /// <summary>A count and its noun: <c>1 order</c>, <c>412 orders</c>.</summary>
    public static string Count(long count, string one, string? many = null) => $"{Count(count)} {(count == 1 ? one : many ?? one + "s")}";

    /// <summary>A quantity without idle zeroes: <c>3</c>, <c>2.5</c>.</summary>
    public static string Quantity(decimal quantity) => quantity.ToString("#,0.###", Culture);

    /// <summary>An instant as machines read it, for <c>datetime</c> and <c>data-instant</c>.</summary>
    public static string Iso(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", Culture);

    /// <summary>An instant in UTC for the first paint, before the browser puts it in the viewer's zone.</summary>
    public static string Utc(DateTimeOffset at) => at.UtcDateTime.ToString("ddd d MMM yyyy, HH:mm:ss 'UTC'", Culture);

    private static string Two(int large, string largeUnit, int small, string smallUnit) =>
        small == 0 ? $"{large} {largeUnit}" : $"{large} {largeUnit} {small} {smallUnit}";

    private static string Largest(TimeSpan span) => span switch
    {
        { TotalSeconds: < 60 } => $"{(int)span.TotalSeconds} s",
        { TotalMinutes: < 60 } => $"{(int)span.TotalMinutes} m",
        { TotalHours: < 48 } => $"{(int)span.TotalHours} h",
        _ => $"{(int)span.TotalDays} d",
    };
}
