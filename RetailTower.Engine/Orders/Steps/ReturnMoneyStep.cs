using RetailTower.Data.Model;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Orders.Returns;

namespace RetailTower.Engine.Orders.Steps;

/// <summary>
/// The money of returned goods. The ERP prepares the credit, the originator refunds, the ERP books. When the originator will not refund, the
/// prepared credit is taken back: until someone puts it right, no book says that the customer has the money.
/// </summary>
internal static class ReturnMoneyStep
{
    /// <summary>Starts on what came and was looked at, if its money is not under way yet.</summary>
    public static void Settle(OrderTurn turn, OrderReturn it)
    {
        var sheet = ReturnSheet.Read(it.Sheet);
        var owed = sheet.Lines.Where(line => line.Owed > 0).ToList();
        if (owed.Count == 0) return;
        // Goods of one return may arrive in several parcels; each arrival is a credit of its own, under a number of its own.
        var memo = sheet.Settlements.Count == 0 ? it.Rma : FormattableString.Invariant($"{it.Rma}-{turn.Message.Id}");
        var refunds = !sheet.PaidBackBefore && turn.Context.Systems.Can(turn.Order.Origin, Operations.RefundReturn);
        var settlement = new ReturnSettlement(
            memo, [.. owed.Select(line => new LineQuantity(line.LineNo, line.Owed))], owed.Sum(line => line.Owed * line.UnitPrice),
            refunds ? RefundState.Waiting : RefundState.NotNeeded, CreditState.Asked);
        ReturnRecord.Change(turn, it, s => s with
        {
            Lines = [.. s.Lines.Select(line => line with { Settled = line.Settled + Math.Max(0, line.Owed) })],
            Settlements = [.. s.Settlements, settlement],
        });
        AskCredit(turn, it, settlement, memo);
    }

    /// <summary>A draft stands in the ERP.</summary>
    public static void Prepared(OrderTurn turn, CreditPrepared prepared)
    {
        if (Of(turn, prepared.Memo) is not var (it, settlement) || settlement.Credit != CreditState.Asked) return;
        settlement = Set(turn, it, settlement, s => s with { Credit = CreditState.Prepared, CreditNumber = prepared.Number });
        if (settlement.IsPaidBack) Post(turn, it, settlement);
        else if (settlement.Refund == RefundState.Waiting) AskRefund(turn, it, settlement);
        else Withdraw(turn, it, settlement);
    }

    public static void Refunded(OrderTurn turn, ReturnRefunded refunded)
    {
        if (Of(turn, refunded.Memo) is not var (it, settlement) || settlement.Refund == RefundState.Done) return;
        turn.Remark(ReturnRefunded.Type, FormattableString.Invariant($"{refunded.Memo}: {refunded.Amount:0.00} {refunded.Currency} by {turn.Order.Origin}, {refunded.Number}"));
        settlement = Set(turn, it, settlement, s => s with { Refund = RefundState.Done, RefundNumber = refunded.Number });
        switch (settlement.Credit)
        {
            case CreditState.Prepared: Post(turn, it, settlement); break;
            // Someone retried the refund after all: the credit that was taken back is prepared once more.
            case CreditState.Withdrawn: Again(turn, it, settlement); break;
        }
    }

    /// <summary>The lane keeps an order's calls in sequence, so the refusal is about the oldest that was asked.</summary>
    public static void RefundRefused(OrderTurn turn)
    {
        foreach (var it in turn.Order.Returns)
        {
            if (ReturnSheet.Read(it.Sheet).Settlements.FirstOrDefault(s => s.Refund == RefundState.Asked) is not { } settlement) continue;
            settlement = Set(turn, it, settlement, s => s with { Refund = RefundState.Refused });
            if (settlement.Credit == CreditState.Prepared) Withdraw(turn, it, settlement);
            return;
        }
    }

    public static void Withdrawn(OrderTurn turn, CreditWithdrawn withdrawn)
    {
        if (Of(turn, withdrawn.Memo) is not var (it, settlement) || settlement.Credit != CreditState.Withdrawing) return;
        settlement = Set(turn, it, settlement, s => s with { Credit = CreditState.Withdrawn, CreditNumber = null });
        turn.Remark("credit withdrawn", $"{withdrawn.Memo}: not refunded, so not credited.", TowerMessages.System);
        if (settlement.IsPaidBack) Again(turn, it, settlement);
    }

    public static void Posted(OrderTurn turn, CreditPosted posted)
    {
        if (Of(turn, posted.Memo) is not var (it, settlement)) return;
        Set(turn, it, settlement, s => s with { Credit = CreditState.Posted, CreditNumber = posted.Number });
    }

    private static (OrderReturn Return, ReturnSettlement Settlement)? Of(OrderTurn turn, string memo)
    {
        foreach (var it in turn.Order.Returns)
        {
            if (ReturnSheet.Read(it.Sheet).Settlements.FirstOrDefault(s => s.Memo == memo) is { } settlement) return (it, settlement);
        }

        return null;
    }

    private static ReturnSettlement Set(OrderTurn turn, OrderReturn it, ReturnSettlement settlement, Func<ReturnSettlement, ReturnSettlement> change)
    {
        ReturnRecord.Change(turn, it, sheet => sheet.With(settlement.Memo, change));
        return change(settlement);
    }

    private static void Again(OrderTurn turn, OrderReturn it, ReturnSettlement settlement)
    {
        Set(turn, it, settlement, s => s with { Credit = CreditState.Asked });
        AskCredit(turn, it, settlement, FormattableString.Invariant($"{settlement.Memo}:{turn.Message.Id}"));
    }

    private static void AskCredit(OrderTurn turn, OrderReturn it, ReturnSettlement settlement, string name)
    {
        if (turn.Context.Systems.Erp is not { } erp)
        {
            // Nobody keeps books that would have to wait for the refund.
            Prepared(turn, new CreditPrepared(settlement.Memo, "") { At = turn.Now });
            return;
        }

        var lines = new List<CreditLine>();
        foreach (var line in settlement.Lines)
        {
            var part = turn.Order.Lines.First(part => part.LineNo == line.LineNo);
            lines.Add(new CreditLine(line.LineNo, part.Sku, line.Quantity, part.UnitPrice));
        }

        turn.Ask(erp, Operations.CreditReturn, new CreditReturnCommand(turn.Order.Number, turn.Order.CustomerNumber, settlement.Memo, it.Currency, lines), name: name);
    }

    private static void AskRefund(OrderTurn turn, OrderReturn it, ReturnSettlement settlement)
    {
        Set(turn, it, settlement, s => s with { Refund = RefundState.Asked });
        var lines = settlement.Lines.Select(line => new RefundedLine(line.LineNo, turn.Order.Lines.First(part => part.LineNo == line.LineNo).Reference, line.Quantity)).ToList();
        turn.Ask(turn.Order.Origin, Operations.RefundReturn, new RefundReturnCommand(turn.Order.Number, settlement.Memo, it.Currency, lines), name: settlement.Memo);
    }

    private static void Post(OrderTurn turn, OrderReturn it, ReturnSettlement settlement)
    {
        // Such an ERP books a credit as soon as it has it.
        var books = turn.Context.Systems.Erp is { } erp && turn.Context.Systems.Can(erp, Operations.PostCredit) ? erp : null;
        Set(turn, it, settlement, s => s with { Credit = books is null ? CreditState.Posted : CreditState.Posting });
        if (books is not null) turn.Ask(books, Operations.PostCredit, new SettleCreditCommand(settlement.Memo), name: FormattableString.Invariant($"{settlement.Memo}:{turn.Message.Id}"));
    }

    private static void Withdraw(OrderTurn turn, OrderReturn it, ReturnSettlement settlement)
    {
        if (turn.Context.Systems.Erp is not { } erp || !turn.Context.Systems.Can(erp, Operations.WithdrawCredit)) return;
        Set(turn, it, settlement, s => s with { Credit = CreditState.Withdrawing });
        turn.Ask(erp, Operations.WithdrawCredit, new SettleCreditCommand(settlement.Memo), name: FormattableString.Invariant($"{settlement.Memo}:{turn.Message.Id}"));
    }
}
