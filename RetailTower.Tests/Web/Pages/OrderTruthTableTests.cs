using Bunit;
using RetailTower.Data.Model;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Orders;
using RetailTower.Tests.Desks;
using RetailTower.Web.Authentication;
using RetailTower.Web.Components.Pages.Order;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Web.Pages;

public sealed class OrderTruthTableTests : PageContext
{
    [Fact]
    public async Task A_claim_opens_the_message_that_proves_it()
    {
        SignIn(Roles.Agent);
        await SeedAsync(Rows.Order(1, "SF-1"), Placed("a", 5, StoreFixture.Noon));
        var page = Show();
        page.WaitForAssertion(() => page.Find("[data-testid=truth] tbody tr").TextContent.ShouldContain("Wanted"));

        await page.Find("[data-testid=claim]").ClickAsync();

        page.WaitForAssertion(() => page.Find("[data-testid=proof]").TextContent.ShouldContain("\"quantity\": 5"));
        page.Find("[data-testid=proof] .rt-truth-hash").TextContent.Length.ShouldBe(64);
        page.Find("[data-testid=proof]").TextContent.ShouldNotContain("ann@example.com");
    }

    [Fact]
    public async Task The_slider_goes_back_to_what_was_known_then()
    {
        SignIn(Roles.Agent);
        await SeedAsync(Rows.Order(1, "SF-1"), Placed("a", 5, StoreFixture.Noon), Placed("b", 7, StoreFixture.Noon.AddHours(1)));
        var page = Show();
        page.WaitForAssertion(() => Claim().ShouldBe("7"));

        await page.Find("[data-testid=truth-moment]").ChangeAsync("0");

        page.WaitForAssertion(() => Claim().ShouldBe("5"));

        await page.Find(".rt-truth-time button").ClickAsync();
        page.WaitForAssertion(() => Claim().ShouldBe("7"));

        string Claim() => page.Find("[data-testid=claim]").FirstChild!.TextContent;
    }

    private IRenderedComponent<OrderPage> Show() => Open<OrderPage>("/orders/SO-1", p => p.Add(page => page.Key, "SO-1"));

    private static InboxMessage Placed(string key, decimal quantity, DateTimeOffset at) => new()
    {
        System = "salesforce", MessageKey = key, Kind = TowerMessages.ApiOrder, OrderKey = 1, State = InboxState.Done, ContentType = "application/json", ReceivedAt = at,
        Body = System.Text.Encoding.UTF8.GetBytes(CanonicalJson.Write(new CanonicalOrder(
            "SF-1", "C-1", "Ann", "ann@example.com", null, null, "GBP", at, null, new PostalAddress("Ann", "1 High Street", null, "Leeds", null, "GB"), [new CanonicalOrderLine(1, "MUG", "Mug", quantity, 10, null)]))),
    };
}
