using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Queries;

/// <summary>Reads of the case book.</summary>
public sealed class CaseQueries(TowerDatabase database, TimeProvider time)
{
    private const int MaxGroups = 200;

    /// <summary>Open cases by what is due first; with <see cref="CaseFilter.All"/> by the newest.</summary>
    public Task<Page<CaseRow>> PageAsync(CaseFilter filter, string? cursor, int size, CancellationToken cancellationToken) =>
        database.ReadAsync(async (db, token) =>
        {
            size = Cursor.Size(size);
            var cases = Matching(db, filter);
            if (filter.All)
            {
                if (Cursor.Read(cursor) is { } before) cases = cases.Where(c => c.Id < before);
                var newest = await Rows(db, cases.OrderByDescending(c => c.Id)).Take(size + 1).ToListAsync(token);
                return Cursor.Cut(newest, size, row => Cursor.Write(row.Id));
            }

            if (Cursor.ReadMoment(cursor) is var (due, id))
            {
                cases = cases.Where(c => c.DueAt >= due && (c.DueAt > due || c.Id > id));
            }

            var rows = await Rows(db, cases.OrderBy(c => c.DueAt).ThenBy(c => c.Id)).Take(size + 1).ToListAsync(token);
            return Cursor.Cut(rows, size, row => Cursor.Write(row.DueAt.UtcTicks, row.Id));
        }, cancellationToken);

    public Task<int> CountAsync(CaseFilter filter, CancellationToken cancellationToken) =>
        database.ReadAsync((db, token) => Matching(db, filter).CountAsync(token), cancellationToken);

    /// <summary>The largest groups, at most 200, by number of cases.</summary>
    public Task<IReadOnlyList<CaseGroup>> GroupsAsync(CaseFilter filter, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<CaseGroup>>(async (db, token) =>
        {
            var cases = Matching(db, filter);
            var groups = await cases.GroupBy(c => c.Fingerprint)
                .Select(g => new
                {
                    Fingerprint = g.Key,
                    Count = g.Count(),
                    Orders = g.Select(c => c.OrderKey).Distinct().Count(),
                    Oldest = g.Min(c => c.OpenedAt),
                    Newest = g.Max(c => c.OpenedAt),
                    NextDue = g.Min(c => c.DueAt),
                    Example = g.Max(c => c.Id),
                })
                .OrderByDescending(g => g.Count).ThenBy(g => g.Fingerprint)
                .Take(MaxGroups)
                .ToListAsync(token);
            var fingerprints = groups.ConvertAll(g => g.Fingerprint);
            var examples = groups.ConvertAll(g => g.Example);
            var money = (await cases.Where(c => fingerprints.Contains(c.Fingerprint) && c.Currency != null)
                    .GroupBy(c => new { c.Fingerprint, c.Currency })
                    .Select(g => new { g.Key.Fingerprint, g.Key.Currency, Amount = g.Sum(c => c.MoneyAtRisk) })
                    .ToListAsync(token))
                .ToLookup(m => m.Fingerprint, m => new Money(m.Currency!, m.Amount));
            var rows = await Rows(db, db.Cases.Where(c => examples.Contains(c.Id))).ToDictionaryAsync(row => row.Id, token);
            return groups.ConvertAll(g => new CaseGroup(
                g.Fingerprint, rows[g.Example], g.Count, g.Orders, [.. money[g.Fingerprint].OrderByDescending(m => m.Amount)], g.Oldest, g.Newest, g.NextDue));
        }, cancellationToken);

    /// <summary>Null when there is no such case.</summary>
    public Task<CaseSheet?> GetAsync(long id, CancellationToken cancellationToken) =>
        database.ReadAsync(async (db, token) =>
        {
            var row = await Rows(db, db.Cases.Where(c => c.Id == id)).SingleOrDefaultAsync(token);
            if (row is null) return null;
            var rest = await db.Cases.Where(c => c.Id == id)
                .Select(c => new { c.Detail, c.OutboxId, c.InboxId, c.ResolvedAt, c.Resolution }).SingleAsync(token);
            var entries = await db.CaseEntries.Where(e => e.CaseId == id).OrderBy(e => e.Id)
                .Select(e => new CaseEntryRow(e.At, e.Who, e.What, e.Text)).ToListAsync(token);
            return new CaseSheet(row, rest.Detail, rest.OutboxId, rest.InboxId, rest.ResolvedAt, rest.Resolution, entries);
        }, cancellationToken);

    internal static IQueryable<CaseRow> Rows(TowerDbContext db, IQueryable<ExceptionCase> cases) => cases.Select(c => new CaseRow(
        c.Id, c.Kind, c.State, c.Severity, c.Remedy, c.Domain, c.System, c.Operation, c.Fingerprint, c.Title, c.OrderKey,
        db.Orders.Where(o => o.Key == c.OrderKey).Select(o => o.Number).FirstOrDefault(),
        c.MoneyAtRisk, c.Currency, c.OwnerTeam, c.OwnerPerson, c.OpenedAt, c.DueAt, c.ChangedAt, c.SnoozedUntil, c.Repeats, c.Version));

    internal IQueryable<ExceptionCase> Matching(TowerDbContext db, CaseFilter filter)
    {
        var cases = db.Cases.AsNoTracking();
        if (!filter.All) cases = cases.Where(c => c.State < CaseState.Resolved);
        if (filter.Fingerprint is { } fingerprint) cases = cases.Where(c => c.Fingerprint == fingerprint);
        if (filter.OwnerTeam is { } team) cases = cases.Where(c => c.OwnerTeam == team);
        if (filter.OwnerPerson is { } person) cases = cases.Where(c => c.OwnerPerson == person);
        if (filter.Kind is { } kind) cases = cases.Where(c => c.Kind == kind);
        if (filter.Domain is { } domain) cases = cases.Where(c => c.Domain == domain);
        if (filter.System is { } system) cases = cases.Where(c => c.System == system);
        var now = time.GetUtcNow();
        if (filter.MinAge is { } min)
        {
            var latest = now - min;
            cases = cases.Where(c => c.OpenedAt <= latest);
        }

        if (filter.MaxAge is { } max)
        {
            var earliest = now - max;
            cases = cases.Where(c => c.OpenedAt > earliest);
        }

        if (filter.Text?.Trim() is { Length: > 0 } text)
        {
            var key = long.TryParse(text.StartsWith("SO-", StringComparison.OrdinalIgnoreCase) ? text[3..] : text, out var number) ? number : -1;
            cases = cases.Where(c => EF.Functions.Like(c.Title, $"%{text}%") || c.OrderKey == key || db.Orders.Any(o => o.Key == c.OrderKey && o.Number == text));
        }

        return cases;
    }
}
