using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Stores;

/// <summary>Someone who may own exceptions.</summary>
/// <param name="Mail">The address by which the person signs in.</param>
public sealed record TeamMember(string Name, string? Team, string? Mail);

/// <summary>Who is in which team, and what they leave for each other.</summary>
public sealed class TeamStore(TowerDatabase database, TimeProvider time)
{
    private const int MostPeople = 500, MostNotes = 5;

    /// <summary>Everyone who signs in, by name.</summary>
    public Task<List<TeamMember>> MembersAsync(CancellationToken cancellationToken) => database.ReadAsync((db, token) =>
        db.Users.OrderBy(p => p.DisplayName).ThenBy(p => p.Id).Take(MostPeople).Select(p => new TeamMember(p.DisplayName, p.Team, p.Email)).ToListAsync(token), cancellationToken);

    /// <summary>Null while nobody has said.</summary>
    public Task<string?> TeamOfAsync(string person, CancellationToken cancellationToken) => database.ReadAsync((db, token) =>
        db.Users.Where(p => p.DisplayName == person).OrderBy(p => p.Id).Select(p => p.Team).FirstOrDefaultAsync(token), cancellationToken);

    /// <summary>Puts a person into a team, or with null into none; the audit says who did.</summary>
    /// <returns>False when there is no such person.</returns>
    public Task<bool> JoinAsync(string person, string? team, string who, CancellationToken cancellationToken) => database.WriteAsync(async (db, token) =>
    {
        var people = await db.Users.AsTracking().Where(p => p.DisplayName == person).ToListAsync(token);
        if (people.Count == 0) return false;
        if (people.TrueForAll(one => one.Team == team)) return true;
        var before = people[0].Team;
        people.ForEach(one => one.Team = team);
        db.Audit.Add(new AuditEntry { At = time.GetUtcNow(), Who = who, Action = "team.joined", Target = person, Detail = $"{before ?? "no team"} → {team ?? "no team"}" });
        return true;
    }, cancellationToken);

    public Task HandOverAsync(string team, string text, string who, CancellationToken cancellationToken) => database.WriteAsync((db, _) =>
    {
        db.HandOvers.Add(new HandOver { Team = team, Author = who, At = time.GetUtcNow(), Text = text });
        return Task.CompletedTask;
    }, cancellationToken);

    /// <summary>What was left for a team and nobody has taken over yet, newest first.</summary>
    public Task<List<HandOver>> LeftAsync(string team, CancellationToken cancellationToken) => database.ReadAsync((db, token) =>
        db.HandOvers.Where(h => h.Team == team && h.SeenAt == null).OrderByDescending(h => h.Id).Take(MostNotes).ToListAsync(token), cancellationToken);

    /// <returns>False when somebody has taken it over already, or the person wrote it.</returns>
    public Task<bool> TakeOverAsync(long id, string who, CancellationToken cancellationToken) => database.WriteAsync(async (db, token) =>
    {
        if (await db.HandOvers.AsTracking().SingleOrDefaultAsync(h => h.Id == id && h.SeenAt == null && h.Author != who, token) is not { } note) return false;
        (note.SeenBy, note.SeenAt) = (who, time.GetUtcNow());
        return true;
    }, cancellationToken);
}
