using System.Globalization;
using MimeKit;

namespace RetailTower.Engine.Exceptions.Ownership;

/// <summary>Who owns exceptions, when their clocks run and who is told. Sections <c>Tower:Teams</c> and <c>Tower:Notices</c>.</summary>
public sealed class OwnershipOptions
{
    public Dictionary<string, TeamOptions> Teams { get; set; } = [];

    public NoticeOptions Notices { get; set; } = new();

    /// <summary>What is set for a team; its name may be written without spaces and in any case. The usual where nothing is.</summary>
    public TeamOptions Of(string team) => Teams.FirstOrDefault(it => Same(it.Key, team)).Value ?? new TeamOptions();

    /// <summary>Every problem of both sections, each naming the key and the mend.</summary>
    public IEnumerable<string> Validate(string teams, string notices)
    {
        foreach (var problem in Notices.Validate(notices)) yield return problem;
        foreach (var (name, team) in Teams)
        {
            if (!TeamBook.Names.Any(known => Same(name, known))) yield return $"{teams}:{name} is no team; there are {string.Join(", ", TeamBook.Names)}.";
            foreach (var problem in Validate($"{teams}:{name}", team)) yield return problem;
        }
    }

    private IEnumerable<string> Validate(string path, TeamOptions team)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(team.TimeZone, out _)) yield return $"{path}:TimeZone must be a time zone, for example Europe/London; it is '{team.TimeZone}'.";
        foreach (var (day, hours) in team.Hours)
        {
            if (!Enum.TryParse<DayOfWeek>(day, ignoreCase: true, out var weekday) || !Enum.IsDefined(weekday)) yield return $"{path}:Hours:{day} must be named after a weekday, for example Monday.";
            if (ZoneTime.Spans(hours) is null) yield return $"{path}:Hours:{day} must be hours in sequence, for example 09:00-17:30 or 08:00-12:00,13:00-17:00; it is '{hours}'.";
        }

        foreach (var holiday in team.Holidays.Where(it => Date(it) is null)) yield return $"{path}:Holidays must be days such as 2026-12-25; one is '{holiday}'.";
        if (team.QuietHours is { Length: > 0 } quiet && ZoneTime.Span(quiet) is null) yield return $"{path}:QuietHours must be such as 22:00-07:00; it is '{quiet}'.";
        if (team.Mail is { Length: > 0 } mail && !MailboxAddress.TryParse(mail, out _)) yield return $"{path}:Mail must be a mail address; it is '{mail}'.";
        if (team.Webhook is { Length: > 0 } hook && !Notices.Webhooks.ContainsKey(hook)) yield return $"{path}:Webhook must be the name of one of Tower:Notices:Webhooks; '{hook}' is none.";
        for (var i = 0; i < team.Ladder.Count; i++)
        {
            var (rung, before) = (team.Ladder[i], i == 0 ? 0 : team.Ladder[i - 1].At);
            if (!(rung.At > before && rung.At <= 100)) yield return string.Create(CultureInfo.InvariantCulture, $"{path}:Ladder:{i}:At must be a share of the time above {before} and up to 100, for example 0.5; it is {rung.At}.");
            if (rung.To.Count == 0 || rung.To.Exists(string.IsNullOrWhiteSpace)) yield return $"{path}:Ladder:{i}:To must say who is told: team, lead, everyone, or names.";
        }
    }

    internal static DateOnly? Date(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static bool Same(string written, string team) => string.Equals(written.Replace(" ", "", StringComparison.Ordinal), team.Replace(" ", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
}
