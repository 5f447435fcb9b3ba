using Hangfire;
using RetailTower.Data.Stores;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Reconciliation.Inventory;

namespace RetailTower.Engine.Jobs;

/// <summary>Hangfire job, every quarter of a minute on one node: keeps stock back that orders wait for, and compares what storefronts show when it is time for it.</summary>
[AutomaticRetry(Attempts = 0)]
public sealed class StockJob(StockGuard guard, StockComparer comparer, ConnectorRegistry connectors, LeaseStore leases, JobGate gate, NodeName node, TimeProvider time)
{
    private const string Key = "stock";

    [JobDisplayName("Guard and compare stock")]
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!connectors.Ready || !gate.Enter(Key)) return;
        try
        {
            await using var lease = await HeldLease.TryTakeAsync(leases, Key, node, time, cancellationToken);
            if (lease is null) return;
            await guard.RunAsync(cancellationToken);
            await comparer.RunAsync(() => lease.RenewAsync(cancellationToken), cancellationToken);
        }
        finally
        {
            gate.Leave(Key);
        }
    }
}
