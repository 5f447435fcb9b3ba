using Hangfire;
using RetailTower.Data.Model;
using RetailTower.Data.Stores;
using RetailTower.Engine.Exceptions.Ownership;

namespace RetailTower.Engine.Jobs;

/// <summary>Hangfire job, every five seconds: sends the letters that are due, each channel on one node and beside the others.</summary>
[AutomaticRetry(Attempts = 0)]
public sealed class LetterJob(LetterRound round, LeaseStore leases, JobGate gate, NodeName node, TimeProvider time)
{
    [JobDisplayName("Send notices")]
    public async Task RunAsync(CancellationToken cancellationToken) =>
        await Task.WhenAll((await round.DueAsync(cancellationToken)).Select(channel => SendAsync(channel, cancellationToken)));

    private async Task SendAsync(LetterChannel channel, CancellationToken cancellationToken)
    {
        var key = $"letters:{channel}";
        if (!gate.Enter(key)) return;
        try
        {
            await using var lease = await HeldLease.TryTakeAsync(leases, key, node, time, cancellationToken);
            if (lease is not null) await round.RunAsync(channel, () => lease.RenewAsync(cancellationToken), cancellationToken);
        }
        finally
        {
            gate.Leave(key);
        }
    }
}
