using Hangfire;
using RetailTower.Data.Stores;
using RetailTower.Engine.Exceptions;

namespace RetailTower.Engine.Jobs;

/// <summary>Hangfire job, every second: reads the messages behind new cases, on one node.</summary>
[AutomaticRetry(Attempts = 0)]
public sealed class CaseReadingJob(CaseReading reading, LeaseStore leases, JobGate gate, NodeName node, TimeProvider time)
{
    [JobDisplayName("Read messages behind new exceptions")]
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        const string key = "case-texts";
        if (!await reading.IsDueAsync(cancellationToken) || !gate.Enter(key)) return;
        try
        {
            await using var lease = await HeldLease.TryTakeAsync(leases, key, node, time, cancellationToken);
            if (lease is not null) await reading.RunAsync(() => lease.RenewAsync(cancellationToken), cancellationToken);
        }
        finally
        {
            gate.Leave(key);
        }
    }
}
