using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Kpis;

/// <summary>What came in.</summary>
internal sealed class ReceivedCount : IKpiCount
{
    public async Task<IEnumerable<KpiCount>> CountAsync(TowerDbContext db, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        await db.Orders.Where(o => o.ReceivedAt >= from && o.ReceivedAt < to)
            .GroupBy(o => new { Hour = KpiSql.Hour(o.ReceivedAt), o.Origin, o.Country, o.Currency })
            .Select(g => new KpiCount(g.Key.Hour, KpiFigures.Received, g.Key.Origin, g.Key.Country, g.Key.Currency, 0, g.Count(), g.Sum(o => o.Total)))
            .ToListAsync(cancellationToken);
}

/// <summary>How long the ERP's first answer took.</summary>
internal sealed class ConfirmedCount : IKpiCount
{
    public async Task<IEnumerable<KpiCount>> CountAsync(TowerDbContext db, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        await db.Orders.Where(o => o.ConfirmedAt >= from && o.ConfirmedAt < to)
            .GroupBy(o => new { Hour = KpiSql.Hour(o.ConfirmedAt!.Value), o.Origin, o.Country, Bucket = KpiSql.Bucket(o.ReceivedAt, o.ConfirmedAt!.Value) })
            .Select(g => new KpiCount(g.Key.Hour, KpiFigures.Confirmed, g.Key.Origin, g.Key.Country, "", g.Key.Bucket, g.Count(), 0))
            .ToListAsync(cancellationToken);
}

/// <summary>
/// What finished, and whether it needed anybody. What happened to an order after it had finished does not count, so that an hour's figures stand once it is over.
/// Looking at an order is no deed.
/// </summary>
internal sealed class FinishedCount : IKpiCount
{
    private const string Tower = "tower";

    /// <summary>What people do to a message without a case; told in the audit.</summary>
    private static readonly string[] Deeds = ["message.replay", "message.discard"];

    public async Task<IEnumerable<KpiCount>> CountAsync(TowerDbContext db, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var finished = db.Orders.Where(o => o.ClosedAt >= from && o.ClosedAt < to);
        if (await finished.MinAsync(o => (DateTimeOffset?)o.ReceivedAt, cancellationToken) is not { } earliest) return [];
        var acted = await ActedOnAsync(db, finished, earliest, to, cancellationToken);
        var byHand = finished.Where(o => acted.Contains(o.Key)
            || db.Cases.Any(c => c.OrderKey == o.Key && db.CaseEntries.Any(e => e.CaseId == c.Id && e.Who != Tower && e.At <= o.ClosedAt)));
        var touched = finished.Where(o => acted.Contains(o.Key) || db.Cases.Any(c => c.OrderKey == o.Key && c.OpenedAt <= o.ClosedAt));
        return
        [
            .. await GroupsAsync(finished, KpiFigures.Finished, cancellationToken),
            .. await GroupsAsync(touched, KpiFigures.FinishedTouched, cancellationToken),
            .. await GroupsAsync(byHand, KpiFigures.FinishedByHand, cancellationToken),
        ];
    }

    private static Task<List<KpiCount>> GroupsAsync(IQueryable<Order> orders, string figure, CancellationToken cancellationToken) =>
        orders.GroupBy(o => new { Hour = KpiSql.Hour(o.ClosedAt!.Value), o.Origin, o.Country })
            .Select(g => new KpiCount(g.Key.Hour, figure, g.Key.Origin, g.Key.Country, "", 0, g.Count(), 0)).ToListAsync(cancellationToken);

    /// <summary>Finished orders of which a person replayed or discarded a message before they finished.</summary>
    private static async Task<List<long>> ActedOnAsync(TowerDbContext db, IQueryable<Order> finished, DateTimeOffset from, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var deeds = new Dictionary<long, DateTimeOffset>();
        foreach (var action in Deeds)
        {
            foreach (var deed in await db.Audit.Where(a => a.Action == action && a.At >= from && a.At < before).Select(a => new { a.Target, a.At }).ToListAsync(cancellationToken))
                if (long.TryParse(deed.Target, out var id) && (!deeds.TryGetValue(id, out var first) || deed.At < first)) deeds[id] = deed.At;
        }

        if (deeds.Count == 0) return [];
        var messages = deeds.Keys.ToList();
        var concerned = await db.Inbox.Where(m => messages.Contains(m.Id) && m.OrderKey != null)
            .Join(finished, m => m.OrderKey!.Value, o => o.Key, (m, o) => new { m.Id, o.Key, o.ClosedAt }).ToListAsync(cancellationToken);
        return [.. concerned.Where(it => deeds[it.Id] <= it.ClosedAt).Select(it => it.Key).Distinct()];
    }
}

/// <summary>
/// Whether what left was invoiced. An order counts once all its pieces that left are on an invoice, or once the expectation of an invoice lapsed, which opened
/// a Missing case; what comes after that comes too late.
/// </summary>
internal sealed class InvoicedCount : IKpiCount
{
    /// <summary>The journey's name of the step that the tower then waits for.</summary>
    internal const string InvoiceStep = "invoice";

    public async Task<IEnumerable<KpiCount>> CountAsync(TowerDbContext db, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var shipped = db.Orders.Where(o => o.ShippedAt >= from && o.ShippedAt < to);
        var complete = shipped.Where(o => !db.OrderLines.Any(l => l.OrderKey == o.Key && l.State == LineState.Shipped && l.Quantity > 0));
        var missed = shipped.Where(o => db.Cases.Any(c => c.OrderKey == o.Key && c.Kind == CaseKind.Missing && c.Operation == InvoiceStep));
        var inTime = complete.Where(o => !db.Cases.Any(c => c.OrderKey == o.Key && c.Kind == CaseKind.Missing && c.Operation == InvoiceStep));
        var good = await GroupsAsync(inTime, KpiFigures.ShippedInvoiced, cancellationToken);
        var bad = await GroupsAsync(missed, KpiFigures.Shipped, cancellationToken);
        return [.. good, .. good.Select(group => group with { Figure = KpiFigures.Shipped }), .. bad];
    }

    private static Task<List<KpiCount>> GroupsAsync(IQueryable<Order> orders, string figure, CancellationToken cancellationToken) =>
        orders.GroupBy(o => new { Hour = KpiSql.Hour(o.ShippedAt!.Value), o.Origin, o.Country })
            .Select(g => new KpiCount(g.Key.Hour, figure, g.Key.Origin, g.Key.Country, "", 0, g.Count(), 0)).ToListAsync(cancellationToken);
}
