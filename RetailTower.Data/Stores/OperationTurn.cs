using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Stores;

/// <summary>What one step of an operation did.</summary>
/// <param name="Moved">Something was let go, done, or came to its end.</param>
/// <param name="Stopped">It stopped by itself.</param>
public sealed record OperationStep(RecoveryBatch Batch, bool Moved, bool Stopped)
{
    /// <summary>Nothing was done.</summary>
    public static readonly OperationStep None = new(new RecoveryBatch(new Dictionary<long, RecoveryResult>(), [], []), false, false);
}

/// <summary>
/// One step of an operation inside its transaction: notes what came of the items it let go, and lets the next ones go if what is known allows it. All that it
/// decides by stands in its rows, so that any process can take the next step.
/// </summary>
internal sealed class OperationTurn(TowerDbContext db, BulkOperation operation, MessagePatcher patch, DateTimeOffset now)
{
    private const int BatchSize = 200;

    private readonly RecoveryAction _action = Enum.Parse<RecoveryAction>(operation.Action, ignoreCase: true);

    /// <summary>Whether what becomes of an action is seen only later, on the case.</summary>
    public static bool IsSeenLater(RecoveryAction action) => action is RecoveryAction.Retry or RecoveryAction.Replay or RecoveryAction.Patch;

    public async Task<OperationStep> RunAsync(CancellationToken cancellationToken)
    {
        var ended = operation.Awaited > 0 ? await new ItemEnds(db, operation).NoteAsync(cancellationToken) : [];
        if (operation.State != OperationState.Running) return OperationStep.None with { Moved = ended.Count > 0 };
        if (operation.Canary && ended.Find(it => it.End == ItemEnd.Repeated) is { } repeated) return await StopAsync(repeated, cancellationToken);
        while (operation is { Canary: true, Wave: < Canary.LastWave, Awaited: 0 } && operation.Succeeded + operation.Refused < operation.Going && operation.Succeeded >= Canary.Limit(operation.Wave, operation.Going))
        {
            if (operation.Succeeded > 0 && operation.Worked == 0) return await StopAsync(null, cancellationToken);
            operation.Wave++;
        }

        var items = await TakeAsync(cancellationToken);
        var batch = items.Count == 0 ? OperationStep.None.Batch : await ActAsync(items, cancellationToken);
        if (operation is { Awaited: 0 } && operation.Succeeded + operation.Refused == operation.Going) (operation.State, operation.FinishedAt) = (OperationState.Done, now);
        return new OperationStep(batch, ended.Count + items.Count > 0 || operation.State == OperationState.Done, false);
    }

    /// <summary>The next items, the oldest case first, as many as may go now.</summary>
    private async Task<List<BulkItem>> TakeAsync(CancellationToken cancellationToken)
    {
        var room = BatchSize;
        if (IsSeenLater(_action)) room = Math.Min(room, Canary.UnderWay(operation.Worked) - operation.Awaited);
        if (operation.Canary) room = Math.Min(room, Canary.Limit(operation.Wave, operation.Going) - operation.Succeeded);
        if (room <= 0) return [];
        var open = db.BulkItems.Where(i => i.OperationId == operation.Id && i.Succeeded == null);
        var items = await open.OrderBy(i => i.CaseId).Take(room).ToListAsync(cancellationToken);
        if (!operation.Canary || operation.Wave == Canary.LastWave || items.Count == 0) return items;
        // What belongs to one order goes together: one of them may wait behind another that would have to wait for the next wave.
        var taken = items.ConvertAll(i => i.CaseId);
        var same = await db.Cases.Where(c => c.OrderKey != null && db.Cases.Where(t => taken.Contains(t.Id)).Select(t => t.OrderKey).Contains(c.OrderKey) && !taken.Contains(c.Id))
            .Join(open, c => c.Id, i => i.CaseId, (_, i) => i).ToListAsync(cancellationToken);
        items.AddRange(same);
        return items;
    }

    private async Task<RecoveryBatch> ActAsync(List<BulkItem> items, CancellationToken cancellationToken)
    {
        var (batch, caseOf) = await DoAsync(items, cancellationToken);
        foreach (var item in items)
        {
            var result = batch.Results[item.CaseId];
            (item.Succeeded, item.Outcome, item.At) = (result.Succeeded, result.Text, now);
            if (!result.Succeeded) operation.Refused++;
            else operation.Succeeded++;
            if (!result.Succeeded || !IsSeenLater(_action)) continue;
            var one = caseOf(item.CaseId);
            (item.Repeats, item.Fingerprint) = (one.Repeats, one.Fingerprint);
            operation.Awaited++;
        }

        return batch;
    }

    private async Task<(RecoveryBatch Batch, Func<long, ExceptionCase> CaseOf)> DoAsync(List<BulkItem> items, CancellationToken cancellationToken)
    {
        if (_action == RecoveryAction.Patch)
        {
            var edits = new PatchRows(db, operation, patch, now);
            return (await edits.ActAsync(items, cancellationToken), edits.Case);
        }

        var rows = new RecoveryRows(db, _action, operation.Argument, operation.RequestedBy, now);
        return (await rows.ActAsync(items.ConvertAll(i => i.CaseId), $"operation {operation.Id}", cancellationToken), rows.Case);
    }

    /// <param name="repeated">What failed again; null when nothing that was let go went through.</param>
    private async Task<OperationStep> StopAsync(EndedItem? repeated, CancellationToken cancellationToken)
    {
        var left = operation.Going - operation.Succeeded - operation.Refused;
        var what = repeated is null ? $"none of {operation.Succeeded} that were let go went through" : $"exception {repeated.Item.CaseId} failed again for the same cause";
        operation.State = OperationState.Stopped;
        operation.Note = $"Stopped by itself in wave {operation.Wave} of {Canary.LastWave}: {what}. {left} of {operation.Going} were left as they are{(operation.Awaited > 0 ? $", {operation.Awaited} were under way" : "")}.";
        db.Audit.Add(new AuditEntry { At = now, Who = RecoveryStore.Tower, Action = "operation.stopped", Target = $"{operation.Id}", Detail = operation.Note });
        // Where it showed: on the last that ended otherwise when none repeated.
        var caseId = repeated?.Item.CaseId ?? await db.BulkItems.Where(i => i.OperationId == operation.Id && i.Ended != null).OrderByDescending(i => i.CaseId).Select(i => (long?)i.CaseId).FirstOrDefaultAsync(cancellationToken);
        if (caseId is { } shown)
        {
            db.CaseEntries.Add(new CaseEntry { CaseId = shown, At = now, Who = RecoveryStore.Tower, What = $"stopped operation {operation.Id}", Text = operation.Note });
            if (await db.Cases.Where(c => c.Id == shown).Select(c => c.OrderKey).FirstOrDefaultAsync(cancellationToken) is { } order)
                db.History.Add(new HistoryEntry { OrderKey = order, At = now, Source = RecoveryStore.Tower, What = "operation.stopped", Detail = operation.Note });
        }

        return OperationStep.None with { Moved = true, Stopped = true };
    }
}
