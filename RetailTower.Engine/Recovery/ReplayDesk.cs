using RetailTower.Data.Queries;
using RetailTower.Data.Stores;
using RetailTower.Engine.Live;

namespace RetailTower.Engine.Recovery;

/// <summary>Where an order's journey is let go again from a chosen step on.</summary>
public sealed class ReplayDesk(OrderStepQueries queries, ReplayStore store, RecoveryNews news, ChangeFeed feed)
{
    /// <summary>All steps of the order, the oldest first; empty when there is no such order.</summary>
    public Task<IReadOnlyList<OrderStep>> StepsAsync(long orderKey, CancellationToken cancellationToken) => queries.ListAsync(orderKey, cancellationToken);

    /// <summary>Goes again from a step on, exactly as the plan said that the person saw; does nothing when a step has moved since.</summary>
    /// <exception cref="ArgumentException">No reason is given.</exception>
    public async Task<ReplayResult> RunAsync(long orderKey, ReplayPlan seen, string reason, string who, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        var result = await store.RunAsync(orderKey, seen.From.Name, seen.Seen, reason, who, cancellationToken);
        if (result.Outcome != ReplayOutcome.Done) return result;
        news.Tell(result.Batch);
        feed.Publish(ChangeAreas.Orders);
        return result;
    }
}
