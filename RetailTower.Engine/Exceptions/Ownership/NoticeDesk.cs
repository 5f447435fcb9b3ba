using RetailTower.Data.Model;
using RetailTower.Data.Stores;
using RetailTower.Engine.Live;

namespace RetailTower.Engine.Exceptions.Ownership;

/// <summary>Where people see what they are told, and acknowledge it.</summary>
public sealed class NoticeDesk(NoticeStore store, TeamStore people, ChangeFeed feed)
{
    /// <summary>The most that <see cref="OpenAsync"/> tells of.</summary>
    public const int MostShown = NoticeStore.MostShown;

    /// <summary>What a person is told and nobody has acknowledged, newest first.</summary>
    public async Task<List<Notice>> OpenAsync(string person, CancellationToken cancellationToken)
    {
        List<string> addressees = [Addressee(TeamBook.Everyone, ""), Addressee(person, "")];
        if (await people.TeamOfAsync(person, cancellationToken) is { } team) addressees.Add(Addressee(TeamBook.Team, team));
        return await store.OpenAsync(addressees, cancellationToken);
    }

    /// <summary>Acknowledges a notice, for everyone whom it told: its exceptions climb no further.</summary>
    /// <returns>False when somebody else was first, or none of its exceptions is open any more.</returns>
    public async Task<bool> AcknowledgeAsync(long id, string who, CancellationToken cancellationToken)
    {
        var done = await store.AcknowledgeAsync(id, who, cancellationToken);
        feed.Publish(ChangeAreas.Notices);
        return done;
    }

    /// <summary>As a notice's addressees are kept.</summary>
    internal static string Addressee(string whom, string team) => whom switch { TeamBook.Everyone => TeamBook.Everyone, TeamBook.Team => $"team:{team}", _ => $"person:{whom}" };
}
