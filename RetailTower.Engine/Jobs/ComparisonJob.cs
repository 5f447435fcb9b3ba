using Hangfire;
using RetailTower.Data.Stores;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Reconciliation;

namespace RetailTower.Engine.Jobs;

/// <summary>Hangfire job, every five seconds: starts samples when they are due and works the running comparisons, and so goes on with them after a restart. A lease makes it the only one on any node.</summary>
[AutomaticRetry(Attempts = 0)]
public sealed class ComparisonJob(ComparisonDesk desk, ComparisonWorker worker, ConnectorRegistry connectors, LeaseStore leases, JobGate gate, NodeName node, TimeProvider time)
{
    private const string Key = "comparisons";

    [JobDisplayName("Compare with the systems")]
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!connectors.Ready || !gate.Enter(Key)) return;
        HeldLease? lease = null;
        try
        {
            await desk.SampleAsync(cancellationToken);
            await worker.RunAsync(async token =>
            {
                if (lease is not null) return await lease.RenewAsync(token);
                return (lease = await HeldLease.TryTakeAsync(leases, Key, node, time, token)) is not null;
            }, cancellationToken);
        }
        finally
        {
            if (lease is not null) await lease.DisposeAsync();
            gate.Leave(Key);
        }
    }
}
