using Microsoft.EntityFrameworkCore;

namespace RetailTower.Data.Queries;

/// <summary>Which audit entries to list; what is null does not narrow.</summary>
/// <param name="Action">Exact, or its beginning up to a dot: <c>lane</c> finds <c>lane.paused</c>.</param>
/// <param name="To">Exclusive.</param>
public sealed record AuditFilter(string? Who = null, string? Action = null, DateTimeOffset? From = null, DateTimeOffset? To = null);

/// <summary>Who did what to the tower itself.</summary>
public sealed record AuditRow(long Id, DateTimeOffset At, string Who, string Action, string Target, string? Detail);

/// <summary>Reads of the audit.</summary>
public sealed class AuditQueries(TowerDatabase database)
{
    /// <summary>Newest first.</summary>
    public Task<Page<AuditRow>> PageAsync(AuditFilter filter, string? cursor, int size, CancellationToken cancellationToken) =>
        database.ReadAsync(async (db, token) =>
        {
            size = Cursor.Size(size);
            var entries = db.Audit.AsQueryable();
            if (filter.Who is { } who) entries = entries.Where(e => e.Who == who);
            if (filter.Action is { } action)
            {
                var family = action + ".";
                entries = entries.Where(e => e.Action == action || e.Action.StartsWith(family));
            }

            if (filter.From is { } from) entries = entries.Where(e => e.At >= from);
            if (filter.To is { } to) entries = entries.Where(e => e.At < to);
            if (Cursor.Read(cursor) is { } before) entries = entries.Where(e => e.Id < before);
            var rows = await entries.OrderByDescending(e => e.Id).Take(size + 1)
                .Select(e => new AuditRow(e.Id, e.At, e.Who, e.Action, e.Target, e.Detail)).ToListAsync(token);
            return Cursor.Cut(rows, size, row => Cursor.Write(row.Id));
        }, cancellationToken);
}
