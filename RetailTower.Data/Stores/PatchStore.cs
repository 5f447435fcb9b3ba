using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Mapping;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;

namespace RetailTower.Data.Stores;

public enum PatchOutcome
{
    Running,
    AwaitingApproval,
    Declined,
    /// <summary>Whoever asked for it cannot approve it.</summary>
    SamePerson,
    /// <summary>Somebody else asked for it; that person says whether it goes.</summary>
    AnotherPerson,
    /// <summary>It would change nothing.</summary>
    Nothing,
    /// <summary>It does not wait for this: it is still looking, runs already, or has ended.</summary>
    Passed,
}

/// <summary>
/// Changes of many messages at once: first an operation only looks at each item and writes down what it would do, then whoever asked lets it go, and above a
/// limit a second person. All of it stands in rows, so that it survives a restart and takes no more memory for 100,000 items than for one batch.
/// </summary>
public sealed class PatchStore(TowerDatabase database, TimeProvider time)
{
    private const int Batch = 500;

    /// <summary>Looks at the next items of an operation that previews; nothing is sent.</summary>
    /// <returns>Whether it looked at any, or found that it has looked at all.</returns>
    public async Task<bool> PreviewAsync(long operationId, MessagePatcher patch, CancellationToken cancellationToken)
    {
        if (!await database.ReadAsync((db, token) => db.BulkOperations.AnyAsync(o => o.Id == operationId && o.State == OperationState.Previewing, token), cancellationToken)) return false;
        // Computed beside the writer, which lanes and pumps need.
        var done = await database.UnitAsync((db, token) => LookAsync(db, operationId, patch, token), (db, look, token) => WriteAsync(db, operationId, look, token), cancellationToken);
        return done is not null;
    }

    /// <summary>Whoever asked for the change has seen what it would do, and lets it go, or has a second person decide.</summary>
    /// <param name="approveAbove">When what changes puts more at risk than this in one currency, a second person decides.</param>
    public Task<PatchOutcome> ReleaseAsync(long operationId, string reason, decimal approveAbove, string who, CancellationToken cancellationToken) =>
        database.WriteAsync(async (db, token) =>
        {
            if (await db.BulkOperations.SingleOrDefaultAsync(o => o.Id == operationId && o.State == OperationState.Previewed, token) is not { } operation) return PatchOutcome.Passed;
            if (operation.RequestedBy != who) return PatchOutcome.AnotherPerson;
            if (operation.Changing == 0) return PatchOutcome.Nothing;
            var values = await db.BulkItems.Where(i => i.OperationId == operationId && i.Preview == ItemPreview.Changes).Join(db.Cases, i => i.CaseId, c => c.Id, (_, c) => c)
                .GroupBy(c => c.Currency).Select(g => new { Currency = g.Key, Amount = g.Sum(c => c.MoneyAtRisk) }).ToListAsync(token);
            var most = values.MaxBy(it => it.Amount);
            (operation.Value, operation.Currency, operation.Argument) = (most?.Amount ?? 0, most?.Currency, reason);
            // What the preview left out is not among what is to be done.
            await db.BulkItems.Where(i => i.OperationId == operationId && i.Preview != ItemPreview.Changes).ExecuteUpdateAsync(set => set.SetProperty(i => i.Succeeded, false), token);
            operation.State = operation.Value > approveAbove ? OperationState.AwaitingApproval : OperationState.Running;
            Record(db, who, operation.State == OperationState.Running ? "operation.released" : "operation.approval-asked", operation, reason);
            return operation.State == OperationState.Running ? PatchOutcome.Running : PatchOutcome.AwaitingApproval;
        }, cancellationToken);

    /// <summary>A second person approves or declines the whole operation.</summary>
    public Task<PatchOutcome> DecideAsync(long operationId, bool approved, string note, string who, CancellationToken cancellationToken) =>
        database.WriteAsync(async (db, token) =>
        {
            if (await db.BulkOperations.SingleOrDefaultAsync(o => o.Id == operationId && o.State == OperationState.AwaitingApproval, token) is not { } operation) return PatchOutcome.Passed;
            if (operation.RequestedBy == who) return PatchOutcome.SamePerson;
            (operation.DecidedBy, operation.DecidedAt) = (who, time.GetUtcNow());
            (operation.State, operation.Note) = approved ? (OperationState.Running, $"{who} approved it: {note}") : (OperationState.Cancelled, $"{who} declined it: {note}");
            if (!approved) operation.FinishedAt = operation.DecidedAt;
            Record(db, who, approved ? "operation.approved" : "operation.declined", operation, note);
            return approved ? PatchOutcome.Running : PatchOutcome.Declined;
        }, cancellationToken);

    /// <summary>The messages of the first items that would change, or have.</summary>
    public Task<IReadOnlyList<FailedMessage>> SamplesAsync(long operationId, int count, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<FailedMessage>>(async (db, token) =>
    {
        var ids = await db.BulkItems.Where(i => i.OperationId == operationId && i.Preview == ItemPreview.Changes).OrderBy(i => i.CaseId).Take(count).Select(i => i.CaseId).ToListAsync(token);
        return [.. (await FailedMessages.ReadAsync(db, ids, token)).Values.OrderBy(message => message.CaseId)];
    }, cancellationToken);

    private static async Task<Look?> LookAsync(TowerDbContext db, long operationId, MessagePatcher patch, CancellationToken cancellationToken)
    {
        var operation = await db.BulkOperations.Where(o => o.Id == operationId && o.State == OperationState.Previewing).Select(o => new { o.PreviewedTo, o.Change }).SingleOrDefaultAsync(cancellationToken);
        if (operation?.Change is not { } change) return null;
        var from = operation.PreviewedTo;
        var ids = await db.BulkItems.Where(i => i.OperationId == operationId && i.CaseId > from).OrderBy(i => i.CaseId).Take(Batch).Select(i => i.CaseId).ToListAsync(cancellationToken);
        var messages = await FailedMessages.ReadAsync(db, ids, cancellationToken);
        return new Look(from, ids.ToDictionary(id => id, id => Judge(messages.GetValueOrDefault(id))));

        (int Seen, PatchedMessage Found) Judge(FailedMessage? message) => message switch
        {
            null => (0, new PatchedMessage(ItemPreview.Barred, "No call or message stands behind it.", null)),
            { Barred: { } why } => (message.Newest, new PatchedMessage(ItemPreview.Barred, why, null)),
            _ => (message.Newest, patch(change, message)),
        };
    }

    private static async Task WriteAsync(TowerDbContext db, long operationId, Look? look, CancellationToken cancellationToken)
    {
        if (look is not var (from, found)) return;
        // Cancelled meanwhile, or looked at by another: what was computed is left.
        if (await db.BulkOperations.SingleOrDefaultAsync(o => o.Id == operationId && o.State == OperationState.Previewing && o.PreviewedTo == from, cancellationToken) is not { } operation) return;
        if (found.Count < Batch) operation.State = OperationState.Previewed;
        if (found.Count == 0) return;
        var last = operation.PreviewedTo = found.Keys.Max();
        foreach (var item in await db.BulkItems.Where(i => i.OperationId == operationId && i.CaseId > from && i.CaseId <= last).ToListAsync(cancellationToken))
        {
            var (seen, patched) = found[item.CaseId];
            (item.Preview, item.Seen, item.Outcome) = (patched.Preview, seen, Lengths.Fit(patched.Text));
        }

        operation.Changing += Count(ItemPreview.Changes);
        operation.Staying += Count(ItemPreview.Stays);
        operation.Failing += Count(ItemPreview.Fails);
        operation.Barred += Count(ItemPreview.Barred);

        int Count(ItemPreview preview) => found.Values.Count(it => it.Found.Preview == preview);
    }

    private void Record(TowerDbContext db, string who, string action, BulkOperation operation, string detail) =>
        db.Audit.Add(new AuditEntry { At = time.GetUtcNow(), Who = who, Action = action, Target = $"{operation.Id}", Detail = $"{operation.Action} {operation.Changing} of {operation.Total} cases: {detail}" });

    private sealed record Look(long From, Dictionary<long, (int Seen, PatchedMessage Found)> Found);
}
