using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Queries;

/// <summary>Reads of the case book.</summary>
public sealed class CaseQueries(TowerDatabase database, TimeProvider time)
{
    /// <summary>Up to so many cases of one value are sorted to show the first page of them.</summary>
    private const int Frequent = 2000;

    /// <summary>Open cases by what is due first; with <see cref="CaseFilter.All"/> by the newest.</summary>
    public Task<Page<CaseRow>> PageAsync(CaseFilter filter, string? cursor, int size, CancellationToken cancellationToken) =>
        database.ReadAsync(async (db, token) =>
        {
            size = Cursor.Size(size);
            var cases = Matching(db, filter, walk: await IsFrequentAsync(db, filter, token));
            if (filter is { All: true, Payload: null })
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
            var wait = row.State == CaseState.WaitingOnPartner ? await db.CaseWaits.Where(w => w.CaseId == id).Select(w => new CaseWaitRow(w.On, w.Because, w.Since)).SingleOrDefaultAsync(token) : null;
            return new CaseSheet(row, rest.Detail, rest.OutboxId, rest.InboxId, rest.ResolvedAt, rest.Resolution, entries, wait);
        }, cancellationToken);

    internal static IQueryable<CaseRow> Rows(TowerDbContext db, IQueryable<ExceptionCase> cases) => cases.Select(c => new CaseRow(
        c.Id, c.Kind, c.State, c.Severity, c.Remedy, c.Domain, c.System, c.Operation, c.Fingerprint, c.Title, c.OrderKey,
        db.Orders.Where(o => o.Key == c.OrderKey).Select(o => o.Number).FirstOrDefault(),
        c.MoneyAtRisk, c.Currency, c.OwnerTeam, c.OwnerPerson, c.OpenedAt, c.DueAt, c.ChangedAt, c.SnoozedUntil, c.Repeats, c.Version));

    /// <summary>Whether so many messages hold what is looked for that a page of them is found sooner in the queue than among them.</summary>
    private static async Task<bool> IsFrequentAsync(TowerDbContext db, CaseFilter filter, CancellationToken cancellationToken)
    {
        if (filter.Payload is not { LooksThrough: false } payload) return true;
        var hash = payload.Hash;
        return await db.CaseTerms.Where(t => t.Hash == hash).Take(Frequent).CountAsync(cancellationToken) == Frequent;
    }

    /// <param name="walk">The cases are gone through in some order until enough are found.</param>
    internal IQueryable<ExceptionCase> Matching(TowerDbContext db, CaseFilter filter, bool walk = false)
    {
        var cases = db.Cases.AsNoTracking();
        // What closed cases' messages say is forgotten.
        if (!filter.All || filter.Payload is not null) cases = cases.Where(c => c.State < CaseState.Resolved);
        if (filter.Fingerprint is { } fingerprint) cases = cases.Where(c => c.Fingerprint == fingerprint);
        if (filter.OwnerTeam is { } team) cases = cases.Where(c => c.OwnerTeam == team);
        if (filter.OwnerPerson is { } person) cases = cases.Where(c => c.OwnerPerson == person);
        if (filter.Kind is { } kind) cases = cases.Where(c => c.Kind == kind);
        if (filter.Domain is { } domain) cases = cases.Where(c => c.Domain == domain);
        if (filter.System is { } system) cases = cases.Where(c => c.System == system);
        if (filter.Operation is { } operation) cases = cases.Where(c => c.Operation == operation);
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

        return filter.Payload is { } payload ? payload.Narrow(db, cases, walk) : cases;
    }
}
