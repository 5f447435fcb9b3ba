using Microsoft.Playwright;
using RetailTower.Data.Model;
using RetailTower.Tests.Simulation;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Browser;

/// <summary>An operator who puts right what failed, and someone else who watches.</summary>
public sealed class OperatorTests(Stage stage) : BrowserTest(stage)
{
    [Fact]
    public async Task A_credit_refusal_is_retried_and_a_second_person_sees_it_go_through_without_reloading()
    {
        var address = await RefusedAsync("SF-CREDIT-9");
        var ada = await SignInAsync("ada", address);
        var alma = await SignInAsync("alma", "/exceptions?tab=list&q=SF-CREDIT-9");
        await Expect(ada.GetByTestId("sentence")).ToContainTextAsync("could not be confirmed");
        await Expect(alma.GetByTestId("cases-table")).ToContainTextAsync("redit");
        await MarkAsync(ada);
        await MarkAsync(alma);

        var otto = await SignInAsync("otto", "/exceptions?tab=list&q=SF-CREDIT-9");
        await otto.GetByTestId("cases-table").GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(otto.GetByTestId("case-drawer")).ToContainTextAsync("credit limit");
        await House.MendAsync("/customers", new { number = "C-LOW", creditLimit = 100_000 });
        await otto.GetByTestId("case-retry").ClickAsync();

        await Expect(alma.GetByTestId("cases-empty")).ToBeVisibleAsync();
        await Expect(ada.GetByTestId("order-cases")).ToHaveCountAsync(0);
        await Expect(ada.GetByTestId("sentence")).ToContainTextAsync("have left our warehouse");
        await Expect(ada.Locator(".rt-title")).ToContainTextAsync("Completed");
        await Expect(otto.GetByTestId("case-history")).ToContainTextAsync("Operator Otto");
        (await IsMarkedAsync(ada)).ShouldBeTrue();
        (await IsMarkedAsync(alma)).ShouldBeTrue();
        (await House.Landscape.LedgerAsync("business-central", "SF-CREDIT-9")).GetProperty("copies").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Many_are_reassigned_and_retried_together_and_the_progress_is_told()
    {
        string[] numbers = ["SF-MANY-1", "SF-MANY-2", "SF-MANY-3"];
        foreach (var number in numbers) await RefusedAsync(number);
        var page = await SignInAsync("otto", "/exceptions?tab=list");

        foreach (var number in numbers) await page.GetByTestId($"select-{(await House.OpenCasesAsync(number)).Single().Id}").CheckAsync();
        await page.GetByTestId("bulk-reassign").ClickAsync();
        await page.GetByTestId("bulk-team").SelectOptionAsync("Warehouse");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Reassign 3 exceptions", Exact = true }).ClickAsync();
        await Expect(page.GetByTestId("operation-page").Locator("section").First).ToContainTextAsync("3 done");

        await House.MendAsync("/customers", new { number = "C-LOW", creditLimit = 100_000 });
        await page.GotoAsync("/exceptions?tab=list&owner=Warehouse");
        await Expect(page.GetByTestId("cases-table").Locator("tbody tr")).ToHaveCountAsync(numbers.Length);
        await page.Keyboard.PressAsync("X");
        await page.GetByTestId("bulk-retry").ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Retry 3 exceptions", Exact = true }).ClickAsync();

        var operation = page.GetByTestId("operation-page").Locator("section").First;
        await Expect(operation).ToHaveAttributeAsync("data-state", "Done");
        await Expect(operation).ToContainTextAsync("3 went through");
        await Expect(page.GetByTestId("operation-items").Locator("tbody tr")).ToHaveCountAsync(3);
        foreach (var number in numbers) await House.UntilAsync(number, order => order.Head.Status == OrderStatus.Completed && order.Cases.Count == 0);
    }

    [Fact]
    public async Task A_note_stands_in_the_history_for_everyone_who_looks()
    {
        await RefusedAsync("SF-NOTE-1");
        var number = (await House.OpenCasesAsync("SF-NOTE-1")).Single().Id;
        var alma = await SignInAsync("alma", $"/exceptions?tab=list&case={number}");
        await Expect(alma.GetByTestId("case-history")).ToBeVisibleAsync();
        var otto = await SignInAsync("otto", $"/exceptions?tab=list&case={number}");

        await otto.GetByTestId("case-note").ClickAsync();
        await otto.GetByTestId("case-text").FillAsync("Finance raises the limit at noon");
        await otto.GetByTestId("case-submit").ClickAsync();

        await Expect(otto.GetByTestId("outcome")).ToContainTextAsync("in the history");
        await Expect(alma.GetByTestId("case-history")).ToContainTextAsync("Finance raises the limit at noon");
    }

    /// <summary>Places an order that the ERP refuses for credit, and waits for its exception; returns the address of its page.</summary>
    private async Task<string> RefusedAsync(string number)
    {
        await House.MendAsync("/customers", new { number = "C-LOW", creditLimit = 10 });
        await House.PlaceInSalesforceAsync(number, "C-LOW", ("85123A", 12, 2.95m));
        await House.UntilAsync(number, order => order.Cases.Count > 0);
        return await AddressOfAsync(number);
    }

    // A page that is loaded again has forgotten it.
    private static async Task MarkAsync(IPage page) => await page.EvaluateAsync("() => { window.neverReloaded = true; }");

    private static Task<bool> IsMarkedAsync(IPage page) => page.EvaluateAsync<bool>("() => window.neverReloaded === true");
}
