namespace RetailTower.Engine.Simulation.BusinessCentral;

/// <summary>Posts shipments, invoices and credit memos, and takes the customers' money.</summary>
internal sealed class Posting(Books books, Stockroom stock, Action<Guid> schedulePayment)
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
        if (invoiced.Length > 0) Invoice(order, invoiced);

        var after = order with { Lines = [.. order.Lines.Select(AfterPosting)] };
        if (OrderDesk.IsDone(after)) books.ArchiveOrder(after, deleted: false);
        else books.Save(after);
    }

    public void Pay(Guid invoiceId)
    {
        if (books.Invoices.Find(invoiceId) is not { Status: "Open" } invoice) return;
        books.OweInvoices(invoice.CustomerId, -invoice.Remaining);
        books.SaveInvoice(invoice with { Status = "Paid", Remaining = 0 }, ChangeKind.Updated);
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

    private void Invoice(SalesOrder order, PostedLine[] lines)
    {
        var invoice = Document(order, "PS-INV", 103001, lines) with { Status = "Open" };
        invoice = books.SaveInvoice(invoice with { Remaining = invoice.Total }, ChangeKind.Created);
        books.OweInvoices(order.CustomerId, invoice.Total);
        schedulePayment(invoice.Id);
    }

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

    private OrderLine AfterPosting(OrderLine line) => Stockroom.Default(line with
    {
        RowVersion = books.NextVersion(),
        Shipped = line.Shipped + line.ShipQuantity,
        Invoiced = line.Invoiced + line.InvoiceQuantity,
        Allocated = line.Allocated - Math.Min(line.Allocated, line.ShipQuantity),
    });
}
