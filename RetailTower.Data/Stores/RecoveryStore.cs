using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;

namespace RetailTower.Data.Stores;

/// <summary>Actions of people on cases and messages, one by one and in bulk.</summary>
public sealed class RecoveryStore(TowerDatabase database, CaseQueries queries, TimeProvider time)
{
    /// <summary>The system under which the tower stores decisions of people as messages.</summary>
    public const string Tower = "tower";

    /// <summary>Kind of the message by which a person asks that the rules judge an order again.</summary>
    public const string Revalidate = "action.revalidate";

    /// <summary>Kind of the message by which a person asks that missing goods be looked for again.</summary>
    public const string Reallocate = "action.reallocate";

    /// <summary>Kind of the message by which a person asks that an order's status be told to its originator once more.</summary>
    public const string Restate = "action.restate";

    private const int BatchSize = 100;

    /// <param name="argument">Team to reassign to, reason to resolve or discard; ignored otherwise.</param>
    public Task<RecoveryBatch> ActAsync(RecoveryAction action, long caseId, string? argument, string who, CancellationToken cancellationToken) =>
        database.WriteAsync((db, token) => new RecoveryRows(db, action, argument, who, time.GetUtcNow()).ActAsync([caseId], null, token), cancellationToken);

    /// <summary>Works again on a message; its case, if one is open, says so.</summary>
    public Task<(RecoveryResult Result, int Partition)> ReplayMessageAsync(long inboxId, string who, CancellationToken cancellationToken) =>
        OnMessageAsync(inboxId, RecoveryAction.Replay, who, null, async (db, rows, message, token) =>
        {
            var result = rows.Replay(message);
            var subject = $"inbox:{inboxId}";
            if (!result.Succeeded || await db.Cases.SingleOrDefaultAsync(c => c.SubjectKey == subject && c.State < CaseState.Resolved, token) is not { } one) return result;
            CaseStore.Touch(db, one, who, "replayed", result.Text, time.GetUtcNow());
            return result;
        }, cancellationToken);

    /// <summary>Gives a message up and closes its case; the order that was locked behind it goes on.</summary>
    public Task<(RecoveryResult Result, int Partition)> DiscardMessageAsync(long inboxId, string reason, string who, CancellationToken cancellationToken) =>
        OnMessageAsync(inboxId, RecoveryAction.Discard, who, reason, (_, rows, message, token) => rows.DiscardAsync(message, reason, token), cancellationToken);

    /// <summary>Starts an operation on these cases.</summary>
    /// <returns>The operation's id.</returns>
    public Task<long> StartAsync(RecoveryAction action, IReadOnlyCollection<long> caseIds, string? argument, string who, CancellationToken cancellationToken) =>
        database.WriteAsync((db, token) => StartAsync(db, action, [.. caseIds.Distinct()], argument, who, token), cancellationToken);

    /// <summary>Starts an operation on the cases that the filter meets now and that stood in the queue at <paramref name="seenAt"/>: none that the person has not seen.</summary>
    /// <returns>The operation's id.</returns>
    public Task<long> StartAsync(RecoveryAction action, CaseFilter filter, DateTimeOffset seenAt, string? argument, string who, CancellationToken cancellationToken) =>
        database.WriteAsync(async (db, token) =>
        {
            var ids = await queries.Matching(db, filter).Where(c => c.OpenedAt <= seenAt).OrderBy(c => c.Id).Select(c => c.Id).ToListAsync(token);
            return await StartAsync(db, action, ids, argument, who, token);
        }, cancellationToken);

    /// <summary>Moves an operation from one of <paramref name="from"/> to <paramref name="to"/>.</summary>
    /// <returns>False when it is in none of them.</returns>
    public Task<bool> SwitchAsync(long operationId, IReadOnlyCollection<OperationState> from, OperationState to, string who, CancellationToken cancellationToken) =>
        database.WriteAsync(async (db, token) =>
        {
            var operation = await db.BulkOperations.SingleOrDefaultAsync(o => o.Id == operationId && from.Contains(o.State), token);
            if (operation is null) return false;
            var now = time.GetUtcNow();
            operation.State = to;
            if (to == OperationState.Cancelled) operation.FinishedAt = now;
            Record(db, who, $"operation.{to.ToString().ToLowerInvariant()}", operationId, null, now);
            return true;
        }, cancellationToken);

    public Task<IReadOnlyList<long>> RunningAsync(CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<long>>(async (db, token) =>
            await db.BulkOperations.Where(o => o.State == OperationState.Running).OrderBy(o => o.Id).Select(o => o.Id).ToListAsync(token), cancellationToken);

    /// <summary>Works the next 100 items of a running operation and commits them together with its progress.</summary>
    public Task<RecoveryBatch> StepAsync(long operationId, CancellationToken cancellationToken) => database.WriteAsync(async (db, token) =>
    {
        var operation = await db.BulkOperations.SingleOrDefaultAsync(o => o.Id == operationId && o.State == OperationState.Running, token);
        if (operation is null) return new RecoveryBatch(new Dictionary<long, RecoveryResult>(), [], []);
        var now = time.GetUtcNow();
        var items = await db.BulkItems.Where(i => i.OperationId == operationId && i.Succeeded == null).OrderBy(i => i.CaseId).Take(BatchSize).ToListAsync(token);
        var rows = new RecoveryRows(db, Enum.Parse<RecoveryAction>(operation.Action, ignoreCase: true), operation.Argument, operation.RequestedBy, now);
        var batch = await rows.ActAsync(items.ConvertAll(i => i.CaseId), $"operation {operationId}", token);
        foreach (var item in items)
        {
            var result = batch.Results[item.CaseId];
            (item.Succeeded, item.Outcome, item.At) = (result.Succeeded, result.Text, now);
        }

        operation.Succeeded += items.Count(i => i.Succeeded == true);
        operation.Refused += items.Count(i => i.Succeeded == false);
        if (items.Count < BatchSize) (operation.State, operation.FinishedAt) = (OperationState.Done, now);
        return batch;
    }, cancellationToken);

    private async Task<long> StartAsync(TowerDbContext db, RecoveryAction action, List<long> caseIds, string? argument, string who, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var operation = new BulkOperation
        {
            Action = action.ToString().ToLowerInvariant(),
            RequestedBy = who,
            RequestedAt = now,
            Argument = argument,
            Total = caseIds.Count,
        };
        db.BulkOperations.Add(operation);
        await db.SaveChangesAsync(cancellationToken);
        await db.AddBulkItemsAsync(operation.Id, JsonSerializer.Serialize(caseIds), cancellationToken);
        Record(db, who, "operation.started", operation.Id, $"{operation.Action} {operation.Total} cases", now);
        return operation.Id;
    }

    private Task<(RecoveryResult Result, int Partition)> OnMessageAsync(
        long inboxId, RecoveryAction action, string who, string? reason,
        Func<TowerDbContext, RecoveryRows, InboxMessage, CancellationToken, Task<RecoveryResult>> act, CancellationToken cancellationToken) =>
        database.WriteAsync(async (db, token) =>
        {
            var message = await db.Inbox.SingleOrDefaultAsync(m => m.Id == inboxId, token);
            if (message is null) return (new RecoveryResult(false, "There is no such message."), 0);
            var now = time.GetUtcNow();
            var result = await act(db, new RecoveryRows(db, action, reason, who, now), message, token);
            if (result.Succeeded) db.Audit.Add(new AuditEntry { At = now, Who = who, Action = $"message.{action.ToString().ToLowerInvariant()}", Target = $"{inboxId}", Detail = reason });
            return (result, message.Partition);
        }, cancellationToken);

    private static void Record(TowerDbContext db, string who, string action, long operationId, string? detail, DateTimeOffset now) =>
        db.Audit.Add(new AuditEntry { At = now, Who = who, Action = action, Target = $"{operationId}", Detail = detail });
}
