using Bunit;
using Microsoft.Extensions.DependencyInjection;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Engine.Live;
using RetailTower.Tests.Desks;
using RetailTower.Web.Authentication;
using RetailTower.Web.Components.Pages.Orders;
using RetailTower.Web.Model;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Web.Pages;

public sealed class OrdersPageTests : PageContext
{
    private static readonly DateTimeOffset Hour = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public OrdersPageTests() => SignIn(Roles.Agent);

    [Fact]
    public void Says_what_would_appear_when_there_are_no_orders()
    {
        var page = Open<OrdersPage>("/orders");
        page.WaitForAssertion(() => page.Find("[data-testid=orders-empty]").TextContent.ShouldContain("No orders yet"));
    }

    [Fact]
    public async Task Finds_by_the_number_in_the_address_and_says_by_what()
    {
        await SeedAsync(Rows.Order(10001, "SF-1"), Rows.Order(10002, "SF-2"), Rows.Reference(10002, "dc-east", "tracking", "1597001"));
        var page = Open<OrdersPage>("/orders?q=1597001");
        page.WaitForAssertion(() => page.FindAll("tbody tr").Count.ShouldBe(1));
        page.Find("tbody tr").TextContent.ShouldContain("SO-10002");
        page.Find("tbody tr").TextContent.ShouldContain("found by tracking 1597001");
    }

    [Fact]
    public async Task Lists_the_orders_of_an_hour_and_country_and_says_so()
    {
        var (inside, after, elsewhere) = (Rows.Order(10001, "SF-1"), Rows.Order(10002, "SF-2"), Rows.Order(10003, "SF-3"));
        (inside.ConfirmedAt, after.ConfirmedAt, elsewhere.ConfirmedAt) = (Hour.AddMinutes(59), Hour.AddMinutes(60), Hour);
        (inside.Country, after.Country) = ("GB", "GB");
        await SeedAsync(inside, after, elsewhere);

        var page = Open<OrdersPage>(OrderSpanWords.Address(new OrderSpan(OrderMoment.Confirmed, Hour, Hour.AddHours(1)), country: "GB"));

        page.WaitForAssertion(() => page.FindAll("tbody tr").Count.ShouldBe(1));
        page.Find("tbody tr").TextContent.ShouldContain("SO-10001");
        page.Find("[data-testid=orders-span]").TextContent.ShouldContain("Confirmed or refused for the first time from");
        page.Find("[data-testid=orders-span]").TextContent.ShouldContain("to GB");
        page.Find("[data-testid=orders-span] a").GetAttribute("href").ShouldBe("/orders");
        page = Open<OrdersPage>(OrderSpanWords.Address(new OrderSpan(OrderMoment.Confirmed, Hour, Hour.AddHours(2)), country: ""));
        page.WaitForAssertion(() => page.FindAll("tbody tr").ShouldHaveSingleItem().TextContent.ShouldContain("SO-10003"));
    }

    [Fact]
    public async Task A_search_keeps_the_filters_and_goes_into_the_address()
    {
        await SeedAsync(Rows.Order(10001, "SF-1", OrderStatus.Shipped));
        var page = Open<OrdersPage>("/orders?status=Shipped");
        page.WaitForAssertion(() => page.FindAll("tbody tr").Count.ShouldBe(1));
        await page.Find("[data-testid=order-search]").InputAsync(" SF-9 ");
        await page.Find("form").SubmitAsync();
        Address.ShouldEndWith("/orders?q=SF-9&status=Shipped");
        page.WaitForAssertion(() => page.Find("[data-testid=orders-empty]").TextContent.ShouldContain("No order has “SF-9”"));
    }

    [Fact]
    public async Task Pages_on_by_a_link()
    {
        await SeedAsync([.. Enumerable.Range(1, 60).Select(n => Rows.Order(n, $"SF-{n}"))]);
        var page = Open<OrdersPage>("/orders");
        page.WaitForAssertion(() => page.FindAll("tbody tr").Count.ShouldBe(50));
        Services.GetRequiredService<Microsoft.AspNetCore.Components.NavigationManager>().NavigateTo(page.Find("[data-testid=older]").GetAttribute("href")!);
        page.WaitForAssertion(() => page.FindAll("tbody tr").Count.ShouldBe(10));
        page.FindAll("[data-testid=older]").ShouldBeEmpty();
    }

    [Fact]
    public async Task New_orders_wait_while_one_looks_and_a_change_shows_in_place()
    {
        await SeedAsync(Rows.Order(1, "SF-1"));
        var page = Open<OrdersPage>("/orders");
        page.WaitForAssertion(() => page.FindAll("tbody tr").Count.ShouldBe(1));
        await page.Find("section").TriggerEventAsync("onmouseenter", EventArgs.Empty);
        await SeedAsync(Rows.Order(2, "SF-2"));
        await Database.WriteAsync(async (db, token) => (await db.Orders.FindAsync([1L], token))!.Status = OrderStatus.Shipped, Cancel);
        Clock.Advance(TimeSpan.FromSeconds(1));
        Feed.Publish(ChangeAreas.Orders, "SO-1", "SO-2");
        page.WaitForAssertion(() => page.Find("[data-testid=order-SO-1]").TextContent.ShouldContain("Shipped"));
        page.FindAll("tbody tr").Count.ShouldBe(1);
        await page.Find(".rt-newrows button").ClickAsync();
        page.FindAll("tbody tr").Count.ShouldBe(2);
    }

    [Fact]
    public async Task Hides_customers_names_from_those_who_may_not_see_them()
    {
        SignIn(Roles.Operator);
        await SeedAsync(Rows.Order(1, "SF-1"));
        var page = Open<OrdersPage>("/orders");
        page.WaitForAssertion(() => page.FindAll("tbody tr").Count.ShouldBe(1));
        page.Markup.ShouldNotContain("Northwind");
    }
}
