using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using RetailTower.Data.Stores;

namespace RetailTower.Engine.Jobs;

/// <summary>
/// The leases of this node. A run that ends leaves its lease here for the next one, which then need not ask the database; one that stays idle
/// goes back, so that another node may take it. Given back when the node stops.
/// </summary>
public sealed class NodeLeases(LeaseStore store, NodeName node, TimeProvider time) : IHostedService
{
    /// <summary>How long a lease is kept that nobody uses.</summary>
    public static readonly TimeSpan IdleFor = TimeSpan.FromSeconds(1);

    // A third of its length leaves time enough to notice and to prove it in a commit.
    private static readonly TimeSpan TrustedFor = LeaseStore.Length / 3;

    private readonly ConcurrentDictionary<string, Idle> _idle = new();

    /// <summary>Takes the lease for one run; null when another node, or another run of this one, holds it.</summary>
    public async Task<HeldLease?> TakeAsync(string name, CancellationToken cancellationToken)
    {
        if (!_idle.TryRemove(name, out var idle)) return await HeldLease.TryTakeAsync(store, name, node, time, cancellationToken);
        if (time.GetElapsedTime(idle.Lease.TakenAt) < TrustedFor) return idle.Lease;
        return await idle.Lease.RenewAsync(cancellationToken) ? idle.Lease : null;
    }

    /// <summary>Ends a run that did not lose it: the next run may go on with it.</summary>
    public void Keep(HeldLease lease) => _idle[lease.Name] = new Idle(lease, time.GetTimestamp());

    /// <summary>Gives back what nobody has used for a while.</summary>
    public Task ReleaseIdleAsync() => ReleaseAsync(idle => time.GetElapsedTime(idle.Since) >= IdleFor);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => ReleaseAsync(_ => true);

    private async Task ReleaseAsync(Func<Idle, bool> wanted)
    {
        foreach (var idle in _idle.Values.Where(wanted))
            if (_idle.TryRemove(KeyValuePair.Create(idle.Lease.Name, idle))) await idle.Lease.DisposeAsync();
    }

    /// <param name="Since">By the clock's timestamp.</param>
    private sealed record Idle(HeldLease Lease, long Since);
}
