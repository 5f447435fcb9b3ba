using Hangfire;
using RetailTower.Data.Stores;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Intake;

namespace RetailTower.Engine.Jobs;

/// <summary>Hangfire job: reads the feeds whose time has come. Each system's feeds are read beside the others', so that one that hangs delays nobody else's.</summary>
[AutomaticRetry(Attempts = 0)]
public sealed class FeedJob(ConnectorRegistry connectors, FeedReader reader, LeaseStore leases, JobGate gate, NodeName node, TimeProvider time)
{
    [JobDisplayName("Read due feeds")]
    public Task RunAsync(CancellationToken cancellationToken) =>
        connectors.Ready ? Task.WhenAll(connectors.All.Where(connector => connector is IFeeds).Select(connector => ReadAsync(connector, cancellationToken))) : Task.CompletedTask;

    private async Task ReadAsync(IConnector connector, CancellationToken cancellationToken)
    {
        var key = $"feeds:{connector.System}";
        if (connector is not IFeeds feeds || !gate.Enter(key)) return;
        try
        {
            await using var lease = await HeldLease.TryTakeAsync(leases, key, node, time, cancellationToken);
            if (lease is null) return;
            foreach (var feed in feeds.Feeds)
            {
                await reader.ReadIfDueAsync(connector.System, feeds, feed, cancellationToken);
                if (!await lease.RenewAsync(cancellationToken)) return;
            }
        }
        finally
        {
            gate.Leave(key);
        }
    }
}
