using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Queries;

/// <summary>How a message of an order stands, whichever way it goes.</summary>
public enum StepState
{
    /// <summary>Its turn is still to come.</summary>
    Waits,
    WentThrough,
    Failed,
    /// <summary>An inbound message that the tower does not understand; nothing waits behind it.</summary>
    Parked,
    /// <summary>A newer call took its place before it was made.</summary>
    Replaced,
    /// <summary>A person decided that it will not be made, or worked on.</summary>
    GivenUp,
}

/// <summary>One message of an order as a step of its journey: what a system told, or was to be told.</summary>
/// <param name="What">Kind of an inbound message, operation of a call.</param>
/// <param name="At">When it came, or was asked for.</param>
/// <param name="EndedAt">When it went through or failed last; null for inbound ones that failed.</param>
/// <param name="Result">What came of it.</param>
/// <param name="Key">The key by which the system knows the call again; null for inbound ones.</param>
/// <param name="Version">The changed copy that goes in its place; null for none.</param>
/// <param name="CaseId">The open exception about it.</param>
/// <param name="FailedSince">When that exception was opened.</param>
public sealed record OrderStep(
    bool Outbound, long Id, string System, string What, StepState State, DateTimeOffset At, DateTimeOffset? EndedAt, int Attempts, string? Result, string? Key, int? Version, long? CaseId, DateTimeOffset? FailedSince)
{
    /// <summary>Names it among all steps of its order.</summary>
    public string Name => Outbound ? FormattableString.Invariant($"out-{Id}") : FormattableString.Invariant($"in-{Id}");

    /// <summary>Steps of one sequence go one after the other; those of different ones do not wait for each other.</summary>
    public string Sequence => Outbound ? System : "";
}

/// <summary>A step that failed, and what of its order waits behind it.</summary>
/// <param name="Waiting">In the sequence in which they go.</param>
public sealed record OrderLock(OrderStep Failed, IReadOnlyList<OrderStep> Waiting)
{
    public DateTimeOffset Since => Failed.FailedSince ?? Failed.EndedAt ?? Failed.At;

    /// <param name="steps">Of one order.</param>
    internal static IReadOnlyList<OrderLock> Of(IEnumerable<OrderStep> steps) =>
        [.. steps.GroupBy(step => step.Sequence).Select(sequence => In([.. sequence.OrderBy(step => step.Id)])).OfType<OrderLock>().OrderBy(it => it.Since)];

    private static OrderLock? In(List<OrderStep> sequence)
    {
        if (sequence.Find(step => step.State == StepState.Failed) is not { } failed) return null;
        // A call lets earlier ones of its lane go; behind a message that could not be applied the whole order stands still.
        return new OrderLock(failed, [.. sequence.Where(step => step != failed && step.State is StepState.Waits or StepState.Failed && (!step.Outbound || step.Id > failed.Id))]);
    }
}

/// <summary>Reads the messages of one order in their sequence.</summary>
public sealed class OrderStepQueries(TowerDatabase database)
{
    private static readonly InboxState[] LockingIn = [InboxState.Ready, InboxState.Failed];
    private static readonly OutboxState[] LockingOut = [OutboxState.Ready, OutboxState.Failed];

    /// <summary>What of the order is locked behind what failed; empty while everything flows. One statement, on the indexes by order.</summary>
    public Task<IReadOnlyList<OrderLock>> LocksAsync(long orderKey, CancellationToken cancellationToken) => database.ReadAsync((db, token) => LocksAsync(db, orderKey, token), cancellationToken);

    /// <summary>All messages of the order, the oldest first.</summary>
    public Task<IReadOnlyList<OrderStep>> ListAsync(long orderKey, CancellationToken cancellationToken) => database.ReadAsync((db, token) => ListAsync(db, orderKey, token), cancellationToken);

    internal static async Task<IReadOnlyList<OrderLock>> LocksAsync(TowerDbContext db, long orderKey, CancellationToken cancellationToken) =>
        OrderLock.Of(await ReadAsync(db, orderKey, db.Inbox.Where(m => LockingIn.Contains(m.State)), db.Outbox.Where(m => LockingOut.Contains(m.State)), cancellationToken));

    internal static Task<IReadOnlyList<OrderStep>> ListAsync(TowerDbContext db, long orderKey, CancellationToken cancellationToken) => ReadAsync(db, orderKey, db.Inbox, db.Outbox, cancellationToken);

    private static async Task<IReadOnlyList<OrderStep>> ReadAsync(TowerDbContext db, long orderKey, IQueryable<InboxMessage> inbound, IQueryable<OutboxMessage> outbound, CancellationToken cancellationToken)
    {
        var cases = db.Cases.Where(c => c.OrderKey == orderKey && c.State < CaseState.Resolved);
        var rows = await inbound.Where(m => m.OrderKey == orderKey)
            .Select(m => new
            {
                Outbound = false, m.Id, m.System, What = m.Kind, State = (int)m.State, At = m.ReceivedAt, m.DoneAt, m.Attempts, Result = m.Reason, Key = (string?)null,
                Version = db.Edits.Where(e => e.Id == m.EditId).Select(e => (int?)e.Version).FirstOrDefault(),
                CaseId = cases.Where(c => c.InboxId == m.Id && c.OutboxId == null && c.Remedy == Remedy.ReplayMessage).Select(c => (long?)c.Id).FirstOrDefault(),
                Since = cases.Where(c => c.InboxId == m.Id && c.OutboxId == null && c.Remedy == Remedy.ReplayMessage).Select(c => (DateTimeOffset?)c.OpenedAt).FirstOrDefault(),
            })
            .Concat(outbound.Where(m => m.OrderKey == orderKey).Select(m => new
            {
                Outbound = true, m.Id, m.System, What = m.Operation, State = (int)m.State, At = m.CreatedAt, m.DoneAt, m.Attempts, m.Result, Key = (string?)m.IdempotencyKey,
                Version = db.Edits.Where(e => e.Id == m.EditId).Select(e => (int?)e.Version).FirstOrDefault(),
                CaseId = cases.Where(c => c.OutboxId == m.Id).Select(c => (long?)c.Id).FirstOrDefault(),
                Since = cases.Where(c => c.OutboxId == m.Id).Select(c => (DateTimeOffset?)c.OpenedAt).FirstOrDefault(),
            }))
            .ToListAsync(cancellationToken);
        // Ids grow with time within each direction; what was asked for because of a message comes after it.
        return [.. rows.OrderBy(row => row.At).ThenBy(row => row.Outbound).ThenBy(row => row.Id).Select(row => new OrderStep(
            row.Outbound, row.Id, row.System, row.What, row.Outbound ? StateOf((OutboxState)row.State) : StateOf((InboxState)row.State), row.At, row.DoneAt, row.Attempts, row.Result, row.Key, row.Version, row.CaseId, row.Since))];
    }

    private static StepState StateOf(InboxState state) => state switch
    {
        InboxState.Done => StepState.WentThrough,
        InboxState.Failed => StepState.Failed,
        InboxState.Parked => StepState.Parked,
        InboxState.Discarded => StepState.GivenUp,
        _ => StepState.Waits,
    };

    private static StepState StateOf(OutboxState state) => state switch
    {
        OutboxState.Done => StepState.WentThrough,
        OutboxState.Failed => StepState.Failed,
        OutboxState.Superseded => StepState.Replaced,
        OutboxState.Discarded => StepState.GivenUp,
        _ => StepState.Waits,
    };
}
