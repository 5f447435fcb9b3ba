using Microsoft.Playwright;
using RetailTower.Data.Model;
using Xunit;

namespace RetailTower.Tests.Browser;

/// <summary>An administrator, and what is kept from everybody else.</summary>
public sealed class AdministratorTests(Stage stage) : BrowserTest(stage)
{
    [Fact]
    public async Task A_lane_is_paused_with_a_reason_and_resumed_and_others_see_it()
    {
        var page = await SignInAsync("alma", "/systems");
        var other = await SignInAsync("eve", "/systems");
        var lane = page.GetByTestId("lane-dc-west");

        await lane.GetByTestId("pause").ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Textbox).FillAsync("Stocktaking until noon");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { NameRegex = new("^Pause ") }).ClickAsync();

        await Expect(lane.GetByTestId("resume")).ToBeVisibleAsync();
        await Expect(other.GetByTestId("lane-dc-west")).ToContainTextAsync("Stocktaking until noon");
        await lane.GetByTestId("resume").ClickAsync();
        await Expect(lane.GetByTestId("pause")).ToBeVisibleAsync();
        await Expect(other.GetByTestId("lane-dc-west")).Not.ToContainTextAsync("Stocktaking until noon");
    }

    [Fact]
    public async Task An_administrator_sees_which_orders_another_system_of_record_would_change_before_saving_it()
    {
        await House.PlaceInSalesforceAsync("SF-ADMIN-RECORD", "C-1001", ("85123A", 2, 2.95m));
        await House.UntilAsync("SF-ADMIN-RECORD", order => order.Head.Status == OrderStatus.Completed);
        var page = await SignInAsync("alma", "/systems-of-record");

        await page.GetByTestId("holder-Returned-salesforce").SelectOptionAsync("Originator");
        await page.GetByTestId("holder-Invoiced-all").SelectOptionAsync("Centres");
        await page.GetByTestId("preview").ClickAsync();
        await Expect(page.GetByTestId("preview-table").GetByRole(AriaRole.Row).Filter(new() { HasText = "Invoiced" }).First).ToContainTextAsync("nothing heard");
        await page.GetByTestId("save").ClickAsync();
        await Expect(page.GetByTestId("said")).ToContainTextAsync("Saved as version");
        await Expect(page.GetByTestId("versions")).ToContainTextAsync("Invoiced: the centres; Returned for Salesforce: the originator");

        // As it was, for the other tests of this stage.
        await page.GetByTestId("holder-Returned-salesforce").SelectOptionAsync("");
        await page.GetByTestId("holder-Invoiced-all").SelectOptionAsync("Erp");
        await page.GetByTestId("preview").ClickAsync();
        await page.GetByTestId("save").ClickAsync();
        await Expect(page.GetByTestId("versions").GetByRole(AriaRole.Row).Nth(1)).ToContainTextAsync("nothing");
    }

    [Fact]
    public async Task The_jobs_are_open_to_the_administrator()
    {
        var page = await SignInAsync("alma");

        var jobs = await page.RunAndWaitForPopupAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Jobs" }).ClickAsync());

        await Expect(jobs.Locator("body")).ToContainTextAsync("Recurring Jobs");
    }

    [Theory]
    [InlineData("ada")]
    [InlineData("otto")]
    [InlineData("eve")]
    public async Task Others_are_told_what_to_do_instead(string persona)
    {
        var page = await SignInAsync(persona);

        foreach (var address in new[] { "/jobs", "/audit", "/systems-of-record", "/expectations" })
        {
            await page.GotoAsync(address);
            await Expect(page.GetByText("Your role does not open this page")).ToBeVisibleAsync();
            await Expect(page.GetByText("An administrator can give you the role")).ToBeVisibleAsync();
        }

        await page.GetByRole(AriaRole.Link, new() { Name = "Go to the Tower page" }).ClickAsync();
        await Expect(page.GetByTestId("tower")).ToBeVisibleAsync();
    }
}
