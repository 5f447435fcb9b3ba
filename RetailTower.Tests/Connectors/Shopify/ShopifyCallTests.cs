using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Connectors.Shopify;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Connectors.Shopify;

public sealed class ShopifyCallTests
{
    private const string Root = "/admin/api/2026-04";
    private const string OrderPath = Root + "/orders/450789469";

    private static readonly WriteShipmentCommand Shipment = new("S1", new Parcel("P1", "DHL", null, "T-1", "https://t/T-1"), [new ShippedLine(1, "11", "A", 2), new ShippedLine(2, "12", "B", 1)]);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 15, 10, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_parcel_is_one_fulfilment_over_the_fulfilment_orders_that_are_open()
    {
        using var http = new CannedHttp(asked => (asked.Method, asked.Address.AbsolutePath) switch
        {
            ("GET", OrderPath + "/fulfillments.json") => Json("""{"fulfillments":[{"id":1,"status":"success","tracking_number":"T-0","line_items":[{"id":11,"quantity":4}]}]}"""),
            ("GET", OrderPath + "/fulfillment_orders.json") => Json(
                """
                {"fulfillment_orders":[{"id":900,"status":"closed","assigned_location_id":5,"line_items":[{"id":1,"line_item_id":11,"fulfillable_quantity":9}]},
                {"id":901,"status":"open","assigned_location_id":5,"line_items":[{"id":2,"line_item_id":11,"fulfillable_quantity":1},{"id":3,"line_item_id":12,"fulfillable_quantity":5}]},
                {"id":902,"status":"in_progress","assigned_location_id":5,"line_items":[{"id":4,"line_item_id":11,"fulfillable_quantity":1}]}]}
                """),
            _ => Json("""{"fulfillment":{"id":2}}"""),
        });
        (await SendAsync(http, Operations.WriteShipment, Shipment)).ShouldBeOfType<CallOutcome.Done>().References.ShouldBe([new Reference("shopify", "fulfillment", "2")]);
        var post = http.Asked.Single(asked => asked.Method == "POST");
        post.Address.AbsolutePath.ShouldBe(Root + "/fulfillments.json");
        post.Header("X-Shopify-Access-Token").ShouldBe("shpat_secret");
        post.Body.ShouldBe(
            """
            {"fulfillment":{"line_items_by_fulfillment_order":[{"fulfillment_order_id":901,"fulfillment_order_line_items":[{"id":2,"quantity":1},{"id":3,"quantity":1}]},{"fulfillment_order_id":902,"fulfillment_order_line_items":[{"id":4,"quantity":1}]}],"tracking_info":{"company":"DHL","number":"T-1","url":"https://t/T-1"},"notify_customer":true}}
            """.Trim());
    }

    /// <summary>The shop finds a name also within longer ones; only the one that was asked for counts.</summary>
    [Fact]
    public async Task An_order_is_read_by_its_name_alone()
    {
        using var http = new CannedHttp(_ => Json(
            """{"orders":[{"id":7,"name":"#S10","updated_at":"2026-01-15T05:01:00-05:00"},{"id":8,"name":"#S100","updated_at":"2026-01-15T05:01:00-05:00"}]}"""));
        (await SendAsync(http, Operations.Fetch, new FetchCommand("order-by-name", "S10"))).ShouldBeOfType<CallOutcome.Done>()
            .Messages.ShouldHaveSingleItem().Subject.ShouldBe(new Subject.Origin(new Reference("shopify", "order", "7")));
        http.Asked.Single().Address.PathAndQuery.ShouldBe(Root + "/orders.json?status=any&limit=250&name=S10");
        (await SendAsync(http, Operations.Fetch, new FetchCommand("order-by-name", "S1"))).ShouldBeOfType<CallOutcome.Rejected>().Domain.ShouldBe(Domains.Order);
    }

    [Fact]
    public async Task A_parcel_that_the_shop_knows_by_its_tracking_number_is_not_told_again()
    {
        using var http = new CannedHttp(_ => Json("""{"fulfillments":[{"id":2,"status":"success","tracking_numbers":["T-1"],"line_items":[{"id":11,"quantity":2},{"id":12,"quantity":1}]}]}"""));
        (await SendAsync(http, Operations.WriteShipment, Shipment)).ShouldBeOfType<CallOutcome.Done>();
        http.Asked.ShouldHaveSingleItem().Method.ShouldBe("GET");
    }

    [Fact]
    public async Task A_parcel_with_more_than_is_left_is_refused()
    {
        using var http = new CannedHttp(asked => Json(asked.Address.AbsolutePath.EndsWith("fulfillments.json", StringComparison.Ordinal) ? """{"fulfillments":[]}""" : """{"fulfillment_orders":[]}"""));
        (await SendAsync(http, Operations.WriteShipment, Shipment)).ShouldBeOfType<CallOutcome.Rejected>().Domain.ShouldBe(Domains.Shipment);
        http.Asked.ShouldAllBe(asked => asked.Method == "GET");
    }

    [Fact]
    public async Task A_status_leaves_others_tags_and_attributes_alone()
    {
        using var http = new CannedHttp(_ => Json("""{"order":{"id":450789469,"tags":"vip, tower:received","note_attributes":[{"name":"erp_customer","value":"C-1"},{"name":"tower_status","value":"Received"},{"name":"tower_status_at","value":"2026-01-15T09:00:00Z"}]}}"""));
        (await SendAsync(http, Operations.WriteStatus, Status("Part shipped", 10))).ShouldBeOfType<CallOutcome.Done>();
        var put = http.Asked.Single(asked => asked.Method == "PUT");
        put.Address.AbsolutePath.ShouldBe(OrderPath + ".json");
        var order = JsonElement.Parse(put.Body).GetProperty("order");
        order.GetProperty("tags").GetString().ShouldBe("vip, tower:part-shipped");
        order.GetProperty("note_attributes").EnumerateArray().Select(item => $"{item.GetProperty("name")}={item.GetProperty("value")}").ShouldBe([
            "erp_customer=C-1", "tower_status=Part shipped", "tower_status_detail=All well", "tower_status_at=2026-01-15T10:00:00.0000000+00:00"]);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(8)]
    public async Task A_status_that_is_there_or_overtaken_is_not_written(int hour)
    {
        using var http = new CannedHttp(_ => Json("""{"order":{"id":450789469,"note_attributes":[{"name":"tower_status_at","value":"2026-01-15T10:00:00Z"}]}}"""));
        (await SendAsync(http, Operations.WriteStatus, Status("Shipped", hour))).ShouldBeOfType<CallOutcome.Done>();
        http.Asked.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(200, "null", typeof(CallOutcome.Done))]
    [InlineData(404, "null", typeof(CallOutcome.Done))]
    [InlineData(422, "\"2026-01-15T10:00:00Z\"", typeof(CallOutcome.Done))]
    [InlineData(422, "null", typeof(CallOutcome.Rejected))]
    public async Task A_cancellation_is_done_when_the_order_is_cancelled_or_not_there(int status, string cancelledAt, Type outcome)
    {
        using var http = new CannedHttp(asked => asked.Method == "POST"
            ? CannedHttp.Json((HttpStatusCode)status, """{"errors":{"base":["Cannot cancel"]}}""")
            : Json($$$"""{"order":{"id":450789469,"cancelled_at":{{{cancelledAt}}}}}"""));
        (await SendAsync(http, Operations.CancelOrder, new CancelOrderCommand("S1", "No longer wanted"))).ShouldBeOfType(outcome);
    }

    [Fact]
    public async Task Stock_is_set_by_the_shops_own_ids_which_are_read_once()
    {
        using var http = new CannedHttp(asked => asked.Address.AbsolutePath switch
        {
            Root + "/locations.json" => Json("""{"locations":[{"id":5,"name":"dc-east"}]}"""),
            Root + "/products.json" when !asked.Address.Query.Contains("page_info", StringComparison.Ordinal) =>
                CannedHttp.Json(HttpStatusCode.OK, """{"products":[{"variants":[{"sku":"A","inventory_item_id":71}]}]}""", ("Link", $"<https://acme.myshopify.com{Root}/products.json?page_info=p2>; rel=\"next\"")),
            Root + "/products.json" => Json("""{"products":[{"variants":[{"sku":"B","inventory_item_id":72}]}]}"""),
            _ => Json("""{"inventory_level":{}}"""),
        });
        using var connector = Connector(http);
        OutboundCall Stock(string sku, string centre, decimal available, long version) => ShopifyTestSettings.Call(Operations.WriteStock, new WriteStockCommand(sku, centre, available, version));
        var outcomes = await connector.SendAsync([Stock("B", "dc-east", 7.9m, 2), Stock("B", "dc-east", 9, 1), Stock("Z", "dc-east", 1, 1), Stock("A", "dc-west", 1, 1)], TestContext.Current.CancellationToken);
        outcomes.Select(outcome => outcome.GetType()).ShouldBe([typeof(CallOutcome.Done), typeof(CallOutcome.Done), typeof(CallOutcome.Done), typeof(CallOutcome.Failed)]);
        http.Asked.Count(asked => asked.Method == "GET").ShouldBe(3);
        http.Asked.Single(asked => asked.Method == "POST").Body.ShouldBe("""{"location_id":5,"inventory_item_id":72,"available":7}""");
    }

    [Theory]
    [InlineData(429, """{"errors":"Exceeded 2 calls per second"}""", RetryScope.Throttled, 2.5)]
    [InlineData(503, "<html>", RetryScope.Unwell, 2.5)]
    [InlineData(409, "{}", RetryScope.Message, 2.5)]
    public async Task What_may_pass_is_tried_again_when_the_shop_says(int status, string body, RetryScope scope, double seconds)
    {
        using var http = new CannedHttp(_ => CannedHttp.Json((HttpStatusCode)status, body, ("Retry-After", "2.5")));
        var retry = (await SendAsync(http, Operations.WriteStatus, Status("Shipped", 10))).ShouldBeOfType<CallOutcome.Retry>();
        (retry.Scope, retry.After).ShouldBe((scope, TimeSpan.FromSeconds(seconds)));
    }

    [Theory]
    [InlineData(401, typeof(CallOutcome.Failed))]
    [InlineData(403, typeof(CallOutcome.Failed))]
    [InlineData(404, typeof(CallOutcome.Rejected))]
    [InlineData(422, typeof(CallOutcome.Rejected))]
    public async Task What_does_not_pass_is_refused_or_fails(int status, Type outcome)
    {
        using var http = new CannedHttp(_ => CannedHttp.Json((HttpStatusCode)status, """{"errors":{"tags":["is too long"]}}"""));
        (await SendAsync(http, Operations.WriteStatus, Status("Shipped", 10))).ShouldBeOfType(outcome);
    }

    [Fact]
    public async Task A_full_call_bucket_holds_back_until_it_has_leaked()
    {
        using var http = new CannedHttp(_ => CannedHttp.Json(HttpStatusCode.OK, """{"order":{"id":450789469,"note_attributes":[{"name":"tower_status_at","value":"2027-01-15T10:00:00Z"}]}}""", ("X-Shopify-Shop-Api-Call-Limit", "40/40")));
        using var connector = Connector(http);
        var call = ShopifyTestSettings.Call(Operations.WriteStatus, Status("Shipped", 10));
        (await connector.SendAsync([call], TestContext.Current.CancellationToken))[0].ShouldBeOfType<CallOutcome.Done>();
        var held = (await connector.SendAsync([call], TestContext.Current.CancellationToken))[0].ShouldBeOfType<CallOutcome.Retry>();
        (held.Scope, held.After).ShouldBe((RetryScope.Throttled, TimeSpan.FromSeconds(4)));
        _time.Advance(TimeSpan.FromSeconds(4));
        (await connector.SendAsync([call], TestContext.Current.CancellationToken))[0].ShouldBeOfType<CallOutcome.Done>();
    }

    [Fact]
    public async Task A_later_call_of_an_order_does_not_overtake_one_that_failed()
    {
        using var http = new CannedHttp(_ => CannedHttp.Json(HttpStatusCode.UnprocessableEntity, """{"errors":"No"}"""));
        using var connector = Connector(http);
        var outcomes = await connector.SendAsync([ShopifyTestSettings.Call(Operations.WriteStatus, Status("Shipped", 10)), ShopifyTestSettings.Call(Operations.WriteStatus, Status("Invoiced", 11))], TestContext.Current.CancellationToken);
        outcomes[1].ShouldBeOfType<CallOutcome.Retry>().Code.ShouldBe("behind");
        http.Asked.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_order_without_the_shops_id_fails()
    {
        using var http = new CannedHttp(_ => Json("{}"));
        (await SendAsync(http, Operations.WriteStatus, Status("Shipped", 10), orderId: "x")).ShouldBeOfType<CallOutcome.Failed>();
        http.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_fetched_order_brings_its_refunds_as_messages_of_their_own()
    {
        using var http = new CannedHttp(_ => Json("""{"order":{"id":450789469,"updated_at":"2026-01-15T10:00:00Z","odd":  1.50,"refunds":[{"id":77}]}}"""));
        var messages = (await SendAsync(http, Operations.Fetch, new FetchCommand("order", "450789469"))).ShouldBeOfType<CallOutcome.Done>().Messages;
        messages.Select(message => (message.MessageKey, message.Kind)).ShouldBe([("order/450789469/2026-01-15T10:00:00Z", "order"), ("refund/77", "refund")]);
        (await SendAsync(http, Operations.Fetch, new FetchCommand("refund", "450789469/78"))).ShouldBeOfType<CallOutcome.Retry>().Scope.ShouldBe(RetryScope.Message);
        (await SendAsync(http, Operations.Fetch, new FetchCommand("draft", "1"))).ShouldBeOfType<CallOutcome.Failed>();
    }

    [Fact]
    public async Task Missing_subscriptions_are_made_and_the_former_address_is_taken_away()
    {
        using var http = new CannedHttp(_ => Json(
            """{"webhooks":[{"id":1,"topic":"orders/create","address":"http://127.0.0.1:5080/hooks/shopify"},{"id":2,"topic":"orders/updated","address":"http://127.0.0.1:9999/hooks/shopify"},{"id":3,"topic":"orders/updated","address":"http://other/app"}]}"""));
        using var connector = Connector(http);
        await connector.EnsureSubscribedAsync(new Uri("http://127.0.0.1:5080/hooks/shopify"), TestContext.Current.CancellationToken);
        http.Asked.Where(asked => asked.Method == "POST").Select(asked => JsonElement.Parse(asked.Body).GetProperty("webhook").GetProperty("topic").GetString()).ShouldBe(["orders/updated", "orders/cancelled", "refunds/create"]);
        http.Asked.Single(asked => asked.Method == "DELETE").Address.AbsolutePath.ShouldBe(Root + "/webhooks/2.json");
    }

    [Fact]
    public async Task The_feed_reads_page_by_page_and_starts_over_when_a_page_has_expired()
    {
        using var http = new CannedHttp(asked => asked.Address.Query switch
        {
            var query when query.Contains("page_info=gone", StringComparison.Ordinal) => CannedHttp.Json(HttpStatusCode.BadRequest, """{"errors":{"page_info":"Invalid value."}}"""),
            _ => CannedHttp.Json(HttpStatusCode.OK, """{"orders":[{"id":1,"updated_at":"2026-01-15T10:00:00Z"}]}""", ("Link", $"<https://acme.myshopify.com{Root}/orders.json?limit=250&page_info=gone>; rel=\"next\"")),
        });
        using var connector = Connector(http);
        var first = await connector.ReadFeedAsync("changed-orders", null, TestContext.Current.CancellationToken);
        (first.More, first.Messages.Count).ShouldBe((true, 1));
        Uri.UnescapeDataString(http.Asked[0].Address.Query).ShouldContain("updated_at_min=2026-01-14T10:00:00Z");
        var second = await connector.ReadFeedAsync("changed-orders", first.Cursor, TestContext.Current.CancellationToken);
        second.Messages.Count.ShouldBe(1);
        http.Asked.Count.ShouldBe(3);
    }

    private static HttpResponseMessage Json(string body) => CannedHttp.Json(HttpStatusCode.OK, body);

    private static WriteStatusCommand Status(string status, int hour) => new("S1", status, "All well", "SO-1", new DateTimeOffset(2026, 1, 15, hour, 0, 0, TimeSpan.Zero), []);

    private ShopifyConnector Connector(CannedHttp http) => new("shopify", ShopifyTestSettings.Options, http.Client(), _time, NullLogger<ShopifyConnector>.Instance);

    private async Task<CallOutcome> SendAsync<T>(CannedHttp http, string operation, T command, string orderId = "450789469")
    {
        using var connector = Connector(http);
        return (await connector.SendAsync([ShopifyTestSettings.Call(operation, command, orderId)], TestContext.Current.CancellationToken))[0];
    }
}
