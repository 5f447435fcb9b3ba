using Microsoft.Extensions.Logging.Abstractions;
using RetailTower.Data.Queries;
using RetailTower.Data.Stores;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Dispatch;
using RetailTower.Engine.Exceptions;
using RetailTower.Engine.Exceptions.Ownership;
using RetailTower.Engine.Insight;
using RetailTower.Engine.Live;
using RetailTower.Engine.Orders;
using RetailTower.Engine.Orders.Times;
using RetailTower.Tests.Desks;

namespace RetailTower.Tests.Engine.Invariants;

/// <summary>What one process of the tower holds in memory: its pump, its lanes and the leases that it has. All of it is gone when the process ends.</summary>
internal sealed class Node(string name, StoreFixture store, ConnectorRegistry connectors, EngineMetrics metrics)
{
    private readonly LeaseStore _leases = new(store.Database, store.Time);
    // A lease is trusted for a while without asking the database, as runs do that follow each other; its commits prove it.
    private static readonly TimeSpan Trusted = LeaseStore.Length / 3;
    private readonly Dictionary<string, (string Owner, DateTimeOffset TakenAt)> _held = [];
    private int _runs;
    private OrderPump _pump = null!;
    private LaneDrain _drain = null!;

    public void Start()
    {
        _held.Clear();
        var options = new DispatchOptions { BreakerThreshold = 3, MaxAttempts = 3, Concurrency = 2, MaxConcurrency = 2 };
        var (cases, retry) = (new CaseBook(store.Time, new TeamBook(new OwnershipOptions())), new RetryPolicy(options, new Random(7)));
        _pump = new OrderPump(new OrderWorkStore(store.Database, store.Time), connectors, cases, new OrderPolicies(), new StepTimesDesk(store.Get<StepTimesStore>(), store.Get<StepHistoryQueries>(), new OrderPolicies(), Brands.None, store.Time), store.Time, NullLogger<OrderPump>.Instance);
        _drain = new LaneDrain(
            new LaneStore(store.Database, store.Time), _leases, connectors, new LaneStates(options, retry, connectors, store.Time), new CallSettlement(cases, retry, options, store.Time), cases, options,
            new WorkSignal(), store.Get<ChangeFeed>(), metrics, store.Time, NullLogger<LaneDrain>.Instance);
    }

    /// <summary>Works on the partition until nothing is ready in it.</summary>
    public async Task PumpAsync(int partition, CancellationToken cancellationToken)
    {
        var lease = $"inbox:{partition}";
        if (await TakeAsync(lease, cancellationToken) is not { } owner) return;
        while ((await _pump.TurnAsync(lease, owner, partition, cancellationToken)).More)
        {
            // Round again.
        }
    }

    /// <summary>Sends one batch.</summary>
    public async Task<int> DrainAsync(string system, int partition, CancellationToken cancellationToken)
    {
        var lease = $"lane:{system}:{partition}";
        return await TakeAsync(lease, cancellationToken) is { } owner ? await _drain.BatchAsync(lease, owner, system, partition, cancellationToken) : 0;
    }

    /// <summary>Gives a lease back, as a run does that ends.</summary>
    public async Task ReleaseAsync(string lease, CancellationToken cancellationToken)
    {
        if (_held.Remove(lease, out var held)) await _leases.ReleaseAsync(lease, held.Owner, cancellationToken);
    }

    public Task ReleaseAsync(int partition, CancellationToken cancellationToken) => ReleaseAsync($"inbox:{partition}", cancellationToken);

    private async Task<string?> TakeAsync(string lease, CancellationToken cancellationToken)
    {
        var there = _held.TryGetValue(lease, out var held);
        if (there && store.Time.GetUtcNow() - held.TakenAt < Trusted) return held.Owner;
        var owner = there ? held.Owner : $"{name}#{++_runs}";
        _held.Remove(lease);
        if (!await _leases.TryTakeAsync(lease, owner, cancellationToken)) return null;
        _held[lease] = (owner, store.Time.GetUtcNow());
        return owner;
    }
}
