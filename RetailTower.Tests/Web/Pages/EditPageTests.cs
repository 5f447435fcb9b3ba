using System.Text;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using RetailTower.Data.Model;
using RetailTower.Data.Stores;
using RetailTower.Engine.Canonical;
using RetailTower.Tests.Desks;
using RetailTower.Web.Authentication;
using RetailTower.Web.Components.Pages.Exceptions;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Web.Pages;

public sealed class EditPageTests : PageContext
{
    private long _case;

    public EditPageTests() => SignIn(Roles.Administrator);

    [Fact]
    public async Task A_copy_is_changed_checked_compared_and_sent_once()
    {
        await SeedAsync(money: 10);
        var page = Open();
        page.WaitForAssertion(() => page.Find("[data-testid=edit-check]").TextContent.ShouldContain("A valid submit-order"));
        page.Find("[data-testid=happened]").TextContent.ShouldContain("ERP holds its sales order 101005.");
        page.Find("[data-testid=happened]").TextContent.ShouldContain("A parcel left DC East with DHL; label T-1 is printed.");
        page.Find("[data-testid=happened]").TextContent.ShouldContain("Invoice I-1 of £7.50 is posted, and its payment captured.");
        page.Find("[data-testid=edit-key]").TextContent.ShouldBe("dead");
        var text = Text(page);
        await page.Find("[data-testid=edit-text]").InputAsync(text.Replace("\"SKU1\"", "7", StringComparison.Ordinal));
        page.Find("[data-testid=edit-check]").TextContent.ShouldContain("$.order.lines[0].sku");
        page.Find("[data-testid=edit-send]").HasAttribute("disabled").ShouldBeTrue();
        await page.Find("[data-testid=edit-text]").InputAsync(text.Replace("SKU1", "SKU2", StringComparison.Ordinal));
        page.FindAll("[data-testid=edit-diff] .rt-diff-now").ShouldHaveSingleItem().TextContent.ShouldContain("SKU2");
        page.Find("[data-testid=edit-send]").HasAttribute("disabled").ShouldBeTrue();
        await page.Find("[data-testid=edit-reason]").InputAsync("wrong article");
        await page.Find("[data-testid=edit-send]").ClickAsync();
        page.WaitForAssertion(() => page.Find("[data-testid=said]").TextContent.ShouldContain("Version 1 goes in the original's place."));
        page.FindAll("[data-testid=edit-text]").ShouldBeEmpty();
        page.Find("[data-testid=edit-versions]").TextContent.ShouldContain("On its way");
    }

    [Fact]
    public async Task Above_the_limit_another_person_approves_what_they_see()
    {
        await SeedAsync(money: 10_000);
        var mine = Open();
        mine.WaitForAssertion(() => mine.Find("[data-testid=edit-send]").TextContent.ShouldBe("Ask for approval"));
        await mine.Find("[data-testid=edit-text]").InputAsync(Text(mine).Replace("SKU1", "SKU2", StringComparison.Ordinal));
        await mine.Find("[data-testid=edit-reason]").InputAsync("wrong article");
        await mine.Find("[data-testid=edit-send]").ClickAsync();
        mine.WaitForAssertion(() => mine.Find("[data-testid=said]").TextContent.ShouldContain("waits for a second person"));
        mine.FindAll("[data-testid=edit-approve]").ShouldBeEmpty();

        SignIn(Roles.Operator);
        var theirs = Open();
        theirs.WaitForAssertion(() => theirs.Find("[data-testid=edit-version]").TextContent.ShouldContain("wrong article"));
        theirs.Find("[data-testid=edit-diff]").TextContent.ShouldContain("SKU2");
        await theirs.Find("[data-testid=edit-approve]").ClickAsync();
        await theirs.Find(".rt-drawer textarea").InputAsync("right");
        await theirs.Find(".rt-drawer footer .rt-primary").ClickAsync();
        theirs.WaitForAssertion(() => theirs.Find("[data-testid=said]").TextContent.ShouldContain("goes in the original's place"));
    }

    [Fact]
    public async Task Who_comes_second_hears_who_was_first()
    {
        await SeedAsync(money: 10);
        var page = Open();
        page.WaitForAssertion(() => page.FindAll("[data-testid=edit-text]").Count.ShouldBe(1));
        await page.Find("[data-testid=edit-text]").InputAsync(Text(page).Replace("SKU1", "SKU2", StringComparison.Ordinal));
        await page.Find("[data-testid=edit-reason]").InputAsync("wrong article");
        await Services.GetRequiredService<EditStore>().RequestAsync(_case, 0, Encoding.UTF8.GetBytes("{}"), "mine", 500, "lee", Cancel);
        await page.Find("[data-testid=edit-send]").ClickAsync();
        page.WaitForAssertion(() => page.Find("[data-testid=said]").TextContent.ShouldContain("Nothing was sent twice: lee was first, with version 1"));
    }

    [Fact]
    public async Task Who_may_not_see_personal_data_sees_none_and_who_only_looks_writes_nothing()
    {
        await SeedAsync(money: 10);
        SignIn(Roles.Operator);
        var masked = Open();
        masked.WaitForAssertion(() => Text(masked).ShouldContain("a•••@northwind.example"));
        masked.Markup.ShouldNotContain("anna@northwind.example");
        SignIn(Roles.Executive);
        var looks = Open();
        looks.WaitForAssertion(() => looks.FindAll("[data-testid=happened]").Count.ShouldBe(1));
        looks.FindAll("textarea").ShouldBeEmpty();
        looks.Markup.ShouldNotContain("anna@northwind.example");
    }

    [Fact]
    public void Says_when_there_is_nothing_to_change()
    {
        var page = Open();
        page.WaitForAssertion(() => page.Find(".rt-empty").TextContent.ShouldContain("Nothing here can be changed"));
    }

    private IRenderedComponent<EditPage> Open() => Open<EditPage>($"/exceptions/{_case}/edit", page => page.Add(it => it.CaseId, _case));

    private static string Text(IRenderedComponent<EditPage> page) => page.Find("[data-testid=edit-text]").GetAttribute("value")!;

    private async Task SeedAsync(decimal money)
    {
        var call = Rows.Outbound("dead", OutboxState.Failed, orderKey: 1);
        call.Payload = CanonicalJson.Write(new SubmitOrderCommand(new CanonicalOrder(
            "SF-1", "C1001", "Northwind Traders", "anna@northwind.example", null, null, "GBP", Now, null, new PostalAddress("Anna Smith", "1 High Street", null, "Leeds", "LS1 4AP", "GB"),
            [new CanonicalOrderLine(1, "SKU1", "Mug", 1, 2.5m, null)])));
        await SeedAsync(Rows.Order(1, "SF-1"), call, Rows.Reference(1, "erp", "salesOrder", "101005"),
            new RetailTower.Data.Model.Parcel { OrderKey = 1, Centre = "dc-east", ParcelId = "P-1", Carrier = "DHL", TrackingNumber = "T-1", ShippedAt = Now, Lines = "[]" },
            new Invoice { OrderKey = 1, Number = "I-1", Amount = 7.5m, Currency = "GBP", StatedAt = Now, Paid = true });
        var one = Rows.Case(LaneStore.CallSubject(call.Id), 1, money: money, remedy: Remedy.RetryCall);
        one.OutboxId = call.Id;
        await SeedAsync(one);
        _case = one.Id;
    }
}
