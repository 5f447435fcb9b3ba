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
    private const int OrdersPerKill = 70;
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
        Task<JsonElement[]> UntilAsync(string system, Func<JsonElement[], bool> wanted) => LedgerUntilAsync(landscape, system, wanted, directory);
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
                await UntilAsync("business-central", ledger => ledger.Length >= enough);
                await tower.DisposeAsync();
                tower = await StartAsync(url, environment);
            }

            var erp = await UntilAsync("business-central", ledger => ledger.Length == Orders && All(ledger, "Paid"));
            erp.Select(entry => entry.GetProperty("reference").GetString()!).ToHashSet().ShouldBe(references, ignoreOrder: true);
            var salesforce = await UntilAsync("salesforce", ledger => All(ledger, "Completed"));
            var shop = await UntilAsync("shopify", ledger => All(ledger, "fulfilled"));
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

    private static bool All(JsonElement[] ledger, string state) => ledger.All(entry => State(entry) == state);

    private static string State(JsonElement entry) => entry.GetProperty("state").GetString()!;

    /// <summary>Who waits in vain hears how far the system came, the rarest states first, and what the tower still has to do.</summary>
    private static async Task<JsonElement[]> LedgerUntilAsync(RunningLandscape landscape, string system, Func<JsonElement[], bool> wanted, string directory)
    {
        try
        {
            return await Eventually.UntilAsync(() => LedgerAsync(landscape, system), wanted, Patience);
        }
        catch (TimeoutException)
        {
            var ledger = await LedgerAsync(landscape, system);
            var states = ledger.GroupBy(State).OrderBy(state => state.Count()).Select(state => $"{state.Count()} {state.Key} ({string.Join(' ', state.Take(3).Select(entry => entry.GetProperty("reference").GetString()))})");
            throw new TimeoutException($"{system} is not as wanted: {string.Join(", ", states)}. {await Unfinished.InAsync(directory)}");
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
