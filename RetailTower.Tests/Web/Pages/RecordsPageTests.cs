using Bunit;
using Microsoft.Extensions.DependencyInjection;
using RetailTower.Engine.Orders.Truth;
using RetailTower.Web.Authentication;
using RetailTower.Web.Components.Pages.Records;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Web.Pages;

public sealed class RecordsPageTests : PageContext
{
    private RecordMapDesk Desk => Services.GetRequiredService<RecordMapDesk>();

    [Fact]
    public async Task A_change_is_saved_only_after_it_was_previewed()
    {
        SignIn(Roles.Administrator);
        var page = Open<RecordsPage>("/systems-of-record");
        page.Find("[data-testid=holder-Shipped-all]").GetAttribute("value").ShouldBe("Centres");
        page.Find("[data-testid=preview]").HasAttribute("disabled").ShouldBeTrue("nothing is changed yet");

        page.Find("[data-testid=holder-Shipped-all]").Change("Erp");
        page.Find("[data-testid=save]").HasAttribute("disabled").ShouldBeTrue("nobody has seen what it changes");
        page.Find("[data-testid=preview]").Click();
        page.WaitForElement("[data-testid=preview-table]");
        page.Find("[data-testid=save]").Click();

        page.WaitForAssertion(() => page.Find("[data-testid=said]").TextContent.ShouldBe("Saved as version 1."));
        page.Find("[data-testid=versions]").TextContent.ShouldContain("Shipped: the ERP");
        (await Desk.CurrentAsync(Cancel)).ShouldSatisfyAllConditions(it => it.Who.ShouldBe("Administrator Otto"), it => it.Map.Of(TruthField.Shipped, "shop").ShouldBe(RecordHolder.Erp));
    }

    [Fact]
    public void Undo_and_choosing_what_was_there_leave_nothing_to_save()
    {
        SignIn(Roles.Administrator);
        var page = Open<RecordsPage>("/systems-of-record");

        page.Find("[data-testid=holder-Payment-all]").Change("Originator");
        page.Find("[data-testid=undo]").Click();
        page.Find("[data-testid=holder-Payment-all]").GetAttribute("value").ShouldBe("Erp");
        page.Find("[data-testid=holder-Payment-all]").Change("Originator");
        page.Find("[data-testid=holder-Payment-all]").Change("Erp");

        page.Find("[data-testid=preview]").HasAttribute("disabled").ShouldBeTrue();
    }
}
