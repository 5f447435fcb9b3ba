using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using RetailTower.Tests.Browser;
using RetailTower.Tests.Simulation;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Circuits;

/// <summary>
/// Live screens stay live however many look at once: some through browsers, the others through circuits without one. <c>circuits.sh</c> runs it with two hundred of them for ten
/// minutes; here a few for some seconds show that the screens follow and that nothing of them is left when they are closed.
/// </summary>
[Collection(Alone.Name)]
public sealed partial class CircuitTests(ITestOutputHelper output)
{
    private const double Soon = 500, MostMemory = 1536, MostGrowth = 0.05;

    /// <summary>Keeps when each order's key first stood on the page.</summary>
    private const string Look = """
        () => {
          window.seen = {};
          const look = () => { for (const it of document.querySelectorAll("tr[data-testid^=order-]")) window.seen[it.dataset.testid.slice(6)] ??= Date.now(); };
          new MutationObserver(() => requestAnimationFrame(look)).observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true });
          look();
        }
        """;

    private static readonly string[] Pages = ["/orders", "/", "/orders", "/exceptions?tab=list", "/orders", "/systems"];
    private static readonly int Circuits = Setting("TOWER_TEST_CIRCUITS", 6), Seconds = Setting("TOWER_TEST_CIRCUIT_SECONDS", 6), Rate = Setting("TOWER_TEST_CIRCUIT_RATE", 5), Browsers = Setting("TOWER_TEST_CIRCUIT_BROWSERS", 1);

    private static bool AtLength => Seconds >= 60;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Screens_follow_orders_and_leave_nothing_behind()
    {
        await using var tower = await WatchedTower.StartAsync(Stop);
        await tower.SignInAsync("alma", Stop);
        using var playwright = await Playwright.CreateAsync();
        await using var chromium = await Stage.LaunchAsync(playwright);
        var pages = new List<IPage>();
        for (var n = 0; n < Browsers; n++) pages.Add(await OpenAsync(chromium, tower));
        var watchers = new List<Watcher>();
        for (var n = 0; n < Circuits - Browsers; n++) watchers.Add(await tower.WatchAsync(Pages[n % Pages.Length], Key(), Stop));

        await tower.PlaceAsync(Rate * Seconds, Rate, Stop);
        var memory = new List<double>();
        var began = DateTimeOffset.UtcNow;
        var patience = TimeSpan.FromSeconds(Seconds * 2 + 60);
        using var beat = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while ((await tower.ReceivedAsync(Stop)).Count < Rate * Seconds)
        {
            memory.Add(tower.Memory);
            (DateTimeOffset.UtcNow - began).ShouldBeLessThan(patience, "the orders come in");
            await beat.WaitForNextTickAsync(Stop);
        }

        // The last of them must still come on screen.
        await Eventually.UntilAsync(() => Task.FromResult(watchers.Max(watcher => watcher.Seen.Count)), seen => seen > 0, TimeSpan.FromSeconds(10));
        var open = await tower.OpenScreensAsync(Stop);
        var received = await tower.ReceivedAsync(Stop);
        var inCircuits = Latencies(received, watchers.Where(watcher => watcher.Seen.Count > 0).Select(watcher => watcher.Seen.Select(it => (it.Key, it.Value))));
        var inBrowsers = new List<double>();
        foreach (var page in pages)
        {
            var seen = await page.EvaluateAsync<Dictionary<string, double>>("() => window.seen");
            inBrowsers.AddRange(Latencies(received, [seen.Select(it => (it.Key, DateTimeOffset.FromUnixTimeMilliseconds((long)it.Value)))]));
        }

        var failures = watchers.Select(watcher => watcher.Failure).OfType<string>().ToList();
        var batches = watchers.Sum(watcher => watcher.Batches);
        foreach (var watcher in watchers) await watcher.DisposeAsync();
        foreach (var page in pages) await page.GotoAsync("about:blank");
        inBrowsers.Sort();
        inCircuits.Sort();
        var third = memory.Count / 3;
        memory.Add(tower.Memory);
        var growth = third == 0 ? 0 : memory.TakeLast(third).Average() / memory.Skip(third).Take(third).Average() - 1;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Circuits} circuits ({Browsers} browsers), {Rate} orders/s for {(DateTimeOffset.UtcNow - began).TotalSeconds:0} s: to pixel p50 {At(inBrowsers, 0.5):0} ms, p95 {At(inBrowsers, 0.95):0} ms ({inBrowsers.Count} orders seen); "
            + $"to circuit p50 {At(inCircuits, 0.5):0} ms, p95 {At(inCircuits, 0.95):0} ms ({inCircuits.Count}); {batches} batches; memory at most {memory.Max():0} MiB, last third against the one before {growth:+0.0 %;-0.0 %}"));

        failures.ShouldBeEmpty();
        open.Circuits.ShouldBe(Circuits);
        open.Subscriptions.ShouldBeGreaterThan(Circuits);
        inBrowsers.Count.ShouldBeGreaterThan(Rate * Seconds / 2, "most orders were on a screen at some time");
        inCircuits.Count.ShouldBeGreaterThan(Rate * Seconds / 2);
        // A browser that leaves says so, if it comes to that; else the tower keeps its circuit for three minutes, should it come back.
        await Eventually.UntilAsync(() => tower.OpenScreensAsync(Stop), left => left == (0, 0), TimeSpan.FromMinutes(4));
        if (!AtLength) return;
        // What the machine's speed decides is asked of the long run only.
        At(inBrowsers, 0.95).ShouldBeLessThan(Soon);
        At(inCircuits, 0.95).ShouldBeLessThan(Soon);
        memory.Max().ShouldBeLessThan(MostMemory);
        growth.ShouldBeLessThan(MostGrowth);
    }

    private static async Task<IPage> OpenAsync(IBrowser chromium, WatchedTower tower)
    {
        var context = await chromium.NewContextAsync(new() { BaseURL = tower.Address.ToString(), ViewportSize = new() { Width = 1440, Height = 900 }, ReducedMotion = ReducedMotion.Reduce });
        var page = await context.NewPageAsync();
        await page.GotoAsync("/orders");
        await page.GetByTestId("persona-alma").ClickAsync();
        await Assertions.Expect(page.Locator(".rt-frame")).ToBeVisibleAsync();
        await page.EvaluateAsync(Look);
        return page;
    }

    /// <summary>From an order's receipt until it stood on a screen, in milliseconds, for each screen that showed it.</summary>
    private static List<double> Latencies(IReadOnlyDictionary<string, DateTimeOffset> received, IEnumerable<IEnumerable<(string Key, DateTimeOffset At)>> screens) =>
        [.. screens.SelectMany(screen => screen).Where(it => received.ContainsKey(it.Key)).Select(it => (it.At - received[it.Key]).TotalMilliseconds)];

    private static double At(List<double> sorted, double share) => sorted.Count == 0 ? double.NaN : sorted[(int)Math.Ceiling(sorted.Count * share) - 1];

    private static int Setting(string name, int usual) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : usual;

    [GeneratedRegex("SO-[0-9]{4,12}")]
    private static partial Regex Key();
}
