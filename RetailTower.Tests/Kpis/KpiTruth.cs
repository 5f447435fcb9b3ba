using System.Globalization;
using RetailTower.Data.Kpis;
using RetailTower.Data.Model;
using RetailTower.Engine.Orders;

namespace RetailTower.Tests.Kpis;

/// <summary>The KPIs worked out once more, from the rows in memory and by their definitions in words.</summary>
/// <param name="end">End of the last hour that was counted; of a span that goes on, what is open is told as of then.</param>
internal sealed class KpiTruth(KpiHistory history, DateTimeOffset end, Func<Order?, bool> of)
{
    private IEnumerable<Order> Orders => history.Orders.Where(of);

    private IEnumerable<ExceptionCase> Cases => history.Cases.Where(one => of(history.Orders.Find(order => order.Key == one.OrderKey)));

    /// <summary>Value and how many it was judged by; null when there was nothing.</summary>
    public (double Value, long Counted)? Of(string kpi, DateTimeOffset from, DateTimeOffset to, string? currency)
    {
        var last = to < end ? to : end;
        bool In(DateTimeOffset? at) => at >= from && at < to;
        return kpi switch
        {
            "accuracy" => Accuracy(Tallies(from, to), tally => tally.Untrue),
            "fulfilment" => Accuracy(Tallies(from, to).Where(tally => tally.UntrueFulfilment is not null), tally => tally.UntrueFulfilment!.Value),
            "confirmation" => Percentile(Orders.Where(o => In(o.ConfirmedAt)).Select(o => o.ConfirmedAt!.Value - o.ReceivedAt)),
            "touchless" => Share(Orders.Where(o => In(o.ClosedAt)), o => !Acted(o) && !history.Cases.Exists(c => c.OrderKey == o.Key && c.OpenedAt <= o.ClosedAt)),
            "manual" => Share(Orders.Where(o => In(o.ClosedAt)), Acted),
            "invoices" => Share(Orders.Where(o => In(o.ShippedAt) && (Missed(o) || Invoiced(o))), o => Invoiced(o) && !Missed(o)),
            "stock" => Prompt(history.Stock.Where(it => it.State == OutboxState.Done && In(it.DoneAt) && it.ChangedAt is not null && of(Like(it.System, ""))).Select(it => it.DoneAt!.Value - it.ChangedAt!.Value)),
            "resolution" => Percentile(Cases.Where(c => In(c.ResolvedAt)).Select(c => c.ResolvedAt!.Value - c.OpenedAt)),
            "ageing" => (OpenAt(last).Count(c => last - c.OpenedAt > TimeSpan.FromHours(24)), OpenAt(last).Count()),
            "risk" => ((double)OpenAt(last).Where(c => c.Currency == currency).Sum(c => c.MoneyAtRisk), OpenAt(last).Count()),
            _ => throw new ArgumentException($"No such KPI: {kpi}.", nameof(kpi)),
        };
    }

    private static (double, long)? Accuracy(IEnumerable<ComparisonTally> tallies, Func<ComparisonTally, int> wrong)
    {
        var all = tallies.ToList();
        return all.Sum(tally => tally.Compared) is > 0 and var compared ? (1 - (double)all.Sum(wrong) / compared, compared) : null;
    }

    /// <summary>Of comparisons that ended in the span, for orders like those that are asked for.</summary>
    private IEnumerable<ComparisonTally> Tallies(DateTimeOffset from, DateTimeOffset to) =>
        history.Tallies.Where(it => it.FinishedAt >= from && it.FinishedAt < to && of(Like(it.Tally.Channel, it.Tally.Region))).Select(it => it.Tally);

    private static Order Like(string channel, string region)
    {
        var order = Desks.Rows.Order(0, "");
        (order.Origin, order.Country) = (channel, region.Length == 0 ? null : region);
        return order;
    }

    /// <summary>The share that took a minute at most, to the bound of the minute's bucket.</summary>
    private static (double, long)? Prompt(IEnumerable<TimeSpan> spans)
    {
        var (all, bound) = (spans.ToList(), KpiBuckets.Bounds.First(it => it >= TimeSpan.FromMinutes(1)));
        return all.Count == 0 ? null : ((double)all.Count(it => it <= bound) / all.Count, all.Count);
    }

    private bool Acted(Order order)
    {
        var cases = history.Cases.Where(c => c.OrderKey == order.Key).Select(c => c.Id).ToHashSet();
        var messages = history.Messages.Where(m => m.OrderKey == order.Key).Select(m => m.Id.ToString(CultureInfo.InvariantCulture)).ToHashSet();
        return history.Entries.Any(e => cases.Contains(e.CaseId) && e.Who != "tower" && e.At <= order.ClosedAt)
            || history.Audit.Any(a => a.Action.StartsWith("message.", StringComparison.Ordinal) && messages.Contains(a.Target) && a.At <= order.ClosedAt);
    }

    private bool Missed(Order order) => history.Cases.Exists(c => c.OrderKey == order.Key && c.Kind == CaseKind.Missing && c.Operation == ExpectedSteps.Invoice);

    private bool Invoiced(Order order) => !history.Lines.Exists(l => l.OrderKey == order.Key && l.State == LineState.Shipped);

    private IEnumerable<ExceptionCase> OpenAt(DateTimeOffset instant) => Cases.Where(c => c.OpenedAt < instant && (c.ResolvedAt is null || c.ResolvedAt >= instant));

    private static (double, long)? Share(IEnumerable<Order> orders, Func<Order, bool> good)
    {
        var all = orders.ToList();
        return all.Count == 0 ? null : ((double)all.Count(good) / all.Count, all.Count);
    }

    private static (double, long)? Percentile(IEnumerable<TimeSpan> spans)
    {
        var sorted = spans.Order().ToList();
        return sorted.Count == 0 ? null : (sorted[(int)Math.Ceiling(0.95 * sorted.Count) - 1].TotalSeconds, sorted.Count);
    }
}
