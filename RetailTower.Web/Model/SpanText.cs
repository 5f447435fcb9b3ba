using System.Globalization;
using System.Text.RegularExpressions;

namespace RetailTower.Web.Model;

/// <summary>Spans of whole seconds as people type them: <c>90 s</c>, <c>5 m</c>, <c>1 d 12 h</c>.</summary>
public static partial class SpanText
{
    /// <summary>Every unit that is not zero, the largest first.</summary>
    public static string Of(TimeSpan span)
    {
        (int Count, string Unit)[] parts = [((int)span.TotalDays, "d"), (span.Hours, "h"), (span.Minutes, "m"), (span.Seconds, "s")];
        var said = string.Join(' ', parts.Where(part => part.Count > 0).Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Count} {part.Unit}")));
        return said.Length == 0 ? "0 s" : said;
    }

    /// <summary>Null when it is no span.</summary>
    public static TimeSpan? Read(string text)
    {
        var found = Typed().Match(text);
        if (!found.Success || found.Groups.Values.Skip(1).All(group => !group.Success)) return null;
        return new TimeSpan(Count(1), Count(2), Count(3), Count(4));

        int Count(int group) => found.Groups[group].Success ? int.Parse(found.Groups[group].ValueSpan, CultureInfo.InvariantCulture) : 0;
    }

    [GeneratedRegex(@"^\s*(?:(\d{1,4})\s*d)?\s*(?:(\d{1,6})\s*h)?\s*(?:(\d{1,6})\s*m)?\s*(?:(\d{1,8})\s*s)?\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Typed();
}
