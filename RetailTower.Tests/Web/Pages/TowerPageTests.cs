using Bunit;
using RetailTower.Data.Model;
using RetailTower.Engine.Live;
using RetailTower.Tests.Desks;
using RetailTower.Web.Authentication;
using RetailTower.Web.Components.Controls;
using RetailTower.Web.Components.Pages.Tower;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Web.Pages;

public sealed class TowerPageTests : PageContext
{
    public TowerPageTests() => SignIn(Roles.Executive);

    [Fact]
    public void Says_that_all_is_well_when_nothing_has_happened()
    {
        var page = Open<TowerPage>("/");
        page.WaitForAssertion(() => page.FindAll(".rt-kpi").Count.ShouldBe(5));
        page.Markup.ShouldContain("No system has been called yet");
        page.Markup.ShouldContain("Nothing needs a decision");
        page.Markup.ShouldContain("No open exceptions");
    }

    [Fact]
    public async Task Shows_what_is_wrong_first_and_leads_to_it()
    {
        await SeedAsync(
            Rows.Order(1, "SF-1", receivedAt: Now.AddSeconds(-10)),
            Rows.Case("a", 1, "erp|submit-order|credit", money: 500), Rows.Case("b", 2, "dc|short", money: 900, domain: "inventory"),
            new Lane { System = "erp", RestUntil = Now.AddMinutes(2), RestReason = "503", UnwellInARow = 7 }, Rows.Outbound("x", OutboxState.Ready, age: TimeSpan.FromMinutes(3)));
        var page = Open<TowerPage>("/");
        page.WaitForAssertion(() => page.Find("[data-testid=decisions] li").TextContent.ShouldContain("£900"));
        page.Find("[data-testid=decisions] li a").GetAttribute("href").ShouldBe("/exceptions?tab=list&group=dc%7Cshort");
        page.Find("[data-testid=flow-erp]").TextContent.ShouldContain("Not answering · 1 waiting");
        page.FindComponents<KpiFigure>()[3].Find(".rt-kpi-detail").TextContent.ShouldBe("£1,400 at risk");
        page.Find(".rt-heat a[aria-label='1, Customer, < 4 h']").GetAttribute("href").ShouldBe("/exceptions?tab=list&domain=customer&age=4h");
    }

    [Fact]
    public async Task Reads_again_when_something_happens_and_no_more_once_left()
    {
        var page = Open<TowerPage>("/");
        page.WaitForAssertion(() => page.FindComponents<KpiFigure>()[3].Instance.Value.ShouldBe("0"));
        await SeedAsync(Rows.Case("a", 1));
        Clock.Advance(TimeSpan.FromSeconds(1));
        Feed.Publish(ChangeAreas.Exceptions, "1");
        page.WaitForAssertion(() => page.FindComponents<KpiFigure>()[3].Instance.Value.ShouldBe("1"));
        Feed.SubscriberCount.ShouldBe(2, "the page, and what stopped by itself");
        await DisposeComponentsAsync();
        Feed.SubscriberCount.ShouldBe(0);
    }
}
