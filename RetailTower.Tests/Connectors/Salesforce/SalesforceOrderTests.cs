using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Connectors.Salesforce;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Connectors.Salesforce;

public sealed class SalesforceOrderTests : IDisposable
{
    private const string Head =
        """
        "attributes":{"type":"Order","url":"/x"},"Id":"801000000000001AAA","OrderNumber":"00000123","OrderReferenceNumber":"SF-100001","PoNumber":null,"EffectiveDate":"2026-01-15","EndDate":"2026-02-01",
        "Status":"Activated","CurrencyIsoCode":"GBP","ShippingStreet":"1 High Street\r\nFlat 2","ShippingCity":"London","ShippingPostalCode":"N1","ShippingCountry":"GB","ShipTo_Name__c":null,
        "IsReductionOrder":false,"OriginalOrderId":null,"CreatedDate":"2026-01-15T09:59:00.000+0000","SystemModstamp":"2026-01-15T10:00:00.000+0000","Unheard_Of__c":{"a":[1]},
        "Account":{"attributes":{"type":"Account"},"AccountNumber":"C-17850","Name":"Acme","Email__c":"a@example.com","Phone":null}
        """;

    private readonly HttpClient _http = new();
    private readonly SalesforceConnector _connector;

    public SalesforceOrderTests() =>
        _connector = new SalesforceConnector("salesforce", SalesforceTestSettings.Options, _http, new FakeTimeProvider(), NullLogger<SalesforceConnector>.Instance);

    public void Dispose()
    {
        _connector.Dispose();
        _http.Dispose();
    }

    [Fact]
    public void An_order_document_means_that_the_order_was_placed()
    {
        var placed = Interpret(Head, Item(2, "85123A", 6, 2.55m) + "," + Item(1, "71053", 1, 3.39m)).ShouldBeOfType<Interpretation.Events>().Items.ShouldHaveSingleItem().ShouldBeOfType<OrderPlaced>();
        placed.At.ShouldBe(new DateTimeOffset(2026, 1, 15, 10, 0, 0, TimeSpan.Zero));
        placed.Version.ShouldBe(placed.At.UtcTicks);
        placed.References.ShouldBe([new Reference("salesforce", "Order", "801000000000001AAA")]);
        placed.RunningNumber.ShouldBe("00000123");
        var order = placed.Order;
        (order.Number, order.CustomerNumber, order.CustomerName, order.CustomerEmail, order.CustomerPhone, order.Currency).ShouldBe(("SF-100001", "C-17850", "Acme", "a@example.com", null, "GBP"));
        order.PlacedAt.ShouldBe(new DateTimeOffset(2026, 1, 15, 9, 59, 0, TimeSpan.Zero));
        order.RequestedDelivery.ShouldBe(new DateOnly(2026, 2, 1));
        order.ShipTo.ShouldBe(new PostalAddress("Acme", "1 High Street", "Flat 2", "London", "N1", "GB"));
        order.Lines.ShouldBe([
            new CanonicalOrderLine(1, "71053", "Text", 1, 3.39m, "802000000000001AAA"),
            new CanonicalOrderLine(2, "85123A", "Text", 6, 2.55m, "802000000000002AAA")]);
        order.Total.ShouldBe(18.69m);
    }

    [Fact]
    public void An_order_of_200_lines_keeps_them_all() =>
        Interpret(Head, string.Join(',', Enumerable.Range(1, 200).Select(n => Item(n, "S" + n, n, 1.1m)))).ShouldBeOfType<Interpretation.Events>()
            .Items.OfType<OrderPlaced>().Single().Order.Lines.Select(line => line.LineNo).ShouldBe(Enumerable.Range(1, 200));

    [Fact]
    public void A_cancelled_order_was_placed_and_then_cancelled_whole()
    {
        var events = Interpret(Head.Replace("Activated", "Cancelled", StringComparison.Ordinal), Item(1, "A", 1, 1)).ShouldBeOfType<Interpretation.Events>().Items;
        events[0].ShouldBeOfType<OrderPlaced>();
        events[1].ShouldBeOfType<CancelRequested>().Lines.ShouldBeEmpty();
    }

    [Fact]
    public void A_reduction_order_cancels_lines_of_its_original()
    {
        var head = Head.Replace("\"IsReductionOrder\":false,\"OriginalOrderId\":null", "\"IsReductionOrder\":true,\"OriginalOrderId\":\"801000000000009AAA\"", StringComparison.Ordinal);
        var item = """{"Id":"802000000000005AAA","Quantity":-2,"UnitPrice":1,"Line_Number__c":1,"OriginalOrderItem":{"Line_Number__c":7}}""";
        var cancel = Interpret(head, item).ShouldBeOfType<Interpretation.Events>().Items.ShouldHaveSingleItem().ShouldBeOfType<CancelRequested>();
        cancel.Lines.ShouldBe([new LineQuantity(7, 2)]);
        cancel.Reason.ShouldContain("SF-100001");
        Interpret(head, "").ShouldBeOfType<Interpretation.Unknown>("an empty list would mean the whole order");
    }

    [Theory]
    [InlineData("\"SF-100001\"", "null", "/OrderReferenceNumber")]
    [InlineData("\"C-17850\"", "null", "/Account/AccountNumber")]
    [InlineData("\"GBP\"", "null", "/CurrencyIsoCode")]
    [InlineData("\"2026-01-15T10:00:00.000+0000\"", "\"yesterday\"", "/SystemModstamp")]
    public void What_an_order_cannot_be_without_is_named(string present, string absent, string where) =>
        Interpret(Head.Replace(present, absent, StringComparison.Ordinal), Item(1, "A", 1, 1)).ShouldBeOfType<Interpretation.Unknown>().Where.ShouldBe(where);

    [Fact]
    public void Lines_without_or_with_the_same_number_are_parked()
    {
        Interpret(Head, Item(1, "A", 1, 1) + ",{\"Quantity\":1,\"UnitPrice\":1}").ShouldBeOfType<Interpretation.Unknown>().Where.ShouldBe("/OrderItems/records/1/Line_Number__c");
        Interpret(Head, Item(1, "A", 1, 1) + "," + Item(1, "B", 1, 1)).ShouldBeOfType<Interpretation.Unknown>().Where.ShouldBe("/OrderItems");
    }

    [Fact]
    public void A_draft_is_not_an_order_yet() =>
        Interpret(Head.Replace("Activated", "Draft", StringComparison.Ordinal), Item(1, "A", 1, 1)).ShouldBeOfType<Interpretation.Nothing>();

    [Theory]
    [InlineData("801000000000001", "801000000000001AAA")]
    [InlineData("001A0000006Vm9r", "001A0000006Vm9rIAC")]
    [InlineData("001A0000006Vm9rIAC", "001A0000006Vm9rIAC")]
    public void A_short_id_gets_its_suffix(string id, string normal)
    {
        var order = Interpret(Head.Replace("801000000000001AAA", id, StringComparison.Ordinal), Item(1, "A", 1, 1)).ShouldBeOfType<Interpretation.Events>().Items[0];
        order.References[0].Value.ShouldBe(normal);
    }

    private static string Item(int number, string sku, decimal quantity, decimal price) =>
        FormattableString.Invariant($$"""{"attributes":{"type":"OrderItem"},"Id":"802{{number:D12}}AAA","Quantity":{{quantity}},"UnitPrice":{{price}},"Description":"Text","Product_Code__c":"{{sku}}","Line_Number__c":{{number}}.0,"OriginalOrderItemId":null,"OriginalOrderItem":null}""");

    private Interpretation Interpret(string head, string items)
    {
        var document = $$"""{ {{head}},"OrderItems":{"totalSize":1,"done":true,"records":[{{items}}]} }""";
        return _connector.Interpret(new StoredMessage("salesforce", "k", "Order", null, "application/json", Encoding.UTF8.GetBytes(document), DateTimeOffset.UnixEpoch));
    }
}
