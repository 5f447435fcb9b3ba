using RetailTower.Data.Model;
using RetailTower.Engine.Canonical;

namespace RetailTower.Tests.Desks;

/// <summary>Rows as the engine writes them, with the least that a test must say.</summary>
internal static class Rows
{
    public static Order Order(long key, string number, OrderStatus status = OrderStatus.Received, DateTimeOffset? receivedAt = null) => new()
    {
        Key = key,
        Number = number,
        Origin = "salesforce",
        CustomerNumber = "C1001",
        CustomerName = "Northwind Traders",
        CustomerEmail = "anna@northwind.example",
        CustomerPhone = "+44 20 7946 0958",
        PhoneDigits = PhoneDigits.FromEnd("+44 20 7946 0958"),
        PurchaseOrderNumber = $"PO-{key}",
        Currency = "GBP",
        Total = 120.50m,
        PlacedAt = receivedAt ?? StoreFixture.Noon,
        ReceivedAt = receivedAt ?? StoreFixture.Noon,
        ChangedAt = receivedAt ?? StoreFixture.Noon,
        Status = status,
        ShipTo = CanonicalJson.Write(new PostalAddress("Anna Smith", "1 High Street", null, "Leeds", "LS1 4AP", "GB")),
    };

    public static OrderLine Line(long orderKey, int lineNo, int part, decimal quantity, LineState state) => new()
    {
        OrderKey = orderKey,
        LineNo = lineNo,
        Part = part,
        Sku = $"SKU{lineNo}",
        Description = "Mug",
        Quantity = quantity,
        UnitPrice = 2.5m,
        State = state,
        StateAt = StoreFixture.Noon,
    };

    public static OrderReference Reference(long orderKey, string system, string type, string value) =>
        new() { System = system, Type = type, Value = value, OrderKey = orderKey };

    public static ExceptionCase Case(string subject, long? orderKey = null, string fingerprint = "erp:submit-order:credit", decimal money = 0,
        CaseState state = CaseState.Open, Remedy remedy = Remedy.None, TimeSpan age = default, string domain = "customer", string? currency = "GBP") => new()
        {
            Kind = CaseKind.Rejected,
            State = state,
            Severity = Severity.Breach,
            Remedy = remedy,
            Domain = domain,
            System = "erp",
            Operation = "submit-order",
            Fingerprint = fingerprint,
            SubjectKey = subject,
            Title = "erp refused submit order",
            Detail = "Credit limit exceeded.",
            OrderKey = orderKey,
            MoneyAtRisk = money,
            Currency = currency,
            OwnerTeam = "Finance",
            OpenedAt = StoreFixture.Noon - age,
            DueAt = StoreFixture.Noon - age + TimeSpan.FromMinutes(30),
            ChangedAt = StoreFixture.Noon - age,
        };

    public static InboxMessage Inbound(string key, InboxState state, long? orderKey = null, TimeSpan age = default, string body = "{}") => new()
    {
        System = "shopify",
        MessageKey = key,
        Kind = "orders/create",
        State = state,
        OrderKey = orderKey,
        Partition = 3,
        ReceivedAt = StoreFixture.Noon - age,
        ContentType = "application/json",
        Body = System.Text.Encoding.UTF8.GetBytes(body),
    };

    public static OutboxMessage Outbound(string key, OutboxState state, string system = "erp", long? orderKey = null, TimeSpan age = default, TimeSpan dueIn = default) => new()
    {
        System = system,
        Operation = "submit-order",
        OrderKey = orderKey,
        State = state,
        IdempotencyKey = key,
        Payload = "{\"order\":{\"number\":\"SF-1\",\"customerEmail\":\"anna@northwind.example\"}}",
        CreatedAt = StoreFixture.Noon - age,
        DueAt = StoreFixture.Noon + dueIn,
    };
}
