using Hangfire;
using RetailTower.Data.Stores;
using RetailTower.Engine.Exceptions.Ownership;

namespace RetailTower.Engine.Jobs;

/// <summary>Hangfire job, every five seconds: lets exceptions climb their team's ladder, on one node.</summary>
[AutomaticRetry(Attempts = 0)]
public sealed class EscalationJob(Escalation escalation, LeaseStore leases, JobGate gate, NodeName node, TimeProvider time)
{
    [JobDisplayName("Escalate exceptions")]
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        const string key = "escalation";
        if (!gate.Enter(key)) return;
        try
        {
            await escalation.SeatAsync(cancellationToken);
            if (!await escalation.IsDueAsync(cancellationToken)) return;
            await using var lease = await HeldLease.TryTakeAsync(leases, key, node, time, cancellationToken);
            if (lease is not null) await escalation.RunAsync(() => lease.RenewAsync(cancellationToken), cancellationToken);
        }
        finally
        {
            gate.Leave(key);
        }
    }
}
