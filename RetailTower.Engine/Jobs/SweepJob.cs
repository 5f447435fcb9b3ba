using Hangfire;
using RetailTower.Data.Stores;
using RetailTower.Engine.Connectors;

namespace RetailTower.Engine.Jobs;

/// <summary>Hangfire job, every second and at start: finds due work that no signal announced (a retry, a restart, a dead node's leavings).</summary>
[AutomaticRetry(Attempts = 0)]
public sealed class SweepJob(InboxStore inbox, LaneStore lanes, ConnectorRegistry connectors, JobNudger nudger, JobGate gate, NodeLeases leases)
{
    [JobDisplayName("Sweep")]
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        const string key = "sweep";
        if (!connectors.Ready || !gate.Enter(key)) return;
        try
        {
            await leases.ReleaseIdleAsync();
            await FindAsync(cancellationToken);
        }
        finally
        {
            gate.Leave(key);
        }
    }

    private async Task FindAsync(CancellationToken cancellationToken)
    {
        foreach (var partition in await inbox.PartitionsWithWorkAsync(cancellationToken)) nudger.Inbox(partition);
        foreach (var (system, partition) in await lanes.LanesWithWorkAsync(connectors.All.Select(c => c.System).ToList(), cancellationToken)) nudger.Lane(system, partition);
    }
}
