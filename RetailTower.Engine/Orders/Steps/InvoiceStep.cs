using RetailTower.Data.Model;
using RetailTower.Engine.Canonical;

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
            order.Invoices.Add(invoice = new Invoice { OrderKey = order.Key, Number = stated.InvoiceNumber, Currency = stated.Currency, Lines = CanonicalJson.Write(stated.Lines) });
            turn.Know(turn.Message.System, "invoice", stated.InvoiceNumber);
        }

        invoice.Amount = stated.Amount;
        invoice.StatedAt = turn.Now;
        invoice.Cancelled |= stated.Cancelled;
        // Paid never becomes unpaid again by an older statement that comes late.
        invoice.Paid |= stated.Paid;
        turn.Claim(turn.Message.System, "invoice " + stated.InvoiceNumber, stated.Cancelled ? "cancelled" : stated.Paid ? "paid" : "open", stated.Version ?? stated.At.UtcTicks);
        SettlementStep.Assign(turn);
        if (order.Invoices.TrueForAll(it => it.Paid || it.Cancelled)) turn.Met(ExpectedSteps.Payment);
        else if (!order.Expectations.Exists(it => it.Step == ExpectedSteps.Payment)) turn.Expect(ExpectedSteps.Payment, turn.Message.System);
    }
}
