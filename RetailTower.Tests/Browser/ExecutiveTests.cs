using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace RetailTower.Tests.Browser;

/// <summary>An executive with two minutes.</summary>
public sealed partial class ExecutiveTests(Stage stage) : BrowserTest(stage)
{
    [Fact]
    public async Task An_executive_sees_the_figures_and_the_list_behind_one_and_can_change_nothing()
    {
        await House.MendAsync("/customers", new { number = "C-LOW", creditLimit = 10 });
        await House.PlaceInSalesforceAsync("SF-EXEC-1", "C-LOW", ("85123A", 12, 2.95m));
        await House.UntilAsync("SF-EXEC-1", order => order.Cases.Count > 0);
        var page = await SignInAsync("eve");

        var figure = page.GetByTestId("tower").GetByRole(AriaRole.Link, new() { NameRegex = OpenExceptions() });
        await Expect(figure).ToContainTextAsync("at risk");
        await figure.ClickAsync();

        await Expect(page.GetByTestId("groups-table")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("groups-table").GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        await page.GetByTestId("tab-list").ClickAsync();
        await Expect(page.GetByTestId("cases-table")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("cases-table").GetByRole(AriaRole.Checkbox)).ToHaveCountAsync(0);
        await page.GetByTestId("cases-table").GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(page.GetByTestId("case-drawer")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("case-retry")).ToHaveCountAsync(0);
        await Expect(page.GetByTestId("case-note")).ToHaveCountAsync(0);
        await page.GotoAsync("/systems");
        await Expect(page.GetByTestId("lanes")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("pause")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task An_executive_goes_from_a_point_of_a_figure_to_an_order_behind_it()
    {
        await House.PlaceInSalesforceAsync("SF-EXEC-2", "C-1001", ("85123A", 2, 2.95m));
        await House.UntilAsync("SF-EXEC-2", order => order.Head.ConfirmedAt is not null);
        var page = await SignInAsync("eve", "/insights?kpi=confirmation");

        // Hours are counted four times a minute; the page shows a new count by itself.
        await page.GetByTestId("kpi-times").GetByRole(AriaRole.Link).First.ClickAsync(new() { Timeout = 60_000 });
        await Expect(page).ToHaveURLAsync(OrdersConfirmed());
        await page.GetByTestId("orders-table").GetByRole(AriaRole.Link).First.ClickAsync();

        await Expect(page.GetByTestId("sentence")).ToBeVisibleAsync();
    }

    [GeneratedRegex("/orders\\?moment=Confirmed&from=")]
    private static partial Regex OrdersConfirmed();

    [GeneratedRegex("^Open exceptions")]
    private static partial Regex OpenExceptions();
}
