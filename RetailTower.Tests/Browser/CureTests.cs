using System.Text.RegularExpressions;
using Microsoft.Playwright;
using RetailTower.Data.Model;
using RetailTower.Tests.Simulation;
using RetailTower.Web.Model;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Browser;

/// <summary>What people do about failed messages, on real screens.</summary>
public sealed partial class CureTests(Stage stage) : BrowserTest(stage)
{
    [Fact]
    public async Task A_wrong_cure_of_many_stops_and_says_so_where_people_look()
    {
        string[] numbers = ["SF-WRONG-1", "SF-WRONG-2", "SF-WRONG-3"];
        var ids = new List<long>();
        foreach (var number in numbers) ids.Add(await RefusedAsync(number));
        var page = await SignInAsync("otto", "/exceptions?tab=list");
        foreach (var id in ids) await page.GetByTestId($"select-{id}").CheckAsync();
        await page.GetByTestId("bulk-retry").ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Retry 3 exceptions", Exact = true }).ClickAsync();

        var operation = page.GetByTestId("operation-page").Locator("section").First;
        await Expect(operation).ToHaveAttributeAsync("data-state", "Stopped");
        await Expect(page.GetByTestId("operation-note")).ToContainTextAsync($"exception {ids.Min()} failed again for the same cause. 2 of 3 were left as they are.");
        await Expect(page.GetByTestId("operation-progress")).ToContainTextAsync("1 released, 0 went through, 1 failed again, 2 to go");
        await page.GotoAsync("/exceptions");
        await Expect(page.GetByTestId("stopped").First).ToContainTextAsync("Stopped by itself in wave 1 of 4");
        await page.GetByTestId("stopped").First.GetByRole(AriaRole.Link).ClickAsync();

        await House.MendAsync("/customers", new { number = "C-LOW", creditLimit = 100_000 });
        await page.GetByTestId("go-on").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Release the other 2", Exact = true }).ClickAsync();
        await Expect(operation).ToHaveAttributeAsync("data-state", "Done");
        await Expect(page.GetByTestId("operation-progress")).ToContainTextAsync("2 went through, 1 failed again");
        await House.Recovery.RetryAsync(ids.Min(), "otto", Stop);
        foreach (var number in numbers) await House.UntilAsync(number, order => order.Head.Status == OrderStatus.Completed && order.Cases.Count == 0);
    }

    /// <summary>The whole way by keys: along the list, into the copy, and off it goes.</summary>
    [Fact]
    public async Task A_refused_order_is_changed_by_keyboard_and_its_copy_is_sent_once()
    {
        const string Number = "SF-EDIT-1";
        var id = await RefusedAsync(Number);
        var page = await SignInAsync("alma", $"/exceptions?tab=list&q={Number}");
        await Expect(page.GetByTestId($"case-{id}")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("e");
        await Expect(page).ToHaveURLAsync(new Regex($"{TowerUrls.Edit(id)}$"));
        await Expect(page.GetByTestId("edit-check")).ToContainTextAsync("A valid submit-order");

        var copy = page.GetByRole(AriaRole.Textbox, new() { Name = "What is sent instead" });
        var text = await copy.InputValueAsync();
        await copy.FocusAsync();
        await copy.FillAsync(text.Replace("\"quantity\": 12", "\"quantity\": \"a dozen\"", StringComparison.Ordinal));
        await Expect(page.GetByTestId("edit-check")).ToContainTextAsync("$.order.lines[0].quantity");
        await copy.FillAsync(text.Replace("\"unitPrice\": 2.95", "\"unitPrice\": 1.95", StringComparison.Ordinal));
        await Expect(page.GetByTestId("edit-diff")).ToContainTextAsync("\"unitPrice\": 1.95");
        await House.MendAsync("/customers", new { number = "C-LOW", creditLimit = 100_000 });
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Reason" }).FocusAsync();
        await page.Keyboard.TypeAsync("the old price was promised");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.GetByTestId("said")).ToContainTextAsync("goes in the original's place");
        await Expect(page.GetByTestId("edit-versions")).ToContainTextAsync("Went through");
        await Eventually.UntilAsync(() => House.Landscape.LedgerAsync("business-central", Number), entry => entry.GetProperty("copies").GetInt32() == 1);
        await page.GotoAsync(await AddressOfAsync(Number));
        await Expect(page.GetByTestId("timeline")).ToContainTextAsync("Changed by hand and sent again");
        await Expect(page.GetByTestId("timeline")).ToContainTextAsync("the old price was promised");
        await page.GetByTestId("timeline").GetByRole(AriaRole.Link, new() { Name = "What was changed" }).ClickAsync();
        await Expect(page.GetByTestId("edit-diff")).ToContainTextAsync("\"unitPrice\": 1.95");
    }

    [Fact]
    public async Task Two_people_at_one_message_send_one_copy_and_the_second_hears_who_was_first()
    {
        const string Number = "SF-EDIT-2";
        var id = await RefusedAsync(Number);
        var (otto, alma) = (await SignInAsync("otto", TowerUrls.Edit(id)), await SignInAsync("alma", TowerUrls.Edit(id)));
        await House.MendAsync("/customers", new { number = "C-LOW", creditLimit = 100_000 });
        foreach (var (page, price) in new[] { (otto, "1.95"), (alma, "2.05") })
        {
            var copy = page.GetByTestId("edit-text");
            await copy.FillAsync((await copy.InputValueAsync()).Replace("\"unitPrice\": 2.95", $"\"unitPrice\": {price}", StringComparison.Ordinal));
            await page.GetByTestId("edit-reason").FillAsync($"{price} was promised");
            await Expect(page.GetByTestId("edit-send")).ToBeEnabledAsync();
        }

        // The slower one's button may be gone before it is pressed.
        await Task.WhenAll(PressTwiceAsync(otto), PressTwiceAsync(alma));

        await Expect(otto.GetByTestId("said")).ToContainTextAsync(Outcome());
        await Expect(alma.GetByTestId("said")).ToContainTextAsync(Outcome());
        (await otto.GetByTestId("said").TextContentAsync() + await alma.GetByTestId("said").TextContentAsync()).ShouldSatisfyAllConditions(
            said => said.ShouldContain("goes in the original's place"), said => said.ShouldContain("was first"));
        await House.UntilAsync(Number, order => order.Cases.Count == 0);
        (await House.Landscape.LedgerAsync("business-central", Number)).GetProperty("copies").GetInt32().ShouldBe(1);
        foreach (var page in (IPage[])[otto, alma]) await Expect(page.GetByTestId("edit-versions").Locator("tbody tr")).ToHaveCountAsync(1);
    }

    private static async Task PressTwiceAsync(IPage page)
    {
        var send = page.GetByTestId("edit-send");
        await send.EvaluateAllAsync<object?>("buttons => buttons.forEach(button => { button.click(); button.click(); })");
    }

    [GeneratedRegex("goes in the original's place|was first")]
    private static partial Regex Outcome();

    /// <summary>Places an order that the ERP refuses for credit, and waits for its exception; returns its id.</summary>
    private async Task<long> RefusedAsync(string number)
    {
        await House.MendAsync("/customers", new { number = "C-LOW", creditLimit = 10 });
        await House.PlaceInSalesforceAsync(number, "C-LOW", ("85123A", 12, 2.95m));
        return (await House.UntilAsync(number, order => order.Cases.Count > 0)).Cases[0].Id;
    }
}
