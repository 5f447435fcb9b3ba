using Hangfire;
using RetailTower.Data.Stores;
using RetailTower.Engine.Governance;

namespace RetailTower.Engine.Jobs;

/// <summary>Hangfire job, every minute on one node: moves payloads that have been kept long enough.</summary>
[AutomaticRetry(Attempts = 0)]
public sealed class RetentionJob(Retention retention, LeaseStore leases, NodeName node, TimeProvider time)
{
    [JobDisplayName("Move old payloads to the archive")]
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var lease = await HeldLease.TryTakeAsync(leases, "retention", node, time, cancellationToken);
        if (lease is not null) await retention.RunAsync(() => lease.RenewAsync(cancellationToken), cancellationToken);
    }
}
