using Bunit;
using RetailTower.Data.Model;
using RetailTower.Engine.Orders;
using RetailTower.Engine.Orders.Returns;
using RetailTower.Web.Authentication;
using RetailTower.Web.Components.Pages.Returns;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Web.Pages;

public sealed class ReturnsPageTests : PageContext
{
    [Fact]
    public async Task What_waits_for_a_decision_is_decided_by_someone_else_and_with_a_reason()
    {
        await PlaceAsync(("R-1", ReturnState.AwaitingApproval, "anna"), ("R-2", ReturnState.Closed, "anna"));
        SignIn(Roles.Operator);
        var page = Open<ReturnsPage>("/returns");
        page.Find("[data-testid=return-R-1]").TextContent.ShouldSatisfyAllConditions(it => it.ShouldContain("Needs a decision"), it => it.ShouldContain("2 × SKU1"), it => it.ShouldContain("by anna: too small"));
        page.Find("[data-testid=return-R-2]").QuerySelector("[data-testid=approve]").ShouldBeNull();

        page.Find("[data-testid=return-R-1] [data-testid=approve]").Click();
        var approve = page.FindAll("footer button")[0];
        approve.HasAttribute("disabled").ShouldBeTrue("a decision has a reason");
        page.Find("textarea").Input("a good customer");
        page.FindAll("footer button")[0].Click();

        page.WaitForAssertion(() => page.Find("[data-testid=said]").TextContent.ShouldBe("R-1 is approved."));
        var told = await Database.ReadAsync((db, token) => Task.FromResult(db.Inbox.Single(m => m.Kind == TowerMessages.DecideReturn)), Cancel);
        System.Text.Encoding.UTF8.GetString(told.Body!).ShouldContain("a good customer");
        told.OrderKey.ShouldBe(1);
    }

    [Fact]
    public async Task Nobody_judges_their_own_request_and_an_agent_judges_none()
    {
        SignIn(Roles.Operator);
        await PlaceAsync(("R-1", ReturnState.AwaitingApproval, $"{Roles.Operator} Otto"));
        var own = Open<ReturnsPage>("/returns");
        own.Find("[data-testid=return-R-1]").TextContent.ShouldContain("someone else decides");
        own.FindAll("[data-testid=approve]").ShouldBeEmpty();

        SignIn(Roles.Agent);
        Open<ReturnsPage>("/returns").FindAll("[data-testid=approve]").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_filter_shows_only_returns_of_that_state()
    {
        await PlaceAsync(("R-1", ReturnState.AwaitingApproval, "anna"), ("R-2", ReturnState.RefundRefused, "anna"));
        SignIn(Roles.Agent);

        var page = Open<ReturnsPage>("/returns?state=RefundRefused");

        page.FindAll("tbody tr").ShouldHaveSingleItem().GetAttribute("data-state").ShouldBe("RefundRefused");
        page.Find("[data-testid=return-R-2] .rt-refused").ShouldNotBeNull();
    }

    private Task<int> PlaceAsync(params (string Rma, ReturnState State, string Who)[] returns) => Database.WriteAsync((db, token) =>
    {
        db.Orders.Add(Desks.Rows.Order(1, "1"));
        foreach (var (rma, state, who) in returns)
        {
            db.Returns.Add(new OrderReturn
            {
                OrderKey = 1, Rma = rma, State = state, Reason = "too small", RequestedBy = who, RequestedAt = Desks.StoreFixture.Noon, ChangedAt = Desks.StoreFixture.Noon, Amount = 5, Currency = "GBP",
                Sheet = new ReturnSheet([new ReturnLine(1, "SKU1", 2.5m, 2)], []).Write(),
            });
        }

        return db.SaveChangesAsync(token);
    }, Cancel);
}
