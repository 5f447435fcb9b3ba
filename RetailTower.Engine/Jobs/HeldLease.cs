using RetailTower.Data.Stores;

namespace RetailTower.Engine.Jobs;

/// <summary>The lease of one run of a job, given back however the run ends: done, failed, or told to stop with its node.</summary>
public sealed class HeldLease : IAsyncDisposable
{
    /// <summary>A stopping node waits no longer than this for the database; then the lease lapses by itself.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2), Pause = TimeSpan.FromMilliseconds(100);

    private readonly LeaseStore _leases;
    private readonly TimeProvider _time;

    private HeldLease(LeaseStore leases, string name, string owner, TimeProvider time)
    {
        _leases = leases;
        _time = time;
        Name = name;
        Owner = owner;
        TakenAt = time.GetTimestamp();
    }

    public string Name { get; }

    public string Owner { get; }

    /// <summary>When it was last asked of the database, by the clock's timestamp.</summary>
    public long TakenAt { get; private set; }

    /// <returns>Null when another run holds it, on this node or another.</returns>
    public static async Task<HeldLease?> TryTakeAsync(LeaseStore leases, string name, NodeName node, TimeProvider time, CancellationToken cancellationToken)
    {
        var lease = new HeldLease(leases, name, node.NextRun(), time);
        return await leases.TryTakeAsync(name, lease.Owner, cancellationToken) ? lease : null;
    }

    /// <summary>Waits until it is free, at most as long as a killed holder's lease lasts and those before it in the queue take.</summary>
    public static async Task<HeldLease> WaitAsync(LeaseStore leases, string name, NodeName node, TimeProvider time, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await TryTakeAsync(leases, name, node, time, cancellationToken) is { } lease) return lease;
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    /// <summary>False when somebody else took it over meanwhile.</summary>
    public async Task<bool> RenewAsync(CancellationToken cancellationToken)
    {
        var now = _time.GetTimestamp();
        if (!await _leases.TryTakeAsync(Name, Owner, cancellationToken)) return false;
        TakenAt = now;
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await _leases.ReleaseAsync(Name, Owner, patience.Token);
        }
        catch (Exception)
        {
            // It lapses by itself; what ended the run is what matters.
        }
    }
}
