using System.Globalization;
using RetailTower.Data.Model;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Exceptions;
using RetailTower.Engine.Orders.Returns;

namespace RetailTower.Engine.Orders.Steps;

/// <summary>Someone asks for a return at the tower: the rules let it through, or a person other than the requester decides.</summary>
internal static class ReturnRequestStep
{
    private static string ApprovalSubject(long orderKey, string rma) => CaseBook.OrderSubject(orderKey, $"{CaseMatters.ReturnApproval}:{rma}");

    public static void Asked(OrderTurn turn, ReturnAsked asked)
    {
        var (order, rma) = (turn.Order, ReturnStep.NewRma(turn));
        var lines = new List<ReturnLine>();
        var problems = new List<string>();
        foreach (var line in asked.Lines.GroupBy(line => line.LineNo).Select(line => new LineQuantity(line.Key, line.Sum(part => part.Quantity))))
        {
            var part = order.Lines.Find(part => part.LineNo == line.LineNo);
            var free = Returnable(order, line.LineNo);
            if (part is null || line.Quantity <= 0 || line.Quantity > free) problems.Add(FormattableString.Invariant($"Line {line.LineNo}: {line.Quantity:0.##} asked for, {free:0.##} can come back."));
            if (part is not null) lines.Add(new ReturnLine(line.LineNo, part.Sku, part.UnitPrice, line.Quantity));
        }

        var begun = ReturnRecord.Begin(turn, rma, asked.Who, asked.Reason, new ReturnSheet(lines, []));
        turn.Remark(ReturnRequested.Type, $"{rma}, asked for by {asked.Who}: {asked.Reason}");
        if (problems.Count > 0 || lines.Count == 0)
        {
            Decide(turn, begun, TowerMessages.System, false, problems.Count > 0 ? string.Join(' ', problems) : "It names no goods.");
            return;
        }

        var why = WhyAPerson(turn, begun, lines);
        if (why is null)
        {
            Approve(turn, begun, TowerMessages.System, "Within the rules.");
            return;
        }

        turn.Open(turn.Context.Cases.Order(order, CaseKind.ApprovalNeeded, Remedy.None, Domains.Return, TowerMessages.System, $"{CaseMatters.ReturnApproval}:{rma}", "A return needs a decision",
            $"{rma}, asked for by {asked.Who}: {why} Approve or decline it among the returns."));
    }

    public static void Decided(OrderTurn turn, ReturnDecided decided)
    {
        if (ReturnRecord.Find(turn, decided.Rma) is not { State: ReturnState.AwaitingApproval } it) return;
        // The screen asks nobody to judge their own request; this is what holds when something else than the screen asks.
        if (string.Equals(it.RequestedBy, decided.Who, StringComparison.OrdinalIgnoreCase))
        {
            turn.Remark("return", $"{it.Rma}: {decided.Who} asked for it, so someone else must decide.", TowerMessages.System);
            return;
        }

        if (decided.Approved) Approve(turn, it, decided.Who, decided.Note);
        else Decide(turn, it, decided.Who, false, decided.Note);
        turn.Settle(ApprovalSubject(turn.Order.Key, it.Rma), $"{it.DecidedBy} {(it.State == ReturnState.Declined ? "declined" : "approved")} it.");
    }

    /// <summary>How much of a line has left, is in no return, and is not asked for by one that waits.</summary>
    private static decimal Returnable(Order order, int lineNo) =>
        WithCustomer(order, lineNo)
        - order.Returns.Where(it => it.State == ReturnState.AwaitingApproval).Sum(it => ReturnSheet.Read(it.Sheet).Lines.Where(line => line.LineNo == lineNo).Sum(line => line.Quantity));

    private static string? WhyAPerson(OrderTurn turn, OrderReturn it, List<ReturnLine> lines)
    {
        var rules = turn.Context.Policies.Returns;
        if (it.Amount > rules.ApproveUpTo) return string.Create(CultureInfo.InvariantCulture, $"its goods were sold for {it.Amount:0.00} {it.Currency}, more than {rules.ApproveUpTo:0.00}.");
        var oldest = turn.Order.Parcels.Where(parcel => CanonicalJson.Read<IReadOnlyList<LineQuantity>>(parcel.Lines).Any(sent => lines.Exists(line => line.LineNo == sent.LineNo)))
            .Select(parcel => (DateTimeOffset?)parcel.ShippedAt).Min();
        return oldest < turn.Now - rules.Window ? $"its goods left on {oldest:d MMM yyyy}, longer than {rules.Window.TotalDays:0} days ago." : null;
    }

    private static void Approve(OrderTurn turn, OrderReturn it, string who, string note)
    {
        var lines = ReturnSheet.Read(it.Sheet).Lines.Select(line => new LineQuantity(line.LineNo, line.Quantity)).ToList();
        // What left its order since it was asked for: another return, say.
        if (lines.Exists(line => WithCustomer(turn.Order, line.LineNo) < line.Quantity))
        {
            Decide(turn, it, TowerMessages.System, false, "The goods are in another return by now.");
            return;
        }

        Decide(turn, it, who, true, note);
        ReturnStep.TakeBack(turn, it, lines);
    }

    private static decimal WithCustomer(Order order, int lineNo) =>
        order.Lines.Where(part => part.LineNo == lineNo && part.Rma is null && Journey.WithCustomer.Contains(part.State)).Sum(part => part.Quantity);

    private static void Decide(OrderTurn turn, OrderReturn it, string who, bool approved, string note)
    {
        (it.State, it.DecidedBy, it.DecidedAt, it.Decision, it.ChangedAt) = (approved ? ReturnState.Approved : ReturnState.Declined, who, turn.Now, note, turn.Now);
        it.ClosedAt = approved ? null : turn.Now;
        turn.Remark("return", $"{it.Rma}: {(approved ? "approved" : "declined")} by {who}. {note}", TowerMessages.System);
    }
}
