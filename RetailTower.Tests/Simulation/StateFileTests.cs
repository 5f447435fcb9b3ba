using System.Net.Http.Json;
using System.Text.Json;
using RetailTower.Engine.Simulation;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Simulation;

public sealed class StateFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("landscape").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string StateFile => Path.Combine(_folder, "landscape.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_landscape_goes_on_where_it_stopped()
    {
        string before;
        await using (var first = await StartAsync())
        {
            await PlaceAsync(first, 6);
            before = await LedgerAsync(first);
        }
        await using var second = await StartAsync();

        (await LedgerAsync(second)).ShouldBe(before);
        var references = await PlaceAsync(second, 8);
        before.ShouldSatisfyAllConditions(references.Select(r => (Action<string>)(b => b.ShouldNotContain($"\"{r}\""))).ToArray());
        var salesforce = await SalesforceClient.SignInAsync(second);
        (await salesforce.QueryAsync("SELECT COUNT() FROM Order WHERE SystemModstamp > 2020-01-01T00:00:00Z")).Body.GetProperty("totalSize").GetInt32().ShouldBe(7);
    }

    [Fact]
    public async Task What_was_under_way_to_a_receiver_that_was_away_arrives_after_the_restart()
    {
        var tower = await Listener.StartAsync();
        await using (var first = await StartAsync())
        {
            tower.Answer = _ => (503, "");
            await (await ShopifyClient.OpenAsync(first)).SubscribeAsync("orders/create", tower.Address);
            using var heard = await first.Control.PutAsJsonAsync("/setup/salesforce", new { endpointUrl = new Uri(tower.Address, "/sf") }, Stop);
            await PlaceAsync(first, 2);
            await tower.UntilAsync(all => all.Count >= 2);
        }
        var refused = tower.All.Count;
        await using var second = await StartAsync();

        var all = await tower.UntilAsync(heard => heard.Skip(refused).Any(h => h.Path == "/sf") && heard.Skip(refused).Any(h => h.Headers.ContainsKey("X-Shopify-Topic")));

        all.Skip(refused).First(h => h.Headers.ContainsKey("X-Shopify-Topic")).Headers["X-Shopify-Webhook-Id"]
            .ShouldBe(all.First(h => h.Headers.ContainsKey("X-Shopify-Topic")).Headers["X-Shopify-Webhook-Id"]);
        await tower.DisposeAsync();
    }

    [Fact]
    public async Task An_order_file_is_not_placed_a_second_time()
    {
        var orders = Path.Combine(_folder, "orders.csv");
        await File.WriteAllTextAsync(orders, "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n1,10001,A,6,12-01-2010 08:26,2.55,1,United Kingdom\n", Stop);
        for (var start = 0; start < 2; start++)
        {
            await using var landscape = await StartAsync(orders);
            using var heard = await landscape.Control.PutAsJsonAsync("/setup/salesforce", new { endpointUrl = "http://127.0.0.1:9/hooks" }, Stop);
            if (start == 0) await (await ShopifyClient.OpenAsync(landscape)).SubscribeAsync("orders/create", new Uri("http://127.0.0.1:9/hooks"));
            var report = await Eventually.UntilAsync(
                () => landscape.Control.GetFromJsonAsync<JsonElement>("/orders-file", Stop), r => r.GetProperty("state").GetString() == "done");

            report.GetProperty("ordersPlaced").GetInt32().ShouldBe(1);
            (await landscape.LedgerAsync("salesforce", "1")).GetProperty("copies").GetInt32().ShouldBe(1);
        }
    }

    [Fact]
    public async Task A_state_file_that_cannot_be_read_stops_the_start_with_a_reason()
    {
        await File.WriteAllTextAsync(StateFile, "{", Stop);

        (await Should.ThrowAsync<InvalidDataException>(() => StartAsync())).Message.ShouldContain(StateFile);
    }

    private static Task<string> LedgerAsync(RunningLandscape landscape) => landscape.Control.GetStringAsync("/ledger", Stop);

    private static async Task<IReadOnlyList<string>> PlaceAsync(RunningLandscape landscape, int count)
    {
        using var answer = await landscape.Control.PostAsJsonAsync("/place", new { count, rate = 10_000, lines = 2 }, Stop);
        var references = (await answer.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("references").EnumerateArray().Select(r => r.GetString()!).ToList();
        await Eventually.UntilAsync(() => LedgerAsync(landscape), l => references.TrueForAll(r => l.Contains($"\"{r}\"", StringComparison.Ordinal)));
        return references;
    }

    private Task<RunningLandscape> StartAsync(string? orders = null) =>
        RunningLandscape.StartAsync(new LandscapeOptions { Pace = 0, StateFile = StateFile, OrdersFile = orders, Rate = 10_000 });
}
