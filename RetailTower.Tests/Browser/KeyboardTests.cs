using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Browser;

/// <summary>Hands that stay on the keys.</summary>
public sealed class KeyboardTests(Stage stage) : BrowserTest(stage)
{
    [Fact]
    public async Task Slash_searches_question_mark_tells_the_keys_and_escape_closes()
    {
        var page = await SignInAsync("otto", "/exceptions");
        var omnibox = page.GetByRole(AriaRole.Combobox, new() { Name = "Search orders, references and pages" });

        await page.Keyboard.PressAsync("/");
        await Expect(omnibox).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(omnibox).Not.ToBeFocusedAsync();

        await page.Keyboard.PressAsync("?");
        var keys = page.GetByRole(AriaRole.Dialog, new() { Name = "Keys" });
        await Expect(keys).ToContainTextAsync("search orders and pages");
        await page.Keyboard.PressAsync("Escape");
        await Expect(keys).ToHaveCountAsync(0);

        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("s");
        await Expect(page.GetByTestId("systems")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Escape_pressed_before_a_layer_answers_to_it_closes_it()
    {
        var page = await SignInAsync("otto", "/systems");
        await Expect(page.Locator("#main")).ToBeFocusedAsync();
        await page.EvaluateAsync("() => document.body.insertAdjacentHTML('beforeend', '<div id=\"late\" class=\"rt-layer\" role=\"dialog\" aria-label=\"Late\" tabindex=\"-1\"></div>')");

        await page.Keyboard.PressAsync("Escape");
        var asked = await page.EvaluateAsync<string>("() => new Promise(asked => tower.layers.open('late', { invokeMethodAsync: name => { asked(name); return Promise.resolve(); } }, false))");

        asked.ShouldBe("CloseLayerAsync");
    }

    [Fact]
    public async Task A_page_that_comes_late_does_not_take_the_focus_from_the_search()
    {
        var page = await SignInAsync("otto", "/systems");
        var omnibox = page.GetByRole(AriaRole.Combobox, new() { Name = "Search orders, references and pages" });
        await Expect(page.Locator("#main")).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("/");
        await page.EvaluateAsync("() => document.getElementById('main').focus()");
        await Expect(omnibox).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.EvaluateAsync("() => document.getElementById('main').focus()");
        await Expect(omnibox).Not.ToBeFocusedAsync();
    }

    [Fact]
    public async Task A_key_pressed_before_the_page_answers_to_keys_waits_for_it()
    {
        // A page without keys of its own, on which another one then begins to answer.
        var page = await SignInAsync("otto", "/systems");
        await Expect(page.GetByTestId("systems")).ToBeVisibleAsync();

        await page.Keyboard.PressAsync("x");
        var heard = await page.EvaluateAsync<string[]>("""
            () => {
              const heard = [];
              tower.keys.page("late", { invokeMethodAsync: (_, key) => { heard.push(key); return Promise.resolve(); } }, ["x"]);
              tower.keys.page("later", { invokeMethodAsync: (_, key) => { heard.push(key); return Promise.resolve(); } }, ["x"]);
              return heard;
            }
            """);

        heard.ShouldBe(["x"]);
    }

    [Fact]
    public async Task Escape_gives_the_focus_back_to_where_the_drawer_was_opened()
    {
        await House.MendAsync("/customers", new { number = "C-LOW", creditLimit = 10 });
        await House.PlaceInSalesforceAsync("SF-KEYS-1", "C-LOW", ("85123A", 12, 2.95m));
        await House.UntilAsync("SF-KEYS-1", order => order.Cases.Count > 0);
        var page = await SignInAsync("otto", "/exceptions?tab=list&q=SF-KEYS-1");
        var link = page.GetByTestId("cases-table").GetByRole(AriaRole.Link).First;

        await link.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByTestId("case-drawer")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");

        await Expect(page.GetByTestId("case-drawer")).ToHaveCountAsync(0);
        await Expect(link).ToBeFocusedAsync();
    }
}
