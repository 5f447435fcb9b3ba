using RetailTower.Data.Model;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Exceptions;
using RetailTower.Engine.Orders.Returns;

namespace RetailTower.Engine.Orders.Steps;

/// <summary>
/// The customer wants less. What has not left is cancelled, what has left comes back, what is being packed comes back once it has left.
/// </summary>
public static class ReturnStep
{
    public static void Cancel(OrderTurn turn, CancelRequested request) => Take(turn, request.Lines, request.Reason, null);

    public static void Return(OrderTurn turn, ReturnRequested request)
    {
        ReturnRecord.FindOrBegin(turn, request.Rma, request.Reason, request.PaidBack);
        Take(turn, request.Lines, request.Reason, request.Rma);
    }

    /// <summary>A return that was approved: the goods are asked back.</summary>
    public static void TakeBack(OrderTurn turn, OrderReturn it, IReadOnlyList<LineQuantity> lines)
    {
        foreach (var line in lines) MarkForReturn(turn, line.LineNo, line.Quantity, it.Rma);
        ReturnWhatWasCancelledTooLate(turn);
    }

    /// <summary>The centre had picked it already: it will be asked back after it has shipped.</summary>
    public static void CancelRefused(OrderTurn turn, string centre)
    {
        var rma = NewRma(turn, null);
        turn.MoveAll(Trigger.CancelRefused, part => part.Centre == centre, part => part.Rma ??= rma, "picked already; comes back after shipping");
        ReturnWhatWasCancelledTooLate(turn);
    }

    /// <summary>Parts that were marked for return before they left, and have left now.</summary>
    public static void ReturnWhatWasCancelledTooLate(OrderTurn turn)
    {
        var marked = turn.Order.Lines.Where(part => part.Rma is not null && part.State is LineState.Shipped or LineState.Invoiced or LineState.Closed).ToList();
        foreach (var return_ in marked.GroupBy(part => (part.Rma, part.Centre)))
        {
            var lines = return_.Select(part => new ReleaseLine(part.LineNo, part.Sku, part.Quantity)).ToList();
            foreach (var line in lines) turn.Move(Trigger.AskReturn, line.LineNo, line.Quantity, part => part.Rma == return_.Key.Rma && part.Centre == return_.Key.Centre, detail: return_.Key.Rma);
            AskBack(turn, return_.Key.Rma!, return_.Key.Centre, lines);
        }
    }

    public static void Labelled(OrderTurn turn, ReturnLabelled labelled)
    {
        turn.Know(turn.Message.System, "tracking", labelled.TrackingNumber);
        if (ReturnRecord.Find(turn, labelled.Rma) is { } it)
            ReturnRecord.Change(turn, it, sheet => sheet with { Label = new ReturnLabel(labelled.Carrier, labelled.TrackingNumber, labelled.TrackingUrl) });
    }

    public static void Arrived(OrderTurn turn, GoodsReturned returned)
    {
        var came = new Dictionary<int, decimal>();
        foreach (var line in returned.Lines)
        {
            var before = turn.Sum(line.LineNo, Returned);
            var unmet = turn.Move(Trigger.GoodsReturned, line.LineNo, line.Quantity, part => part.Centre == returned.Centre && part.Rma == returned.Rma, detail: returned.Rma);
            if (unmet > 0)
            {
                turn.Open(turn.Context.Cases.Order(turn.Order, CaseKind.Disagreement, Remedy.None, Domains.Return, returned.Centre, $"{CaseMatters.Return}:{returned.Rma}", "Goods came back that nobody announced",
                    FormattableString.Invariant($"Line {line.LineNo}: {unmet:0.##} more than return {returned.Rma} names. Agree with {returned.Centre} and the customer what they are.")));
            }

            var arrived = turn.Sum(line.LineNo, Returned) - before;
            if (arrived > 0) came[line.LineNo] = came.GetValueOrDefault(line.LineNo) + arrived;
        }

        var it = came.Count > 0 ? Announce(turn, returned.Rma) : null;
        if (it is not null) ReturnRecord.Change(turn, it, sheet => came.Aggregate(sheet, (known, line) => known.With(line.Key, at => at with { Received = at.Received + line.Value })));

        var arrives = $"{ExpectedSteps.ReturnArrives}:{returned.Rma}";
        var more = turn.Order.Lines.Exists(part => part.State == LineState.Returning && part.Rma == returned.Rma);
        if (!more) turn.Met(arrives);
        else if (it is not null) turn.Expect(ExpectedSteps.ReturnArrives, returned.Centre, returned.Rma);
        if (it is null) return;
        AwaitInspection(turn, it, returned.Centre);
        ReturnMoneyStep.Settle(turn, it);
    }

    public static void Inspected(OrderTurn turn, GoodsInspected inspected)
    {
        turn.Remark(GoodsInspected.Type, $"{inspected.Rma}: " + string.Join(", ", inspected.Lines.Select(line =>
            FormattableString.Invariant($"line {line.LineNo}: {line.Restock:0.##} as new, {line.Refurbish:0.##} to refurbish, {line.Scrap:0.##} scrap"))));
        // Goods that nobody announced have a case of their own.
        if (ReturnRecord.Find(turn, inspected.Rma) is not { } it) return;
        ReturnRecord.Change(turn, it, sheet => inspected.Lines.Aggregate(sheet, (known, line) => known.With(line.LineNo, at => at with
        {
            Restocked = at.Restocked + line.Restock, Refurbished = at.Refurbished + line.Refurbish, Scrapped = at.Scrapped + line.Scrap,
        })));
        AwaitInspection(turn, it, inspected.Centre);
        ReturnMoneyStep.Settle(turn, it);
    }

    private static readonly HashSet<LineState> Returned = [LineState.Returned];

    private static void AwaitInspection(OrderTurn turn, OrderReturn it, string centre)
    {
        var step = $"{ExpectedSteps.ReturnInspected}:{it.Rma}";
        if (ReturnSheet.Read(it.Sheet).Lines.All(line => line.Inspected >= line.Received)) turn.Met(step);
        else turn.Expect(ExpectedSteps.ReturnInspected, centre, it.Rma);
    }

    /// <summary>The return as its goods are known now; more of them may be asked back as they leave.</summary>
    private static OrderReturn Announce(OrderTurn turn, string rma)
    {
        var it = ReturnRecord.FindOrBegin(turn, rma, "Cancelled too late: it had been picked.", paidBackBefore: true);
        ReturnRecord.Change(turn, it, sheet =>
        {
            var lines = sheet.Lines.ToList();
            foreach (var line in turn.Order.Lines.Where(part => part.Rma == rma && part.State is LineState.Returning or LineState.Returned).GroupBy(part => part.LineNo))
            {
                var (at, quantity, part) = (lines.FindIndex(known => known.LineNo == line.Key), line.Sum(part => part.Quantity), line.First());
                if (at < 0) lines.Add(new ReturnLine(line.Key, part.Sku, part.UnitPrice, quantity));
                else if (lines[at].Quantity < quantity) lines[at] = lines[at] with { Quantity = quantity };
            }

            return sheet with { Lines = lines };
        });
        return it;
    }

    private static void Take(OrderTurn turn, IReadOnlyList<LineQuantity> lines, string reason, string? rma)
    {
        var order = turn.Order;
        var wanted = lines.Count > 0 ? lines : order.Lines.GroupBy(part => part.LineNo)
            .Select(line => new LineQuantity(line.Key, line.Where(part => part.Rma is null && part.State is not (LineState.Cancelled or LineState.Cancelling or LineState.Returning or LineState.Returned)).Sum(part => part.Quantity))).ToList();
        turn.Remark(rma is null ? CancelRequested.Type : ReturnRequested.Type, reason);
        var submitted = order.SubmittedAt is not null;
        var cancelled = false;
        var toCancel = new List<(string Centre, string Release, LineQuantity Line)>();
        var number = NewRma(turn, rma);
        foreach (var line in wanted.Where(line => line.Quantity > 0))
        {
            // A return is about goods that the customer has; only what it names beyond them is taken off what is still to come.
            var left = rma is null ? line.Quantity : MarkForReturn(turn, line.LineNo, line.Quantity, number);
            var open = left;
            left = turn.Move(Trigger.Cancel, line.LineNo, left, detail: reason);
            cancelled |= left < open;
            left = AskCentres(turn, line.LineNo, left, number, reason, toCancel);
            if (rma is null) left = MarkForReturn(turn, line.LineNo, left, number);
            if (left > 0)
            {
                turn.Open(turn.Context.Cases.Order(order, CaseKind.Rejected, Remedy.None, Domains.Return, turn.Message.System, $"{CaseMatters.Cancel}:{turn.Message.Id}", "Asks to cancel more than the order holds",
                    FormattableString.Invariant($"Line {line.LineNo}: {left:0.##} more than is left of it.")));
            }
        }

        foreach (var release in toCancel.GroupBy(c => (c.Centre, c.Release)))
            turn.Ask(release.Key.Centre, Operations.CancelRelease, new CancelReleaseCommand(order.Number, release.Key.Release, release.Select(c => c.Line).ToList()),
                name: FormattableString.Invariant($"{release.Key.Release}:{turn.Message.Id}"));
        if (cancelled && submitted) PlacedStep.AskErpToAmend(turn);
        ReturnWhatWasCancelledTooLate(turn);
    }

    private static decimal AskCentres(OrderTurn turn, int lineNo, decimal quantity, string rma, string reason, List<(string, string, LineQuantity)> toCancel)
    {
        var left = quantity;
        var asked = turn.Order.Lines.Where(part => part.LineNo == lineNo && part.Rma is null && part.State is LineState.Releasing or LineState.Released).Select(part => (part.Centre, part.Release)).Distinct().ToList();
        foreach (var (centre, release) in asked)
        {
            if (left <= 0) break;
            var before = left;
            // Marked at once: should the centre have picked it, the news of that may come before its refusal. What an earlier request has marked comes back for that one.
            left = turn.Move(Trigger.AskCancel, lineNo, left, part => part.Centre == centre && part.Release == release && part.Rma is null, part => part.Rma = rma, reason);
            if (before > left) toCancel.Add((centre!, release!, new LineQuantity(lineNo, before - left)));
        }

        return left;
    }

    private static decimal MarkForReturn(OrderTurn turn, int lineNo, decimal quantity, string rma)
    {
        var left = quantity;
        foreach (var part in turn.Order.Lines.Where(part => part.LineNo == lineNo && part.Rma is null
                     && part.State is LineState.Picked or LineState.Packed or LineState.Shipped or LineState.Invoiced or LineState.Closed).OrderByDescending(part => part.State).ToList())
        {
            if (left <= 0) break;
            var marked = part.Quantity > left ? turn.Split(part, left) : part;
            marked.Rma = rma;
            left -= marked.Quantity;
        }

        return left;
    }

    private static void AskBack(OrderTurn turn, string rma, string? centre, List<ReleaseLine> lines)
    {
        Announce(turn, rma);
        if (centre is null || !turn.Context.Systems.Can(centre, Operations.ExpectReturn)) return;
        turn.Ask(centre, Operations.ExpectReturn, new ExpectReturnCommand(turn.Order.Number, rma, lines), name: $"{rma}:{centre}:{turn.Message.Id}");
        turn.Expect(ExpectedSteps.ReturnArrives, centre, rma);
    }

    public static string NewRma(OrderTurn turn, string? given = null) => given ?? $"R-{turn.Order.Number}-{turn.Message.Id}";
}
