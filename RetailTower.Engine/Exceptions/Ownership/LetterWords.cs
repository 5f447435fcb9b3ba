using System.Globalization;
using RetailTower.Data.Model;
using RetailTower.Data.Stores;

namespace RetailTower.Engine.Exceptions.Ownership;

/// <summary>What a letter says.</summary>
/// <param name="tower">The tower's address, by which its links lead back; null when it has none.</param>
internal sealed class LetterWords(Uri? tower)
{
    /// <summary>The same at every attempt, so that a recipient knows a letter that came twice.</summary>
    public static string IdOf(LetterToSend letter) => string.Create(CultureInfo.InvariantCulture, $"notice-{letter.Id}-{letter.CreatedAt.UtcTicks}");

    public static string Subject(LetterToSend letter)
    {
        var (first, more) = (letter.Notices[0], letter.Notices.Count - 1);
        return $"{Count(first)}: {first.Title} ({first.Team}){(more == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" and {more} more"))}";
    }

    public string Body(LetterToSend letter) => string.Join("\n\n", letter.Notices.Select(notice =>
        $"{notice.Title}\n{Count(notice)} of {notice.Team}, rung {notice.Rung.ToString(CultureInfo.InvariantCulture)}, since {notice.OpenedAt.UtcDateTime.ToString("u", CultureInfo.InvariantCulture)}{(Link(notice) is { } link ? $"\n{link.AbsoluteUri}" : "")}")
        .Append("Acknowledge it in the tower, under the bell: then it goes no further.")) + "\n";

    public Uri? Link(Notice notice) => tower is null ? null : new Uri(tower, $"/exceptions?tab=list&group={Uri.EscapeDataString(notice.Fingerprint)}");

    private static string Count(Notice notice) => notice.Cases == 1 ? "1 exception" : string.Create(CultureInfo.InvariantCulture, $"{notice.Cases:N0} exceptions");
}
