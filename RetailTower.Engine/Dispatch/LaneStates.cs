using System.Collections.Concurrent;
using RetailTower.Engine.Connectors;

namespace RetailTower.Engine.Dispatch;

/// <summary>The state of each lane in this process; as many as there are systems.</summary>
public sealed class LaneStates(DispatchOptions options, RetryPolicy retry, ConnectorRegistry connectors, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, LaneState> _states = new(StringComparer.Ordinal);

    public LaneState Of(string system) => _states.GetOrAdd(system, _ => new LaneState(options, retry, time));

    /// <summary>What the system still takes; null when it is not connected or has no limit.</summary>
    public CallBudget? BudgetOf(string system) => (connectors.Find(system) as ILimited)?.Budget;
}
