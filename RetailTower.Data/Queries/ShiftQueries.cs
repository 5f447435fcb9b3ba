using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Queries;

/// <summary>How many cases of a team were opened.</summary>
public sealed record ShiftOpened(string Team, int Cases);

/// <summary>How many cases of a team one person, or the tower, closed in one way.</summary>
/// <param name="Who">A person's name, or <c>tower</c>.</param>
/// <param name="How">What was done last: <c>resolved</c>, <c>discarded</c>, <c>retried</c>, <c>replayed</c>, <c>edited</c>; <c>resolved</c> by the tower when nobody did anything.</param>
public sealed record ShiftClosed(string Team, string Who, string How, int Cases);

/// <summary>What is still open of a team, by how long it has been.</summary>
/// <param name="Age">0 under an hour, 1 under four, 2 under a day, 3 under three days, 4 longer.</param>
public sealed record ShiftOpen(string Team, int Age, string Currency, int Cases, decimal MoneyAtRisk);

/// <summary>What happened to exceptions in a span.</summary>
public sealed record ShiftReport(
    DateTimeOffset From, DateTimeOffset To, DateTimeOffset At, string? Team, IReadOnlyList<ShiftOpened> Opened, IReadOnlyList<ShiftClosed> Closed, IReadOnlyList<ShiftOpen> Open,
    IReadOnlyList<BulkOperation> Operations, IReadOnlyList<Notice> Escalations, IReadOnlyList<HandOver> HandOvers);

/// <summary>Reads what a shift did.</summary>
public sealed class ShiftQueries(TowerDatabase database, TimeProvider time)
{
    private const int MostListed = 200;
    private static readonly string[] _deeds = ["resolved", "discarded", "retried", "replayed", "edited"];

    /// <param name="team">Null for all; operations are of all teams.</param>
    public Task<ShiftReport> ReadAsync(DateTimeOffset from, DateTimeOffset to, string? team, CancellationToken cancellationToken) => database.ReadAsync(async (db, token) =>
    {
        var now = time.GetUtcNow();
        var open = db.Cases.Where(c => c.State < CaseState.Resolved && (team == null || c.OwnerTeam == team));
        var closed = db.Cases.Where(c => c.ResolvedAt != null && c.ResolvedAt >= from && (team == null || c.OwnerTeam == team));
        // Whoever was opened in the span is open still or was closed after its beginning.
        var opened = await open.Where(c => c.OpenedAt >= from && c.OpenedAt < to).GroupBy(c => c.OwnerTeam).Select(g => new ShiftOpened(g.Key, g.Count())).ToListAsync(token);
        opened.AddRange(await closed.Where(c => c.OpenedAt >= from && c.OpenedAt < to).GroupBy(c => c.OwnerTeam).Select(g => new ShiftOpened(g.Key, g.Count())).ToListAsync(token));
        var ended = await EndedAsync(db, closed.Where(c => c.ResolvedAt < to), token);
        DateTimeOffset hour = now.AddHours(-1), four = now.AddHours(-4), day = now.AddDays(-1), three = now.AddDays(-3);
        var still = await open.GroupBy(c => new { c.OwnerTeam, Age = c.OpenedAt > hour ? 0 : c.OpenedAt > four ? 1 : c.OpenedAt > day ? 2 : c.OpenedAt > three ? 3 : 4, Currency = c.Currency ?? "" })
            .Select(g => new ShiftOpen(g.Key.OwnerTeam, g.Key.Age, g.Key.Currency, g.Count(), g.Sum(c => c.MoneyAtRisk))).ToListAsync(token);
        var operations = await db.BulkOperations.Where(o => o.RequestedAt >= from && o.RequestedAt <= to).OrderByDescending(o => o.Id).Take(MostListed).ToListAsync(token);
        var escalations = await db.Notices.Where(n => n.OpenedAt >= from && n.OpenedAt <= to && (team == null || n.Team == team)).OrderByDescending(n => n.OpenedAt).Take(MostListed).ToListAsync(token);
        var notes = await db.HandOvers.Where(h => h.At >= from && h.At <= to && (team == null || h.Team == team)).OrderByDescending(h => h.At).Take(MostListed).ToListAsync(token);
        return new ShiftReport(from, to, now, team, [.. opened.GroupBy(it => it.Team).Select(g => new ShiftOpened(g.Key, g.Sum(it => it.Cases))).OrderBy(it => it.Team)],
            [.. ended.OrderBy(it => it.Team).ThenByDescending(it => it.Cases)], [.. still.OrderBy(it => it.Team).ThenBy(it => it.Age)], operations, escalations, notes);
    }, cancellationToken);

    /// <summary>By what a person did last; what nobody touched closed by itself.</summary>
    private static async Task<List<ShiftClosed>> EndedAsync(TowerDbContext db, IQueryable<ExceptionCase> closed, CancellationToken cancellationToken)
    {
        var last = closed.Join(db.CaseEntries, c => c.Id, e => e.CaseId, (c, e) => e).Where(e => _deeds.Contains(e.What) && e.Who != "tower").GroupBy(e => e.CaseId).Select(g => g.Max(e => e.Id));
        var ended = await last.Join(db.CaseEntries, id => id, e => e.Id, (id, e) => e).Join(db.Cases, e => e.CaseId, c => c.Id, (e, c) => new { c.OwnerTeam, e.Who, e.What })
            .GroupBy(it => new { it.OwnerTeam, it.Who, it.What }).Select(g => new ShiftClosed(g.Key.OwnerTeam, g.Key.Who, g.Key.What, g.Count())).ToListAsync(cancellationToken);
        foreach (var team in await closed.GroupBy(c => c.OwnerTeam).Select(g => new { Team = g.Key, Cases = g.Count() }).ToListAsync(cancellationToken))
        {
            var untouched = team.Cases - ended.Where(it => it.Team == team.Team).Sum(it => it.Cases);
            if (untouched > 0) ended.Add(new ShiftClosed(team.Team, "tower", "resolved", untouched));
        }

        return ended;
    }
}
