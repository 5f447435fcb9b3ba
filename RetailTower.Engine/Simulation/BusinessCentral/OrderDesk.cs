namespace RetailTower.Engine.Simulation.BusinessCentral;

/// <summary>A line as a client asks for it; null = not said.</summary>
internal sealed record LineRequest
{
    public string? LineType { get; init; }
    public Guid? ItemId { get; init; }
    public string? LineObjectNumber { get; init; }
    public string? Description { get; init; }
    public int? Sequence { get; init; }
    public decimal? Quantity { get; init; }
    public decimal? UnitPrice { get; init; }
    public decimal? DiscountPercent { get; init; }
    public decimal? ShipQuantity { get; init; }
    public decimal? InvoiceQuantity { get; init; }
    public DateOnly? ShipmentDate { get; init; }
}

/// <summary>
/// Takes sales orders in, reviews and amends them. Refusals (blocked customer, credit, unknown item) come at once, as
/// an error on the POST; allocation comes with the review a moment later, which sets the order to `Open`.
/// </summary>
internal sealed class OrderDesk(Books books, Stockroom stock, Action<Guid> scheduleReview)
{
    public SalesOrder Create(SalesOrder draft, Customer customer, IReadOnlyList<LineRequest> lines)
    {
        // Ship and All stop a new order; Invoice stops only its posting (codeunit "Cust-Check Cr. Limit" of the product).
        if (customer.Blocked is "All" or "Ship")
            throw RefusalException.Dialog($"You cannot create this type of document when Customer {customer.Number} is blocked with type {customer.Blocked}");
        var order = draft with { Lines = [] };
        foreach (var line in lines) order = order with { Lines = [.. order.Lines, Line(order, line)] };
        CheckCredit(customer.Id, order.Total, order.Total);
        order = books.Save(order with { Number = books.NextNumber("S-ORD", 101001) }, ChangeKind.Created);
        scheduleReview(order.Id);
        return order;
    }

    /// <summary>The ERP's own look at an order: reserves stock for it and opens it. Does nothing when it is open or gone.</summary>
    public void Review(Guid orderId)
    {
        if (books.Orders.Find(orderId) is not { Status: SalesOrder.Draft, Lines.Count: > 0 } order) return;
        var lines = order.Lines.Select(l => stock.Reserve(order.Id, Stockroom.Default(l)) with { RowVersion = books.NextVersion() });
        books.Save(order with { Status = SalesOrder.Open, Lines = [.. lines] });
    }

    public OrderLine AddLine(SalesOrder order, LineRequest request)
    {
        var line = Line(order, request);
        CheckCredit(order.CustomerId, line.Net(line.Quantity), order.Uninvoiced + line.Net(line.Quantity));
        if (order.Status == SalesOrder.Open) line = stock.Reserve(order.Id, line);
        books.Save(order with { Lines = [.. order.Lines, line] });
        if (order.Status == SalesOrder.Draft) scheduleReview(order.Id);
        return line;
    }

    public OrderLine AmendLine(SalesOrder order, OrderLine line, LineRequest request)
    {
        if (request.LineObjectNumber is { } number && !string.Equals(number, line.Number, StringComparison.OrdinalIgnoreCase))
            throw RefusalException.Dialog("The No. of a sales line cannot be changed; delete the line and insert another.");
        var amended = Priced(line, request);
        if (request.Quantity is { } quantity && quantity != line.Quantity)
        {
            if (quantity < line.Shipped)
                throw RefusalException.Field($"Quantity must not be less than {line.Shipped} (the quantity already shipped) in Sales Line Document Type='Order',Document No.='{order.Number}',Line No.='{line.Sequence}'.");
            amended = stock.Release(amended with { Quantity = quantity }, Math.Max(0, Math.Min(line.Allocated, quantity - line.Shipped)));
        }
        var (before, after) = (line.Net(line.Quantity - line.Invoiced), amended.Net(amended.Quantity - amended.Invoiced));
        if (after > before) CheckCredit(order.CustomerId, after - before, order.Uninvoiced + after - before);
        if (order.Status == SalesOrder.Open) amended = stock.Reserve(order.Id, amended);
        amended = Prepare(amended, request) with { RowVersion = books.NextVersion() };
        var changed = order with { Lines = [.. order.Lines.Select(l => l.Id == line.Id ? amended : l)] };
        if (IsDone(changed)) books.ArchiveOrder(changed, deleted: false);
        else books.Save(changed);
        if (line.Allocated > amended.Allocated) stock.Serve(line.ItemId);
        return amended;
    }

    public void RemoveLine(SalesOrder order, OrderLine line)
    {
        if (line.Shipped > 0) throw RefusalException.Dialog($"You cannot delete the order line because it is shipped: Line No.='{line.Sequence}'.");
        stock.Release(line, 0);
        books.Save(order with { Lines = [.. order.Lines.Where(l => l.Id != line.Id)] });
        stock.Serve(line.ItemId);
    }

    public void Delete(SalesOrder order)
    {
        if (order.Lines.Any(l => l.Shipped > 0))
            throw RefusalException.Dialog($"You cannot delete Sales Order {order.Number} because one or more of its lines have been shipped.");
        foreach (var line in order.Lines) stock.Release(line, 0);
        books.ArchiveOrder(order, deleted: true);
        foreach (var line in order.Lines) stock.Serve(line.ItemId);
    }

    /// <summary>Nothing is left to invoice, and something was: such an order leaves salesOrders.</summary>
    public static bool IsDone(SalesOrder order) =>
        order.Lines.Any(l => l.Invoiced > 0) && order.Lines.All(l => l.Invoiced >= l.Quantity);

    private void CheckCredit(Guid customerId, decimal added, decimal ofThisOrder)
    {
        var customer = books.Customers.Find(customerId) ?? throw RefusalException.NoSuchRecord();
        if (customer.CreditLimit == 0 || customer.BalanceDue + customer.OpenOrders + added <= customer.CreditLimit) return;
        throw RefusalException.Dialog(FormattableString.Invariant(
            $"The customer's credit limit has been exceeded. Customer {customer.Number}: credit limit {customer.CreditLimit:0.00}, balance due {customer.BalanceDue:0.00}, outstanding orders {customer.OpenOrders:0.00}, this order {ofThisOrder:0.00}."));
    }

    private OrderLine Line(SalesOrder order, LineRequest request)
    {
        var sequence = request.Sequence ?? (order.Lines.Count == 0 ? 0 : order.Lines.Max(l => l.Sequence)) + 10000;
        var line = new OrderLine
        {
            Id = LineIds.Of(order.Id, sequence),
            RowVersion = books.NextVersion(),
            Sequence = sequence,
            LineType = request.LineType ?? "Item",
            ShipmentDate = order.OrderDate,
        };
        if (order.Lines.Any(l => l.Sequence == line.Sequence))
            throw new RefusalException(400, "Internal_EntityWithSameKeyExists", $"The record in table Sales Line already exists. Identification fields and values: Document Type='Order',Document No.='{order.Number}',Line No.='{line.Sequence}'");
        if (line.LineType == "Item") line = OfItem(line, request);
        else line = line with { Number = request.LineObjectNumber ?? "", Description = request.Description ?? "" };
        line = Priced(line, request) with { Quantity = line.LineType == "Comment" ? 0 : request.Quantity ?? 0 };
        return Prepare(line, request);
    }

    private OrderLine OfItem(OrderLine line, LineRequest request)
    {
        var item = request switch
        {
            { ItemId: { } id } => books.Items.Find(id) ?? throw RefusalException.NotRelated("Item Id", "Sales Line", $"{id}", "Item"),
            { LineObjectNumber: { Length: > 0 } number } => books.Items.By("number", number).FirstOrDefault()
                ?? throw RefusalException.NotRelated("No.", "Sales Line", number, "Item"),
            _ => throw new RefusalException(400, "BadRequest_RequiredParamNotProvided", "You must provide either an \"itemId\" or a \"lineObjectNumber\" for a line of type Item."),
        };
        if (item.Blocked) throw RefusalException.Dialog($"Blocked must be equal to 'No'  in Item: No.={item.Number}. Current value is 'Yes'.");
        return line with { ItemId = item.Id, Number = item.Number, Description = request.Description ?? item.DisplayName, UnitPrice = item.UnitPrice };
    }

    private static OrderLine Priced(OrderLine line, LineRequest request)
    {
        if (request.Quantity < 0) throw RefusalException.Field($"Quantity must be greater than or equal to 0. Current value is '{request.Quantity}'.");
        if (request.DiscountPercent is < 0 or > 100) throw RefusalException.Field("The value of Line Discount % must be between 0 and 100.");
        return line with
        {
            Description = request.Description ?? line.Description,
            UnitPrice = request.UnitPrice ?? line.UnitPrice,
            DiscountPercent = request.DiscountPercent ?? line.DiscountPercent,
            ShipmentDate = request.ShipmentDate ?? line.ShipmentDate,
        };
    }

    /// <summary>Sets what the next posting is to ship and invoice, within what is still outstanding.</summary>
    private static OrderLine Prepare(OrderLine line, LineRequest request)
    {
        if (request.ShipQuantity is { } ship)
        {
            if (ship < 0 || ship > line.Outstanding) throw RefusalException.Field(FormattableString.Invariant($"You cannot ship more than {line.Outstanding} units."));
            // As in the product, setting what to ship proposes to invoice it together with what was shipped before.
            line = line with { ShipQuantity = ship, InvoiceQuantity = line.Shipped + ship - line.Invoiced, Prepared = true };
        }
        if (request.InvoiceQuantity is { } invoice)
        {
            var most = line.Shipped + line.ShipQuantity - line.Invoiced;
            if (invoice < 0 || invoice > most) throw RefusalException.Field(FormattableString.Invariant($"You cannot invoice more than {most} units."));
            line = line with { InvoiceQuantity = invoice, Prepared = true };
        }
        return line;
    }
}
