using System.Globalization;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Data.Stores;
using RetailTower.Engine.Live;

namespace RetailTower.Engine.Reconciliation;

/// <summary>What the systems answered when they were asked for one order.</summary>
/// <param name="News">Systems that told what the tower did not know; the order is read anew in a moment.</param>
/// <param name="Silence">Which systems gave no answer, and why; null when all did.</param>
/// <param name="OnTheMove">Something is on its way, so that differences may go by themselves.</param>
public sealed record OrderAnswer(IReadOnlyList<string> News, IReadOnlyList<Difference> Differences, string? Silence, bool OnTheMove);

/// <summary>Where people have the tower's picture compared with what the systems hold.</summary>
public sealed class ComparisonDesk(ComparisonStore store, ComparisonQueries queries, OrderInquiry inquiry, ReconciliationOptions options, ChangeFeed feed, TimeProvider time)
{
    /// <summary>Compares all orders; it goes on by itself, over restarts.</summary>
    /// <returns>Its id; null while another one of all orders is not finished.</returns>
    public async Task<long?> StartAsync(string who, CancellationToken cancellationToken) => Tell(await store.StartAsync(null, who, cancellationToken));

    /// <summary>Asks every system now what it holds of one order.</summary>
    /// <returns>Null when there is no such order.</returns>
    public async Task<OrderAnswer?> AskAsync(long orderKey, CancellationToken cancellationToken)
    {
        if (await store.OrderAsync(orderKey, cancellationToken) is not { } order) return null;
        var found = await inquiry.AskAsync([order], heardBefore: false, cancellationToken);
        // While something is on its way, systems may rightly differ.
        var settled = !order.OnTheMove && order.Order.ChangedAt <= time.GetUtcNow() - options.Settle;
        if (settled)
        {
            await store.SettleAsync(found.Openings, found.Settled, cancellationToken);
            feed.Publish(ChangeAreas.Exceptions);
        }

        return new OrderAnswer([.. found.News.Values.SelectMany(systems => systems)], found.Judged.GetValueOrDefault(orderKey) ?? [], found.Silence, OnTheMove: !settled);
    }

    /// <summary>Compares orders picked by chance, when it is time for it.</summary>
    public async Task SampleAsync(CancellationToken cancellationToken)
    {
        if (options.SampleEvery == TimeSpan.Zero) return;
        // One that began "in the future" began by a clock that ran ahead.
        if (await store.LastSampleAtAsync(cancellationToken) is { } last && time.GetUtcNow() is var now && last <= now && now - last < options.SampleEvery) return;
        Tell(await store.StartAsync(options.SampleSize, RecoveryStore.Tower, cancellationToken));
    }

    /// <returns>False when it does not run.</returns>
    public Task<bool> PauseAsync(long id, string who, CancellationToken cancellationToken) => SwitchAsync(id, [OperationState.Running], OperationState.Paused, who, cancellationToken);

    /// <returns>False when it is not paused.</returns>
    public Task<bool> ResumeAsync(long id, string who, CancellationToken cancellationToken) => SwitchAsync(id, [OperationState.Paused], OperationState.Running, who, cancellationToken);

    /// <summary>Leaves the remaining orders unseen; what was found stays found.</summary>
    /// <returns>False when it has ended already.</returns>
    public Task<bool> CancelAsync(long id, string who, CancellationToken cancellationToken) =>
        SwitchAsync(id, [OperationState.Running, OperationState.Paused], OperationState.Cancelled, who, cancellationToken);

    /// <summary>Newest first.</summary>
    public Task<Page<ComparisonRow>> ListAsync(string? cursor, int size, CancellationToken cancellationToken) => queries.PageAsync(cursor, size, cancellationToken);

    /// <summary>Null when there is none of that number.</summary>
    public Task<ComparisonRow?> GetAsync(long id, CancellationToken cancellationToken) => queries.GetAsync(id, cancellationToken);

    /// <summary>The newest that compared anything and ended; null when there is none.</summary>
    public Task<ComparisonRow?> LastAsync(CancellationToken cancellationToken) => queries.LastAsync(cancellationToken);

    private async Task<bool> SwitchAsync(long id, IReadOnlyCollection<OperationState> from, OperationState to, string who, CancellationToken cancellationToken)
    {
        var switched = await store.SwitchAsync(id, from, to, who, cancellationToken);
        if (switched) Tell(id);
        return switched;
    }

    private long? Tell(long? id)
    {
        if (id is { } it) feed.Publish(ChangeAreas.Comparisons, it.ToString(CultureInfo.InvariantCulture));
        return id;
    }
}
