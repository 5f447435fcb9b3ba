using Bunit;
using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;
using RetailTower.Data.Stores;
using RetailTower.Engine.Live;
using RetailTower.Tests.Desks;
using RetailTower.Web.Authentication;
using RetailTower.Web.Components.Pages.Exceptions;
using RetailTower.Web.Components.Pages.Order;
using RetailTower.Web.Model;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Web.Pages;

public sealed class ReplayPageTests : PageContext
{
    public ReplayPageTests() => SignIn(Roles.Operator);

    [Fact]
    public async Task Says_what_is_sent_under_which_key_and_what_has_happened_and_goes_once()
    {
        await SeedAsync();
        var page = Open("out-2");
        page.WaitForAssertion(() => page.Find("[data-testid=sends]").TextContent.ShouldBe("Submit order to ERP under the key dead"));
        page.Find("[data-testid=happened]").TextContent.ShouldContain("Invoice I-1 of £7.50 is posted, and its payment captured.");
        page.Find("[data-testid=step-out-1]").TextContent.ShouldContain("Before the chosen step");
        page.Find("[data-testid=step-out-3]").TextContent.ShouldContain("Follows by itself, in its sequence");
        page.Find("[data-testid=replay-run]").HasAttribute("disabled").ShouldBeTrue();
        await page.Find("[data-testid=replay-reason]").InputAsync("the ERP is back");
        await page.Find("[data-testid=replay-run]").ClickAsync();
        page.WaitForAssertion(() => page.Find("[data-testid=said]").TextContent.ShouldBe("1 step goes again from Submit order to ERP on."));
        (await Database.ReadAsync((db, token) => db.Outbox.OrderBy(m => m.Id).Select(m => m.State).ToListAsync(token), Cancel)).ShouldBe([OutboxState.Done, OutboxState.Ready, OutboxState.Ready]);
    }

    [Fact]
    public async Task Whoever_looked_before_a_step_moved_hears_so()
    {
        await SeedAsync();
        var page = Open("out-2");
        page.WaitForAssertion(() => page.FindAll("[data-testid=replay-reason]").Count.ShouldBe(1));
        await page.Find("[data-testid=replay-reason]").InputAsync("the ERP is back");
        await Database.WriteAsync((db, token) => db.Outbox.Where(m => m.Id == 2).ExecuteUpdateAsync(set => set.SetProperty(m => m.State, OutboxState.Discarded), token), Cancel);
        await page.Find("[data-testid=replay-run]").ClickAsync();
        page.WaitForAssertion(() => page.Find("[data-testid=said]").TextContent.ShouldContain("Nothing was done: a step has moved since you looked."));
    }

    [Fact]
    public async Task The_order_page_and_the_exception_say_what_waits_and_what_unlocks_it()
    {
        await SeedAsync();
        var one = Rows.Case(LaneStore.CallSubject(2), 1, remedy: Remedy.RetryCall);
        one.OutboxId = 2;
        await base.SeedAsync(one);
        var order = Open<OrderPage>("/orders/SO-1", it => it.Add(p => p.Key, "SO-1"));
        order.WaitForAssertion(() => order.Find("[data-testid=lock]").TextContent.ShouldContain("Submit order to ERP has failed. 1 later call to ERP of this order waits behind it."));
        order.Find("[data-testid=lock-replay]").GetAttribute("href").ShouldBe("/orders/SO-1/replay?from=out-2");
        var queue = Open<ExceptionsPage>(TowerUrls.Case(one.Id));
        queue.WaitForAssertion(() => queue.Find("[data-testid=lock-ways]").TextContent.ShouldContain("It is never made, and the one behind it goes on at once without it."));
        Feed.Publish(ChangeAreas.Exceptions);
        queue.FindAll("[data-testid=lock]").Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_agent_hears_of_a_lock_in_plain_words()
    {
        await SeedAsync();
        SignIn(Roles.Agent);
        var order = Open<OrderPage>("/orders/SO-1", it => it.Add(p => p.Key, "SO-1"));
        order.WaitForAssertion(() => order.Find("[data-testid=lock]").TextContent.ShouldContain("ERP has not heard of this order's latest changes."));
        order.FindAll("[data-testid=lock-ways], [data-testid=lock-replay], [data-testid=replay]").ShouldBeEmpty();
    }

    private IRenderedComponent<ReplayPage> Open(string from) => Open<ReplayPage>($"/orders/SO-1/replay?from={from}", page => page.Add(it => it.Key, "SO-1"));

    private async Task SeedAsync()
    {
        await base.SeedAsync(Rows.Order(1, "SF-1"), new Invoice { OrderKey = 1, Number = "I-1", Amount = 7.5m, Currency = "GBP", Paid = true, StatedAt = Now });
        foreach (var call in new[] { Rows.Outbound("done", OutboxState.Done, orderKey: 1), Rows.Outbound("dead", OutboxState.Failed, orderKey: 1), Rows.Outbound("behind", OutboxState.Ready, orderKey: 1) }) await base.SeedAsync(call);
    }
}
