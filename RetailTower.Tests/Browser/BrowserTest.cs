using System.Collections.Concurrent;
using Microsoft.Playwright;
using RetailTower.Tests.Journeys;
using RetailTower.Web.Model;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Browser;

/// <summary>A test in front of real screens. Afterwards no page may have asked for anything outside this machine, or have reported an error.</summary>
[Collection(Stage.Collection)]
public abstract class BrowserTest(Stage stage) : IAsyncLifetime
{
    private readonly List<IBrowserContext> _contexts = [];
    private readonly ConcurrentQueue<string> _errors = new();

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected Stage Stage => stage;

    protected SimulatedHouse House => stage.House;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var context in _contexts) await context.CloseAsync();
        stage.Foreign.ShouldBeEmpty();
        _errors.ShouldBeEmpty();
    }

    /// <summary>A browser of one's own at the stage's tower, signed in as the persona and led to the address.</summary>
    protected Task<IPage> SignInAsync(string persona, string address = "/", BrowserNewContextOptions? options = null) => SignInAtAsync(House.Tower.Address, persona, address, options);

    /// <summary>The same at another tower.</summary>
    protected async Task<IPage> SignInAtAsync(Uri tower, string persona, string address = "/", BrowserNewContextOptions? options = null, bool reportsErrors = true)
    {
        var context = await stage.OpenAsync(tower, options);
        _contexts.Add(context);
        var page = await context.NewPageAsync();
        if (reportsErrors)
        {
            // What could not be loaded is told by the answers: a page may be refused or absent, what it is made of may not.
            page.Console += (_, message) =>
            {
                if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal)) _errors.Enqueue($"{page.Url}: {message.Text}");
            };
            page.Response += (_, answer) =>
            {
                if (answer.Status >= 400 && answer.Request.ResourceType != "document") _errors.Enqueue($"{page.Url}: {answer.Status} for {answer.Url}");
            };
            page.PageError += (_, failure) => _errors.Enqueue($"{page.Url}: {failure}");
        }

        await page.GotoAsync(address);
        await page.GetByTestId($"persona-{persona}").ClickAsync();
        await Expect(page.Locator(".rt-frame")).ToBeVisibleAsync();
        return page;
    }

    protected static ILocatorAssertions Expect(ILocator what) => Assertions.Expect(what);

    protected static IPageAssertions Expect(IPage page) => Assertions.Expect(page);

    /// <summary>Waits until the tower knows the order, and returns the address of its page.</summary>
    protected async Task<string> AddressOfAsync(string number)
    {
        var picture = await House.UntilAsync(number, _ => true);
        return TowerUrls.Order(picture.Head.Key);
    }
}
