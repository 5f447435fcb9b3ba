using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Queries;

/// <summary>How far a search through the queue has come.</summary>
/// <param name="Looked">Open cases that were looked at.</param>
/// <param name="Of">Open cases there were when it began.</param>
/// <param name="Found">Of those looked at.</param>
/// <param name="First">The first page of what was found so far.</param>
public sealed record CaseScan(int Looked, int Of, int Found, Page<CaseRow> First, bool Ended);

/// <summary>Searches that no index answers: through the queue, part by part, so that what is found first shows first and the rest tells how far it has come.</summary>
public sealed class CaseScans(TowerDatabase database, CaseQueries queries)
{
    /// <summary>Cases of one part: a tenth of a second.</summary>
    public const int Part = 25_000;

    /// <summary>By what is due first, as the list shows them; each part is read anew, so that writers need not wait. It goes on until all were looked at.</summary>
    /// <param name="size">Rows of the first page.</param>
    public async IAsyncEnumerable<CaseScan> RunAsync(CaseFilter filter, int size, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var of = await database.ReadAsync((db, token) => db.Cases.CountAsync(c => c.State < CaseState.Resolved, token), cancellationToken);
        var (rows, looked, found, from) = (new List<CaseRow>(), 0, 0, ((DateTimeOffset Due, long Id)?)null);
        while (true)
        {
            var part = await PartAsync(filter, from, rows.Count > size ? 0 : size + 1 - rows.Count, cancellationToken);
            rows.AddRange(part.Rows);
            found += part.Found;
            looked = part.Upto is null ? of : Math.Min(of, looked + Part);
            var first = Cursor.Cut([.. rows], size, row => Cursor.Write(row.DueAt.UtcTicks, row.Id));
            yield return new CaseScan(looked, of, found, first, part.Upto is null);
            if (part.Upto is null) yield break;
            from = part.Upto;
        }
    }

    private Task<(List<CaseRow> Rows, int Found, (DateTimeOffset, long)? Upto)> PartAsync(CaseFilter filter, (DateTimeOffset Due, long Id)? from, int wanted, CancellationToken cancellationToken) =>
        database.ReadAsync(async (db, token) =>
        {
            var (after, afterId) = from ?? (DateTimeOffset.MinValue, 0);
            var last = await db.Cases.Where(c => c.State < CaseState.Resolved && c.DueAt >= after && (c.DueAt > after || c.Id > afterId)).OrderBy(c => c.DueAt).ThenBy(c => c.Id)
                .Skip(Part - 1).Select(c => new { c.DueAt, c.Id }).FirstOrDefaultAsync(token);
            var part = queries.Matching(db, filter, walk: true).Where(c => c.DueAt >= after && (c.DueAt > after || c.Id > afterId));
            if (last is not null) part = part.Where(c => c.DueAt <= last.DueAt && (c.DueAt < last.DueAt || c.Id <= last.Id));
            var rows = wanted == 0 ? [] : await CaseQueries.Rows(db, part.OrderBy(c => c.DueAt).ThenBy(c => c.Id)).Take(wanted).ToListAsync(token);
            var found = wanted > 0 && rows.Count < wanted ? rows.Count : await part.CountAsync(token);
            return (rows, found, last is null ? ((DateTimeOffset, long)?)null : (last.DueAt, last.Id));
        }, cancellationToken);
}
