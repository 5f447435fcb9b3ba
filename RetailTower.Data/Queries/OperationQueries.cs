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
    bool Canary,
    int Wave,
    int Awaited,
    int Worked,
    int Repeated,
    int Otherwise,
    string? Note,
    DateTimeOffset? FinishedAt,
    string? Change,
    int Changing,
    int Staying,
    int Failing,
    int Barred,
    decimal? Value,
    string? Currency)
{
    /// <summary>How many items it acts on: all but those that its preview left out.</summary>
    public int Going => Total - Staying - Failing - Barred;

    public int Pending => Going - Succeeded - Refused;

    /// <summary>It has not begun: it looks, or waits for someone to let it go.</summary>
    public bool IsPreview => State >= OperationState.Previewing;

    /// <summary>What becomes of its items is seen only later, on their cases.</summary>
    public bool SeenLater => Wave > 0;
}

/// <summary>Which items of an operation to list.</summary>
public enum OperationItems
{
    All,
    /// <summary>Those that could not be done.</summary>
    Refused,
    /// <summary>Those that failed again for the same cause.</summary>
    Repeated,
    /// <summary>Those that ended in another way than going through or failing again.</summary>
    Otherwise,
    /// <summary>Those that were let go and of which nobody knows yet.</summary>
    Awaited,
    /// <summary>Those that a preview found to change.</summary>
    Changes,
    Stays,
    Fails,
    Barred,
}

/// <summary>One item of an operation. <paramref name="Succeeded"/> is null while it is to be done.</summary>
/// <param name="Ended">What came of it; null while nobody knows, and where it is known at once.</param>
public sealed record OperationItemRow(long CaseId, string? Title, long? OrderKey, bool? Succeeded, ItemEnd? Ended, string? Outcome, DateTimeOffset? At, ItemPreview? Preview);

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
    public Task<OperationSheet?> GetAsync(long id, OperationItems which, string? cursor, int size, CancellationToken cancellationToken) =>
        database.ReadAsync(async (db, token) =>
        {
            var operation = await Rows(db.BulkOperations.Where(o => o.Id == id)).SingleOrDefaultAsync(token);
            if (operation is null) return null;
            size = Cursor.Size(size);
            var items = db.BulkItems.Where(i => i.OperationId == id);
            items = which switch
            {
                OperationItems.Refused => items.Where(i => i.Succeeded == false && (i.Preview == null || i.Preview == ItemPreview.Changes)),
                OperationItems.Repeated => items.Where(i => i.Ended == ItemEnd.Repeated),
                OperationItems.Otherwise => items.Where(i => i.Ended == ItemEnd.Otherwise),
                OperationItems.Awaited => items.Where(i => i.Repeats != null && i.Ended == null),
                OperationItems.Changes => items.Where(i => i.Preview == ItemPreview.Changes),
                OperationItems.Stays => items.Where(i => i.Preview == ItemPreview.Stays),
                OperationItems.Fails => items.Where(i => i.Preview == ItemPreview.Fails),
                OperationItems.Barred => items.Where(i => i.Preview == ItemPreview.Barred),
                _ => items,
            };
            if (Cursor.Read(cursor) is { } after) items = items.Where(i => i.CaseId > after);
            var rows = await items.OrderBy(i => i.CaseId).Take(size + 1).Select(i => new OperationItemRow(
                i.CaseId,
                db.Cases.Where(c => c.Id == i.CaseId).Select(c => c.Title).FirstOrDefault(),
                db.Cases.Where(c => c.Id == i.CaseId).Select(c => c.OrderKey).FirstOrDefault(),
                i.Succeeded, i.Ended, i.Outcome, i.At, i.Preview)).ToListAsync(token);
            return new OperationSheet(operation, Cursor.Cut(rows, size, row => Cursor.Write(row.CaseId)));
        }, cancellationToken);

    /// <summary>Those that stopped by themselves and wait for a person, newest first.</summary>
    public Task<IReadOnlyList<OperationRow>> StoppedAsync(CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<OperationRow>>(async (db, token) => await Rows(db.BulkOperations.Where(o => o.State == OperationState.Stopped).OrderByDescending(o => o.Id)).ToListAsync(token), cancellationToken);

    /// <summary>Those that wait for a second person, the oldest first.</summary>
    public Task<IReadOnlyList<OperationRow>> WaitingAsync(CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<OperationRow>>(async (db, token) => await Rows(db.BulkOperations.Where(o => o.State == OperationState.AwaitingApproval).OrderBy(o => o.Id)).ToListAsync(token), cancellationToken);

    private static IQueryable<OperationRow> Rows(IQueryable<BulkOperation> operations) => operations.Select(o => new OperationRow(
        o.Id, o.Action, o.RequestedBy, o.RequestedAt, o.Argument, o.State, o.Total, o.Succeeded, o.Refused,
        o.Canary, o.Wave, o.Awaited, o.Worked, o.Repeated, o.Otherwise, o.Note, o.FinishedAt,
        o.Change, o.Changing, o.Staying, o.Failing, o.Barred, o.Value, o.Currency));
}
