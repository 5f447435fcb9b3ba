using System.Text.RegularExpressions;
using Microsoft.Playwright;
using RetailTower.Data.Model;
using RetailTower.Tests.Simulation;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Browser;

/// <summary>Whole errands without a mouse: nothing is focused or clicked by the test itself, and what has the focus is seen to have it.</summary>
public sealed partial class KeyboardJourneyTests(Stage stage) : BrowserTest(stage)
{
    private const string Seen = """
        it => {
          const style = getComputedStyle(it), box = it.getBoundingClientRect();
          return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
        }
        """;

    [Fact]
    public async Task An_agent_finds_an_order_by_its_tracking_number_and_tells_the_customer()
    {
        await House.PlaceInSalesforceAsync("SF-HANDS-1", "C-1001", ("85123A", 2, 2.95m));
        var sent = await House.UntilAsync("SF-HANDS-1", order => order.Head.Status == OrderStatus.Completed);
        await Eventually.UntilAsync(() => House.StateInAsync("salesforce", "SF-HANDS-1"), state => state == "Completed");
        var page = await SignInAsync("ada");

        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync(sent.Parcels[0].TrackingNumber);
        var hit = page.GetByRole(AriaRole.Option).Filter(new() { HasText = "SF-HANDS-1" });
        await Expect(hit).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(hit).ToHaveAttributeAsync("aria-selected", "true");
        await page.Keyboard.PressAsync("Enter");
        var sentence = await page.GetByTestId("sentence").InnerTextAsync();

        await EnterAsync(page, page.GetByTestId("ask"));
        await Expect(page.GetByTestId("answer")).ToContainTextAsync("Every system agrees with what you see.");
        await EnterAsync(page, page.GetByTestId("tell"), back: true);

        await Expect(page.GetByTestId("last-told")).ToContainTextAsync($"by Agent Ada: “{sentence}”");
    }

    [Fact]
    public async Task An_executive_goes_from_a_figure_to_a_point_of_it_and_to_an_order_behind_it()
    {
        await House.PlaceInSalesforceAsync("SF-HANDS-2", "C-1001", ("85123A", 2, 2.95m));
        await House.UntilAsync("SF-HANDS-2", order => order.Head.ConfirmedAt is not null);
        var page = await SignInAsync("eve");

        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("i");
        await Expect(page.GetByTestId("kpi-words")).ToBeVisibleAsync();
        // Past fulfilment, of which nothing was compared.
        await page.Keyboard.PressAsync("j");
        await Expect(page).ToHaveURLAsync(Fulfilment());
        await page.Keyboard.PressAsync("j");
        await Expect(page).ToHaveURLAsync(Confirmation());
        // Hours are counted four times a minute.
        await Expect(page.GetByTestId("kpi-times").GetByRole(AriaRole.Link).First).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await EnterAsync(page, page.GetByTestId("kpi-times").GetByRole(AriaRole.Link).First);
        await Expect(page.GetByTestId("orders-table")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("j");
        await Expect(page.Locator("tr[aria-selected=true]")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.GetByTestId("sentence")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task An_administrator_changes_a_system_of_record_once_the_preview_was_seen()
    {
        await House.PlaceInSalesforceAsync("SF-HANDS-3", "C-1001", ("85123A", 2, 2.95m));
        await House.UntilAsync("SF-HANDS-3", order => order.Head.Status == OrderStatus.Completed);
        var page = await SignInAsync("alma");
        var holder = page.GetByTestId("holder-Allocated-all");

        await EnterAsync(page, page.GetByRole(AriaRole.Link, new() { Name = "Records" }));
        await ReachAsync(page, holder);
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(holder).ToHaveValueAsync("Centres");
        await EnterAsync(page, page.GetByTestId("preview"));
        await Expect(page.GetByTestId("preview-table")).ToBeVisibleAsync();
        await EnterAsync(page, page.GetByTestId("save"));
        await Expect(page.GetByTestId("said")).ToContainTextAsync("Saved as version");
        await Expect(page.GetByTestId("versions").GetByRole(AriaRole.Row).Nth(1)).ToContainTextAsync("In stock for it: the centres");

        // As it was, for the other tests of this stage.
        await ReachAsync(page, holder, back: true);
        await page.Keyboard.PressAsync("ArrowUp");
        await EnterAsync(page, page.GetByTestId("preview"));
        await Expect(page.GetByTestId("save")).ToBeEnabledAsync();
        await EnterAsync(page, page.GetByTestId("save"));
        await Expect(page.GetByTestId("versions").GetByRole(AriaRole.Row).Nth(1)).ToContainTextAsync("nothing");
    }

    [Fact]
    public async Task An_administrator_gives_a_step_another_time()
    {
        var page = await SignInAsync("alma", "/expectations");
        var time = page.GetByTestId("time-payment-salesforce");

        await ReachAsync(page, time);
        await page.Keyboard.TypeAsync("soon");
        await page.Keyboard.PressAsync("Enter");
        await Expect(time).ToHaveAttributeAsync("aria-invalid", "true");
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync("21 d");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByTestId("preview-table")).ToContainTextAsync("21 d");
        await EnterAsync(page, page.GetByTestId("save"));
        await Expect(page.GetByTestId("versions").GetByRole(AriaRole.Row).Nth(1)).ToContainTextAsync("Receive the payment (Salesforce): 21 d");

        await ReachAsync(page, time, back: true);
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.PressAsync("Delete");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByTestId("save")).ToBeEnabledAsync();
        await EnterAsync(page, page.GetByTestId("save"));
        await Expect(page.GetByTestId("versions").GetByRole(AriaRole.Row).Nth(1)).ToContainTextAsync("nothing");
    }

    [Fact]
    public async Task A_return_is_asked_for_by_an_agent_and_approved_by_an_operator()
    {
        await House.PlaceInSalesforceAsync("SF-HANDS-4", "C-1001", ("85123A", 60, 2.95m));
        await House.UntilAsync("SF-HANDS-4", order => order.Head.Status == OrderStatus.Completed);
        var ada = await SignInAsync("ada", await AddressOfAsync("SF-HANDS-4"));

        await EnterAsync(ada, ada.GetByTestId("ask-return"));
        await Expect(ada.GetByTestId("return-line-1")).ToBeFocusedAsync();
        await ada.Keyboard.PressAsync("Escape");
        await Expect(ada.GetByTestId("return-line-1")).ToHaveCountAsync(0);
        await Expect(ada.GetByTestId("ask-return")).ToBeFocusedAsync();
        await ada.Keyboard.PressAsync("Enter");
        await Expect(ada.GetByTestId("return-line-1")).ToBeFocusedAsync();
        await ada.Keyboard.PressAsync("Control+A");
        await ada.Keyboard.TypeAsync("58");
        await ada.Keyboard.PressAsync("Tab");
        await ada.Keyboard.TypeAsync("Wrong colour");
        var send = ada.GetByRole(AriaRole.Button, new() { Name = "Return 58 pieces" });
        await Expect(send).ToBeEnabledAsync();
        await EnterAsync(ada, send);
        await Expect(ada.GetByTestId("order-return")).ToContainTextAsync("Needs a decision");

        var otto = await SignInAsync("otto");
        await otto.Keyboard.PressAsync("g");
        await otto.Keyboard.PressAsync("r");
        var row = otto.GetByRole(AriaRole.Row).Filter(new() { HasText = "Wrong colour" });
        await EnterAsync(otto, row.GetByTestId("approve"));
        await Expect(otto.GetByLabel("Why it is taken back")).ToBeFocusedAsync();
        await otto.Keyboard.TypeAsync("It was the wrong one");
        await EnterAsync(otto, otto.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Approve", Exact = true }));

        await Expect(otto.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await Expect(ada.GetByTestId("order-return")).Not.ToContainTextAsync("Needs a decision");
    }

    private static async Task EnterAsync(IPage page, ILocator what, bool back = false)
    {
        await ReachAsync(page, what, back);
        await page.Keyboard.PressAsync("Enter");
    }

    /// <summary>Goes from one control to the next until this one has the focus, and is seen to have it.</summary>
    private static async Task ReachAsync(IPage page, ILocator what, bool back = false)
    {
        const int most = 250;
        await Expect(what).ToBeVisibleAsync();
        for (var steps = 0; steps < most; steps++)
        {
            await page.Keyboard.PressAsync(back ? "Shift+Tab" : "Tab");
            if (!await what.EvaluateAsync<bool>("it => it === document.activeElement")) continue;
            (await what.EvaluateAsync<bool>(Seen)).ShouldBeTrue($"{what} has the focus unseen");
            return;
        }

        Assert.Fail($"{what} is not reached within {most} steps.");
    }

    [GeneratedRegex("kpi=fulfilment")]
    private static partial Regex Fulfilment();

    [GeneratedRegex("kpi=confirmation")]
    private static partial Regex Confirmation();
}
