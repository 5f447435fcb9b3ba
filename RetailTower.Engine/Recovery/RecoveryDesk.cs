using System.Globalization;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Data.Stores;
using RetailTower.Engine.Live;

namespace RetailTower.Engine.Recovery;

/// <summary>Where operators put cases right, one by one or many at once.</summary>
public sealed class RecoveryDesk(RecoveryStore store, OperationQueries queries, RecoveryNews news, ChangeFeed feed)
{
    /// <summary>Does what the case's remedy says. The case stays open and closes itself when the work succeeds.</summary>
    public Task<RecoveryResult> RetryAsync(long caseId, string who, CancellationToken cancellationToken) =>
        ActAsync(RecoveryAction.Retry, caseId, null, who, cancellationToken);

    /// <summary>Works again on the stored message behind the case, in its last version.</summary>
    public Task<RecoveryResult> ReplayAsync(long caseId, string who, CancellationToken cancellationToken) =>
        ActAsync(RecoveryAction.Replay, caseId, null, who, cancellationToken);

    /// <summary>Gives up the failed call or message, so that what waits behind it goes on, and closes the case.</summary>
    public Task<RecoveryResult> DiscardAsync(long caseId, string reason, string who, CancellationToken cancellationToken) =>
        ActAsync(RecoveryAction.Discard, caseId, reason, who, cancellationToken);

    /// <summary>
    /// Starts an action on exactly these cases; it goes on by itself, over restarts. Retry and replay go in waves (see <see cref="Canary"/>) and stop by
    /// themselves at the first case that fails again for the same cause.
    /// </summary>
    /// <param name="argument">Team to reassign to, a <see cref="SnoozeOrder"/>, reason to resolve or discard; for retry and replay a reason, if there is one to tell.</param>
    /// <returns>The operation's id.</returns>
    /// <exception cref="ArgumentException">The action needs an argument.</exception>
    public async Task<long> StartAsync(RecoveryAction action, IReadOnlyCollection<long> caseIds, string? argument, string who, CancellationToken cancellationToken)
    {
        Check(action, argument);
        return Tell(await store.StartAsync(action, caseIds, argument, who, cancellationToken));
    }

    /// <summary>Starts an action on all cases that the filter meets, of those that were there at <paramref name="seenAt"/>, when the person saw their number.</summary>
    /// <inheritdoc cref="StartAsync(RecoveryAction, IReadOnlyCollection{long}, string?, string, CancellationToken)"/>
    public async Task<long> StartAsync(RecoveryAction action, CaseFilter filter, DateTimeOffset seenAt, string? argument, string who, CancellationToken cancellationToken)
    {
        Check(action, argument);
        return Tell(await store.StartAsync(action, filter, seenAt, argument, who, cancellationToken));
    }

    /// <returns>False when it does not run.</returns>
    public Task<bool> PauseAsync(long operationId, string who, CancellationToken cancellationToken) =>
        SwitchAsync(operationId, [OperationState.Running], OperationState.Paused, who, cancellationToken);

    /// <returns>False when it is not paused.</returns>
    public Task<bool> ResumeAsync(long operationId, string who, CancellationToken cancellationToken) =>
        SwitchAsync(operationId, [OperationState.Paused], OperationState.Running, who, cancellationToken);

    /// <summary>Lets the rest of one that stopped by itself go on all the same; it does not stop again.</summary>
    /// <returns>False when it has not stopped.</returns>
    public async Task<bool> GoOnAsync(long operationId, string who, CancellationToken cancellationToken)
    {
        var goes = await store.GoOnAsync(operationId, who, cancellationToken);
        if (goes) Tell(operationId);
        return goes;
    }

    /// <summary>Leaves what is not done yet undone; what is done stays done.</summary>
    /// <returns>False when it has ended already.</returns>
    public Task<bool> CancelAsync(long operationId, string who, CancellationToken cancellationToken) =>
        SwitchAsync(operationId, [OperationState.Running, OperationState.Paused, OperationState.Stopped, OperationState.Previewing, OperationState.Previewed, OperationState.AwaitingApproval], OperationState.Cancelled, who, cancellationToken);

    /// <summary>Newest first.</summary>
    public Task<Page<OperationRow>> ListAsync(string? cursor, int size, CancellationToken cancellationToken) => queries.PageAsync(cursor, size, cancellationToken);

    /// <summary>An operation with one page of its items; null when there is no such operation.</summary>
    public Task<OperationSheet?> GetAsync(long operationId, OperationItems which, string? cursor, int size, CancellationToken cancellationToken) =>
        queries.GetAsync(operationId, which, cursor, size, cancellationToken);

    /// <summary>Those that stopped by themselves and wait for a person, newest first.</summary>
    public Task<IReadOnlyList<OperationRow>> StoppedAsync(CancellationToken cancellationToken) => queries.StoppedAsync(cancellationToken);

    /// <summary>Those that wait for a second person, the oldest first.</summary>
    public Task<IReadOnlyList<OperationRow>> WaitingAsync(CancellationToken cancellationToken) => queries.WaitingAsync(cancellationToken);

    private async Task<RecoveryResult> ActAsync(RecoveryAction action, long caseId, string? argument, string who, CancellationToken cancellationToken)
    {
        var batch = await store.ActAsync(action, caseId, argument, who, cancellationToken);
        news.Tell(batch);
        return batch.Results[caseId];
    }

    private async Task<bool> SwitchAsync(long operationId, IReadOnlyCollection<OperationState> from, OperationState to, string who, CancellationToken cancellationToken)
    {
        var switched = await store.SwitchAsync(operationId, from, to, who, cancellationToken);
        if (switched) Tell(operationId);
        return switched;
    }

    private long Tell(long operationId)
    {
        feed.Publish(ChangeAreas.Operations, operationId.ToString(CultureInfo.InvariantCulture));
        return operationId;
    }

    private static void Check(RecoveryAction action, string? argument)
    {
        if (action == RecoveryAction.Snooze && SnoozeOrder.Read(argument) is null) throw new ArgumentException("Nothing says until when.", nameof(argument));
        if (action is RecoveryAction.Reassign or RecoveryAction.Resolve or RecoveryAction.Discard) ArgumentException.ThrowIfNullOrWhiteSpace(argument);
    }
}
