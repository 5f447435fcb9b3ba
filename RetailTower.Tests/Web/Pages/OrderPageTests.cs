using Bunit;
using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;
using RetailTower.Engine.Live;
using RetailTower.Tests.Desks;
using RetailTower.Web.Authentication;
using RetailTower.Web.Components.Pages.Order;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Web.Pages;

public sealed class OrderPageTests : PageContext
{
    [Fact]
    public void Leads_on_to_a_search_when_the_number_is_not_an_orders_own()
    {
        SignIn(Roles.Agent);
        var page = Show("SF-9");
        page.WaitForAssertion(() => page.Find("[data-testid=order-unknown] a").GetAttribute("href").ShouldBe("/orders?q=SF-9"));
    }

    [Fact]
    public async Task Says_the_status_in_a_sentence_and_shows_lines_timeline_and_numbers()
    {
        SignIn(Roles.Agent);
        await SeedOrderAsync();
        var page = Show("so-1");
        page.WaitForAssertion(() => page.Find("[data-testid=sentence]").TextContent.ShouldContain("Mug"));
        page.Find("[data-testid=lines]").TextContent.ShouldContain("back-ordered");
        page.Find("[data-testid=timeline]").TextContent.ShouldContain("Confirmed from stock");
        page.FindAll("[data-testid=timeline] .rt-hollow").Count.ShouldBe(1, "what is expected stands hollow");
        page.Markup.ShouldContain("Next: ERP should confirm the order");
    }

    [Fact]
    public async Task An_agent_sees_who_looks_after_it_in_plain_words_and_no_retry()
    {
        SignIn(Roles.Agent);
        await SeedOrderAsync(Rows.Case("a", 1, remedy: Remedy.Reallocate));
        var page = Show("SO-1");
        page.WaitForAssertion(() => page.Find("[data-testid=order-cases]").TextContent.ShouldContain("a question about the customer's account"));
        page.FindAll("[data-testid=order-cases] button").ShouldBeEmpty();
    }

    [Fact]
    public async Task An_operators_retry_is_done_and_said()
    {
        SignIn(Roles.Operator);
        await SeedOrderAsync(Rows.Case("a", 1, remedy: Remedy.Reallocate));
        var page = Show("SO-1");
        page.WaitForAssertion(() => page.Find("[data-testid=retry-1]").TextContent.ShouldBe("Allocate again"));
        await page.Find("[data-testid=retry-1]").ClickAsync();
        page.WaitForAssertion(() => page.Find("[data-testid=case-said]").TextContent.ShouldContain("The missing goods are looked for again."));
        (await Database.ReadAsync((db, token) => db.Inbox.CountAsync(m => m.Kind == "action.reallocate" && m.OrderKey == 1, token), Cancel)).ShouldBe(1);
    }

    [Fact]
    public async Task Personal_data_is_hidden_until_someone_who_may_see_it_asks_and_that_is_audited()
    {
        SignIn(Roles.Agent);
        await SeedOrderAsync(Rows.Inbound("m1", InboxState.Done, 1, body: "{\"email\":\"anna@northwind.example\"}"));
        var page = Show("SO-1");
        page.WaitForAssertion(() => page.FindAll("[data-testid=message]").Count.ShouldBe(1));
        page.Markup.ShouldNotContain("anna@northwind.example");
        page.Markup.ShouldNotContain("1 High Street");
        await page.Find("[data-testid=message]").ClickAsync();
        page.WaitForAssertion(() => page.Find("[data-testid=payload]").TextContent.ShouldContain("Personal data and secrets are hidden"));
        page.Markup.ShouldNotContain("anna@northwind.example");
        await page.Find("[data-testid=reveal]").ClickAsync();
        page.WaitForAssertion(() => page.Find("[data-testid=payload] pre").TextContent.ShouldContain("anna@northwind.example"));
        page.Markup.ShouldContain("1 High Street");
        (await Database.ReadAsync((db, token) => db.Audit.SingleAsync(token), Cancel)).Action.ShouldBe("personal-data.shown");
    }

    [Fact]
    public async Task Who_may_not_see_personal_data_is_not_offered_it()
    {
        SignIn(Roles.Operator);
        await SeedOrderAsync();
        var page = Show("SO-1");
        page.WaitForAssertion(() => page.Find("[data-testid=sentence]").TextContent.ShouldNotBeEmpty());
        page.FindAll("[data-testid=reveal]").ShouldBeEmpty();
        page.Markup.ShouldNotContain("Northwind Traders");
        page.Markup.ShouldNotContain("High Street");
    }

    [Theory, InlineData(Roles.Agent, false), InlineData(Roles.Operator, true)]
    public async Task What_a_system_answered_is_for_those_who_mend_it(string role, bool seen)
    {
        SignIn(role);
        await SeedOrderAsync(
            new HistoryEntry { OrderKey = 1, At = Now, Source = "tower", What = "erp submit-order refused", Detail = "Application_DialogException: posting date" },
            new HistoryEntry { OrderKey = 1, At = Now, Source = "tower", What = "ErpRejected", FromState = "Submitted", ToState = "Rejected", Detail = "Application_DialogException: posting date" });
        var page = Show("SO-1");
        page.WaitForAssertion(() => page.Find("[data-testid=timeline]").TextContent.ShouldContain("Rejected"));
        page.Markup.Contains("Application_DialogException", StringComparison.Ordinal).ShouldBe(seen);
        page.Markup.Contains("ERP submit order refused", StringComparison.Ordinal).ShouldBe(seen);
    }

    [Fact]
    public async Task Reads_again_when_this_order_changes_and_not_for_another()
    {
        SignIn(Roles.Agent);
        await SeedOrderAsync();
        var page = Show("SO-1");
        page.WaitForAssertion(() => page.Markup.ShouldContain("£120.50"));
        await Database.WriteAsync(async (db, token) => (await db.Orders.FindAsync([1L], token))!.Total = 99, Cancel);
        Clock.Advance(TimeSpan.FromSeconds(1));
        Feed.Publish(ChangeAreas.Orders, "SO-2");
        page.Markup.ShouldContain("£120.50");
        Feed.Publish(ChangeAreas.Orders, "SO-1");
        page.WaitForAssertion(() => page.Markup.ShouldContain("£99.00"));
        await DisposeComponentsAsync();
        Feed.SubscriberCount.ShouldBe(0);
    }

    private IRenderedComponent<OrderPage> Show(string key) => Open<OrderPage>($"/orders/{key}", p => p.Add(page => page.Key, key));

    private Task SeedOrderAsync(params object[] more) => SeedAsync(
    [
        Rows.Order(1, "SF-1", OrderStatus.PartAllocated), Rows.Line(1, 1, 1, 3, LineState.Confirmed), Rows.Line(1, 1, 2, 2, LineState.BackOrdered),
        new HistoryEntry { OrderKey = 1, At = StoreFixture.Noon, Source = "erp", What = "ErpAllocated", FromState = "Submitted", ToState = "Confirmed", Lines = "1×3" },
        new Expectation { OrderKey = 1, Step = "erp-review", System = "erp", SetAt = StoreFixture.Noon, DueAt = Now.AddMinutes(5) },
        .. more,
    ]);
}
