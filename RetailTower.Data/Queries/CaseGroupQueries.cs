using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Queries;

/// <summary>
/// Open cases by what they have in common. Read from the groups that every commit keeps, and from the ends of indexes: how many cases are open makes no
/// difference. Only filters that ask about single cases (whose, how old, which text) look at the cases.
/// </summary>
public sealed class CaseGroupQueries(TowerDatabase database, CaseQueries queries, TimeProvider time)
{
    private const int MaxCauses = 200, TrendHours = 24;

    /// <summary>Groups by what is at stake: promises of today and before, severity, money, number. Of the largest 200 causes.</summary>
    public Task<IReadOnlyList<CaseGroup>> ListAsync(CaseFilter filter, CaseGroupBy by, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<CaseGroup>>(async (db, token) =>
        {
            var causes = filter.OfGroups ? await OfTotalsAsync(db, filter, token) : await OfCasesAsync(db, queries.Matching(db, filter), token);
            var ids = causes.Select(it => it.Example).Distinct().ToList();
            var examples = await CaseQueries.Rows(db, db.Cases.Where(c => ids.Contains(c.Id))).ToDictionaryAsync(row => row.Id, token);
            // Closed since its total was read.
            causes.RemoveAll(it => !examples.ContainsKey(it.Example));
            var trends = await TrendsAsync(db, causes, token);
            var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
            return [.. causes.GroupBy(it => Key(it, by)).Select(group => Gather(group.Key, [.. group], examples, trends))
                .OrderByDescending(group => group.PromisedFor <= today).ThenByDescending(group => group.Newest.Severity)
                .ThenByDescending(group => group.MoneyAtRisk.Sum(money => money.Amount)).ThenByDescending(group => group.Count).ThenBy(group => group.Key, StringComparer.Ordinal)];
        }, cancellationToken);

    /// <summary>Adds up rows of one group; a cause whose cases are of several teams has several.</summary>
    private static CaseGroup Gather(string key, List<Cause> causes, Dictionary<long, CaseRow> examples, ILookup<string, (int Hour, int Opened)> trends)
    {
        var money = causes.SelectMany(it => it.Money).GroupBy(it => it.Currency, (currency, amounts) => new Money(currency, amounts.Sum(it => it.Amount))).OrderByDescending(it => it.Amount).ToList();
        var trend = new int[TrendHours];
        var fingerprints = causes.Select(it => it.Fingerprint).Distinct().ToList();
        foreach (var (hour, opened) in fingerprints.SelectMany(it => trends[it])) trend[hour] += opened;
        var weightiest = causes.MaxBy(it => (it.Money.Sum(amount => amount.Amount), it.Newest))!;
        return new CaseGroup(
            key, examples[weightiest.Example], fingerprints.Count, causes.Sum(it => it.Cases), money, causes.Min(it => it.Oldest), causes.Max(it => it.Newest), causes.Min(it => it.NextDue),
            causes.Min(it => it.PromisedFor), trend);
    }

    private static string Key(Cause it, CaseGroupBy by) => by switch
    {
        CaseGroupBy.System => it.System,
        CaseGroupBy.Operation => it.Operation,
        CaseGroupBy.Kind => it.Kind.ToString(),
        CaseGroupBy.Domain => it.Domain,
        CaseGroupBy.Team => it.Team,
        _ => it.Fingerprint,
    };

    private static async Task<List<Cause>> OfTotalsAsync(TowerDbContext db, CaseFilter filter, CancellationToken cancellationToken)
    {
        var totals = db.CaseGroups.AsQueryable();
        if (filter.Fingerprint is { } fingerprint) totals = totals.Where(g => g.Fingerprint == fingerprint);
        if (filter.OwnerTeam is { } team) totals = totals.Where(g => g.OwnerTeam == team);
        if (filter.Kind is { } kind) totals = totals.Where(g => g.Kind == kind);
        if (filter.Domain is { } domain) totals = totals.Where(g => g.Domain == domain);
        if (filter.System is { } system) totals = totals.Where(g => g.System == system);
        if (filter.Operation is { } operation) totals = totals.Where(g => g.Operation == operation);
        var largest = (await totals.ToListAsync(cancellationToken)).GroupBy(g => g.Fingerprint)
            .OrderByDescending(g => g.Sum(it => it.MoneyAtRisk)).ThenByDescending(g => g.Sum(it => it.Cases)).Take(MaxCauses).SelectMany(g => g).ToList();
        var keys = largest.Select(g => g.Fingerprint).Distinct().ToList();
        var open = db.Cases.Where(c => c.State < CaseState.Resolved);
        // Each of these is the first entry of an index.
        var ends = await db.CaseGroups.Where(g => keys.Contains(g.Fingerprint)).Select(g => new { g.Fingerprint, g.OwnerTeam }).Distinct().Select(g => new
        {
            g.Fingerprint,
            g.OwnerTeam,
            Oldest = open.Where(c => c.Fingerprint == g.Fingerprint && c.OwnerTeam == g.OwnerTeam).OrderBy(c => c.OpenedAt).ThenBy(c => c.Id).Select(c => (DateTimeOffset?)c.OpenedAt).FirstOrDefault(),
            Newest = open.Where(c => c.Fingerprint == g.Fingerprint && c.OwnerTeam == g.OwnerTeam).OrderByDescending(c => c.OpenedAt).ThenByDescending(c => c.Id).Select(c => (DateTimeOffset?)c.OpenedAt).FirstOrDefault(),
            Example = open.Where(c => c.Fingerprint == g.Fingerprint && c.OwnerTeam == g.OwnerTeam).OrderByDescending(c => c.OpenedAt).ThenByDescending(c => c.Id).Select(c => (long?)c.Id).FirstOrDefault(),
            NextDue = open.Where(c => c.Fingerprint == g.Fingerprint && c.OwnerTeam == g.OwnerTeam).OrderBy(c => c.DueAt).Select(c => (DateTimeOffset?)c.DueAt).FirstOrDefault(),
            PromisedFor = open.Where(c => c.Fingerprint == g.Fingerprint && c.OwnerTeam == g.OwnerTeam && c.PromisedFor != null).OrderBy(c => c.PromisedFor).Select(c => c.PromisedFor).FirstOrDefault(),
        }).ToDictionaryAsync(g => (g.Fingerprint, g.OwnerTeam), cancellationToken);
        var causes = new List<Cause>();
        foreach (var rows in largest.GroupBy(g => (g.Fingerprint, g.Kind, g.Domain, g.OwnerTeam)))
        {
            if (!ends.TryGetValue((rows.Key.Fingerprint, rows.Key.OwnerTeam), out var end) || end is not { Oldest: { } oldest, Newest: { } newest, NextDue: { } due, Example: { } example }) continue;
            var first = rows.First();
            causes.Add(new Cause(
                first.Fingerprint, first.Kind, first.Domain, first.OwnerTeam, first.System, first.Operation, rows.Sum(g => g.Cases),
                [.. rows.Where(g => g.Currency.Length > 0).Select(g => new Money(g.Currency, g.MoneyAtRisk))], oldest, newest, example, due, end.PromisedFor));
        }

        return causes;
    }

    private static async Task<List<Cause>> OfCasesAsync(TowerDbContext db, IQueryable<ExceptionCase> cases, CancellationToken cancellationToken)
    {
        var groups = await cases.GroupBy(c => c.Fingerprint)
            .Select(g => new
            {
                Fingerprint = g.Key,
                Count = g.Count(),
                Oldest = g.Min(c => c.OpenedAt),
                Newest = g.Max(c => c.OpenedAt),
                NextDue = g.Min(c => c.DueAt),
                PromisedFor = g.Min(c => c.PromisedFor),
                Example = g.Max(c => c.Id),
            })
            .OrderByDescending(g => g.Count).ThenBy(g => g.Fingerprint)
            .Take(MaxCauses)
            .ToListAsync(cancellationToken);
        var fingerprints = groups.ConvertAll(g => g.Fingerprint);
        var money = (await cases.Where(c => fingerprints.Contains(c.Fingerprint) && c.Currency != null)
                .GroupBy(c => new { c.Fingerprint, c.Currency })
                .Select(g => new { g.Key.Fingerprint, g.Key.Currency, Amount = g.Sum(c => c.MoneyAtRisk) })
                .ToListAsync(cancellationToken))
            .ToLookup(m => m.Fingerprint, m => new Money(m.Currency!, m.Amount));
        var ids = groups.ConvertAll(g => g.Example);
        var examples = await db.Cases.Where(c => ids.Contains(c.Id)).Select(c => new { c.Id, c.Kind, c.Domain, c.OwnerTeam, c.System, c.Operation }).ToDictionaryAsync(c => c.Id, cancellationToken);
        return groups.Where(g => examples.ContainsKey(g.Example)).Select(g =>
        {
            var it = examples[g.Example];
            return new Cause(g.Fingerprint, it.Kind, it.Domain, it.OwnerTeam, it.System, it.Operation, g.Count, [.. money[g.Fingerprint]], g.Oldest, g.Newest, g.Example, g.NextDue, g.PromisedFor);
        }).ToList();
    }

    private async Task<ILookup<string, (int Hour, int Opened)>> TrendsAsync(TowerDbContext db, List<Cause> causes, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var first = new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, 0, 0, TimeSpan.Zero).AddHours(1 - TrendHours);
        var keys = causes.Select(it => it.Fingerprint).Distinct().ToList();
        var rows = await db.CaseGroupHours.Where(h => h.Hour >= first && h.Hour <= now && keys.Contains(h.Fingerprint)).ToListAsync(cancellationToken);
        return rows.ToLookup(h => h.Fingerprint, h => ((int)(h.Hour - first).TotalHours, h.Opened));
    }

    private sealed record Cause(
        string Fingerprint, CaseKind Kind, string Domain, string Team, string System, string Operation, int Cases, List<Money> Money,
        DateTimeOffset Oldest, DateTimeOffset Newest, long Example, DateTimeOffset NextDue, DateOnly? PromisedFor);
}
