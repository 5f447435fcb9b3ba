using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using RetailTower.Data.Model;
using RetailTower.Engine.Dispatch;
using RetailTower.Tests.Simulation;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Browser;

/// <summary>What happens is on screen, and at the originator, without anyone asking for it.</summary>
public sealed class LiveTests(Stage stage) : BrowserTest(stage)
{
    private const int SoonEnough = 2_000;

    [Fact]
    public async Task A_new_order_appears_on_the_orders_page_by_itself()
    {
        var page = await SignInAsync("ada", "/orders");
        await Expect(page.GetByTestId("reading")).ToHaveCountAsync(0);

        await House.PlaceInSalesforceAsync("SF-LIVE-1", "C-1002", ("85123A", 1, 2.95m));

        var row = page.GetByTestId("orders-table").Locator("tr").Filter(new() { HasText = "SF-LIVE-1" });
        await Expect(row).ToBeVisibleAsync();
        await Expect(row).ToContainTextAsync("Completed");
    }

    [Fact]
    public async Task A_part_allocated_order_says_so_within_two_seconds_and_goes_on_when_stock_arrives()
    {
        var lanes = House.Tower.Tower.Services.GetRequiredService<LaneDesk>();
        // Nothing of it leaves a centre, so that its state stays to be seen; and the ERP decides when somebody watches.
        string[] held = ["dc-east", "dc-west", "business-central"];
        foreach (var system in held) await lanes.PauseAsync(system, "test", "watched", Stop);
        await House.PlaceInSalesforceAsync("SF-PART-9", "C-1001", ("SCARCE-1", 8, 24.95m), ("85123A", 2, 2.95m));
        var page = await SignInAsync("ada", await AddressOfAsync("SF-PART-9"));
        await Expect(page.GetByTestId("sentence")).ToContainTextAsync("waiting to be confirmed");

        await lanes.ResumeAsync("business-central", "test", Stop);
        await Eventually.UntilAsync(() => ErpStateAsync("SF-PART-9"), state => state == "Part allocated", TimeSpan.FromSeconds(30));
        var told = Eventually.UntilAsync(() => House.StateInAsync("salesforce", "SF-PART-9"), state => state == "Part allocated", TimeSpan.FromMilliseconds(SoonEnough));
        await Expect(page.GetByTestId("sentence")).ToContainTextAsync("3 × ", new() { Timeout = SoonEnough });
        await Expect(page.GetByTestId("sentence")).ToContainTextAsync("on back-order", new() { Timeout = SoonEnough });
        await told;

        await House.MendAsync("/stock", new { centre = "erp", sku = "SCARCE-1", quantity = 10 });
        await Expect(page.GetByTestId("sentence")).Not.ToContainTextAsync("back-order");
        foreach (var system in held) await lanes.ResumeAsync(system, "test", Stop);
        await Expect(page.GetByTestId("sentence")).ToContainTextAsync("All 10 items have left our warehouse");
        (await House.UntilAsync("SF-PART-9", order => order.Head.Status == OrderStatus.Completed)).Lines[0].Shipped.ShouldBe(8);
    }

    private async Task<string?> ErpStateAsync(string number)
    {
        var ledger = await House.Landscape.Control.GetFromJsonAsync<JsonElement[]>("/ledger?system=business-central", Stop);
        return ledger!.Where(entry => entry.GetProperty("reference").GetString() == number).Select(entry => entry.GetProperty("state").GetString()).FirstOrDefault();
    }
}
