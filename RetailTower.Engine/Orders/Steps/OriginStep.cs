using RetailTower.Data.Model;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Exceptions;

namespace RetailTower.Engine.Orders.Steps;

/// <summary>After each message: derives the order's status, and tells the originator when it changed.</summary>
public static class OriginStep
{
    private static readonly HashSet<LineState> InvoicedStates = [LineState.Invoiced, LineState.Closed];

    public static void Close(OrderTurn turn, OrderStatus before, string linesBefore)
    {
        var order = turn.Order;
        order.Status = Journey.StatusOf(order.Lines);
        var linesNow = LineDigest(order);
        if (order.Status == before && linesNow == linesBefore) return;
        order.ChangedAt = turn.Now;
        order.ClosedAt = order.Status is OrderStatus.Completed or OrderStatus.Cancelled or OrderStatus.Returned ? order.ClosedAt ?? turn.Now : null;
        if (order.Status != before) turn.Remark("status", $"{Word(before)} → {Word(order.Status)}", TowerMessages.System);
        Tell(turn, Settles(order.Status, turn.Context.Policies));
    }

    /// <summary>Tells the originator where the order stands, unless it cannot be told.</summary>
    /// <param name="settles">How long to wait for a newer status that would replace this one.</param>
    public static void Tell(OrderTurn turn, TimeSpan settles)
    {
        var order = turn.Order;
        if (!turn.Context.Systems.Can(order.Origin, Operations.WriteStatus)) return;
        turn.Ask(order.Origin, Operations.WriteStatus, new WriteStatusCommand(order.Number, Word(order.Status), Detail(order), order.ErpNumber, turn.Now, Lines(order)), "status", settles: settles);
    }

    /// <summary>The originator shows its people what is true: a case that said otherwise is over.</summary>
    public static void Shown(OrderTurn turn, StatusShown shown)
    {
        if (Untrue(turn.Order, shown).Count == 0) turn.Settle(CaseBook.OrderSubject(turn.Order.Key, CaseMatters.Shown), $"{turn.Order.Origin} shows what is true.");
    }

    /// <summary>What of that is not so, in sentences; empty when all of it is true.</summary>
    public static IReadOnlyList<string> Untrue(Order order, StatusShown shown)
    {
        var untrue = new List<string>();
        if (shown.Status != Word(order.Status)) untrue.Add($"Shown is {shown.Status}, true is {Word(order.Status)}.");
        foreach (var line in Lines(order))
        {
            if (shown.Lines.FirstOrDefault(it => it.LineNo == line.LineNo) is not { } it) continue;
            if (it.Shipped is { } shipped && shipped != line.Shipped) untrue.Add(FormattableString.Invariant($"Line {line.LineNo}: {shipped:0.##} shipped are shown, true are {line.Shipped:0.##}."));
            if (it.Invoiced is { } invoiced && invoiced != line.Invoiced) untrue.Add(FormattableString.Invariant($"Line {line.LineNo}: {invoiced:0.##} invoiced are shown, true are {line.Invoiced:0.##}."));
        }

        return untrue;
    }

    /// <summary>Whether that is wrong about the goods: whether a centre works on them, and how many have left.</summary>
    public static bool IsWrongOnGoods(Order order, StatusShown? shown) =>
        Progress(shown?.Status ?? OriginStatus.Received) != Progress(Word(order.Status))
        || (shown is not null && Lines(order).Exists(line => shown.Lines.FirstOrDefault(it => it.LineNo == line.LineNo)?.Shipped is { } shipped && shipped != line.Shipped));

    /// <summary>How far a status says that the goods have come; a word that is none of the tower's says nothing right.</summary>
    private static int Progress(string status) => status switch
    {
        OriginStatus.Received or OriginStatus.Submitted or OriginStatus.Rejected or OriginStatus.PartAllocated or OriginStatus.Confirmed or OriginStatus.Cancelled => 0,
        OriginStatus.InFulfilment => 1,
        OriginStatus.PartShipped => 2,
        OriginStatus.Shipped or OriginStatus.Invoiced or OriginStatus.Completed or OriginStatus.Returned => 3,
        _ => -1,
    };

    /// <summary>What closes the door to changes is told at once: until the originator knows, a customer may still change what a centre is packing.</summary>
    private static TimeSpan Settles(OrderStatus status, OrderPolicies policies) => status switch
    {
        OrderStatus.InFulfilment => TimeSpan.Zero,
        OrderStatus.Submitted or OrderStatus.Invoiced => policies.PassingStatusSettles,
        _ => policies.StatusSettles,
    };

    /// <summary>What the originator is told of the lines; when it is unchanged there is nothing to tell.</summary>
    public static string LineDigest(Order order) => string.Join(';', Lines(order).Select(line => FormattableString.Invariant($"{line.LineNo}:{line.Status}:{line.Shipped}:{line.Invoiced}")));

    public static string Word(OrderStatus status) => status switch
    {
        OrderStatus.Received or OrderStatus.Held => OriginStatus.Received,
        OrderStatus.Submitted => OriginStatus.Submitted,
        OrderStatus.Rejected => OriginStatus.Rejected,
        OrderStatus.PartAllocated => OriginStatus.PartAllocated,
        OrderStatus.Confirmed => OriginStatus.Confirmed,
        OrderStatus.InFulfilment => OriginStatus.InFulfilment,
        OrderStatus.PartShipped => OriginStatus.PartShipped,
        OrderStatus.Shipped => OriginStatus.Shipped,
        OrderStatus.Invoiced => OriginStatus.Invoiced,
        OrderStatus.Completed => OriginStatus.Completed,
        OrderStatus.Cancelled => OriginStatus.Cancelled,
        OrderStatus.Returned => OriginStatus.Returned,
        _ => throw new InvalidOperationException($"Status {status} has no word for the originator."),
    };

    private static List<WriteStatusLine> Lines(Order order) =>
        order.Lines.GroupBy(part => part.LineNo).OrderBy(line => line.Key).Select(line => new WriteStatusLine(
            line.Key, Word(Journey.StatusOf(line.ToList())), line.Where(part => Journey.Gone.Contains(part.State)).Sum(part => part.Quantity),
            line.Where(part => InvoicedStates.Contains(part.State) || (part.InvoiceNumber is not null && Journey.Gone.Contains(part.State))).Sum(part => part.Quantity))).ToList();

    private static string Detail(Order order) => order.Status switch
    {
        OrderStatus.Held => "Held by the tower's rules; someone is looking at it.",
        OrderStatus.Rejected => "The ERP refused the order; someone is looking at it.",
        OrderStatus.PartAllocated => FormattableString.Invariant($"{order.Lines.Where(part => part.State == LineState.BackOrdered).Sum(part => part.Quantity):0.##} pieces are on back-order."),
        OrderStatus.PartShipped or OrderStatus.Shipped => $"Tracking: {string.Join(", ", order.Parcels.Select(parcel => $"{parcel.Carrier} {parcel.TrackingNumber}"))}",
        _ => "",
    };
}
