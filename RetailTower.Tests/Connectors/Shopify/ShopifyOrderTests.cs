using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Connectors.Shopify;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Connectors.Shopify;

public sealed class ShopifyOrderTests : IDisposable
{
    private readonly HttpClient _http = new();
    private readonly ShopifyConnector _connector;
    private readonly JsonNode _order = JsonNode.Parse(
        """
        {"id":450789469,"name":"#S100001","created_at":"2026-01-15T05:00:00-05:00","processed_at":null,"updated_at":"2026-01-15T05:01:00-05:00","cancelled_at":null,"currency":"GBP",
        "email":"ann@example.com","phone":null,"po_number":null,"unheard_of":{"x":[1]},"customer":{"first_name":"Ann","last_name":null},"tags":"a, b",
        "note_attributes":[{"name":"erp_customer","value":"C-17850"},{"name":"requested_delivery","value":"2026-02-01"}],
        "shipping_address":{"name":"Ann B","address1":"1 High Street","address2":null,"city":"London","zip":"N1","country_code":"GB","country":"United Kingdom"},
        "line_items":[
          {"id":11,"sku":"85123A","title":"Holder","quantity":6,"current_quantity":6,"price":"2.55","fulfillment_status":null},
          {"id":12,"sku":null,"title":"Wrapping","quantity":2,"current_quantity":2,"price":"1.00","discount_allocations":[{"amount":"0.50"}],"fulfillment_status":"fulfilled"}],
        "refunds":[]}
        """)!;

    public ShopifyOrderTests() => _connector = new ShopifyConnector("shopify", ShopifyTestSettings.Options, _http, new FakeTimeProvider(), NullLogger<ShopifyConnector>.Instance);

    public void Dispose()
    {
        _connector.Dispose();
        _http.Dispose();
    }

    [Theory]
    [InlineData("orders/create")]
    [InlineData("orders/updated")]
    [InlineData("order")]
    public void An_order_document_means_that_the_order_was_placed(string kind)
    {
        var placed = Events(kind).ShouldHaveSingleItem().ShouldBeOfType<OrderPlaced>();
        placed.At.ShouldBe(new DateTimeOffset(2026, 1, 15, 10, 1, 0, TimeSpan.Zero));
        placed.Version.ShouldBe(placed.At.UtcTicks);
        placed.References.ShouldBe([new Reference("shopify", "order", "450789469")]);
        placed.RunningNumber.ShouldBe("S100001");
        var order = placed.Order;
        (order.Number, order.CustomerNumber, order.CustomerName, order.CustomerEmail, order.Currency).ShouldBe(("S100001", "C-17850", "Ann", "ann@example.com", "GBP"));
        order.PlacedAt.ShouldBe(new DateTimeOffset(2026, 1, 15, 10, 0, 0, TimeSpan.Zero));
        order.RequestedDelivery.ShouldBe(new DateOnly(2026, 2, 1));
        order.ShipTo.ShouldBe(new PostalAddress("Ann B", "1 High Street", null, "London", "N1", "GB"));
        order.Lines.ShouldBe([new CanonicalOrderLine(1, "85123A", "Holder", 6, 2.55m, "11"), new CanonicalOrderLine(2, "", "Wrapping", 2, 0.75m, "12")]);
    }

    [Fact]
    public void The_buyers_telephone_number_is_the_orders_own_else_the_customers_else_that_of_whom_the_goods_go_to()
    {
        string? Phone() => Events("order").OfType<OrderPlaced>().Single().Order.CustomerPhone;
        _order["shipping_address"]!["phone"] = "3";
        Phone().ShouldBe("3");
        _order["customer"]!["phone"] = "2";
        Phone().ShouldBe("2");
        _order["phone"] = "1";
        Phone().ShouldBe("1");
    }

    [Fact]
    public void A_guest_without_address_is_booked_on_the_guest_customer()
    {
        (_order["note_attributes"], _order["shipping_address"], _order["customer"]) = (null, null, null);
        var order = Events("order").OfType<OrderPlaced>().Single().Order;
        (order.CustomerNumber, order.CustomerName, order.ShipTo.Street).ShouldBe(("WEB-GUEST", "Guest", ""));
    }

    [Fact]
    public void An_edit_changes_what_was_ordered_and_a_refund_does_not()
    {
        _order["line_items"]![0]!["current_quantity"] = 3;
        _order["refunds"] = Refund(77, 11, 2, "cancel");
        Events("order").OfType<OrderPlaced>().Single().Order.Lines[0].Quantity.ShouldBe(5);
    }

    [Fact]
    public void A_cancelled_order_was_placed_in_full_and_then_cancelled_whole()
    {
        _order["cancelled_at"] = "2026-01-15T05:01:00-05:00";
        _order["line_items"]![0]!["current_quantity"] = 0;
        var events = Events("orders/cancelled");
        events[0].ShouldBeOfType<OrderPlaced>().Order.Lines[0].Quantity.ShouldBe(6);
        events[1].ShouldBeOfType<CancelRequested>().Lines.ShouldBeEmpty();
    }

    [Fact]
    public void An_order_of_200_lines_keeps_them_all()
    {
        _order["line_items"] = new JsonArray([.. Enumerable.Range(1, 200).Select(n => (JsonNode)new JsonObject { ["id"] = n, ["sku"] = "S" + n, ["quantity"] = 1, ["price"] = "1.00" })]);
        Events("order").OfType<OrderPlaced>().Single().Order.Lines.Select(line => line.LineNo).ShouldBe(Enumerable.Range(1, 200));
    }

    [Theory]
    [InlineData("id")]
    [InlineData("name")]
    [InlineData("updated_at")]
    [InlineData("currency")]
    [InlineData("line_items")]
    public void What_an_order_cannot_be_without_is_named(string member)
    {
        _order[member] = null;
        Interpret("order").ShouldBeOfType<Interpretation.Unknown>().Where.ShouldBe("/" + member);
    }

    [Fact]
    public void A_refund_cancels_what_is_not_shipped_and_returns_what_comes_back()
    {
        _order["refunds"] = Refund(77, 11, 2, "cancel");
        var cancel = Events("refund", "refund/77").ShouldHaveSingleItem().ShouldBeOfType<CancelRequested>();
        cancel.Lines.ShouldBe([new LineQuantity(1, 2)]);
        _order["refunds"] = Refund(78, 12, 1, "return");
        var back = Events("refund", "refund/78").ShouldHaveSingleItem().ShouldBeOfType<ReturnRequested>();
        (back.Rma, back.Lines.Single()).ShouldBe(("R78", new LineQuantity(2, 1)));
    }

    [Fact]
    public void Goods_that_are_not_restocked_are_cancelled_unless_they_were_shipped()
    {
        _order["refunds"] = Refund(77, 11, 2, "no_restock");
        Events("refund", "refund/77").ShouldHaveSingleItem().ShouldBeOfType<CancelRequested>();
        _order["refunds"] = Refund(77, 12, 2, "no_restock");
        Interpret("refund", "refund/77").ShouldBeOfType<Interpretation.Nothing>();
        Interpret("refund", "refund/99").ShouldBeOfType<Interpretation.Unknown>();
    }

    private static JsonArray Refund(int id, int line, int quantity, string restock) =>
        [new JsonObject { ["id"] = id, ["created_at"] = "2026-01-15T10:05:00Z", ["refund_line_items"] = new JsonArray(new JsonObject { ["line_item_id"] = line, ["quantity"] = quantity, ["restock_type"] = restock }) }];

    private Interpretation Interpret(string kind, string key = "k") =>
        _connector.Interpret(new StoredMessage("shopify", key, kind, null, "application/json", Encoding.UTF8.GetBytes(_order.ToJsonString()), DateTimeOffset.UnixEpoch));

    private IReadOnlyList<CanonicalEvent> Events(string kind, string key = "k") => Interpret(kind, key).ShouldBeOfType<Interpretation.Events>().Items;
}
