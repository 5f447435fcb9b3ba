using RetailTower.Data.Stores;
using RetailTower.Engine.Exceptions;
using RetailTower.Engine.Intake;
using RetailTower.Engine.Live;

namespace RetailTower.Engine.Reconciliation;

/// <summary>What came of asking the systems for orders.</summary>
/// <param name="Judged">Orders for which every system answered, and how they differ.</param>
/// <param name="News">Orders of which a system of record knew something that the tower did not; it is in the inbox now. By system.</param>
/// <param name="Silent">Orders for which a system gave no answer.</param>
/// <param name="Silence">Which systems, and why; null when all answered.</param>
/// <param name="Openings">Cases of the differences.</param>
/// <param name="Settled">Subjects of cases that are over, if there are any.</param>
public sealed record InquiryResult(
    IReadOnlyDictionary<long, IReadOnlyList<Difference>> Judged, IReadOnlyDictionary<long, HashSet<string>> News, IReadOnlyList<long> Silent, string? Silence, IReadOnlyList<CaseOpening> Openings, IReadOnlyList<string> Settled)
{
    /// <summary>What was found among the judged ones of these orders, by channel and region.</summary>
    public IReadOnlyList<ComparedTally> Tally(IEnumerable<ComparedOrder> orders) =>
    [
        .. orders.Select(it => it.Order).Where(order => Judged.ContainsKey(order.Key)).GroupBy(order => (order.Origin, Region: order.Country ?? "")).Select(its => new ComparedTally(
            its.Key.Origin, its.Key.Region, its.Count(),
            its.Count(order => Judged[order.Key].Any(difference => difference.Matter == CaseMatters.Shown)), its.Count(order => Judged[order.Key].Any(difference => difference.OfGoods)))),
    ];
}

/// <summary>
/// Asks every system what it holds of orders at rest and judges the answers. What the ERP or a centre knows and had not told enters the inbox; its order is
/// judged once that is known.
/// </summary>
public sealed class OrderInquiry(SourceProbe probe, OrderComparison comparison, InboxStore inbox, WorkSignal signal)
{
    /// <param name="heardBefore">What is news now was heard before: the tower's picture cannot take it.</param>
    public async Task<InquiryResult> AskAsync(IReadOnlyList<ComparedOrder> orders, bool heardBefore, CancellationToken cancellationToken)
    {
        var probed = await probe.AskAsync(orders, cancellationToken);
        var news = await HearAsync(orders, probed, cancellationToken);
        var silent = probed.Where(it => it.Value.Silent.Count > 0).Select(it => it.Key).ToList();
        var judged = new Dictionary<long, IReadOnlyList<Difference>>();
        List<CaseOpening> openings = [];
        List<string> settled = [];
        foreach (var order in orders.Select(it => it.Order).Where(it => !silent.Contains(it.Key) && (heardBefore || !news.ContainsKey(it.Key))))
        {
            var found = judged[order.Key] = comparison.Of(order, probed[order.Key], news.GetValueOrDefault(order.Key) ?? []);
            openings.AddRange(found.Select(difference => comparison.Case(order, difference)));
            settled.AddRange(comparison.Matters(order).Except(found.Select(difference => difference.Matter)).Select(matter => CaseBook.OrderSubject(order.Key, matter)));
        }

        return new InquiryResult(judged, news, silent, Silence(probed.Values), openings, settled);
    }

    private static string? Silence(IEnumerable<ProbedOrder> probed)
    {
        var silent = probed.SelectMany(order => order.Silent).DistinctBy(it => it.Key).Select(it => $"{it.Key}: {it.Value}").ToList();
        return silent.Count == 0 ? null : string.Join("; ", silent);
    }

    private async Task<Dictionary<long, HashSet<string>>> HearAsync(IReadOnlyList<ComparedOrder> orders, IReadOnlyDictionary<long, ProbedOrder> probed, CancellationToken cancellationToken)
    {
        var untold = orders.SelectMany(order => comparison.Untold(order.Order, probed[order.Order.Key]).Select(it => (order.Order.Key, it.System, it.Document))).ToList();
        if (untold.Count == 0) return [];
        var added = await inbox.AddAsync([.. untold.GroupBy(it => it.System).SelectMany(it => IntakeDesk.Rows(it.Key, [.. it.Select(document => document.Document)]))], cancellationToken);
        signal.Inbox(added.Partitions);
        return untold.GroupBy(it => it.Key, it => it.System).ToDictionary(it => it.Key, it => it.ToHashSet());
    }
}
