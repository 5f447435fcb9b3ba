using System.Globalization;
using RetailTower.Data.Model;
using RetailTower.Data.Stores;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Live;
using RetailTower.Engine.Orders;

namespace RetailTower.Engine.Reconciliation.Inventory;

/// <summary>Compares, every night and on request, all stock that storefronts show with what they were told, and tells them again what they show and is not so.</summary>
public sealed class StockComparer(
    StockStore store, StockDesk desk, SourceProbe probe, ConnectorRegistry connectors, OrderPolicies policies, ReconciliationOptions options, WorkSignal signal, ChangeFeed feed, TimeProvider time)
{
    private readonly DateTimeOffset _since = time.GetUtcNow();

    /// <summary>Works what was requested, until all is done.</summary>
    /// <param name="goOn">Renews the right to work; false to stop.</param>
    public async Task RunAsync(Func<Task<bool>> goOn, CancellationToken cancellationToken)
    {
        await RequestNightlyAsync(cancellationToken);
        while (await goOn() && await store.NextAsync(cancellationToken) is { } next)
        {
            var (over, failure) = connectors.Find(next.System) is { } connector and IShowsStock front
                ? await CompareAsync(next, connector, front, goOn, cancellationToken) : (true, $"{next.System} is not configured any more.");
            if (!over) return;
            await store.FinishAsync(next, failure, cancellationToken);
            feed.Publish(ChangeAreas.Comparisons, next.Id.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>The last time of day at which <paramref name="at"/> was.</summary>
    private static DateTimeOffset Last(TimeOnly at, DateTimeOffset now)
    {
        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero) + at.ToTimeSpan();
        return today <= now ? today : today.AddDays(-1);
    }

    private async Task RequestNightlyAsync(CancellationToken cancellationToken)
    {
        if (options.StockAt is not { } at) return;
        var (night, newest) = (Last(at, time.GetUtcNow()), await desk.NewestAsync(cancellationToken));
        // A tower that was just set up waits for its first night.
        if ((newest.Count == 0 ? _since : newest.Max(it => it.RequestedAt)) < night) await desk.StartAsync(RecoveryStore.Tower, cancellationToken);
    }

    /// <returns>Whether it is over, and why it ended early; null when all was seen.</returns>
    private async Task<(bool Over, string? Failure)> CompareAsync(StockComparison comparison, IConnector connector, IShowsStock front, Func<Task<bool>> goOn, CancellationToken cancellationToken)
    {
        string? cursor = null;
        do
        {
            if (!await goOn()) return (false, null);
            if (!await probe.RoomAsync(connector, cancellationToken)) return (true, "Its limit leaves no room beside the orders of the day.");
            try
            {
                var page = await front.ReadStockAsync(connectors.Roles.Centres, cursor, cancellationToken);
                var now = time.GetUtcNow();
                var again = await store.CompareAsync(comparison, page.Shown, options.Settle, stock => StockCalls.Offered(stock, policies),
                    stock => StockCalls.Of(connector.System, stock, policies, now, FormattableString.Invariant($":compared:{comparison.Id}")), cancellationToken);
                if (again > 0) signal.Lane(connector.System);
                cursor = page.Next;
            }
            catch (HttpRequestException failure)
            {
                return (true, failure.Message);
            }
        }
        while (cursor is not null);
        return (true, null);
    }
}
