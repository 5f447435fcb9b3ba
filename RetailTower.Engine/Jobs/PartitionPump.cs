using System.Globalization;
using Hangfire;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Insight;
using RetailTower.Engine.Live;
using RetailTower.Engine.Orders;

namespace RetailTower.Engine.Jobs;

/// <summary>Hangfire job: works a partition of the inbox until it is empty. The partition's lease makes it the only one on any node.</summary>
[AutomaticRetry(Attempts = 0)]
public sealed class PartitionPump(OrderPump pump, PartitionRuns runs, ConnectorRegistry connectors, WorkSignal signal, ChangeFeed feed, EngineMetrics metrics)
{
    public static string Key(int partition) => string.Create(CultureInfo.InvariantCulture, $"inbox:{partition}");

    [JobDisplayName("Pump inbox partition {0}")]
    public async Task RunAsync(int partition, CancellationToken cancellationToken)
    {
        if (!connectors.Ready) return;
        if (await runs.RunAsync(Key(partition), (lease, token) => TurnAsync(lease, partition, token), cancellationToken)) signal.Inbox(partition);
    }

    private async Task<bool> TurnAsync(HeldLease lease, int partition, CancellationToken cancellationToken)
    {
        var turn = await pump.TurnAsync(lease.Name, lease.Owner, partition, cancellationToken);
        if (turn.Messages == 0) return false;
        metrics.Inbox("pump", "worked", turn.Messages);
        foreach (var system in turn.Lanes.Select(lane => lane.System).Distinct()) signal.Lane(system);
        signal.Inbox(turn.Partitions.Where(other => other != partition));
        if (turn.OrderKeys.Count > 0) feed.Publish(ChangeAreas.Orders, turn.OrderKeys.Select(OrderKey.Format).ToList());
        feed.Publish(ChangeAreas.Messages);
        if (turn.CasesChanged) feed.Publish(ChangeAreas.Exceptions);
        return turn.More;
    }
}
