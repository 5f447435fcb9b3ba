using System.Globalization;
using RetailTower.Engine.Exceptions.Ownership;

namespace RetailTower.Web.Components.Pages.Teams;

/// <summary>How a team works, in words.</summary>
internal static class TeamWords
{
    public static string Hours(TeamRules team)
    {
        var days = Enum.GetValues<DayOfWeek>().Skip(1).Append(DayOfWeek.Sunday)
            .Select(day => (Day: day.ToString()[..3], Hours: team.Options.Hours.FirstOrDefault(it => it.Key.Equals(day.ToString(), StringComparison.OrdinalIgnoreCase)).Value)).Where(it => it.Hours is not null).ToList();
        var holidays = team.Options.Holidays.Count switch { 0 => "", 1 => ", but 1 holiday", var many => string.Create(CultureInfo.InvariantCulture, $", but {many} holidays") };
        if (days.Count == 0) return $"round the clock{holidays}";
        return $"{string.Join("; ", days.GroupBy(it => it.Hours).Select(it => $"{string.Join(" ", it.Select(one => one.Day))} {it.Key}"))}, {team.Options.TimeZone}{holidays}";
    }

    public static string Dealt(TeamRules team) => team.Options.RoundRobin ? "its people in turn" : "whoever takes them";

    public static IEnumerable<string> Ladder(TeamRules team) => team.Ladder.Count == 0 ? ["nobody"] : team.Ladder.Select(rung => string.Create(CultureInfo.InvariantCulture,
        $"{rung.At * 100:0} %{(rung.Unassigned ? ", if nobody has it" : "")}: {string.Join(", ", rung.To.Select(to => to == TeamBook.Lead ? team.Options.Lead ?? "the team, which has no lead" : to == TeamBook.Team ? "the team" : to))}"));

    public static string Channels(TeamRules team)
    {
        string?[] channels = [string.IsNullOrEmpty(team.Options.Mail) ? null : "mail", string.IsNullOrEmpty(team.Options.Webhook) ? null : $"webhook {team.Options.Webhook}", string.IsNullOrEmpty(team.Options.QuietHours) ? null : $"quiet {team.Options.QuietHours}"];
        return channels.Any(it => it is not null) ? string.Join(", ", channels.Where(it => it is not null)) : "nothing";
    }
}
