namespace RetailTower.Engine.Simulation.Salesforce;

/// <summary>The org's objects: standard fields with their limits, and the custom fields that the org's administrator added for the tower.</summary>
internal static class Schema
{
    public static readonly IReadOnlySet<string> TowerStatuses = new HashSet<string>(StringComparer.Ordinal)
    {
        "Received", "Submitted", "Confirmed", "Part allocated", "Rejected", "In fulfilment", "Part shipped", "Shipped", "Invoiced", "Completed", "Cancelled", "Returned",
    };

    private static readonly IReadOnlySet<string> OrderStatuses = new HashSet<string>(StringComparer.Ordinal) { "Draft", "Activated", "Cancelled" };

    private static readonly Dictionary<string, ObjectType> Types = new[]
    {
        new ObjectType("Account", "001", () => new Account(),
        [
            Text<Account>("Name", a => a.Name, (a, v) => a.Name = v) with { Required = true },
            Text<Account>("AccountNumber", a => a.AccountNumber, (a, v) => a.AccountNumber = v, 40),
            Text<Account>("Email__c", a => a.Email, (a, v) => a.Email = v, 80),
            Text<Account>("Phone", a => a.Phone, (a, v) => a.Phone = v, 40),
        ]),
        new ObjectType("Product2", "01t", () => new Product2(),
        [
            Text<Product2>("Name", p => p.Name, (p, v) => p.Name = v) with { Required = true },
            Text<Product2>("ProductCode", p => p.ProductCode, (p, v) => p.ProductCode = v),
        ]),
        new ObjectType("Pricebook2", "01s", () => new Pricebook2(),
            [Text<Pricebook2>("Name", p => p.Name, (p, v) => p.Name = v) with { Required = true }]),
        new ObjectType("PricebookEntry", "01u", () => new PricebookEntry(),
        [
            Link<PricebookEntry>("Pricebook2Id", "Pricebook2", p => p.Pricebook2Id, (p, v) => p.Pricebook2Id = v) with { Required = true, CreateOnly = true },
            Link<PricebookEntry>("Product2Id", "Product2", p => p.Product2Id, (p, v) => p.Product2Id = v) with { Required = true, CreateOnly = true },
            Number<PricebookEntry>("UnitPrice", p => p.UnitPrice, (p, v) => p.UnitPrice = v) with { Required = true },
            Text<PricebookEntry>("ProductCode", p => p.ProductCode, null),
        ]),
        new ObjectType("Order", "801", () => new Order(), OrderFields()),
        new ObjectType("OrderItem", "802", () => new OrderItem(), OrderItemFields()),
    }.ToDictionary(t => t.Name, StringComparer.OrdinalIgnoreCase);

    public static IEnumerable<ObjectType> All => Types.Values;

    /// <summary>The object of that name, or null.</summary>
    public static ObjectType? Find(string name) => Types.GetValueOrDefault(name);

    /// <summary>The object, which is known to exist.</summary>
    public static ObjectType Of<T>()
        where T : Record => Types[typeof(T).Name];

    private static Field[] OrderFields() =>
    [
        Link<Order>("AccountId", "Account", o => o.AccountId, (o, v) => o.AccountId = v) with { Required = true, FrozenByActivation = true, Announced = true },
        Text<Order>("OrderNumber", o => o.OrderNumber, null),
        Text<Order>("OrderReferenceNumber", o => o.OrderReferenceNumber, (o, v) => o.OrderReferenceNumber = v, 80) with { Announced = true },
        Text<Order>("PoNumber", o => o.PoNumber, (o, v) => o.PoNumber = v, 80) with { Announced = true },
        Date<Order>("EffectiveDate", o => o.EffectiveDate, (o, v) => o.EffectiveDate = v) with { Required = true, Announced = true },
        Date<Order>("EndDate", o => o.EndDate, (o, v) => o.EndDate = v) with { Announced = true },
        Pick<Order>("Status", o => o.Status, (o, v) => o.Status = v, OrderStatuses) with { Required = true, Announced = true },
        Link<Order>("Pricebook2Id", "Pricebook2", o => o.Pricebook2Id, (o, v) => o.Pricebook2Id = v) with { FrozenByActivation = true },
        Number<Order>("TotalAmount", o => o.TotalAmount, null),
        Text<Order>("CurrencyIsoCode", o => o.CurrencyIsoCode, (o, v) => o.CurrencyIsoCode = v, 3) with { CreateOnly = true },
        Text<Order>("Description", o => o.Description, (o, v) => o.Description = v, 32_000) with { Announced = true },
        Text<Order>("ShipTo_Name__c", o => o.ShipToName, (o, v) => o.ShipToName = v) with { Announced = true },
        Text<Order>("ShippingStreet", o => o.ShippingStreet, (o, v) => o.ShippingStreet = v) with { Announced = true },
        Text<Order>("ShippingCity", o => o.ShippingCity, (o, v) => o.ShippingCity = v, 40) with { Announced = true },
        Text<Order>("ShippingPostalCode", o => o.ShippingPostalCode, (o, v) => o.ShippingPostalCode = v, 20) with { Announced = true },
        Text<Order>("ShippingCountry", o => o.ShippingCountry, (o, v) => o.ShippingCountry = v, 80) with { Announced = true },
        Field.Of<Order>("IsReductionOrder", FieldType.Boolean, o => o.IsReductionOrder, (o, v) => o.IsReductionOrder = v is true) with { CreateOnly = true },
        Link<Order>("OriginalOrderId", "Order", o => o.OriginalOrderId, (o, v) => o.OriginalOrderId = v) with { CreateOnly = true },
        Text<Order>("RetailTower_Reference__c", o => o.Reference, (o, v) => o.Reference = v, 80) with { IsExternalId = true },
        Pick<Order>("Tower_Status__c", o => o.TowerStatus, (o, v) => o.TowerStatus = v, TowerStatuses),
        Text<Order>("Tower_Status_Detail__c", o => o.TowerStatusDetail, (o, v) => o.TowerStatusDetail = v),
        Text<Order>("ERP_Order_Number__c", o => o.ErpOrderNumber, (o, v) => o.ErpOrderNumber = v, 40),
        Field.Of<Order>("Tower_Updated_At__c", FieldType.DateTime, o => o.TowerUpdatedAt, (o, v) => o.TowerUpdatedAt = (DateTimeOffset?)v),
    ];

    private static Field[] OrderItemFields() =>
    [
        Link<OrderItem>("OrderId", "Order", i => i.OrderId, (i, v) => i.OrderId = v) with { Required = true, CreateOnly = true },
        Link<OrderItem>("PricebookEntryId", "PricebookEntry", i => i.PricebookEntryId, (i, v) => i.PricebookEntryId = v) with { Required = true, CreateOnly = true },
        Link<OrderItem>("OriginalOrderItemId", "OrderItem", i => i.OriginalOrderItemId, (i, v) => i.OriginalOrderItemId = v) with { CreateOnly = true },
        Number<OrderItem>("Quantity", i => i.Quantity, (i, v) => i.Quantity = v) with { Required = true, FrozenByActivation = true, Announced = true },
        Number<OrderItem>("UnitPrice", i => i.UnitPrice, (i, v) => i.UnitPrice = v) with { Required = true, FrozenByActivation = true, Announced = true },
        Number<OrderItem>("TotalPrice", i => i.Quantity * i.UnitPrice, null),
        Text<OrderItem>("Description", i => i.Description, (i, v) => i.Description = v) with { Announced = true },
        Text<OrderItem>("Product_Code__c", i => i.ProductCode, (i, v) => i.ProductCode = v) with { FrozenByActivation = true, Announced = true },
        Number<OrderItem>("Line_Number__c", i => i.LineNumber, (i, v) => i.LineNumber = v) with { FrozenByActivation = true },
        Text<OrderItem>("RetailTower_Line__c", i => i.Reference, (i, v) => i.Reference = v, 100) with { IsExternalId = true },
        Text<OrderItem>("Tower_Line_Status__c", i => i.TowerLineStatus, (i, v) => i.TowerLineStatus = v),
        Number<OrderItem>("Shipped_Quantity__c", i => i.ShippedQuantity, (i, v) => i.ShippedQuantity = v),
        Number<OrderItem>("Invoiced_Quantity__c", i => i.InvoicedQuantity, (i, v) => i.InvoicedQuantity = v),
    ];

    private static Field Text<T>(string name, Func<T, string?> get, Action<T, string?>? set, int maxLength = 255)
        where T : Record =>
        Field.Of(name, FieldType.String, get, set is null ? null : (r, v) => set(r, (string?)v)) with { MaxLength = maxLength };

    private static Field Pick<T>(string name, Func<T, string?> get, Action<T, string?> set, IReadOnlySet<string> values)
        where T : Record =>
        Field.Of(name, FieldType.Picklist, get, (r, v) => set(r, (string?)v)) with { Values = values };

    private static Field Link<T>(string name, string target, Func<T, string?> get, Action<T, string?> set)
        where T : Record =>
        Field.Of(name, FieldType.Reference, get, (r, v) => set(r, (string?)v)) with { Target = target };

    private static Field Number<T>(string name, Func<T, decimal?> get, Action<T, decimal?>? set)
        where T : Record =>
        Field.Of<T>(name, FieldType.Double, r => get(r), set is null ? null : (r, v) => set(r, (decimal?)v));

    private static Field Date<T>(string name, Func<T, DateOnly?> get, Action<T, DateOnly?> set)
        where T : Record =>
        Field.Of<T>(name, FieldType.Date, r => get(r), (r, v) => set(r, (DateOnly?)v));
}
