using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Connectors.Shopify;
using RetailTower.Tests.Simulation;
using Shouldly;
using Xunit;
using ShopifyClient = RetailTower.Tests.Simulation.ShopifyClient;

namespace RetailTower.Tests.Connectors.Shopify;

/// <summary>The customer is paid back in the shop for what came back, against the simulated Admin API.</summary>
public sealed class ShopifyRefundTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_return_is_refunded_once_whatever_becomes_of_the_answer()
    {
        await using var landscape = await RunningLandscape.StartAsync();
        var shop = await ShopifyClient.OpenAsync(landscape);
        var order = (await shop.PlaceAsync(landscape, 1)).First(o => o.GetProperty("line_items")[0].GetProperty("quantity").GetInt32() > 1);
        var (id, line) = (order.GetProperty("id").GetInt64(), order.GetProperty("line_items")[0]);
        await FulfilAsync(shop, id);
        using var shopify = await ConnectorAsync(landscape);
        var command = new RefundReturnCommand("S1", "R-S1-7", "GBP", [new RefundedLine(1, line.GetProperty("id").ToString(), 1)]);

        var first = (await SendAsync(shopify, id, command)).ShouldBeOfType<CallOutcome.Done>();
        // The answer was lost: the same call comes again.
        var second = (await SendAsync(shopify, id, command)).ShouldBeOfType<CallOutcome.Done>();

        var price = decimal.Parse(line.GetProperty("price").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
        var refunded = first.Events.ShouldHaveSingleItem().ShouldBeOfType<ReturnRefunded>();
        (refunded.Memo, refunded.Amount, refunded.Currency).ShouldBe(("R-S1-7", price, "GBP"));
        second.Events.ShouldHaveSingleItem().ShouldBeOfType<ReturnRefunded>().Number.ShouldBe(refunded.Number);
        var refund = (await shop.GetAsync($"orders/{id}/refunds.json")).Body.GetProperty("refunds").EnumerateArray().ShouldHaveSingleItem();
        refund.GetProperty("transactions")[0].GetProperty("amount").GetString().ShouldBe(price.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture));
        refund.GetProperty("refund_line_items")[0].GetProperty("restock_type").GetString().ShouldBe("no_restock", "centres state stock");
        (await SendAsync(shopify, id, command with { Memo = "R-S1-8" })).ShouldBeOfType<CallOutcome.Done>().Events.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_the_shop_has_refunded_already_it_does_not_refund_again()
    {
        await using var landscape = await RunningLandscape.StartAsync();
        var shop = await ShopifyClient.OpenAsync(landscape);
        var order = (await shop.PlaceAsync(landscape, 1))[0];
        var (id, line) = (order.GetProperty("id").GetInt64(), order.GetProperty("line_items")[0]);
        await FulfilAsync(shop, id);
        var all = line.GetProperty("quantity").GetInt32();
        await shop.SendAsync(HttpMethod.Post, $"orders/{id}/refunds.json", $$$"""{"refund":{"note":"goodwill","refund_line_items":[{"line_item_id":{{{line.GetProperty("id")}}},"quantity":{{{all}}},"restock_type":"no_restock"}]}}""");
        using var shopify = await ConnectorAsync(landscape);

        var refused = (await SendAsync(shopify, id, new RefundReturnCommand("S1", "R-S1-7", "GBP", [new RefundedLine(1, line.GetProperty("id").ToString(), 1)]))).ShouldBeOfType<CallOutcome.Rejected>();

        (refused.Code, refused.Domain).ShouldBe(("http-422-base", Domains.Payment));
        (await shop.GetAsync($"orders/{id}/refunds.json")).Body.GetProperty("refunds").GetArrayLength().ShouldBe(1);
    }

    private static async Task FulfilAsync(ShopifyClient shop, long id)
    {
        var open = (await shop.GetAsync($"orders/{id}/fulfillment_orders.json")).Body.GetProperty("fulfillment_orders");
        foreach (var part in open.EnumerateArray())
        {
            var (status, body) = await shop.SendAsync(HttpMethod.Post, "fulfillments.json", JsonSerializer.Serialize(new
            {
                fulfillment = new { line_items_by_fulfillment_order = new[] { new { fulfillment_order_id = part.GetProperty("id").GetInt64() } }, tracking_info = new { company = "DHL", number = "T1" } },
            }));
            status.ShouldBe(201, body.ToString());
        }
    }

    private static async Task<ShopifyConnector> ConnectorAsync(RunningLandscape landscape)
    {
        var options = new ShopifyOptions
        {
            BaseAddress = (await landscape.ClientAsync("shopify")).BaseAddress!, ShopDomain = "demo.myshopify.com", AccessToken = await landscape.CredentialAsync("shopify", "accessToken"), ClientSecret = "hush",
        };
        return new ShopifyConnector("shopify", options, new HttpClient(), TimeProvider.System, NullLogger<ShopifyConnector>.Instance);
    }

    private static async Task<CallOutcome> SendAsync(ShopifyConnector shopify, long id, RefundReturnCommand command) =>
        (await shopify.SendAsync([ShopifyTestSettings.Call(Operations.RefundReturn, command, id.ToString(System.Globalization.CultureInfo.InvariantCulture))], Stop)).ShouldHaveSingleItem();
}
