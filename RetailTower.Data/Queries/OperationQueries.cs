using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Queries;

/// <summary>A bulk operation and how far it has come.</summary>
public sealed record OperationRow(
    long Id,
    string Action,
    string RequestedBy,
    DateTimeOffset RequestedAt,
    string? Argument,
    OperationState State,
    int Total,
    int Succeeded,
    int Refused,
    DateTimeOffset? FinishedAt)
{
    public int Pending => Total - Succeeded - Refused;
}

/// <summary>One item of an operation. <paramref name="Succeeded"/> is null while it is to be done.</summary>
public sealed record OperationItemRow(long CaseId, string? Title, long? OrderKey, bool? Succeeded, string? Outcome, DateTimeOffset? At);

/// <summary>An operation with one page of its items.</summary>
public sealed record OperationSheet(OperationRow Operation, Page<OperationItemRow> Items);

/// <summary>Reads of bulk operations.</summary>
public sealed class OperationQueries(TowerDatabase database)
{
    /// <summary>Newest first.</summary>
    public Task<Page<OperationRow>> PageAsync(string? cursor, int size, CancellationToken cancellationToken) =>
        database.ReadAsync(async (db, token) =>
        {
            size = Cursor.Size(size);
            var operations = db.BulkOperations.AsQueryable();
            if (Cursor.Read(cursor) is { } before) operations = operations.Where(o => o.Id < before);
            var rows = await Rows(operations.OrderByDescending(o => o.Id)).Take(size + 1).ToListAsync(token);
            return Cursor.Cut(rows, size, row => Cursor.Write(row.Id));
        }, cancellationToken);

    /// <summary>Null when there is no such operation. Items by case, the oldest case first.</summary>
    /// <param name="onlyRefused">True: only items that could not be done.</param>
    public Task<OperationSheet?> GetAsync(long id, bool onlyRefused, string? cursor, int size, CancellationToken cancellationToken) =>
        database.ReadAsync(async (db, token) =>
        {
            var operation = await Rows(db.BulkOperations.Where(o => o.Id == id)).SingleOrDefaultAsync(token);
            if (operation is null) return null;
            size = Cursor.Size(size);
            var items = db.BulkItems.Where(i => i.OperationId == id);
            if (onlyRefused) items = items.Where(i => i.Succeeded == false);
            if (Cursor.Read(cursor) is { } after) items = items.Where(i => i.CaseId > after);
            var rows = await items.OrderBy(i => i.CaseId).Take(size + 1).Select(i => new OperationItemRow(
                i.CaseId,
                db.Cases.Where(c => c.Id == i.CaseId).Select(c => c.Title).FirstOrDefault(),
                db.Cases.Where(c => c.Id == i.CaseId).Select(c => c.OrderKey).FirstOrDefault(),
                i.Succeeded, i.Outcome, i.At)).ToListAsync(token);
            return new OperationSheet(operation, Cursor.Cut(rows, size, row => Cursor.Write(row.CaseId)));
        }, cancellationToken);

    private static IQueryable<OperationRow> Rows(IQueryable<BulkOperation> operations) => operations.Select(o => new OperationRow(
        o.Id, o.Action, o.RequestedBy, o.RequestedAt, o.Argument, o.State, o.Total, o.Succeeded, o.Refused, o.FinishedAt));
}
