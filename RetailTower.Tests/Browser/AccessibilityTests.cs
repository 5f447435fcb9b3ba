using Deque.AxeCore.Commons;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Data.Stores;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Orders.Returns;
using RetailTower.Engine.Recovery;
using RetailTower.Tests.Simulation;
using RetailTower.Web.Model;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Browser;

/// <summary>axe finds nothing serious on any page, in either theme, on a desk and on a phone.</summary>
public sealed class AccessibilityTests(Stage stage) : BrowserTest(stage)
{
    private const string Run = """
        async (rules) => (await axe.run(document, rules ? { runOnly: rules } : {})).violations
          .filter(it => it.impact === "serious" || it.impact === "critical").flatMap(it => it.nodes.map(node => `${it.id} (${it.impact}): ${node.html}`))
        """;

    private static readonly string[] OfColours = ["color-contrast", "link-in-text-block"];

    // Run in the page itself: the package's own way opens another page for each run, which takes longer than the run.
    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    [Theory]
    [InlineData(1440, 900)]
    [InlineData(390, 844)]
    public async Task No_page_keeps_anybody_out(int width, int height)
    {
        var number = $"SF-AXE-{width}";
        await House.MendAsync("/customers", new { number = "C-LOW", creditLimit = 10 });
        await House.PlaceInSalesforceAsync(number, "C-LOW", ("85123A", 12, 2.95m));
        var address = await AddressOfAsync(number);
        var stopped = (await House.UntilAsync(number, order => order.Cases.Count > 0)).Cases[0].Id;
        var back = $"SF-AXE-BACK-{width}";
        await House.PlaceInSalesforceAsync(back, "C-1001", ("85123A", 2, 2.95m));
        var sent = (await House.UntilAsync(back, order => order.Head.Status == OrderStatus.Completed)).Head.Key;
        await House.Tower.Tower.Services.GetRequiredService<ReturnDesk>().AskAsync(sent, [new LineQuantity(1, 2)], "too small", "anna", TestContext.Current.CancellationToken);
        await House.UntilAsync(back, order => order.Returns is [{ Sheet.Label: not null }]);
        var operation = await House.Recovery.StartAsync(RecoveryAction.Retry, [stopped], "to look at", "otto", TestContext.Current.CancellationToken);
        await Eventually.UntilAsync(() => House.Recovery.GetAsync(operation, OperationItems.All, null, 1, TestContext.Current.CancellationToken), it => it!.Operation.State != OperationState.Running);
        var edits = House.Tower.Tower.Services.GetRequiredService<EditDesk>();
        var sheet = (await edits.GetAsync(stopped, true, TestContext.Current.CancellationToken)).ShouldNotBeNull();
        await edits.SendAsync(sheet, sheet.Start.Replace("\"quantity\": 12", "\"quantity\": 11", StringComparison.Ordinal), "to look at", "otto", true, TestContext.Current.CancellationToken);
        await House.UntilAsync(number, order => order.Cases is [{ Repeats: > 1 }]);
        var patches = House.Tower.Tower.Services.GetRequiredService<PatchDesk>();
        var preview = await patches.PreviewAsync(new PayloadChange(ChangeVerb.Replace, "lines[].sku", "85123A", "85123B", true), [stopped], "otto", TestContext.Current.CancellationToken);
        await Eventually.UntilAsync(() => House.Recovery.GetAsync(preview, OperationItems.All, null, 1, TestContext.Current.CancellationToken), it => it!.Operation.State == OperationState.Previewed);
        var page = await SignInAsync("alma", "/", new() { ColorScheme = ColorScheme.Light, ViewportSize = new() { Width = width, Height = height } });
        var problems = new List<string>();

        foreach (var (path, shown) in new (string, string?)[]
        {
            ("/", "tower"), ("/orders", "orders-table"), (address, "timeline"), ("/exceptions", "groups-table"), ("/exceptions?tab=list", "cases-table"),
            ($"/exceptions?tab=list&case={stopped}", "case-history"), ("/exceptions?tab=list&find=is%20nowhere", "cases-empty"), (TowerUrls.Operation(operation), "operation-items"), (TowerUrls.Edit(stopped), "edit-text"), ($"{TowerUrls.Edit(stopped)}?version=1", "edit-diff"), ("/exceptions?tab=operations", "exceptions"), ("/systems", "lanes"), ("/insights", "kpi-words"), ("/insights?period=30d&by=region&kpi=risk", "kpi-times"), ("/orders?moment=Received&from=2026-01-01T00:00Z&to=2999-01-01T00:00Z", "orders-span"), ("/messages", "messages"), ("/audit", "audit"), ("/drills", "drills"), ("/comparisons", "comparisons"), ("/period-end", "steps"), ("/shift", "shift"), ("/teams", "teams-table"), ("/insights?by=brand&kpi=fulfilment", "kpi-words"), ("/returns", "returns-table"), (TowerUrls.Order(sent), "order-return"), ("/systems-of-record", "records"), ("/expectations", "step-times"),
            (TowerUrls.Operation(preview), "patch-found"), ($"{address}/replay", "steps"), ("/walls", "walls"), ("/wall", null),
        })
        {
            await page.GotoAsync(path);
            await Expect(shown is null ? page.GetByText("Orders a minute") : page.GetByTestId(shown)).ToBeVisibleAsync();
            await Expect(page.GetByTestId("reading")).ToHaveCountAsync(0);
            problems.AddRange(await ProblemsAsync(page));
        }

        await page.GotoAsync("/exceptions");
        await page.GetByTestId("views").Locator("summary").ClickAsync();
        await Expect(page.GetByTestId("view-name")).ToBeVisibleAsync();
        problems.AddRange(await ProblemsAsync(page));

        foreach (var (path, says) in new[] { ("/not-allowed", "Your role does not open this page"), ("/nowhere", "No page at this address"), ("/orders/SO-999999", "There is no order"), ("/sign-in", "Choose whom to be") })
        {
            await page.GotoAsync(path);
            await Expect(page.GetByText(says)).ToBeVisibleAsync();
            problems.AddRange(await ProblemsAsync(page));
        }

        problems.ShouldBeEmpty();
    }

    /// <summary>By all rules in the light, and in the dark by those that look at colours: nothing else differs there.</summary>
    private static async Task<IEnumerable<string>> ProblemsAsync(IPage page)
    {
        await page.EvaluateAsync(Axe);
        var light = await page.EvaluateAsync<string[]>(Run, null);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        var dark = await page.EvaluateAsync<string[]>(Run, OfColours);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        var path = new Uri(page.Url).PathAndQuery;
        return [.. light.Select(problem => $"{path}: {problem}"), .. dark.Select(problem => $"{path}, in the dark: {problem}")];
    }
}
