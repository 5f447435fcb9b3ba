using RetailTower.Data.Stores;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Live;
using RetailTower.Engine.Orders;

namespace RetailTower.Engine.Reconciliation.Inventory;

/// <summary>
/// Guards against overselling. Goods of an order are missing from a centre's figures once the centre has the order; until then, while the ERP is away or a person must
/// decide, storefronts would sell them once more. What has waited for a while is kept back from them.
/// </summary>
public sealed class StockGuard(StockStore store, ConnectorRegistry connectors, OrderPolicies policies, WorkSignal signal, TimeProvider time)
{
    /// <summary>An order on its way reaches its centre within this time.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Rest, in times of what a look took: with a million waiting lines it must not take a processor.</summary>
    private const int Rest = 20;

    private long _ended;
    private TimeSpan _rest;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (time.GetElapsedTime(_ended) < _rest) return;
        var (began, now) = (time.GetTimestamp(), time.GetUtcNow());
        var told = await store.KeepBackAsync(now - Patience, connectors.Roles.Centres,
            stock => StockCalls.Listeners(connectors.Roles).Select(system => StockCalls.Of(system, stock, policies, now, FormattableString.Invariant($":kept:{now.UtcTicks}"))), cancellationToken);
        foreach (var system in told) signal.Lane(system);
        (_ended, _rest) = (time.GetTimestamp(), time.GetElapsedTime(began) * Rest);
    }
}
