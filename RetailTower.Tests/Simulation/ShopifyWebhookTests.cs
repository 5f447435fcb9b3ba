using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using RetailTower.Engine.Simulation.Shopify;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Simulation;

public sealed class ShopifyWebhookTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"id":820982911946154508,"email":"jon@example.com","total_price":"403.00"}""", "U1ccMjH2FYDvXHngNSLFAi0QhStcm696l5sTvIkdLr8=")]
    [InlineData("{\"id\":820982911946154508,\"email\":\"jon@example.com\",\"total_price\":\"403.00\"}\n", "dTP1t+V8bIVll1VYlZFQUuvEFEiQncumcBCvtzFCAmM=")]
    public void The_signature_is_the_documented_one(string body, string signature) =>
        WebhookSignature.Of("hush", Encoding.UTF8.GetBytes(body)).ShouldBe(signature);

    [Fact]
    public async Task A_webhook_is_signed_over_its_raw_bytes_and_bears_all_headers()
    {
        await using var landscape = await RunningLandscape.StartAsync();
        await using var tower = await Listener.StartAsync();
        var shop = await ShopifyClient.OpenAsync(landscape);
        await shop.SubscribeAsync("orders/create", new Uri(tower.Address, "/one"));
        await shop.SubscribeAsync("orders/create", new Uri(tower.Address, "/two"));

        await shop.PlaceAsync(landscape, 1);
        var heard = await tower.UntilAsync(all => all.Count >= 2);

        var secret = await landscape.CredentialAsync("shopify", "clientSecret");
        foreach (var one in heard)
        {
            Convert.FromBase64String(one.Headers["X-Shopify-Hmac-Sha256"]).ShouldBe(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), one.Body));
            one.Headers["X-Shopify-Topic"].ShouldBe("orders/create");
            one.Headers["X-Shopify-Shop-Domain"].ShouldBe(await landscape.CredentialAsync("shopify", "shopDomain"));
            one.Headers["X-Shopify-API-Version"].ShouldBe("2026-04");
            one.Headers["X-Shopify-Triggered-At"].ShouldEndWith("Z");
            one.Headers["Content-Type"].ShouldBe("application/json");
            JsonSerializer.Deserialize<JsonElement>(one.Body).GetProperty("name").GetString().ShouldBe("#S100001");
        }
        heard.Select(h => h.Headers["X-Shopify-Event-Id"]).Distinct().Count().ShouldBe(1);
        heard.Select(h => h.Headers["X-Shopify-Webhook-Id"]).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task A_refused_webhook_comes_again_with_the_same_id_and_bytes()
    {
        await using var landscape = await RunningLandscape.StartAsync();
        await using var tower = await Listener.StartAsync();
        var shop = await ShopifyClient.OpenAsync(landscape);
        await shop.SubscribeAsync("orders/create", tower.Address);
        tower.Answer = _ => (tower.All.Count < 2 ? 503 : 200, "");

        await shop.PlaceAsync(landscape, 1);
        var heard = await tower.UntilAsync(all => all.Count >= 3);

        heard.Select(h => h.Headers["X-Shopify-Webhook-Id"]).Distinct().Count().ShouldBe(1);
        heard.Select(h => Convert.ToBase64String(h.Body)).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Cancelling_refunding_and_changing_are_told_to_their_subscribers()
    {
        await using var landscape = await RunningLandscape.StartAsync();
        await using var tower = await Listener.StartAsync();
        var shop = await ShopifyClient.OpenAsync(landscape);
        var order = (await shop.PlaceAsync(landscape, 1))[0];
        var (id, line) = (order.GetProperty("id"), order.GetProperty("line_items")[0].GetProperty("id"));
        foreach (var topic in (string[])["orders/updated", "orders/cancelled", "refunds/create"]) await shop.SubscribeAsync(topic, tower.Address);

        await shop.SendAsync(HttpMethod.Put, $"orders/{id}.json", """{"order":{"tags":"late, late, gold"}}""");
        await shop.SendAsync(HttpMethod.Post, $"orders/{id}/refunds.json", $$$"""{"refund":{"refund_line_items":[{"line_item_id":{{{line}}},"quantity":1,"restock_type":"cancel"}]}}""");
        await shop.SendAsync(HttpMethod.Post, $"orders/{id}/cancel.json", """{"reason":"customer"}""");
        var heard = await tower.UntilAsync(all => all.Count >= 5);

        heard.Select(h => h.Headers["X-Shopify-Topic"]).Order().ShouldBe(["orders/cancelled", "orders/updated", "orders/updated", "orders/updated", "refunds/create"]);
        var cancelled = JsonSerializer.Deserialize<JsonElement>(heard.Single(h => h.Headers["X-Shopify-Topic"] == "orders/cancelled").Body);
        cancelled.GetProperty("cancel_reason").GetString().ShouldBe("customer");
        cancelled.GetProperty("tags").GetString().ShouldBe("late, gold");
        JsonSerializer.Deserialize<JsonElement>(heard.Single(h => h.Headers["X-Shopify-Topic"] == "refunds/create").Body)
            .GetProperty("refund_line_items")[0].GetProperty("restock_type").GetString().ShouldBe("cancel");
    }

    [Fact]
    public async Task Subscriptions_are_listed_taken_once_and_ended()
    {
        await using var landscape = await RunningLandscape.StartAsync();
        var shop = await ShopifyClient.OpenAsync(landscape);
        await shop.SubscribeAsync("orders/create", new Uri("http://127.0.0.1:9/x"));

        var twice = await shop.SendAsync(HttpMethod.Post, "webhooks.json", """{"webhook":{"topic":"orders/create","address":"http://127.0.0.1:9/x"}}""");
        var listed = (await shop.GetAsync("webhooks.json?topic=orders/create")).Body.GetProperty("webhooks");
        var ended = await shop.SendAsync(HttpMethod.Delete, $"webhooks/{listed[0].GetProperty("id")}.json");
        var gone = await shop.SendAsync(HttpMethod.Delete, $"webhooks/{listed[0].GetProperty("id")}.json");

        twice.Status.ShouldBe(422);
        listed.GetArrayLength().ShouldBe(1);
        ended.Status.ShouldBe(200);
        gone.Status.ShouldBe(404);
    }

    [Fact]
    public async Task Lost_webhooks_do_not_arrive_and_doubled_ones_arrive_under_one_id()
    {
        await using var landscape = await RunningLandscape.StartAsync();
        await using var tower = await Listener.StartAsync();
        var shop = await ShopifyClient.OpenAsync(landscape);
        await shop.SubscribeAsync("orders/create", tower.Address);
        using var lose = await landscape.Control.PostAsJsonAsync("/faults", new { system = "shopify", kind = "lose-webhooks", share = 1, seconds = 60 }, Stop);
        await shop.PlaceAsync(landscape, 1);
        using var end = await landscape.Control.DeleteAsync("/faults", Stop);
        using var twice = await landscape.Control.PostAsJsonAsync("/faults", new { system = "shopify", kind = "duplicate-webhooks", share = 1, seconds = 60 }, Stop);

        await shop.PlaceAsync(landscape, 2);
        var heard = await tower.UntilAsync(all => all.GroupBy(h => h.Headers["X-Shopify-Webhook-Id"]).Count(g => g.Count() >= 2) >= 2);

        heard.ShouldAllBe(h => !Encoding.UTF8.GetString(h.Body).Contains("#S100001"));
        heard.GroupBy(h => h.Headers["X-Shopify-Webhook-Id"]).ShouldAllBe(g => g.Count() <= 3);
    }
}
