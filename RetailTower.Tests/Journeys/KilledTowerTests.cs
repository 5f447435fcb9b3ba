using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using RetailTower.Engine.Simulation;
using RetailTower.Engine.Simulation.Core;
using RetailTower.Tests.Host;
using RetailTower.Tests.Simulation;
using RetailTower.Web.Bench;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Journeys;

/// <summary>The tower is a process that is killed without warning, five times or as often as <c>TOWER_TEST_KILLS</c> says, while everything around it misbehaves.</summary>
[Collection(Alone.Name)]
public sealed class KilledTowerTests
{
    private const int OrdersPerKill = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private static int Kills => int.Parse(Environment.GetEnvironmentVariable("TOWER_TEST_KILLS") ?? "5", CultureInfo.InvariantCulture);

    private static int Orders => OrdersPerKill * Kills;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_is_lost_and_nothing_doubled_when_the_tower_is_killed_again_and_again()
    {
        await using var landscape = await RunningLandscape.StartAsync(new LandscapeOptions { Pace = 0.2, ShortPickShare = 0, SeveralParcelsShare = 0.25 });
        // Goods for all: an order that a centre cannot fill would rightly wait for a person, and hide one that is lost.
        foreach (var product in new Catalogue().Products)
        {
            foreach (var centre in new[] { "erp", "dc-east", "dc-west" })
                (await landscape.Control.PostAsJsonAsync("/stock", new { centre, sku = product.Sku, quantity = 100_000 }, Stop)).EnsureSuccessStatusCode();
        }

        foreach (var kind in new[] { "accept-then-drop", "duplicate-webhooks", "reorder-webhooks" })
            (await landscape.Control.PostAsJsonAsync("/faults", new { system = "*", kind, share = 0.1, seconds = 3600 }, Stop)).EnsureSuccessStatusCode();

        var directory = TowerHost.NewDirectory();
        var url = $"http://127.0.0.1:{LastingPort.Find()}";
        (string, string)[] environment =
        [
            ("Tower__DataDirectory", directory), ("Tower__Simulation__Enabled", "true"), ("Tower__Simulation__Url", landscape.Address.ToString()),
        ];
        var tower = await StartAsync(url, environment);
        try
        {
            var placing = await landscape.Control.PostAsJsonAsync("/place", new { count = Orders, rate = 50, lines = 3 }, Stop);
            var references = (await placing.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("references").EnumerateArray().Select(r => r.GetString()!).ToHashSet();
            for (var kill = 1; kill <= Kills; kill++)
            {
                // Killed in full work: each time when the ERP holds a sixth of the orders more.
                var enough = kill * Orders / (Kills + 1);
                await Eventually.UntilAsync(() => LedgerAsync(landscape, "business-central"), ledger => ledger.Length >= enough, Patience);
                await tower.DisposeAsync();
                tower = await StartAsync(url, environment);
            }

            var erp = await Eventually.UntilAsync(() => LedgerAsync(landscape, "business-central"),
                ledger => ledger.Length == Orders && ledger.All(entry => entry.GetProperty("state").GetString() == "Paid"), Patience);
            erp.Select(entry => entry.GetProperty("reference").GetString()!).ToHashSet().ShouldBe(references, ignoreOrder: true);
            var salesforce = await Eventually.UntilAsync(() => LedgerAsync(landscape, "salesforce"), ledger => ledger.All(entry => entry.GetProperty("state").GetString() == "Completed"), Patience);
            var shop = await Eventually.UntilAsync(() => LedgerAsync(landscape, "shopify"), ledger => ledger.All(entry => entry.GetProperty("state").GetString() == "fulfilled"), Patience);
            (salesforce.Length + shop.Length).ShouldBe(Orders);

            var all = await LedgerAsync(landscape, null);
            all.ShouldAllBe(entry => entry.GetProperty("copies").GetInt32() == 1);
            all.SelectMany(entry => entry.GetProperty("lines").EnumerateArray()).ShouldAllBe(line =>
                line.GetProperty("shipped").GetDecimal() <= line.GetProperty("ordered").GetDecimal() && line.GetProperty("invoiced").GetDecimal() <= line.GetProperty("ordered").GetDecimal());
            foreach (var centre in all.Where(entry => entry.GetProperty("system").GetString() is "dc-east" or "dc-west").GroupBy(entry => entry.GetProperty("reference").GetString()!))
                ShippedBy(centre).ShouldBe(OrderedIn(erp.Single(entry => entry.GetProperty("reference").GetString() == centre.Key)), centre.Key);
        }
        finally
        {
            await tower.DisposeAsync();
            Directory.Delete(directory, recursive: true);
        }
    }

    private static decimal ShippedBy(IEnumerable<JsonElement> entries) => entries.Sum(entry => entry.GetProperty("lines").EnumerateArray().Sum(line => line.GetProperty("shipped").GetDecimal()));

    private static decimal OrderedIn(JsonElement entry) => entry.GetProperty("lines").EnumerateArray().Sum(line => line.GetProperty("ordered").GetDecimal());

    private static async Task<TowerProcess> StartAsync(string url, (string, string)[] environment)
    {
        var tower = TowerProcess.Start($"--urls {url}", environment);
        await tower.LineWithAsync("RetailTower is ready", Stop);
        tower.DiscardOutput();
        return tower;
    }

    private static async Task<JsonElement[]> LedgerAsync(RunningLandscape landscape, string? system) =>
        await landscape.Control.GetFromJsonAsync<JsonElement[]>(system is null ? "/ledger" : $"/ledger?system={system}", Stop) ?? [];
}
