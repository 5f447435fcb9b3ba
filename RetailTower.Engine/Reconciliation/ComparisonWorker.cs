using System.Globalization;
using RetailTower.Data.Model;
using RetailTower.Data.Stores;
using RetailTower.Engine.Exceptions;
using RetailTower.Engine.Intake;
using RetailTower.Engine.Live;
using RetailTower.Engine.Orders.Steps;

namespace RetailTower.Engine.Reconciliation;

/// <summary>
/// Walks through orders and asks every system what it holds of them. What the ERP or a centre knows and had not told enters the inbox, and the order is
/// looked at once more; what an originator shows its people and is not so becomes a case. When all is well, a comparison writes nothing but its progress.
/// </summary>
public sealed class ComparisonWorker(
    ComparisonStore store, SourceProbe probe, OrderComparison comparison, InboxStore inbox, ReconciliationOptions options, WorkSignal signal, ChangeFeed feed, TimeProvider time)
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

        var moving = page.Where(order => order.OnTheMove || order.Order.ChangedAt > time.GetUtcNow() - options.Settle).Select(order => order.Order.Key).ToHashSet();
        var still = page.Where(order => !moving.Contains(order.Order.Key)).ToList();
        var probed = await probe.AskAsync(still, cancellationToken);
        var unheard = await HearAsync(still, probed, cancellationToken);
        List<long> again = [.. moving];
        List<CaseOpening> openings = [];
        List<string> settled = [];
        var (compared, untrue) = (0, 0);
        foreach (var order in still.Select(order => order.Order))
        {
            // What was heard at the first look is known at the second; what is news even then, the tower's picture cannot take.
            if (probed[order.Key].Silent.Count > 0 || (unheard.ContainsKey(order.Key) && !it.SecondLook))
            {
                again.Add(order.Key);
                continue;
            }

            var found = comparison.Of(order, probed[order.Key], unheard.GetValueOrDefault(order.Key) ?? []);
            compared++;
            if (found.Any(difference => difference.Matter == OriginStep.ShownMatter)) untrue++;
            openings.AddRange(found.Select(difference => comparison.Case(order, difference)));
            settled.AddRange(comparison.Matters(order).Except(found.Select(difference => difference.Matter)).Select(matter => CaseBook.OrderSubject(order.Key, matter)));
        }

        await store.AdvanceAsync(it.Id, new ComparedPage(page[^1].Order.Key, compared, untrue, it.SecondLook ? 0 : unheard.Count, again, Silence(probed.Values), openings, settled), cancellationToken);
        if (openings.Count > 0) feed.Publish(ChangeAreas.Exceptions);
    }

    private static string? Silence(IEnumerable<ProbedOrder> probed)
    {
        var silent = probed.SelectMany(order => order.Silent).DistinctBy(it => it.Key).Select(it => $"{it.Key}: {it.Value}").ToList();
        return silent.Count == 0 ? null : string.Join("; ", silent);
    }

    /// <summary>Hands what the systems of record had not told to the inbox; the orders that it concerns, and who had been silent.</summary>
    private async Task<Dictionary<long, HashSet<string>>> HearAsync(IReadOnlyList<ComparedOrder> orders, IReadOnlyDictionary<long, ProbedOrder> probed, CancellationToken cancellationToken)
    {
        var untold = orders.SelectMany(order => comparison.Untold(order.Order, probed[order.Order.Key]).Select(it => (order.Order.Key, it.System, it.Document))).ToList();
        if (untold.Count == 0) return [];
        var added = await inbox.AddAsync([.. untold.GroupBy(it => it.System).SelectMany(it => IntakeDesk.Rows(it.Key, [.. it.Select(document => document.Document)]))], cancellationToken);
        signal.Inbox(added.Partitions);
        return untold.GroupBy(it => it.Key, it => it.System).ToDictionary(it => it.Key, it => it.ToHashSet());
    }
}
