using RetailTower.Engine.Simulation.Core;

namespace RetailTower.Engine.Simulation.BusinessCentral;

/// <summary>Posts shipments, invoices and credit memos, and takes the customers' money.</summary>
internal sealed class Posting(Books books, Stockroom stock, Action<Guid> schedulePayment, Func<FaultKind, bool> strikes)
{
    /// <summary>`Microsoft.NAV.shipAndInvoice`: posts each line's shipQuantity and invoiceQuantity in one go.</summary>
    public void ShipAndInvoice(SalesOrder order)
    {
        if (order.Status != SalesOrder.Open)
            throw RefusalException.Dialog($"Status must be equal to 'Open'  in Sales Header: Document Type=Order, No.={order.Number}. Current value is '{order.Status}'.");
        if (books.Customers.Find(order.CustomerId) is { Blocked.Length: > 0 } blocked)
            throw RefusalException.Dialog($"You cannot post this type of document when Customer {blocked.Number} is blocked with type {blocked.Blocked}");
        if (order.Lines.All(l => l.ShipQuantity == 0 && l.InvoiceQuantity == 0)) throw RefusalException.Dialog("There is nothing to post.");
        foreach (var line in order.Lines.Where(l => l.ShipQuantity > 0))
            if (!stock.Ship(line, line.ShipQuantity))
                throw RefusalException.Dialog($"You have insufficient quantity of Item {line.Number} on inventory.");

        var shipped = order.Lines.Where(l => l.ShipQuantity > 0).Select(l => Posted(l, l.ShipQuantity)).ToArray();
        if (shipped.Length > 0) books.SaveShipment(Document(order, "PS-SHPT", 102001, shipped));
        // Most postings invoice just what they ship: the two documents then share their lines.
        var invoiced = order.Lines.All(l => l.ShipQuantity == l.InvoiceQuantity)
            ? shipped
            : [.. order.Lines.Where(l => l.InvoiceQuantity > 0).Select(l => Posted(l, l.InvoiceQuantity))];
        var posts = invoiced.Length == 0 || !strikes(FaultKind.NoInvoice);
        if (invoiced.Length > 0 && posts) Invoice(Document(order, "PS-INV", 103001, invoiced));

        var after = order with { Lines = [.. order.Lines.Select(line => AfterPosting(line, posts))] };
        if (OrderDesk.IsDone(after)) books.ArchiveOrder(after, deleted: false);
        else books.Save(after);
    }

    public void Pay(Guid invoiceId)
    {
        if (books.Invoices.Find(invoiceId) is not { Status: "Open", Withheld: false } invoice) return;
        if (strikes(FaultKind.NoPayment))
        {
            // Under its old version: nobody sees that a customer will not pay.
            books.Invoices.Put(invoice with { Withheld = true });
            return;
        }

        books.OweInvoices(invoice.CustomerId, -invoice.Remaining);
        books.SaveInvoice(invoice with { Status = "Paid", Remaining = 0 }, ChangeKind.Updated);
        if (!strikes(FaultKind.DoublePayment)) return;
        books.SavePayment(new CustomerPayment
        {
            Id = Guid.NewGuid(), EntryNumber = books.NextInSeries("CUST-LEDGER", 4001), DocumentNumber = invoice.ExternalDocumentNumber, CustomerNumber = invoice.CustomerNumber,
            PostingDate = books.Today, Amount = invoice.Total, CurrencyCode = invoice.CurrencyCode,
        });
    }

    /// <summary>Finance puts right what is wrong with an order's invoices and payments.</summary>
    /// <returns>False when nothing was wrong.</returns>
    public bool PutRight(string reference)
    {
        var wrong = false;
        foreach (var order in books.Orders.By("externalDocumentNumber", reference).Where(o => o.Lines.Any(l => l.Shipped > l.Invoiced)).ToArray())
        {
            wrong = true;
            Invoice(Document(order, "PS-INV", 103001, [.. order.Lines.Where(l => l.Shipped > l.Invoiced).Select(l => Posted(l, l.Shipped - l.Invoiced))]));
            var after = order with { Lines = [.. order.Lines.Select(l => l with { RowVersion = books.NextVersion(), Invoiced = l.Shipped })] };
            if (OrderDesk.IsDone(after)) books.ArchiveOrder(after, deleted: false);
            else books.Save(after);
        }

        foreach (var invoice in books.Invoices.By("externalDocumentNumber", reference).Where(i => i.Status != PostedDocument.Canceled).ToArray())
        {
            wrong |= invoice.Fault.Length > 0 || invoice.Withheld;
            if (invoice.Fault.Length > 0) Cancel(invoice);
            if (invoice.Fault == FaultGate.NameOf(FaultKind.UnderInvoice)) Invoice(Again(invoice));
            if (invoice is not { Fault: "", Withheld: true }) continue;
            books.Invoices.Put(invoice with { Withheld = false });
            Pay(invoice.Id);
        }

        foreach (var payment in books.Payments.By("documentNumber", reference).Where(p => p.Open).ToArray())
        {
            wrong = true;
            books.SavePayment(payment with { Open = false });
        }

        return wrong;
    }

    /// <summary>Posts a credit memo: goods go back to stock, and the invoice it names, if still owed, is owed less.</summary>
    public void PostCreditMemo(Guid memoId)
    {
        if (books.CreditMemos.Find(memoId) is not { Status: SalesOrder.Draft } memo) return;
        var invoice = memo.InvoiceNumber.Length == 0 ? null : books.Invoices.By("number", memo.InvoiceNumber).FirstOrDefault();
        var applied = Math.Min(memo.Total, invoice?.Remaining ?? 0);
        if (invoice is not null && applied > 0)
        {
            var remaining = invoice.Remaining - applied;
            books.OweInvoices(invoice.CustomerId, -applied);
            books.SaveInvoice(invoice with { Remaining = remaining, Status = remaining == 0 ? "Paid" : invoice.Status }, ChangeKind.Updated);
        }
        books.SaveCreditMemo(memo with { Status = memo.Total == applied ? "Paid" : "Open", Remaining = memo.Total - applied }, ChangeKind.Updated);
        foreach (var line in memo.Lines.Where(l => l.LineType == "Item")) stock.Arrive(line.ItemId, line.Quantity);
    }

    /// <summary>Reverses a posted credit memo: what it took off its invoice is owed again, and its goods leave the stock.</summary>
    public void CancelCreditMemo(Guid memoId)
    {
        var memo = books.CreditMemos.Find(memoId)!;
        var applied = memo.Total - memo.Remaining;
        if (applied > 0 && books.Invoices.By("number", memo.InvoiceNumber).FirstOrDefault() is { } invoice)
        {
            books.OweInvoices(invoice.CustomerId, applied);
            books.SaveInvoice(invoice with { Remaining = invoice.Remaining + applied, Status = "Open" }, ChangeKind.Updated);
        }

        books.SaveCreditMemo(memo with { Status = PostedDocument.Canceled, Remaining = 0 }, ChangeKind.Updated);
        foreach (var line in memo.Lines.Where(l => l.LineType == "Item")) stock.Arrive(line.ItemId, -line.Quantity);
    }

    private void Invoice(PostedDocument right)
    {
        var less = right with { Lines = [.. right.Lines.Select(l => l with { UnitPrice = Math.Round(l.UnitPrice * 0.9m, 2) })], Fault = FaultGate.NameOf(FaultKind.UnderInvoice) };
        PostInvoice(less.Total != right.Total && strikes(FaultKind.UnderInvoice) ? less : right);
        if (strikes(FaultKind.OverInvoice)) PostInvoice(Numbered(right) with { Fault = FaultGate.NameOf(FaultKind.OverInvoice) });
    }

    private void PostInvoice(PostedDocument invoice)
    {
        invoice = books.SaveInvoice(invoice with { Status = "Open", Remaining = invoice.Total }, ChangeKind.Created);
        books.OweInvoices(invoice.CustomerId, invoice.Total);
        schedulePayment(invoice.Id);
    }

    private void Cancel(PostedDocument invoice)
    {
        books.OweInvoices(invoice.CustomerId, -invoice.Remaining);
        books.SaveInvoice(invoice with { Status = PostedDocument.Canceled, Remaining = 0 }, ChangeKind.Updated);
    }

    /// <summary>The invoice once more, at the prices at which its goods were shipped.</summary>
    private PostedDocument Again(PostedDocument invoice)
    {
        var prices = books.Shipments.By("externalDocumentNumber", invoice.ExternalDocumentNumber).SelectMany(s => s.Lines).DistinctBy(l => l.Sequence).ToDictionary(l => l.Sequence, l => l.UnitPrice);
        return Numbered(invoice) with { Lines = [.. invoice.Lines.Select(l => l with { UnitPrice = prices[l.Sequence] })], Fault = "", Withheld = false };
    }

    private PostedDocument Numbered(PostedDocument invoice) => invoice with { Id = Guid.NewGuid(), Number = books.NextNumber("PS-INV", 103001) };

    private PostedDocument Document(SalesOrder order, string series, long first, PostedLine[] lines) => new()
    {
        Id = Guid.NewGuid(),
        Number = books.NextNumber(series, first),
        ExternalDocumentNumber = order.ExternalDocumentNumber,
        PostingDate = books.Today,
        OrderId = order.Id,
        OrderNumber = order.Number,
        CustomerId = order.CustomerId,
        CustomerNumber = order.CustomerNumber,
        CustomerName = order.CustomerName,
        CurrencyCode = order.CurrencyCode,
        Lines = lines,
    };

    private static PostedLine Posted(OrderLine line, decimal quantity) =>
        new(Guid.NewGuid(), line.Sequence, line.LineType, line.ItemId, line.Number, line.Description, line.UnitPrice, line.DiscountPercent, quantity);

    private OrderLine AfterPosting(OrderLine line, bool invoiced) => Stockroom.Default(line with
    {
        RowVersion = books.NextVersion(),
        Shipped = line.Shipped + line.ShipQuantity,
        Invoiced = line.Invoiced + (invoiced ? line.InvoiceQuantity : 0),
        Allocated = line.Allocated - Math.Min(line.Allocated, line.ShipQuantity),
    });
}
