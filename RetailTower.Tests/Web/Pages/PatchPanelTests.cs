using Bunit;
using Microsoft.Extensions.DependencyInjection;
using RetailTower.Data.Model;
using RetailTower.Data.Stores;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Recovery;
using RetailTower.Tests.Desks;
using RetailTower.Web.Authentication;
using RetailTower.Web.Components.Pages.Exceptions;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Web.Pages;

public sealed class PatchPanelTests : PageContext
{
    public PatchPanelTests() => SignIn(Roles.Operator);

    [Fact]
    public async Task A_change_is_asked_for_in_the_list_previewed_with_samples_and_sent()
    {
        await SeedAsync(money: 10);
        var list = Open<ExceptionsPage>("/exceptions?tab=list");
        list.WaitForAssertion(() => list.FindAll("[data-testid=select-page]").Count.ShouldBe(1));
        await list.Find("[data-testid=select-page]").ChangeAsync(true);
        await list.Find("[data-testid=bulk-patch]").ClickAsync();
        list.Find(".rt-drawer footer .rt-primary").TextContent.ShouldBe("Preview a change of 3 exceptions");
        list.Find(".rt-drawer footer .rt-primary").HasAttribute("disabled").ShouldBeTrue();
        await list.Find("[data-testid=change-path]").InputAsync("lines[].sku");
        await list.Find("[data-testid=change-from]").InputAsync("OLD");
        await list.Find("[data-testid=change-to]").InputAsync("NEW");
        list.Find("[data-testid=change-problem]").TextContent.ShouldBe("lines[].sku: “OLD” becomes “NEW”.");
        await list.Find(".rt-drawer footer .rt-primary").ClickAsync();
        list.WaitForAssertion(() => Address.ShouldEndWith("/exceptions/operations/1"));
        await WorkAsync();

        var page = OpenOperation();
        page.WaitForAssertion(() => page.Find("[data-testid=patch-found]").TextContent.ShouldStartWith("2 change, 1 stays."));
        page.FindAll("[data-testid=patch] .rt-diff-now").Count.ShouldBe(2);
        page.Find("[data-testid=patch]").TextContent.ShouldNotContain("anna@northwind.example");
        page.FindAll(".rt-operation-which a").Select(chip => chip.TextContent).ShouldBe(["All items3", "Change2", "Stay1"]);
        await page.Find("[data-testid=patch-reason]").InputAsync("new article");
        await page.Find("[data-testid=patch-release]").ClickAsync();
        Clock.Advance(TimeSpan.FromSeconds(1));
        page.WaitForAssertion(() => page.Find("[data-testid=operation-progress]").TextContent.ShouldBe("0 released, 0 went through, 1 left out by the preview, 2 to go"));
        page.FindAll("[data-testid=patch-release]").ShouldBeEmpty();
    }

    [Fact]
    public async Task Above_the_limit_another_person_is_told_on_the_exceptions_page_and_decides()
    {
        await SeedAsync(money: 10_000);
        var desk = Services.GetRequiredService<PatchDesk>();
        await desk.PreviewAsync(new PayloadChange(ChangeVerb.Replace, "lines[].sku", "OLD", "NEW", false), [1, 2, 3], "kim", Cancel);
        await WorkAsync();
        (await desk.ReleaseAsync(1, "new article", "kim", Cancel)).ShouldBe(PatchOutcome.AwaitingApproval);

        var all = Open<ExceptionsPage>("/exceptions");
        all.WaitForAssertion(() => all.Find("[data-testid=operation-waiting]").TextContent.ShouldContain("Change 3 exceptions: lines[].sku: “OLD” becomes “NEW”: kim asked for it, and a second person decides."));
        var page = OpenOperation();
        page.WaitForAssertion(() => page.Find("[data-testid=patch-waits]").TextContent.ShouldContain("£20,000 is at risk"));
        await page.Find("[data-testid=patch-approve]").ClickAsync();
        await page.Find(".rt-drawer textarea").InputAsync("right");
        await page.Find(".rt-drawer footer .rt-primary").ClickAsync();
        Clock.Advance(TimeSpan.FromSeconds(1));
        page.WaitForAssertion(() => page.Find("[data-testid=operation-1]").GetAttribute("data-state").ShouldBe("Running"));
        page.Find("[data-testid=operation-note]").TextContent.ShouldBe("Operator Otto approved it: right");
    }

    private IRenderedComponent<OperationPage> OpenOperation() => Open<OperationPage>("/exceptions/operations/1", page => page.Add(it => it.Id, 1));

    private Task<bool> WorkAsync() => Services.GetRequiredService<BulkWorker>().RunAsync(_ => Task.FromResult(true), Cancel);

    private async Task SeedAsync(decimal money)
    {
        for (var n = 1; n <= 3; n++)
        {
            var call = Rows.Outbound($"k{n}", OutboxState.Failed, orderKey: n);
            call.Payload = CanonicalJson.Write(new SubmitOrderCommand(new CanonicalOrder(
                $"SF-{n}", "C1001", "Northwind Traders", "anna@northwind.example", null, null, "GBP", Now, null, new PostalAddress("Anna Smith", "1 High Street", null, "Leeds", "LS1 4AP", "GB"),
                [new CanonicalOrderLine(1, n == 3 ? "OTHER" : "OLD", "Mug", 1, 2.5m, null)])));
            await base.SeedAsync(Rows.Order(n, $"SF-{n}"), call);
            var one = Rows.Case(LaneStore.CallSubject(call.Id), n, money: money, remedy: Remedy.RetryCall);
            one.OutboxId = call.Id;
            await base.SeedAsync(one);
        }
    }
}
