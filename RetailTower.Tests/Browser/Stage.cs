using System.Collections.Concurrent;
using Microsoft.Playwright;
using RetailTower.Tests.Journeys;
using Xunit;

namespace RetailTower.Tests.Browser;

/// <summary>A tower with its landscape and one Chromium, started once for all browser tests.</summary>
public sealed class Stage : IAsyncLifetime
{
    public const string Collection = "Browser";

    /// <summary>How long a screen may take under the load of a build beside it; what must be quick says so itself.</summary>
    public const float Patience = 20_000;

    // As root in a container there is no sandbox, and nothing of the browser itself may call home.
    private static readonly string[] Switches =
        ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private readonly ConcurrentQueue<string> _foreign = new();
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public SimulatedHouse House { get; private set; } = null!;

    /// <summary>What pages asked for outside this machine; each was refused.</summary>
    public IReadOnlyCollection<string> Foreign => _foreign;

    public async ValueTask InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(Patience);
        House = await SimulatedHouse.OpenAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await LaunchAsync(_playwright);
    }

    /// <summary>The Chromium of this machine.</summary>
    public static Task<IBrowser> LaunchAsync(IPlaywright playwright) => playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Headless = true, Args = Switches });

    /// <summary>A browser of one's own: no cookie, no history.</summary>
    public async Task<IBrowserContext> OpenAsync(Uri address, BrowserNewContextOptions? options = null)
    {
        var context = await _browser!.NewContextAsync(new(options ?? new()) { BaseURL = address.ToString(), ReducedMotion = ReducedMotion.Reduce });
        context.SetDefaultTimeout(Patience);
        await context.RouteAsync("**/*", RouteAsync);
        return context;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.CloseAsync();
        _playwright?.Dispose();
        if (House is not null) await House.DisposeAsync();
    }

    private Task RouteAsync(IRoute route)
    {
        var asked = new Uri(route.Request.Url);
        if (asked.IsLoopback || asked.Scheme is "data" or "blob") return route.ContinueAsync();
        _foreign.Enqueue(route.Request.Url);
        return route.AbortAsync();
    }
}
