using System.Globalization;
using RetailTower.Data.Model;
using RetailTower.Data.Stores;
using RetailTower.Engine.Live;

namespace RetailTower.Engine.Reconciliation;

/// <summary>Walks through orders and asks every system what it holds of them. When all is well, a comparison writes nothing but its progress.</summary>
public sealed class ComparisonWorker(ComparisonStore store, OrderInquiry inquiry, ReconciliationOptions options, ChangeFeed feed, TimeProvider time)
{
    /// <summary>Works all comparisons that run, taking turns, until none may go on.</summary>
    /// <param name="beforePage">Renews the right to work; false to stop.</param>
    public async Task RunAsync(Func<CancellationToken, Task<bool>> beforePage, CancellationToken cancellationToken)
    {
        while (await store.RunningAsync(cancellationToken) is { Count: > 0 } running)
        {
            foreach (var it in running)
            {
                if (!await beforePage(cancellationToken)) return;
                await StepAsync(it, cancellationToken);
                feed.Publish(ChangeAreas.Comparisons, it.Id.ToString(CultureInfo.InvariantCulture));
            }
        }
    }

    private async Task StepAsync(Comparison it, CancellationToken cancellationToken)
    {
        var page = await store.PageAsync(it, options.PageSize, cancellationToken);
        if (page.Count == 0)
        {
            // What was handed to the inbox is worked on meanwhile, and what it leads to is told.
            await store.FinishAsync(it.Id, options.Settle + TimeSpan.FromSeconds(5), cancellationToken);
            return;
        }

        var still = page.FindAll(order => !order.OnTheMove && order.Order.ChangedAt <= time.GetUtcNow() - options.Settle);
        var found = await inquiry.AskAsync(still, heardBefore: it.SecondLook, cancellationToken);
        var again = page.ConvertAll(order => order.Order.Key).FindAll(key => !found.Judged.ContainsKey(key));
        await store.AdvanceAsync(it.Id, new ComparedPage(
            page[^1].Order.Key, found.Tally(still), it.SecondLook ? 0 : found.News.Count, again, found.Silence, found.Openings, found.Settled), cancellationToken);
        if (found.Openings.Count > 0) feed.Publish(ChangeAreas.Exceptions);
    }
}
