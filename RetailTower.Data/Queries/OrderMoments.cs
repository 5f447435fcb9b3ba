using RetailTower.Data.Model;

namespace RetailTower.Data.Queries;

/// <summary>An order and the instant by which a list of orders is sorted.</summary>
internal sealed class DatedOrder
{
    public required Order Order { get; init; }

    public DateTimeOffset At { get; init; }
}

/// <summary>Finds orders by when something happened to them; each from the index of that instant.</summary>
internal static class OrderMoments
{
    /// <summary>Null when the list is not sorted by an instant.</summary>
    public static IQueryable<DatedOrder>? Of(OrderFilter filter, IQueryable<Order> orders)
    {
        if (filter.Span is not { } span) return filter.PlacedFrom is null && filter.PlacedTo is null ? null : Placed(filter, orders);
        var (from, to) = (span.From, span.To);
        return span.Moment switch
        {
            OrderMoment.Received => orders.Where(o => o.ReceivedAt >= from && o.ReceivedAt < to).Select(o => new DatedOrder { Order = o, At = o.ReceivedAt }),
            OrderMoment.Confirmed => orders.Where(o => o.ConfirmedAt >= from && o.ConfirmedAt < to).Select(o => new DatedOrder { Order = o, At = o.ConfirmedAt!.Value }),
            OrderMoment.Shipped => orders.Where(o => o.ShippedAt >= from && o.ShippedAt < to).Select(o => new DatedOrder { Order = o, At = o.ShippedAt!.Value }),
            OrderMoment.Finished => orders.Where(o => o.ClosedAt >= from && o.ClosedAt < to).Select(o => new DatedOrder { Order = o, At = o.ClosedAt!.Value }),
            _ => null,
        };
    }

    /// <summary>For the moments of exceptions, the orders that have one of them; they have no instant of their own.</summary>
    public static IQueryable<Order> WithExceptions(TowerDbContext db, IQueryable<Order> orders, OrderSpan span)
    {
        var (from, to) = (span.From, span.To);
        var cases = db.Cases.Where(c => c.OrderKey != null);
        return span.Moment switch
        {
            OrderMoment.Resolved => orders.Where(o => cases.Where(c => c.ResolvedAt >= from && c.ResolvedAt < to).Select(c => c.OrderKey!.Value).Contains(o.Key)),
            OrderMoment.AtRisk => orders.Where(o => cases.Where(c => c.State < CaseState.Resolved && c.OpenedAt < to).Select(c => c.OrderKey!.Value)
                .Concat(cases.Where(c => c.ResolvedAt >= to && c.OpenedAt < to).Select(c => c.OrderKey!.Value)).Contains(o.Key)),
            OrderMoment.Differing => orders.Where(o => cases.Where(c => c.Kind == CaseKind.Disagreement && c.State < CaseState.Resolved && c.OpenedAt < to).Select(c => c.OrderKey!.Value)
                .Concat(cases.Where(c => c.Kind == CaseKind.Disagreement && c.ResolvedAt >= to && c.OpenedAt < to).Select(c => c.OrderKey!.Value)).Contains(o.Key)),
            _ => orders,
        };
    }

    private static IQueryable<DatedOrder> Placed(OrderFilter filter, IQueryable<Order> orders)
    {
        if (filter.PlacedFrom is { } from) orders = orders.Where(o => o.PlacedAt >= from);
        if (filter.PlacedTo is { } to) orders = orders.Where(o => o.PlacedAt < to);
        return orders.Select(o => new DatedOrder { Order = o, At = o.PlacedAt });
    }
}
