using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using RetailTower.Engine.Simulation;
using RetailTower.Engine.Simulation.Core;
using RetailTower.Tests.Host;
using RetailTower.Tests.Journeys;
using RetailTower.Tests.Simulation;
using RetailTower.Web.Bench;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Nodes;

/// <summary>Two tower processes on one database, a landscape that knows them by one address, and the books of that landscape.</summary>
internal sealed class TwoNodes : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly RunningLandscape _landscape;
    private readonly FrontDoor _door;
    private readonly (string Name, string Value)[] _environment;
    private readonly TowerProcess?[] _processes = new TowerProcess?[2];
    private readonly string _directory = TowerHost.NewDirectory();

    private TwoNodes(RunningLandscape landscape, FrontDoor door, IReadOnlyList<(string, string)> database)
    {
        _landscape = landscape;
        _door = door;
        door.Nodes = [LastingAddress(), LastingAddress()];
        _environment =
        [
            ("Tower__DataDirectory", _directory), ("Tower__Simulation__Enabled", "true"), ("Tower__Simulation__Url", landscape.Address.ToString()), ("Tower__PublicUrl", door.Address.ToString()),
            .. database,
        ];
    }

    public string DataDirectory => _directory;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Starts both at once on an empty database, so that they also share the work of making it.</summary>
    public static async Task<TwoNodes> StartAsync(params IReadOnlyList<(string, string)> database)
    {
        var landscape = await RunningLandscape.StartAsync(new LandscapeOptions { Pace = 0.2, ShortPickShare = 0, SeveralParcelsShare = 0.25 });
        // Goods for all: an order that a centre cannot fill would rightly wait for a person, and hide one that is lost.
        foreach (var product in new Catalogue().Products)
        {
            foreach (var centre in new[] { "erp", "dc-east", "dc-west" })
                (await landscape.Control.PostAsJsonAsync("/stock", new { centre, sku = product.Sku, quantity = 100_000 }, Stop)).EnsureSuccessStatusCode();
        }

        foreach (var kind in new[] { "accept-then-drop", "duplicate-webhooks", "reorder-webhooks" })
            (await landscape.Control.PostAsJsonAsync("/faults", new { system = "*", kind, share = 0.1, seconds = 3600 }, Stop)).EnsureSuccessStatusCode();
        var nodes = new TwoNodes(landscape, await FrontDoor.OpenAsync(Stop), database);
        await Task.WhenAll(nodes.StartNodeAsync(0), nodes.StartNodeAsync(1));
        return nodes;
    }

    public async Task StartNodeAsync(int node)
    {
        var process = TowerProcess.Start($"--urls {_door.Nodes[node].ToString().TrimEnd('/')}", _environment);
        _processes[node] = process;
        await process.LineWithAsync("RetailTower is ready", Stop);
        process.DiscardOutput();
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync(int node)
    {
        await _processes[node]!.DisposeAsync();
        _processes[node] = null;
    }

    /// <summary>SIGTERM; how long it took to end.</summary>
    public async Task<TimeSpan> StopAsync(int node)
    {
        var started = TimeProvider.System.GetTimestamp();
        await _processes[node]!.TerminateAsync(Stop);
        (await _processes[node]!.ExitAsync(Stop)).ShouldBe(0);
        var took = TimeProvider.System.GetElapsedTime(started);
        await KillAsync(node);
        return took;
    }

    public async Task<IReadOnlySet<string>> PlaceAsync(int count, double rate)
    {
        var placing = await _landscape.Control.PostAsJsonAsync("/place", new { count, rate, lines = 3 }, Stop);
        return (await placing.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("references").EnumerateArray().Select(r => r.GetString()!).ToHashSet();
    }

    /// <summary>For some seconds calls of the system may hang until their caller gives up.</summary>
    public async Task HangAsync(string system, int seconds) =>
        (await _landscape.Control.PostAsJsonAsync("/faults", new { system, kind = "timeout", share = 0.5, seconds }, Stop)).EnsureSuccessStatusCode();

    /// <summary>Waits until the ERP holds so many orders.</summary>
    public Task UntilErpHoldsAsync(int orders) => Eventually.UntilAsync(() => LedgerAsync("business-central"), ledger => ledger.Length >= orders, Patience);

    /// <summary>Waits until every order has come to its end, then looks that each is there once in every system, shipped and invoiced as ordered.</summary>
    public async Task EachOrderOnceAsync(IReadOnlySet<string> references)
    {
        var erp = await UntilAsync(() => LedgerAsync("business-central"), ledger => ledger.Length == references.Count && ledger.All(entry => State(entry) == "Paid"));
        erp.Select(Reference).ToHashSet().ShouldBe(references, ignoreOrder: true);
        await UntilNoneAsync("salesforce", entry => State(entry) != "Completed");
        await UntilNoneAsync("shopify", entry => State(entry) != "fulfilled");
        ((await LedgerAsync("salesforce")).Length + (await LedgerAsync("shopify")).Length).ShouldBe(references.Count);
        var all = await LedgerAsync(null);
        all.ShouldAllBe(entry => entry.GetProperty("copies").GetInt32() == 1);
        foreach (var centre in all.Where(entry => entry.GetProperty("system").GetString() is "dc-east" or "dc-west").GroupBy(Reference))
            centre.Sum(entry => Sum(entry, "shipped")).ShouldBe(Sum(erp.Single(entry => Reference(entry) == centre.Key), "ordered"), centre.Key);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
            if (process is not null) await process.DisposeAsync();
        await _landscape.DisposeAsync();
        await _door.DisposeAsync();
        if (Directory.Exists(_directory)) Directory.Delete(_directory, recursive: true);
    }

    private Task<int> UntilNoneAsync(string system, Func<JsonElement, bool> wrong) => UntilAsync(async () => (await LedgerAsync(system)).Count(wrong), left => left == 0);

    /// <summary>Who waits in vain hears what the towers still have to do.</summary>
    private async Task<T> UntilAsync<T>(Func<Task<T>> ask, Func<T, bool> wanted)
    {
        try
        {
            return await Eventually.UntilAsync(ask, wanted, Patience);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{late.Message}. {await Unfinished.InAsync(_directory)}");
        }
    }

    private async Task<JsonElement[]> LedgerAsync(string? system) =>
        await _landscape.Control.GetFromJsonAsync<JsonElement[]>(system is null ? "/ledger" : $"/ledger?system={system}", Stop) ?? [];

    private static string? State(JsonElement entry) => entry.GetProperty("state").GetString();

    private static string Reference(JsonElement entry) => entry.GetProperty("reference").GetString()!;

    private static decimal Sum(JsonElement entry, string quantity) => entry.GetProperty("lines").EnumerateArray().Sum(line => line.GetProperty(quantity).GetDecimal());

    private static Uri LastingAddress() => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{LastingPort.Find()}/"));
}
