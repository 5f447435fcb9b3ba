using System.Text.RegularExpressions;
using Microsoft.Playwright;
using RetailTower.Data.Model;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Browser;

/// <summary>Triage by keys alone, triage by what a screen reader says alone, and two people at one exception.</summary>
public sealed partial class TriageTests(Stage stage) : BrowserTest(stage)
{
    /// <summary>Nothing is clicked or focused by the test: from sign-in to the cure by keys.</summary>
    [Fact]
    public async Task An_exception_is_found_taken_snoozed_taken_back_and_retried_by_keyboard_alone()
    {
        const string Number = "SF-TRIAGE-1";
        var id = await RefusedAsync(Number);
        var page = await SignInAsync("otto");
        await Expect(page.Locator("#main")).ToBeFocusedAsync();
        await KeysAsync(page, "g", "e");
        await Expect(page.GetByTestId("groups-table")).ToBeVisibleAsync();
        await KeysAsync(page, "j", "Enter");
        await Expect(page.GetByTestId("cases-table")).ToBeVisibleAsync();

        // What is typed into a field is text, also where letters act elsewhere.
        await KeysAsync(page, "f");
        await Expect(page.GetByTestId("case-search")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync(Number);
        await Expect(page.GetByTestId("case-search")).ToHaveValueAsync(Number);
        await KeysAsync(page, "Enter");
        // It was the only one before, too: that it was searched for shows in the focus and in the address.
        await Expect(page.Locator("#main")).ToBeFocusedAsync();
        await page.WaitForURLAsync(url => url.Contains(Number, StringComparison.Ordinal));
        await Expect(page.GetByTestId("cases-table").Locator("tbody tr")).ToHaveCountAsync(1);
        await KeysAsync(page, "j");
        await Expect(page.GetByTestId($"case-{id}")).ToBeFocusedAsync();

        await KeysAsync(page, "a");
        await Expect(page.GetByTestId("case-team")).ToBeFocusedAsync();
        await KeysAsync(page, "Tab", "Tab", "Enter");
        await Expect(page.GetByTestId("outcome")).ToContainTextAsync("It is yours.");
        await KeysAsync(page, "s");
        await Expect(page.GetByTestId("rest")).ToBeFocusedAsync();
        await KeysAsync(page, "ArrowDown", "Tab", "Tab", "Enter");
        await Expect(page.GetByTestId("outcome")).ToContainTextAsync("It comes back in 4 hours.");
        await KeysAsync(page, "u");
        await Expect(page.GetByTestId("outcome")).ToContainTextAsync("with Operator Otto as before");

        await House.MendAsync("/customers", new { number = "C-LOW", creditLimit = 100_000 });
        await KeysAsync(page, "r");
        await Expect(page.GetByTestId("outcome")).ToContainTextAsync("It closes by itself when that works.");
        await KeysAsync(page, "Escape");
        await Expect(page.GetByTestId("case-drawer")).ToHaveCountAsync(0);
        await House.UntilAsync(Number, order => order.Head.Status == OrderStatus.Completed && order.Cases.Count == 0);
    }

    /// <summary>Everything is found by its role and the name that is read out, and what happened is told in a status.</summary>
    [Fact]
    public async Task An_exception_is_triaged_by_screen_reader_names_alone()
    {
        const string Number = "SF-TRIAGE-2";
        await RefusedAsync(Number);
        var page = await SignInAsync("otto");

        await page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = "Exceptions" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Main, new() { Name = "Exceptions" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Navigation, new() { Name = "Views", Exact = true }).GetByRole(AriaRole.Link, new() { Name = "List" }).ClickAsync();
        await page.GetByRole(AriaRole.Searchbox, new() { Name = "Text in the message, or path = value" }).FillAsync($"order.number = {Number}");
        await page.GetByRole(AriaRole.Search).GetByRole(AriaRole.Button, new() { Name = "Find" }).ClickAsync();
        var row = page.GetByRole(AriaRole.Region, new() { Name = "Exceptions" }).GetByRole(AriaRole.Row, new() { NameRegex = RefusedName() });
        // Messages are read a moment after their exceptions open.
        await Expect(row).ToHaveCountAsync(1);
        await row.GetByRole(AriaRole.Link, new() { NameRegex = RefusedName() }).ClickAsync();

        var drawer = page.GetByRole(AriaRole.Dialog, new() { NameRegex = RefusedName() });
        await Expect(drawer.GetByRole(AriaRole.Region, new() { Name = "Runbook" })).ToContainTextAsync("Blocked customer");
        await drawer.GetByRole(AriaRole.Button, new() { Name = "Reassign" }).ClickAsync();
        await drawer.GetByRole(AriaRole.Combobox, new() { Name = "Give it to" }).SelectOptionAsync("Warehouse");
        await drawer.GetByRole(AriaRole.Textbox, new() { Name = "Note for them" }).FillAsync("Please count");
        await drawer.GetByRole(AriaRole.Button, new() { Name = "Give it to Warehouse" }).ClickAsync();
        await Expect(drawer.GetByRole(AriaRole.Status).Filter(new() { HasText = "It is with Warehouse now." })).ToBeVisibleAsync();
        await drawer.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(drawer.GetByRole(AriaRole.Status).Filter(new() { HasText = "with Finance as before" })).ToBeVisibleAsync();
        await House.MendAsync("/customers", new { number = "C-LOW", creditLimit = 100_000 });
        await drawer.GetByRole(AriaRole.Button, new() { Name = "Retry" }).ClickAsync();
        await Expect(drawer.GetByRole(AriaRole.Status).Filter(new() { HasText = "closes by itself" })).ToBeVisibleAsync();
        await drawer.GetByRole(AriaRole.Button, new() { NameRegex = CloseName() }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await House.UntilAsync(Number, order => order.Head.Status == OrderStatus.Completed && order.Cases.Count == 0);
    }

    [Fact]
    public async Task Two_operators_at_one_exception_see_each_other_and_single_characters_can_be_turned_off()
    {
        var id = await RefusedAsync("SF-TRIAGE-3");
        var otto = await SignInAsync("otto", $"/exceptions?tab=list&case={id}");
        await Expect(otto.GetByTestId("case-history")).ToBeVisibleAsync();
        var alma = await SignInAsync("alma", $"/exceptions?tab=list&case={id}");

        await Expect(otto.GetByTestId("people")).ToContainTextAsync("Administrator Alma is looking at this too.");
        await Expect(alma.GetByTestId("people")).ToContainTextAsync("Operator Otto is looking at this too.");
        await alma.GetByTestId("case-edit").ClickAsync();
        await Expect(otto.GetByTestId("people")).ToContainTextAsync("Administrator Alma is changing its message now.");
        await alma.GotoAsync("/orders");
        await Expect(otto.GetByTestId("people").Locator("p")).ToHaveCountAsync(0);

        await otto.Keyboard.PressAsync("?");
        await otto.GetByRole(AriaRole.Checkbox, new() { Name = "Single characters act" }).UncheckAsync();
        await otto.Keyboard.PressAsync("Escape");
        await Expect(otto.GetByTestId("keys-on")).ToHaveCountAsync(0);
        await otto.Keyboard.PressAsync("s");
        await otto.Keyboard.PressAsync("?");
        await otto.Keyboard.PressAsync("Escape");
        await Expect(otto.GetByTestId("case-drawer")).ToHaveCountAsync(0);
        (await otto.EvaluateAsync<bool>("() => tower.keys.off()")).ShouldBeTrue();
    }

    private static async Task KeysAsync(IPage page, params string[] keys)
    {
        foreach (var key in keys) await page.Keyboard.PressAsync(key);
    }

    /// <summary>Places an order that the ERP refuses for credit, and waits for its exception; returns its id.</summary>
    private async Task<long> RefusedAsync(string number)
    {
        await House.MendAsync("/customers", new { number = "C-LOW", creditLimit = 10 });
        await House.PlaceInSalesforceAsync(number, "C-LOW", ("85123A", 12, 2.95m));
        return (await House.UntilAsync(number, order => order.Cases.Count > 0)).Cases[0].Id;
    }

    [GeneratedRegex("refused submit order", RegexOptions.IgnoreCase)]
    private static partial Regex RefusedName();

    [GeneratedRegex("^Close ")]
    private static partial Regex CloseName();
}
