using RetailTower.Data.Model;
using RetailTower.Data.Stores;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Live;

namespace RetailTower.Engine.Reconciliation.Inventory;

/// <summary>Where people have all stock that storefronts show compared with what they were told, and see what was found.</summary>
public sealed class StockDesk(StockStore store, InboxStore inbox, ConnectorRegistry connectors, ChangeFeed feed)
{
    /// <summary>Storefronts that can be asked what they show.</summary>
    public IReadOnlyList<string> Storefronts => [.. connectors.All.Where(it => it is IShowsStock).Select(it => it.System)];

    /// <summary>Compares all of them, as soon as may be, and has the centres tell all their stock anew; those that are being compared go on.</summary>
    public async Task StartAsync(string who, CancellationToken cancellationToken)
    {
        foreach (var centre in connectors.All.Where(it => it.Role == SystemRole.Centre)) await inbox.RestartFeedsAsync(centre.System, cancellationToken);
        foreach (var system in Storefronts) await store.RequestAsync(system, who, cancellationToken);
        feed.Publish(ChangeAreas.Comparisons);
    }

    /// <summary>The newest comparison of each storefront that was compared.</summary>
    public Task<IReadOnlyList<StockComparison>> NewestAsync(CancellationToken cancellationToken) => store.NewestAsync(Storefronts, cancellationToken);
}
