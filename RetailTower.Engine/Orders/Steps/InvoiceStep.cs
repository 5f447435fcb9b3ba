using RetailTower.Data.Model;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Exceptions;

namespace RetailTower.Engine.Orders.Steps;

/// <summary>The ERP invoices, and the customer pays.</summary>
public static class InvoiceStep
{
    public static void Stated(OrderTurn turn, InvoiceStated stated)
    {
        var order = turn.Order;
        var invoice = order.Invoices.Find(i => i.Number == stated.InvoiceNumber);
        if (invoice is null)
        {
            order.Invoices.Add(invoice = new Invoice { OrderKey = order.Key, Number = stated.InvoiceNumber, Currency = stated.Currency });
            turn.Know(turn.Message.System, "invoice", stated.InvoiceNumber);
            foreach (var line in stated.Lines)
            {
                var unmet = turn.Move(Trigger.Invoiced, line.LineNo, line.Quantity, stamp: part => part.InvoiceNumber = stated.InvoiceNumber, detail: stated.InvoiceNumber);
                if (unmet <= 0) continue;
                turn.Open(turn.Context.Cases.Order(order, CaseKind.Disagreement, Remedy.None, Domains.Invoice, turn.Message.System, $"{CaseMatters.Invoice}:{stated.InvoiceNumber}", "More was invoiced than has left",
                    FormattableString.Invariant($"Invoice {stated.InvoiceNumber}, line {line.LineNo}: {unmet:0.##} more than the centres have told of. Compare the invoice with the parcels.")));
            }
        }

        invoice.Amount = stated.Amount;
        invoice.StatedAt = turn.Now;
        invoice.Cancelled |= stated.Cancelled;
        turn.Claim(turn.Message.System, "invoice " + stated.InvoiceNumber, stated.Cancelled ? "cancelled" : stated.Paid ? "paid" : "open", stated.Version ?? stated.At.UtcTicks);
        if (!order.Lines.Exists(part => part.State == LineState.Shipped)) turn.Met(ExpectedSteps.Invoice);
        // Paid never becomes unpaid again by an older statement that comes late.
        if (stated.Paid && !invoice.Paid)
        {
            invoice.Paid = true;
            turn.MoveAll(Trigger.Paid, part => part.InvoiceNumber == stated.InvoiceNumber, detail: stated.InvoiceNumber);
        }

        if (order.Invoices.TrueForAll(it => it.Paid || it.Cancelled)) turn.Met(ExpectedSteps.Payment);
        else if (!order.Expectations.Exists(it => it.Step == ExpectedSteps.Payment)) turn.Expect(ExpectedSteps.Payment, turn.Message.System);
    }
}
