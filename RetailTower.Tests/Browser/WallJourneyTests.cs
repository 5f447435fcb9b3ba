using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Browser;

/// <summary>An administrator makes a link; a screen that nobody signed in at shows the wall by it, turns, pauses by key, and loses it when it is revoked.</summary>
public sealed class WallJourneyTests(Stage stage) : BrowserTest(stage)
{
    [Fact]
    public async Task A_link_hangs_the_wall_until_it_is_revoked()
    {
        var desk = await SignInAsync("alma", "/walls");
        await desk.GetByTestId("wall-name").FillAsync("hall");
        await desk.GetByTestId("wall-make").ClickAsync();
        var link = await desk.GetByTestId("wall-link").InnerTextAsync();
        await using var screen = await Stage.OpenAsync(House.Tower.Address, new() { ViewportSize = new() { Width = 1920, Height = 1080 } });
        var wall = await screen.NewPageAsync();
        await wall.GotoAsync(link);

        await Expect(wall.GetByText("Orders a minute")).ToBeVisibleAsync();
        await Expect(wall.Locator("#wall-state")).ToHaveTextAsync("● Live");
        (await wall.EvaluateAsync<bool>("document.documentElement.scrollHeight <= innerHeight && document.documentElement.dataset.theme === 'dark'")).ShouldBeTrue();
        (await wall.EvaluateAsync<double>("Math.min(...[...document.querySelectorAll('.rt-wall-value, .rt-wall-count, .rt-wall-money')].map(it => parseFloat(getComputedStyle(it).fontSize)))")).ShouldBeGreaterThanOrEqualTo(40);
        await wall.Keyboard.PressAsync("3");
        await Expect(wall.Locator("[data-view][data-shown]")).ToHaveAttributeAsync("data-view", "KPIs, last 24 hours");
        await wall.Keyboard.PressAsync("p");
        await Expect(wall.Locator("#wall-state")).ToContainTextAsync("paused");

        await desk.GetByTestId("walls-table").GetByRole(AriaRole.Button, new() { Name = "Revoke", Exact = true }).First.ClickAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "Revoke the link", Exact = true }).ClickAsync();
        await wall.ReloadAsync();
        await Expect(wall.GetByText("This link is revoked")).ToBeVisibleAsync();
    }
}
