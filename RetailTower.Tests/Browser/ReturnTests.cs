using Microsoft.Playwright;
using RetailTower.Data.Model;
using RetailTower.Web.Model;
using Xunit;

namespace RetailTower.Tests.Browser;

/// <summary>A customer sends goods back: the agent asks, someone else decides, and both see it through without reloading.</summary>
public sealed class ReturnTests(Stage stage) : BrowserTest(stage)
{
    [Fact]
    public async Task An_agent_asks_by_keyboard_an_operator_approves_and_both_see_the_money_go_back()
    {
        await House.PlaceInSalesforceAsync("SF-RETURN-1", "C-1001", ("85123A", 60, 2.95m));
        await House.UntilAsync("SF-RETURN-1", order => order.Head.Status == OrderStatus.Completed);
        var ada = await SignInAsync("ada", await AddressOfAsync("SF-RETURN-1"));

        await ada.GetByRole(AriaRole.Button, new() { Name = "Return goods" }).FocusAsync();
        await ada.Keyboard.PressAsync("Enter");
        // The quantity, by its name as a screen reader says it.
        var quantity = ada.GetByRole(AriaRole.Spinbutton, new() { Name = "of 60" });
        await quantity.FocusAsync();
        await ada.Keyboard.PressAsync("Control+A");
        await ada.Keyboard.TypeAsync("55");
        await ada.Keyboard.PressAsync("Tab");
        await ada.Keyboard.TypeAsync("Arrived broken");
        var send = ada.GetByRole(AriaRole.Button, new() { Name = "Return 55 pieces" });
        await Expect(send).ToBeEnabledAsync();
        await ada.Keyboard.PressAsync("Tab");
        await Expect(send).ToBeFocusedAsync();
        await ada.Keyboard.PressAsync("Enter");
        await Expect(ada.GetByTestId("order-return")).ToContainTextAsync("Needs a decision");

        var otto = await SignInAsync("otto", "/returns?state=AwaitingApproval");
        var row = otto.GetByRole(AriaRole.Row).Filter(new() { HasText = "Arrived broken" });
        await Expect(row).ToContainTextAsync("£162.25");
        await row.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await otto.GetByLabel("Why it is taken back").FillAsync("They came broken indeed");
        await otto.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Approve", Exact = true }).ClickAsync();
        await Expect(row).ToHaveCountAsync(0);

        await Expect(ada.GetByTestId("order-return")).ToContainTextAsync("Closed", new() { Timeout = 60_000 });
        await Expect(ada.GetByTestId("sentence")).ToContainTextAsync("have been credited");
        await Expect(ada.GetByTestId("order-return")).ToContainTextAsync(": credited");
        await otto.GotoAsync(new Uri(House.Tower.Address, TowerUrls.Returns).ToString());
        await Expect(row).ToContainTextAsync("Closed");
    }
}
