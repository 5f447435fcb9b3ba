using Microsoft.Extensions.Logging;
using RetailTower.Data.Stores;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Exceptions;
using RetailTower.Engine.Insight;
using RetailTower.Engine.Live;
using RetailTower.Engine.Orders;

namespace RetailTower.Engine.Dispatch;

/// <summary>
/// Sends what waits in one partition of a lane: reads the heads of the orders' sequences, calls the system outside any transaction, commits the
/// results. A crash in between repeats the calls, which is why every call is safe to repeat.
/// </summary>
public sealed class LaneDrain(
    LaneStore store, LeaseStore leases, ConnectorRegistry connectors, LaneStates states, CallSettlement settlement, CaseBook cases, DispatchOptions options,
    WorkSignal signal, ChangeFeed feed, EngineMetrics metrics, TimeProvider time, ILogger<LaneDrain> log)
{
    private static readonly TimeSpan Heartbeat = LeaseStore.Length / 3;

    /// <summary>How often a drain whose calls take long looks for what came due beside them.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(500);

    /// <summary>Sends one batch under the lease, and goes on reading while a slow call of it keeps the others waiting. Returns how many messages it handled; 0 when nothing may go now.</summary>
    /// <exception cref="LeaseLostException">Someone else took the partition over; what was not committed will be sent again.</exception>
    public async Task<int> BatchAsync(string lease, string owner, string system, int partition, CancellationToken cancellationToken)
    {
        if (connectors.Find(system) is not { } connector) return 0;
        var budget = states.BudgetOf(system);
        if (budget?.Read().Spent == true) return 0;
        var state = states.Of(system);
        var epoch = state.Epoch;
        var look = await store.LookAsync(system, partition, options.BatchSize, cancellationToken);
        if (state.Begin(look.Lane, epoch) is not { } turn) return 0;
        using var life = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var heartbeat = KeepLeaseAsync(lease, owner, life);
        var calls = new LaneCalls(connector, state, turn, budget, metrics, time, log, life.Token);
        calls.Add(turn.Probe ? look.Heads.Take(1).ToList() : look.Heads);
        try
        {
            return await RunAsync(new Batch(lease, owner, system, partition, state, turn, calls), life.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LeaseLostException(lease);
        }
        finally
        {
            await life.CancelAsync();
            await calls.EndAsync();
            state.End(turn);
            await heartbeat;
        }
    }

    private async Task<int> RunAsync(Batch batch, CancellationToken cancellationToken)
    {
        var handled = 0;
        var finished = new List<FinishedCall>();
        while (true)
        {
            batch.Calls.Start();
            if (batch.Calls.UnderWay == 0 && finished.Count == 0) return handled;
            var due = finished.Count > 0 ? finished[0].At + options.CommitWithin - time.GetUtcNow() : LookAgain;
            var came = batch.Calls.UnderWay > 0 && await batch.Calls.WaitAsync(due, cancellationToken);
            batch.Calls.Take(finished);
            if (finished.Count > 0 && (batch.Calls.UnderWay == 0 || time.GetUtcNow() - finished[0].At >= options.CommitWithin))
            {
                handled += await CommitAsync(batch, finished, cancellationToken);
                finished.Clear();
                if (batch.Calls.UnderWay > 0) await RefillAsync(batch, cancellationToken);
            }
            else if (!came && finished.Count == 0)
            {
                await RefillAsync(batch, cancellationToken);
            }
        }
    }

    /// <summary>A slow call keeps its own order waiting and no other: what came due meanwhile goes beside it.</summary>
    private async Task RefillAsync(Batch batch, CancellationToken cancellationToken)
    {
        if (!batch.Calls.HasRoom(options.BatchSize)) return;
        // What is under way or not yet committed is still ready for the database.
        var look = await store.LookAsync(batch.System, batch.Partition, options.BatchSize + batch.Calls.Held, cancellationToken);
        if (batch.State.GoesOn(batch.Turn, look.Lane)) batch.Calls.Add(look.Heads);
    }

    private async Task<int> CommitAsync(Batch batch, List<FinishedCall> finished, CancellationToken cancellationToken)
    {
        var (unwell, restUntil, reason, open) = batch.State.Memory();
        var results = new List<LaneResult>();
        var succeeded = false;
        CallOutcome.Retry? last = null;
        foreach (var call in finished)
        {
            for (var i = 0; i < call.Heads.Length; i++)
            {
                var outcome = call.Outcomes[i];
                succeeded |= outcome is CallOutcome.Done or CallOutcome.Rejected;
                if (outcome is CallOutcome.Retry { Scope: not RetryScope.Message } retry) last = retry;
                results.Add(settlement.Settle(batch.System, call.Heads[i], outcome, restUntil is not null));
            }
        }

        var failure = last is null ? null : $"{last.Code}: {last.Message}";
        // What was under way when the breaker opened and went through after all does not close it.
        var health = new LaneHealth(unwell, restUntil, reason, succeeded && !open, failure, open && failure is not null ? cases.LaneDown(batch.System, failure, unwell) : null);
        var added = await store.CommitAsync(batch.Lease, batch.Owner, batch.System, results, health, cancellationToken);
        batch.Calls.Release(finished);
        batch.State.Saved(restUntil, results.Count(result => result.Retry is null));
        Tell(batch.System, results, added);
        return results.Count;
    }

    private async Task KeepLeaseAsync(string lease, string owner, CancellationTokenSource life)
    {
        using var timer = new PeriodicTimer(Heartbeat, time);
        try
        {
            while (await timer.WaitForNextTickAsync(life.Token))
            {
                if (await RenewAsync(lease, owner, life.Token)) continue;
                // Its new holder makes the same calls; the fewer come twice the better.
                await life.CancelAsync();
                return;
            }
        }
        catch (OperationCanceledException)
        {
            // The calls are done.
        }
    }

    private async Task<bool> RenewAsync(string lease, string owner, CancellationToken cancellationToken)
    {
        try
        {
            return await leases.TryTakeAsync(lease, owner, cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // It may be held still: the commit proves it, and the next beat tries again.
            log.LogWarning(failure, "The lease {Lease} could not be renewed", lease);
            return true;
        }
    }

    private void Tell(string system, List<LaneResult> results, InboxAdded added)
    {
        foreach (var result in results) metrics.Call(system, result.Message.Operation, result.Outcome);
        signal.Inbox(added.Partitions);
        var orders = results.Where(r => r.Message.OrderKey is not null).Select(r => OrderKey.Format(r.Message.OrderKey!.Value)).Distinct().ToList();
        if (orders.Count > 0) feed.Publish(ChangeAreas.Orders, orders);
        feed.Publish(ChangeAreas.Lanes, system);
        if (results.Exists(r => r.Case is not null || r.Message.Attempts > 1)) feed.Publish(ChangeAreas.Exceptions);
    }

    private sealed record Batch(string Lease, string Owner, string System, int Partition, LaneState State, LaneTurn Turn, LaneCalls Calls);
}
