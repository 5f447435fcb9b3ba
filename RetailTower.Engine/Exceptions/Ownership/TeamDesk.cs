using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Data.Stores;
using RetailTower.Engine.Live;

namespace RetailTower.Engine.Exceptions.Ownership;

/// <summary>Where people join their team, hand over to whom comes next, and see what a shift did.</summary>
public sealed class TeamDesk(TeamStore store, LetterStore letters, ShiftQueries shifts, TeamBook teams, ChangeFeed feed)
{
    /// <summary>Characters of a hand-over note.</summary>
    public const int LongestNote = 2000;

    private static readonly TimeSpan LongestShift = TimeSpan.FromDays(31);

    /// <summary>How each team works.</summary>
    public IReadOnlyList<TeamRules> Teams { get; } = [.. TeamBook.Names.Select(teams.Of)];

    public Task<List<TeamMember>> MembersAsync(CancellationToken cancellationToken) => store.MembersAsync(cancellationToken);

    /// <summary>Null while nobody has said.</summary>
    public Task<string?> TeamOfAsync(string person, CancellationToken cancellationToken) => store.TeamOfAsync(person, cancellationToken);

    /// <summary>Puts a person into a team, or with null into none.</summary>
    /// <returns>False when there is no such person.</returns>
    /// <exception cref="ArgumentException">There is no such team.</exception>
    public async Task<bool> JoinAsync(string person, string? team, string who, CancellationToken cancellationToken)
    {
        if (team is not null && !TeamBook.Names.Contains(team)) throw new ArgumentException($"There is no team {team}.", nameof(team));
        var joined = await store.JoinAsync(person, team, who, cancellationToken);
        feed.Publish(ChangeAreas.Notices);
        return joined;
    }

    /// <summary>Leaves a note for a team.</summary>
    /// <exception cref="ArgumentException">There is no such team, or the note is empty or too long.</exception>
    public async Task HandOverAsync(string team, string text, string who, CancellationToken cancellationToken)
    {
        if (!TeamBook.Names.Contains(team)) throw new ArgumentException($"There is no team {team}.", nameof(team));
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        if (text.Trim().Length > LongestNote) throw new ArgumentException($"A note has at most {LongestNote} characters.", nameof(text));
        await store.HandOverAsync(team, text.Trim(), who, cancellationToken);
        feed.Publish(ChangeAreas.Notices);
    }

    /// <summary>What was left for a team and nobody has taken over yet, newest first.</summary>
    public Task<List<HandOver>> LeftAsync(string team, CancellationToken cancellationToken) => store.LeftAsync(team, cancellationToken);

    /// <returns>False when somebody has taken it over already, or the person wrote it.</returns>
    public async Task<bool> TakeOverAsync(long id, string who, CancellationToken cancellationToken)
    {
        var taken = await store.TakeOverAsync(id, who, cancellationToken);
        feed.Publish(ChangeAreas.Notices);
        return taken;
    }

    /// <summary>Letters that were tried in vain: those that are tried again, and those that were given up in the last day.</summary>
    public Task<List<LetterRow>> TroubledLettersAsync(CancellationToken cancellationToken) => letters.TroubledAsync(cancellationToken);

    /// <summary>What happened from an instant to another, at most 31 days later.</summary>
    /// <param name="team">Null for all.</param>
    public Task<ShiftReport> ShiftAsync(DateTimeOffset from, DateTimeOffset to, string? team, CancellationToken cancellationToken) =>
        shifts.ReadAsync(to - from > LongestShift ? to - LongestShift : from, to, team, cancellationToken);
}
