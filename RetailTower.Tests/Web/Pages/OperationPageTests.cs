using Bunit;
using RetailTower.Data.Model;
using RetailTower.Data.Stores;
using RetailTower.Engine.Recovery;
using RetailTower.Tests.Desks;
using RetailTower.Web.Authentication;
using RetailTower.Web.Components.Layout;
using RetailTower.Web.Components.Pages.Exceptions;
using Shouldly;
using Xunit;
using Microsoft.Extensions.DependencyInjection;

namespace RetailTower.Tests.Web.Pages;

public sealed class OperationPageTests : PageContext
{
    public OperationPageTests() => SignIn(Roles.Operator);

    private RecoveryDesk Desk => Services.GetRequiredService<RecoveryDesk>();

    [Fact]
    public async Task Shows_its_waves_and_items_and_is_paused_by_key_and_cancelled()
    {
        var page = await OpenAsync(await StartAsync(3));
        page.WaitForAssertion(() => page.Find("[data-testid=operation-progress]").TextContent.ShouldBe("0 released, 0 went through, 3 to go"));
        page.FindAll("[data-testid=waves] li").Select(li => li.TextContent).ShouldBe([" first up to 1", " 5 % up to 1", " 25 % up to 1", " all up to 3"], ignoreOrder: false, customMessage: page.Markup);
        page.FindAll("[data-testid=operation-items] tbody tr").Count.ShouldBe(3);
        await page.InvokeAsync(() => page.FindComponent<PageKeys>().Instance.PressAsync("p"));
        Clock.Advance(TimeSpan.FromSeconds(1));
        page.WaitForAssertion(() => page.Find("[data-testid=operation-1]").GetAttribute("data-state").ShouldBe("Paused"));
        await page.Find("[data-testid=cancel]").ClickAsync();
        Clock.Advance(TimeSpan.FromSeconds(1));
        page.WaitForAssertion(() => page.Find("[data-testid=operation-progress]").TextContent.ShouldContain("3 left as they were"));
    }

    [Fact]
    public async Task What_stopped_by_itself_is_said_on_the_exceptions_page_and_goes_on_only_after_a_second_look()
    {
        var id = await StartAsync(3);
        await Database.WriteAsync(async (db, token) =>
        {
            var stopped = (await db.BulkOperations.FindAsync([id], token))!;
            (stopped.State, stopped.Succeeded, stopped.Repeated, stopped.Note) = (OperationState.Stopped, 1, 1, "Stopped by itself in wave 1 of 4.");
        }, Cancel);
        var all = Open<ExceptionsPage>("/exceptions");
        all.WaitForAssertion(() => all.Find("[data-testid=stopped]").TextContent.ShouldContain("Retry 3 exceptions: Stopped by itself in wave 1 of 4."));
        all.Find("[data-testid=stopped] a").GetAttribute("href").ShouldBe("/exceptions/operations/1");
        var page = await OpenAsync(id);
        page.WaitForAssertion(() => page.FindAll("[data-testid=go-on]").Count.ShouldBe(1));
        page.Find("[data-testid=operation-note]").TextContent.ShouldBe("Stopped by itself in wave 1 of 4.");
        await page.Find("[data-testid=go-on]").ClickAsync();
        page.Find(".rt-drawer footer .rt-danger").TextContent.ShouldBe("Release the other 2");
        await page.Find(".rt-drawer footer .rt-danger").ClickAsync();
        Clock.Advance(TimeSpan.FromSeconds(1));
        page.WaitForAssertion(() => page.Find("[data-testid=operation-1]").GetAttribute("data-state").ShouldBe("Running"));
    }

    [Fact]
    public async Task Who_only_looks_sees_it_and_no_actions()
    {
        var id = await StartAsync(1);
        SignIn(Roles.Executive);
        var page = await OpenAsync(id);
        page.WaitForAssertion(() => page.FindAll("[data-testid=operation-items] tbody tr").Count.ShouldBe(1));
        page.FindAll("button").ShouldBeEmpty();
    }

    [Fact]
    public async Task Says_when_there_is_no_such_operation()
    {
        var page = await OpenAsync(99);
        page.WaitForAssertion(() => page.Find(".rt-empty").TextContent.ShouldContain("There is no such operation"));
    }

    private async Task<long> StartAsync(int cases)
    {
        await SeedAsync([.. Enumerable.Range(1, cases).Select(n => Rows.Case($"c{n}", remedy: Remedy.RetryCall))]);
        return await Desk.StartAsync(RecoveryAction.Retry, [.. Enumerable.Range(1, cases).Select(n => (long)n)], null, "kim", Cancel);
    }

    private Task<IRenderedComponent<OperationPage>> OpenAsync(long id) =>
        Task.FromResult(Open<OperationPage>($"/exceptions/operations/{id}", page => page.Add(it => it.Id, id)));
}
