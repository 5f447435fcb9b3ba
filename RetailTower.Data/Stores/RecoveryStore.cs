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
    /// <param name="argument">Team to reassign to, reason of anything else.</param>
    /// <returns>The operation's id.</returns>
    public Task<long> StartAsync(RecoveryAction action, IReadOnlyCollection<long> caseIds, string? argument, string who, CancellationToken cancellationToken) =>
        database.WriteAsync((db, token) => StartAsync(db, action, [.. caseIds.Distinct()], argument, null, who, token), cancellationToken);

    /// <summary>Starts the preview of a change to the messages behind these cases; nothing is sent before someone lets it go.</summary>
    /// <returns>The operation's id.</returns>
    public Task<long> PreviewAsync(string change, IReadOnlyCollection<long> caseIds, string who, CancellationToken cancellationToken) =>
        database.WriteAsync((db, token) => StartAsync(db, RecoveryAction.Patch, [.. caseIds.Distinct()], null, change, who, token), cancellationToken);

    /// <summary>The same for the cases that the filter meets now and that stood in the queue at <paramref name="seenAt"/>.</summary>
    /// <returns>The operation's id.</returns>
    public Task<long> PreviewAsync(string change, CaseFilter filter, DateTimeOffset seenAt, string who, CancellationToken cancellationToken) =>
        database.WriteAsync(async (db, token) => await StartAsync(db, RecoveryAction.Patch, await MeetingAsync(db, filter, seenAt, token), null, change, who, token), cancellationToken);

    /// <summary>Starts an operation on the cases that the filter meets now and that stood in the queue at <paramref name="seenAt"/>: none that the person has not seen.</summary>
    /// <returns>The operation's id.</returns>
    public Task<long> StartAsync(RecoveryAction action, CaseFilter filter, DateTimeOffset seenAt, string? argument, string who, CancellationToken cancellationToken) =>
        database.WriteAsync(async (db, token) => await StartAsync(db, action, await MeetingAsync(db, filter, seenAt, token), argument, null, who, token), cancellationToken);

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

    /// <summary>Lets the rest of an operation that stopped by itself go on, without stopping again.</summary>
    /// <returns>False when it has not stopped.</returns>
    public Task<bool> GoOnAsync(long operationId, string who, CancellationToken cancellationToken) =>
        database.WriteAsync(async (db, token) =>
        {
            if (await db.BulkOperations.SingleOrDefaultAsync(o => o.Id == operationId && o.State == OperationState.Stopped, token) is not { } operation) return false;
            (operation.State, operation.Canary, operation.Wave) = (OperationState.Running, false, Canary.LastWave);
            operation.Note = $"{operation.Note} {who} let it go on all the same.";
            Record(db, who, "operation.went-on", operationId, operation.Note, time.GetUtcNow());
            return true;
        }, cancellationToken);

    /// <summary>Operations that have a step to take, now or when something ends that they let go.</summary>
    public Task<IReadOnlyList<long>> RunningAsync(CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<long>>(async (db, token) =>
        {
            var running = await db.BulkOperations.Where(o => o.State == OperationState.Running || o.State == OperationState.Previewing).Select(o => o.Id).ToListAsync(token);
            var awaiting = await db.BulkOperations.Where(o => o.Awaited > 0).Select(o => o.Id).ToListAsync(token);
            return [.. running.Union(awaiting).Order()];
        }, cancellationToken);

    /// <summary>
    /// Takes one step of an operation and commits it together with its progress: notes what came of what was let go, and lets the next items go if a wave
    /// allows it. One that was paused, stopped or cancelled only notes.
    /// </summary>
    /// <param name="patch">What a change does to a message; asked only by operations that make one.</param>
    public Task<OperationStep> StepAsync(long operationId, MessagePatcher patch, CancellationToken cancellationToken) => database.WriteAsync(async (db, token) =>
        await db.BulkOperations.SingleOrDefaultAsync(o => o.Id == operationId && (o.State == OperationState.Running || o.Awaited > 0), token) is { } operation
            ? await new OperationTurn(db, operation, patch, time.GetUtcNow()).RunAsync(token)
            : OperationStep.None, cancellationToken);

    private Task<List<long>> MeetingAsync(TowerDbContext db, CaseFilter filter, DateTimeOffset seenAt, CancellationToken cancellationToken) =>
        queries.Matching(db, filter).Where(c => c.OpenedAt <= seenAt).OrderBy(c => c.Id).Select(c => c.Id).ToListAsync(cancellationToken);

    private async Task<long> StartAsync(TowerDbContext db, RecoveryAction action, List<long> caseIds, string? argument, string? change, string who, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var operation = new BulkOperation
        {
            Action = action.ToString().ToLowerInvariant(),
            RequestedBy = who,
            RequestedAt = now,
            Argument = argument,
            Change = change,
            State = change is null ? OperationState.Running : OperationState.Previewing,
            Total = caseIds.Count,
            Canary = OperationTurn.IsSeenLater(action),
            Wave = OperationTurn.IsSeenLater(action) ? 1 : 0,
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
