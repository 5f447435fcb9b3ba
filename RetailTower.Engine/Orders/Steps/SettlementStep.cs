using System.Globalization;
using RetailTower.Data.Model;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Exceptions;
using RetailTower.Engine.Orders.Settlements;

namespace RetailTower.Engine.Orders.Steps;

/// <summary>
/// After each message about an order of which goods left or were invoiced: which pieces are on which invoice, how far its money has come, and whether goods, invoices and payments agree.
/// What does not is a case of Finance, which closes itself when the documents agree.
/// </summary>
internal static class SettlementStep
{
    /// <summary>The tower's own note of what it found, so that the same is not said again with each message.</summary>
    private const string Found = "settlement";

    private static readonly string[] Matters = [CaseMatters.OverInvoiced, CaseMatters.UnderInvoiced, CaseMatters.DoublyPaid];

    /// <summary>Money came in that pays for nothing, or pays for something by now.</summary>
    public static void Stated(OrderTurn turn, PaymentStated stated) => turn.Claim(
        turn.Message.System, SettlementSheet.PaymentField + stated.Number, (stated.Applied ? 0 : stated.Amount).ToString(CultureInfo.InvariantCulture), stated.Version ?? stated.At.UtcTicks);

    public static void Judge(OrderTurn turn)
    {
        var order = turn.Order;
        if (order.ShippedAt is null && order.Invoices.Count == 0) return;
        var erp = turn.Context.Systems.Erp ?? turn.Message.System;
        // A parcel may be told of after its invoice.
        Assign(turn);
        var sheet = SettlementSheet.Of(order, turn.Context.Policies.Matching, erp);
        (order.ShippedValue, order.Settlement) = (sheet.ShippedValue, sheet.State);
        if (sheet.Covered) turn.Met(ExpectedSteps.Invoice);
        else if (turn.Context.Systems.Erp is not null && order.Invoices.Exists(invoice => invoice.Cancelled) && !order.Expectations.Exists(it => it.Step == ExpectedSteps.Invoice))
            turn.Expect(ExpectedSteps.Invoice, erp);
        Tell(turn, erp, sheet.Findings);
    }

    /// <summary>Puts what left on the invoices that ask for it; what stood on a cancelled one goes to the one in its place.</summary>
    public static void Assign(OrderTurn turn)
    {
        var order = turn.Order;
        var cancelled = order.Invoices.Where(invoice => invoice.Cancelled).Select(invoice => invoice.Number).ToHashSet();
        foreach (var invoice in order.Invoices.Where(invoice => !invoice.Cancelled))
        {
            // Most messages find everything assigned; what an invoice asks for need not be read again for them.
            var asked = cancelled.Count > 0 || order.Lines.Exists(part => part.State == LineState.Shipped) ? SettlementSheet.LinesOf(order, invoice) : [];
            foreach (var line in asked)
            {
                var left = line.Quantity - order.Lines.Where(part => part.LineNo == line.LineNo && part.InvoiceNumber == invoice.Number).Sum(part => part.Quantity);
                if (left <= 0) continue;
                var waiting = order.Lines.Where(part => part.LineNo == line.LineNo && part.State == LineState.Shipped).Sum(part => part.Quantity);
                var moved = Math.Min(left, waiting);
                if (moved > 0) turn.Move(Trigger.Invoiced, line.LineNo, moved, part => part.State == LineState.Shipped, part => part.InvoiceNumber = invoice.Number, invoice.Number);
                Replace(turn, line.LineNo, left - moved, invoice.Number, cancelled);
            }

            if (invoice.Paid) turn.MoveAll(Trigger.Paid, part => part.InvoiceNumber == invoice.Number, detail: invoice.Number);
        }
    }

    private static void Replace(OrderTurn turn, int lineNo, decimal left, string number, HashSet<string> cancelled)
    {
        if (cancelled.Count == 0) return;
        foreach (var part in turn.Order.Lines.Where(part => part.LineNo == lineNo && part.InvoiceNumber is { } old && cancelled.Contains(old)).ToList())
        {
            if (left <= 0) return;
            var taken = part.Quantity > left ? turn.Split(part, left) : part;
            taken.InvoiceNumber = number;
            left -= taken.Quantity;
        }
    }

    private static void Tell(OrderTurn turn, string erp, IReadOnlyList<SettlementFinding> findings)
    {
        var order = turn.Order;
        var before = order.Claims.Find(claim => claim.LineNo == 0 && claim.Field == Found && claim.System == TowerMessages.System)?.Value ?? "";
        var now = string.Join(';', findings.Select(finding => string.Create(CultureInfo.InvariantCulture, $"{finding.Matter} {finding.Money:0.00}")));
        if (now == before) return;
        var known = before.Split(';');
        foreach (var finding in findings.Where(finding => !known.Contains(string.Create(CultureInfo.InvariantCulture, $"{finding.Matter} {finding.Money:0.00}"))))
        {
            turn.Open(turn.Context.Cases.Order(order, CaseKind.Disagreement, Remedy.None, finding.Domain, erp, finding.Matter, finding.Title, finding.Detail) with { MoneyAtRisk = finding.Money });
        }

        foreach (var matter in Matters.Where(matter => known.Any(it => it.StartsWith(matter, StringComparison.Ordinal)) && findings.All(finding => finding.Matter != matter)))
            turn.Settle(CaseBook.OrderSubject(order.Key, matter), "Goods, invoices and payments agree.");
        turn.Claim(TowerMessages.System, Found, now, turn.Now.UtcTicks);
    }
}
