using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using RetailTower.Engine.Reconciliation.Inventory;
using RetailTower.Tests.Simulation;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Journeys;

/// <summary>Somebody changes stock in the shop behind everybody's back; the comparison of all stock, over real HTTP, finds and mends it.</summary>
public sealed class StockJourneyTests
{
    private const string Sku = "85123A", Place = "DC East";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stock_that_the_shop_shows_and_is_not_so_is_told_again()
    {
        await using var house = await SimulatedHouse.OpenAsync(more: [("Tower:Reconciliation:Settle", "00:00:01")]);
        var shop = await ShopifyClient.OpenAsync(house.Landscape);
        var before = await ShownAsync(house);
        var item = (await shop.GetAsync("products.json?limit=250")).Body.GetProperty("products").EnumerateArray().SelectMany(it => it.GetProperty("variants").EnumerateArray())
            .Single(it => it.GetProperty("sku").GetString() == Sku).GetProperty("inventory_item_id").GetInt64();
        var location = (await shop.GetAsync("locations.json")).Body.GetProperty("locations").EnumerateArray().Single(it => it.GetProperty("name").GetString() == Place).GetProperty("id").GetInt64();
        (await shop.SendAsync(HttpMethod.Post, "inventory_levels/set.json", $$"""{"location_id":{{location}},"inventory_item_id":{{item}},"available":{{before + 1000:0}}}""")).Status.ShouldBe(200);
        (await ShownAsync(house)).ShouldBe(before + 1000);

        var desk = house.Tower.Tower.Services.GetRequiredService<StockDesk>();
        await desk.StartAsync("iris", Stop);
        var found = await Eventually.UntilAsync(() => desk.NewestAsync(Stop), newest => newest is [{ FinishedAt: not null }], TimeSpan.FromMinutes(1));

        found.ShouldHaveSingleItem().ShouldSatisfyAllConditions(it => it.System.ShouldBe("shopify"), it => it.Differing.ShouldBe(1), it => it.Compared.ShouldBeGreaterThan(50), it => it.Failure.ShouldBeNull());
        await Eventually.UntilAsync(() => ShownAsync(house), shown => shown == before);
    }

    private static async Task<decimal> ShownAsync(SimulatedHouse house) =>
        (await house.Landscape.Control.GetFromJsonAsync<LandscapeLedger.StockBooks>("/ledger/stock", Stop))!.Shown.Single(it => it is { Sku: Sku, Place: Place }).Available;
}
