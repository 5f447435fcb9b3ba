using Hangfire;
using RetailTower.Data.Stores;
using RetailTower.Engine.Recovery;

namespace RetailTower.Engine.Jobs;

/// <summary>Hangfire job, every second: works the running bulk operations, and so goes on with them after a restart. A lease makes it the only one on any node.</summary>
[AutomaticRetry(Attempts = 0)]
public sealed class BulkOperationJob(BulkWorker worker, LeaseStore leases, JobGate gate, NodeName node, TimeProvider time)
{
    private const string Key = "operations";

    /// <summary>How soon it looks again while what an operation let go comes to its end.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    [JobDisplayName("Work bulk operations")]
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!gate.Enter(Key)) return;
        HeldLease? lease = null;
        try
        {
            // Taken only when there is something to work: most seconds there is nothing.
            while (await worker.RunAsync(HoldAsync, cancellationToken)) await Task.Delay(Pause, time, cancellationToken);
        }
        finally
        {
            if (lease is not null) await lease.DisposeAsync();
            gate.Leave(Key);
        }

        async Task<bool> HoldAsync(CancellationToken token)
        {
            if (lease is not null) return await lease.RenewAsync(token);
            return (lease = await HeldLease.TryTakeAsync(leases, Key, node, time, token)) is not null;
        }
    }
}
