using System.Globalization;
using RetailTower.Engine.Exceptions.Ownership;
using RetailTower.Web.Model;

namespace RetailTower.Web.Components.Pages.Shifts;

/// <summary>The hours that a shift report is about, and whose.</summary>
/// <param name="Hours">Up to now, or up to <paramref name="To"/>.</param>
/// <param name="Team">Null for all teams.</param>
public sealed record ShiftSpan(int Hours, DateTimeOffset? To, string? Team)
{
    private const int Usual = 8, Most = 31 * 24;

    /// <summary>The lengths that are offered.</summary>
    public static IReadOnlyList<(int Hours, string Word)> Lengths { get; } = [(8, "8 hours"), (12, "12 hours"), (24, "24 hours"), (168, "7 days")];

    public string Address => At(TowerUrls.Shift);

    /// <summary>The same as a file.</summary>
    public string Csv => At(TowerUrls.ShiftCsv);

    /// <summary>What an address asks for; eight hours of all teams where it asks for nothing that can be read.</summary>
    public static ShiftSpan Of(int? hours, string? to, string? team) => new(
        hours is > 0 and <= Most ? hours.Value : Usual,
        DateTimeOffset.TryParse(to, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var end) && end.Year is > 1 and < 9999 ? end : null,
        TeamBook.Names.Contains(team) ? team : null);

    public (DateTimeOffset From, DateTimeOffset To) Span(DateTimeOffset now)
    {
        var end = To ?? now;
        return (end.AddHours(-Hours), end);
    }

    private string At(string page) => Query.Address(page, ("hours", Hours == Usual ? null : Hours.ToString(CultureInfo.InvariantCulture)), ("to", To is { } end ? Wording.Iso(end) : null), ("team", Team));
}
