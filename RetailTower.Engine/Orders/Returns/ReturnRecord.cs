using RetailTower.Data.Model;

namespace RetailTower.Engine.Orders.Returns;

/// <summary>Finds, begins and changes the returns of the order under its turn: the only place where a return's row is written.</summary>
internal static class ReturnRecord
{
    public static OrderReturn? Find(OrderTurn turn, string rma) => turn.Order.Returns.Find(it => it.Rma == rma);

    /// <summary>Begins a return that nobody need decide on: the originator has agreed to it already.</summary>
    public static OrderReturn FindOrBegin(OrderTurn turn, string rma, string reason, bool paidBackBefore)
    {
        if (Find(turn, rma) is { } found) return found;
        var begun = Begin(turn, rma, turn.Message.System, reason, new ReturnSheet([], []) { PaidBackBefore = paidBackBefore });
        (begun.State, begun.DecidedBy, begun.DecidedAt, begun.Decision) = (ReturnState.Approved, turn.Message.System, turn.Now, "Agreed before the tower heard of it.");
        return begun;
    }

    public static OrderReturn Begin(OrderTurn turn, string rma, string who, string reason, ReturnSheet sheet)
    {
        var begun = new OrderReturn
        {
            OrderKey = turn.Order.Key, Rma = rma, State = ReturnState.AwaitingApproval, Reason = reason, RequestedBy = who, RequestedAt = turn.Now, ChangedAt = turn.Now,
            Currency = turn.Order.Currency, Amount = sheet.Amount, Sheet = sheet.Write(),
        };
        turn.Order.Returns.Add(begun);
        turn.Know(TowerMessages.System, "return", rma);
        return begun;
    }

    /// <summary>Changes what came of it; its state and amount follow.</summary>
    public static ReturnSheet Change(OrderTurn turn, OrderReturn it, Func<ReturnSheet, ReturnSheet> change)
    {
        var before = ReturnSheet.Read(it.Sheet);
        var after = change(before);
        var (json, state) = (after.Write(), after.State());
        if (json == it.Sheet && state == it.State) return after;
        (it.Sheet, it.Amount, it.ChangedAt) = (json, after.Amount, turn.Now);
        if (state != it.State)
        {
            turn.Remark("return", $"{it.Rma}: {it.State} → {state}", TowerMessages.System);
            it.State = state;
        }

        it.ClosedAt = state == ReturnState.Closed ? it.ClosedAt ?? turn.Now : null;
        return after;
    }
}
