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
        (await Desk.CurrentAsync(Cancel)).ShouldSatisfyAllConditions(it => it.Who.ShouldBe("Administrator Otto"), it => it.Map.Of(TruthField.Shipped, "shop", null).ShouldBe(RecordHolder.Erp));
    }

    [Fact]
    public async Task A_country_gets_a_column_of_its_own_and_keeps_it_with_its_rule()
    {
        SignIn(Roles.Administrator);
        var page = Open<RecordsPage>("/systems-of-record");

        page.Find("[data-testid=country]").Change(" de ");
        page.Find("form").Submit();
        page.Find("[data-testid='holder-Shipped-country:DE']").Change("Erp");
        page.Find("[data-testid=preview]").Click();
        page.WaitForElement("[data-testid=preview-table]");
        page.Find("[data-testid=save]").Click();

        page.WaitForAssertion(() => page.Find("[data-testid=versions]").TextContent.ShouldContain("Shipped for DE: the ERP"));
        page.Find("[data-testid='holder-Shipped-country:DE']").GetAttribute("value").ShouldBe("Erp");
        (await Desk.CurrentAsync(Cancel)).Map.ShouldSatisfyAllConditions(it => it.Of(TruthField.Shipped, "shop", "DE").ShouldBe(RecordHolder.Erp), it => it.Of(TruthField.Shipped, "shop", "GB").ShouldBe(RecordHolder.Centres));
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
