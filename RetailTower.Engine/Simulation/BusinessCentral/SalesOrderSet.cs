namespace RetailTower.Engine.Simulation.BusinessCentral;

/// <summary>`salesOrders`: deep insert, PATCH and DELETE with If-Match, the lines below an order, and `Microsoft.NAV.shipAndInvoice`.</summary>
internal sealed class SalesOrderSet(Books books, OrderDesk desk, Posting posting, SalesOrderLineSet lines) : EntitySet<SalesOrder>("salesOrders", books.Orders)
{
    private static readonly string[] Address =
        ["shipToName", "shipToContact", "shipToAddressLine1", "shipToAddressLine2", "shipToCity", "shipToCountry", "shipToState", "shipToPostCode"];

    private static readonly HashSet<string> Writable =
    [
        .. Address, "externalDocumentNumber", "orderDate", "postingDate", "requestedDeliveryDate", "customerId", "customerNumber", "currencyCode",
        "salesperson", "partialShipping", "phoneNumber", "email",
    ];

    private static readonly HashSet<string> Insertable = [.. Writable, "salesOrderLines"];

    private static readonly HashSet<string> ReadOnly =
    [
        "id", "number", "customerName", "billToName", "pricesIncludeTax", "totalAmountExcludingTax", "totalTaxAmount", "totalAmountIncludingTax",
        "fullyShipped", "status", "lastModifiedDateTime",
    ];

    protected override string[] Expandable => ["salesOrderLines"];

    protected override IReadOnlyDictionary<string, Func<SalesOrder, object?>> Fields { get; } = new Dictionary<string, Func<SalesOrder, object?>>
    {
        ["id"] = o => o.Id,
        ["number"] = o => o.Number,
        ["externalDocumentNumber"] = o => o.ExternalDocumentNumber,
        ["orderDate"] = o => o.OrderDate,
        ["requestedDeliveryDate"] = o => o.RequestedDeliveryDate,
        ["customerId"] = o => o.CustomerId,
        ["customerNumber"] = o => o.CustomerNumber,
        ["customerName"] = o => o.CustomerName,
        ["currencyCode"] = o => o.CurrencyCode,
        ["fullyShipped"] = o => o.FullyShipped,
        ["status"] = o => o.Status,
        ["totalAmountIncludingTax"] = o => o.Total,
        ["email"] = o => o.Email,
        ["lastModifiedDateTime"] = o => o.ModifiedAt,
    };

    protected override WireEntity Write(SalesOrder row, IReadOnlySet<string> expanded) => new WireOrder(row, expanded.Contains("salesOrderLines"));

    protected override Answer Create(Call call)
    {
        var fields = new Fields(call.RequiredBody, "salesOrder", Insertable, ReadOnly);
        var customer = Customer(fields) ?? throw new RefusalException(400, "BadRequest_RequiredParamNotProvided", "A \"customerNumber\" or a \"customerId\" must be provided.");
        var draft = new SalesOrder
        {
            Id = LineIds.NewOrder(),
            Number = "",
            CustomerId = customer.Id,
            CustomerNumber = customer.Number,
            CustomerName = customer.DisplayName,
            CurrencyCode = customer.CurrencyCode,
            PhoneNumber = customer.PhoneNumber,
            Email = customer.Email,
            OrderDate = books.Today,
            PostingDate = books.Today,
            ShipTo = new ShipTo(customer.DisplayName, "", customer.AddressLine1, "", customer.City, customer.Country, "", customer.PostalCode),
        };
        var wanted = fields.Items("salesOrderLines").Select(SalesOrderLineSet.Read).ToArray();
        return Single(call, desk.Create(Apply(draft, fields), customer, wanted), 201);
    }

    protected override Answer Update(Call call, SalesOrder row)
    {
        call.RequireMatch(row.RowVersion);
        var fields = new Fields(call.RequiredBody, "salesOrder", Writable, ReadOnly);
        if (Customer(fields) is { } customer && customer.Id != row.CustomerId)
            throw RefusalException.Dialog("The sell-to customer of a sales order with lines cannot be changed.");
        return Single(call, books.Save(Apply(row, fields)));
    }

    protected override Answer Delete(Call call, SalesOrder row)
    {
        call.RequireMatch(row.RowVersion);
        desk.Delete(row);
        return Answer.NoContent;
    }

    protected override Answer Below(Call call, SalesOrder row, ReadOnlySpan<Segment> path)
    {
        if (path[0].Name == "salesOrderLines") return lines.Handle(call, row, path);
        if (path.Length != 1 || path[0].Name != "Microsoft.NAV.shipAndInvoice") throw RefusalException.NoSuchResource(call.Path);
        if (call.Method != "POST") throw RefusalException.MethodNotAllowed(call.Method);
        posting.ShipAndInvoice(row);
        return Answer.NoContent;
    }

    private Customer? Customer(Fields fields)
    {
        if (fields.Id("customerId") is { } id) return books.Customers.Find(id) ?? throw RefusalException.Dialog("The sell-to customer cannot be found.");
        if (fields.Text("customerNumber", 20) is not { Length: > 0 } number) return null;
        return books.Customers.By("number", number).FirstOrDefault() ?? throw RefusalException.Dialog("The sell-to customer cannot be found.");
    }

    private static SalesOrder Apply(SalesOrder order, Fields fields) => order with
    {
        ExternalDocumentNumber = fields.Text("externalDocumentNumber", 35) ?? order.ExternalDocumentNumber,
        OrderDate = fields.Date("orderDate") ?? order.OrderDate,
        PostingDate = fields.Date("postingDate") ?? order.PostingDate,
        RequestedDeliveryDate = fields.Date("requestedDeliveryDate") ?? order.RequestedDeliveryDate,
        CurrencyCode = fields.Text("currencyCode", 10) ?? order.CurrencyCode,
        Salesperson = fields.Text("salesperson", 20) ?? order.Salesperson,
        PartialShipping = fields.Flag("partialShipping") ?? order.PartialShipping,
        PhoneNumber = fields.Text("phoneNumber", 30) ?? order.PhoneNumber,
        Email = fields.Text("email", 80) ?? order.Email,
        ShipTo = new ShipTo(
            fields.Text("shipToName", 100) ?? order.ShipTo.Name,
            fields.Text("shipToContact", 100) ?? order.ShipTo.Contact,
            fields.Text("shipToAddressLine1", 100) ?? order.ShipTo.AddressLine1,
            fields.Text("shipToAddressLine2", 50) ?? order.ShipTo.AddressLine2,
            fields.Text("shipToCity", 30) ?? order.ShipTo.City,
            fields.Text("shipToCountry", 10) ?? order.ShipTo.Country,
            fields.Text("shipToState", 30) ?? order.ShipTo.State,
            fields.Text("shipToPostCode", 20) ?? order.ShipTo.PostCode),
    };
}
