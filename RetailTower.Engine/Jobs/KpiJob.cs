using Hangfire;
using RetailTower.Data.Stores;
using RetailTower.Engine.Insight.Kpis;

namespace RetailTower.Engine.Jobs;

/// <summary>Hangfire job, four times a minute on one node: counts the figures of the last hours, and of those that were missed.</summary>
[AutomaticRetry(Attempts = 0)]
public sealed class KpiJob(KpiRollup rollup, LeaseStore leases, JobGate gate, NodeName node, TimeProvider time)
{
    [JobDisplayName("Count figures by the hour")]
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        const string key = "kpis";
        if (!gate.Enter(key)) return;
        try
        {
            await using var lease = await HeldLease.TryTakeAsync(leases, key, node, time, cancellationToken);
            if (lease is not null) await rollup.RunAsync(lease.Name, lease.Owner, () => lease.RenewAsync(cancellationToken), cancellationToken);
        }
        finally
        {
            gate.Leave(key);
        }
    }
}
