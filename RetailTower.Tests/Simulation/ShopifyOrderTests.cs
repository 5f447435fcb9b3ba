using System.Text.Json;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Simulation;

public sealed class ShopifyOrderTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_the_access_token_nothing_is_shown()
    {
        await using var landscape = await RunningLandscape.StartAsync();
        using var http = await landscape.ClientAsync("shopify");

        using var answer = await http.GetAsync(ShopifyClient.Root + "orders.json", Stop);

        ((int)answer.StatusCode).ShouldBe(401);
        answer.Headers.GetValues("X-Shopify-API-Version").Single().ShouldBe("2026-04");
        (await answer.Content.ReadAsStringAsync(Stop)).ShouldContain("[API] Invalid API key");
    }

    [Fact]
    public async Task The_bucket_shows_its_level_and_when_full_refuses_with_a_wait()
    {
        await using var landscape = await RunningLandscape.StartAsync(new() { Pace = 0, StorefrontBucket = 2, StorefrontLeakPerSecond = 0.001 });
        var shop = await ShopifyClient.OpenAsync(landscape);

        using var first = await shop.Http.GetAsync(ShopifyClient.Root + "locations.json", Stop);
        using var second = await shop.Http.GetAsync(ShopifyClient.Root + "locations.json", Stop);
        using var third = await shop.Http.GetAsync(ShopifyClient.Root + "locations.json", Stop);

        first.Headers.GetValues("X-Shopify-Shop-Api-Call-Limit").Single().ShouldBe("1/2");
        second.Headers.GetValues("X-Shopify-Shop-Api-Call-Limit").Single().ShouldBe("2/2");
        ((int)third.StatusCode).ShouldBe(429);
        third.Headers.GetValues("Retry-After").Single().ShouldBe("2.0");
    }

    [Fact]
    public async Task A_placed_order_reads_as_the_shop_writes_it()
    {
        await using var landscape = await RunningLandscape.StartAsync();
        var shop = await ShopifyClient.OpenAsync(landscape);
        var placed = (await shop.PlaceAsync(landscape, 1))[0];

        var order = (await shop.GetAsync($"orders/{placed.GetProperty("id").GetInt64()}.json")).Body.GetProperty("order");

        order.GetProperty("name").GetString().ShouldBe("#S100001");
        order.GetProperty("total_price").ValueKind.ShouldBe(JsonValueKind.String);
        order.GetProperty("fulfillment_status").ValueKind.ShouldBe(JsonValueKind.Null);
        order.GetProperty("line_items").GetArrayLength().ShouldBe(2);
        order.GetProperty("updated_at").GetString().ShouldEndWith("+00:00");
        (await shop.GetAsync("orders/1.json")).ShouldSatisfyAllConditions(a => a.Status.ShouldBe(404), a => a.Body.GetProperty("errors").GetString().ShouldBe("Not Found"));
    }

    [Fact]
    public async Task A_listing_by_change_pages_by_links_without_gap_or_repeat()
    {
        await using var landscape = await RunningLandscape.StartAsync();
        var shop = await ShopifyClient.OpenAsync(landscape);
        await shop.PlaceAsync(landscape, 25, 1);
        var seen = new List<long>();

        var next = ShopifyClient.Root + "orders.json?status=any&limit=10&order=updated_at+asc&updated_at_min=2020-01-01T00:00:00Z";
        while (next is not null)
        {
            using var answer = await shop.Http.GetAsync(next, Stop);
            using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop));
            seen.AddRange(body.RootElement.GetProperty("orders").EnumerateArray().Select(o => o.GetProperty("id").GetInt64()));
            next = answer.Headers.TryGetValues("Link", out var links) ? links.Single().Split('<', '>')[1] : null;
        }

        seen.Count.ShouldBe(25);
        seen.ShouldBeUnique();
    }

    [Fact]
    public async Task Fulfilments_work_an_order_off_and_never_more_than_is_open()
    {
        await using var landscape = await RunningLandscape.StartAsync();
        var shop = await ShopifyClient.OpenAsync(landscape);
        var order = (await shop.PlaceAsync(landscape, 1))[0];
        var id = order.GetProperty("id").GetInt64();
        var part = (await shop.GetAsync($"orders/{id}/fulfillment_orders.json")).Body.GetProperty("fulfillment_orders")[0];
        var line = part.GetProperty("line_items")[0];
        string Wanted(int quantity) => $$$"""
            {"fulfillment":{"line_items_by_fulfillment_order":[{"fulfillment_order_id":{{{part.GetProperty("id")}}},
             "fulfillment_order_line_items":[{"id":{{{line.GetProperty("id")}}},"quantity":{{{quantity}}}}]}],
             "tracking_info":{"company":"DPD","number":"T-1","url":"http://track.example/T-1"},"notify_customer":false}}
            """;
        var open = line.GetProperty("fulfillable_quantity").GetInt32();

        var tooMany = await shop.SendAsync(HttpMethod.Post, "fulfillments.json", Wanted(open + 1));
        var made = await shop.SendAsync(HttpMethod.Post, "fulfillments.json", Wanted(open));
        var again = await shop.SendAsync(HttpMethod.Post, "fulfillments.json", Wanted(1));
        var listed = await shop.GetAsync($"orders/{id}/fulfillments.json");
        var cancel = await shop.SendAsync(HttpMethod.Post, $"orders/{id}/cancel.json");

        tooMany.Status.ShouldBe(422);
        made.Status.ShouldBe(201);
        made.Body.GetProperty("fulfillment").GetProperty("tracking_number").GetString().ShouldBe("T-1");
        again.Status.ShouldBe(422);
        listed.Body.GetProperty("fulfillments").GetArrayLength().ShouldBe(1);
        cancel.Status.ShouldBe(422);
        var entry = await landscape.LedgerAsync("shopify", "S100001");
        entry.GetProperty("shipments").GetInt32().ShouldBe(1);
        entry.GetProperty("invoices").GetInt32().ShouldBe(0);
        entry.GetProperty("lines")[0].GetProperty("shipped").GetDecimal().ShouldBe(open);
    }

    [Fact]
    public async Task A_refund_cancels_what_is_open_and_returns_what_has_shipped()
    {
        await using var landscape = await RunningLandscape.StartAsync();
        var shop = await ShopifyClient.OpenAsync(landscape);
        var order = (await shop.PlaceAsync(landscape, 1))[0];
        var (id, line) = (order.GetProperty("id").GetInt64(), order.GetProperty("line_items")[0]);
        string Refund(int quantity, string type) =>
            $$$"""{"refund":{"refund_line_items":[{"line_item_id":{{{line.GetProperty("id")}}},"quantity":{{{quantity}}},"restock_type":"{{{type}}}"}]}}""";
        var quantity = line.GetProperty("quantity").GetInt32();

        var early = await shop.SendAsync(HttpMethod.Post, $"orders/{id}/refunds.json", Refund(1, "return"));
        var cancelled = await shop.SendAsync(HttpMethod.Post, $"orders/{id}/refunds.json", Refund(quantity, "cancel"));
        var twice = await shop.SendAsync(HttpMethod.Post, $"orders/{id}/refunds.json", Refund(1, "cancel"));
        var read = (await shop.GetAsync($"orders/{id}.json")).Body.GetProperty("order");

        early.Status.ShouldBe(422);
        cancelled.Status.ShouldBe(201);
        cancelled.Body.GetProperty("refund").GetProperty("refund_line_items")[0].GetProperty("line_item").GetProperty("sku").GetString().ShouldBe(line.GetProperty("sku").GetString());
        twice.Status.ShouldBe(422);
        read.GetProperty("financial_status").GetString().ShouldBe("partially_refunded");
        read.GetProperty("line_items")[0].GetProperty("current_quantity").GetInt32().ShouldBe(0);
        read.GetProperty("line_items")[0].GetProperty("quantity").GetInt32().ShouldBe(quantity);
    }

    [Theory]
    [InlineData("POST", "fulfillments.json", """{"fulfillment":{"line_items_by_fulfillment_order":[{"fulfillment_order_id":5}]}}""", 422)]
    [InlineData("POST", "fulfillments.json", """{"fulfillment":{}}""", 400)]
    [InlineData("POST", "fulfillments.json", """{"fulfillment":""", 400)]
    [InlineData("PUT", "orders/{id}.json", """{"order":{"tags":5}}""", 400)]
    [InlineData("PUT", "orders/{id}.json", """{"order":{"email":"nobody"}}""", 422)]
    [InlineData("POST", "orders/{id}/cancel.json", """{"reason":"boredom"}""", 422)]
    [InlineData("POST", "inventory_levels/set.json", """{"inventory_item_id":1,"location_id":71000000001}""", 400)]
    [InlineData("POST", "inventory_levels/set.json", """{"inventory_item_id":1,"location_id":71000000001,"available":5}""", 404)]
    [InlineData("GET", "inventory_levels.json", null, 422)]
    [InlineData("GET", "orders.json?limit=251", null, 400)]
    [InlineData("GET", "orders.json?page_info=x&status=any", null, 400)]
    [InlineData("POST", "webhooks.json", """{"webhook":{"topic":"orders/sung","address":"http://127.0.0.1/"}}""", 422)]
    [InlineData("POST", "webhooks.json", """{"webhook":{"topic":"orders/create","address":"nowhere"}}""", 422)]
    [InlineData("GET", "nothing.json", null, 404)]
    public async Task What_the_real_one_refuses_is_refused(string method, string path, string? body, int status)
    {
        await using var landscape = await RunningLandscape.StartAsync();
        var shop = await ShopifyClient.OpenAsync(landscape);
        if (path.Contains("{id}", StringComparison.Ordinal))
            path = path.Replace("{id}", (await shop.PlaceAsync(landscape, 1))[0].GetProperty("id").ToString(), StringComparison.Ordinal);

        var answer = await shop.SendAsync(new HttpMethod(method), path, body);

        answer.Status.ShouldBe(status);
        answer.Body.TryGetProperty("errors", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task Stock_is_found_by_sku_and_set_per_location()
    {
        await using var landscape = await RunningLandscape.StartAsync();
        var shop = await ShopifyClient.OpenAsync(landscape);
        var variant = (await shop.GetAsync("products.json?limit=250")).Body.GetProperty("products").EnumerateArray()
            .Select(p => p.GetProperty("variants")[0]).Single(v => v.GetProperty("sku").GetString() == "SCARCE-1");
        var item = variant.GetProperty("inventory_item_id").GetInt64();
        var location = (await shop.GetAsync("locations.json")).Body.GetProperty("locations")[1].GetProperty("id").GetInt64();

        var set = await shop.SendAsync(HttpMethod.Post, "inventory_levels/set.json", $$"""{"inventory_item_id":{{item}},"location_id":{{location}},"available":7}""");
        var levels = (await shop.GetAsync($"inventory_levels.json?inventory_item_ids={item}")).Body.GetProperty("inventory_levels");

        set.Status.ShouldBe(200);
        levels.GetArrayLength().ShouldBe(2);
        levels.EnumerateArray().Single(l => l.GetProperty("location_id").GetInt64() == location).GetProperty("available").GetInt64().ShouldBe(7);
    }
}
