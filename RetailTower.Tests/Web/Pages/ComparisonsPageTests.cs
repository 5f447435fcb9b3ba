using Bunit;
using Microsoft.Extensions.DependencyInjection;
using RetailTower.Data.Model;
using RetailTower.Data.Stores;
using RetailTower.Engine.Reconciliation;
using RetailTower.Web.Authentication;
using RetailTower.Web.Components.Pages.Comparisons;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Web.Pages;

public sealed class ComparisonsPageTests : PageContext
{
    private ComparisonStore Store => Services.GetRequiredService<ComparisonStore>();

    [Fact]
    public async Task What_a_comparison_found_is_shown_with_its_bounds_and_leads_to_the_open_differences()
    {
        await PlaceAsync(10);
        var id = (await Store.StartAsync(10, "tower", Cancel)).ShouldNotBeNull();
        await Store.AdvanceAsync(id, new ComparedPage(9, [new ComparedTally("salesforce", "GB", 9, 1, 0)], 2, [10], "dc-east: its lane rests", [Difference(1)], []), Cancel);
        SignIn(Roles.Operator);

        var page = Open<ComparisonsPage>("/comparisons");

        var row = page.Find($"[data-testid=comparison-{id}]").TextContent;
        row.ShouldSatisfyAllConditions(
            it => it.ShouldContain("10 orders picked by chance"), it => it.ShouldContain("88.8 %"), it => it.ShouldContain("56.5 – 98.0 %"), it => it.ShouldContain("DC East: its lane rests"), it => it.ShouldContain("9 of 10"));
        page.Find("[data-testid=differences]").ShouldSatisfyAllConditions(it => it.TextContent.ShouldBe("1 open difference"), it => it.GetAttribute("href").ShouldBe("/exceptions?tab=list&kind=Disagreement"));
    }

    [Fact]
    public async Task An_operator_starts_pauses_and_resumes_a_comparison_of_all_orders()
    {
        await PlaceAsync(3);
        SignIn(Roles.Operator);
        var page = Open<ComparisonsPage>("/comparisons");

        page.Find("[data-testid=start]").Click();
        page.WaitForAssertion(() => page.Find("[data-testid=start]").HasAttribute("disabled").ShouldBeTrue());
        page.Find("[data-testid=pause]").Click();
        page.WaitForElement("[data-testid=resume]").Click();
        page.WaitForElement("[data-testid=pause]");

        (await Services.GetRequiredService<ComparisonDesk>().ListAsync(null, 10, Cancel)).Items.ShouldHaveSingleItem().ShouldSatisfyAllConditions(it => it.State.ShouldBe(OperationState.Running), it => it.Total.ShouldBe(3), it => it.Sample.ShouldBeFalse());
    }

    [Fact]
    public void An_agent_may_look_and_start_nothing()
    {
        SignIn(Roles.Agent);

        Open<ComparisonsPage>("/comparisons").FindAll("[data-testid=start]").ShouldBeEmpty();
    }

    [Fact]
    public void What_storefronts_showed_of_stock_stands_beside_them_and_who_may_has_it_compared()
    {
        var started = 0;
        var panel = Render<StockComparisons>(it => it.Add(p => p.MayStart, true).Add(p => p.OnStart, () => started++).Add(p => p.Newest,
        [
            new StockComparison { System = "shopify", RequestedBy = "tower", RequestedAt = DateTimeOffset.UtcNow, Compared = 412, Differing = 3, FinishedAt = DateTimeOffset.UtcNow, Failure = "The shop is closed." },
        ]));

        panel.Find("[data-testid=stock-shopify]").TextContent.ShouldSatisfyAllConditions(it => it.ShouldContain("412"), it => it.ShouldContain("3"), it => it.ShouldContain("The shop is closed."));
        panel.Find("[data-testid=start-stock]").Click();
        started.ShouldBe(1);

        Render<StockComparisons>(it => it.Add(p => p.MayStart, false).Add(p => p.Newest, [])).FindAll("button").ShouldBeEmpty();
    }

    [Fact]
    public async Task Numbers_that_were_passed_over_stand_below_with_what_is_done_about_them()
    {
        SignIn(Roles.Operator);
        var empty = Open<ComparisonsPage>("/comparisons");
        empty.FindAll("[data-testid=series]").ShouldBeEmpty();
        await Database.WriteAsync((db, token) =>
        {
            db.CountedSeries.AddRange(new CountedSeries { System = "shopify", Series = "S#", Highest = 100_012, PlacedAt = Desks.StoreFixture.Noon }, new CountedSeries { System = "salesforce", Series = "0000####", Highest = 412, PlacedAt = Desks.StoreFixture.Noon });
            db.NumberGaps.AddRange(
                new NumberGap { Id = 1, System = "shopify", Series = "S#", Missing = "100003-100005,100009", SeenAt = Desks.StoreFixture.Noon, AskAt = Desks.StoreFixture.Noon, Silence = "dc-east: its lane rests" },
                new NumberGap { Id = 2, System = "shopify", Series = "S#", Missing = "5-200000", SeenAt = Desks.StoreFixture.Noon, DueAt = Desks.StoreFixture.Noon });
            return db.SaveChangesAsync(token);
        }, Cancel);

        var page = Open<ComparisonsPage>("/comparisons");

        page.Find("[data-testid=series]").TextContent.ShouldSatisfyAllConditions(it => it.ShouldContain("S100012"), it => it.ShouldContain("00000412"));
        page.Find("[data-testid=gap-1]").TextContent.ShouldSatisfyAllConditions(it => it.ShouldContain("S100003–S100005, S100009"), it => it.ShouldContain("4"), it => it.ShouldContain("no answer yet"), it => it.ShouldContain("DC East: its lane rests"));
        page.Find("[data-testid=gap-2]").TextContent.ShouldContain("Nobody is asked");
    }

    private Task<int> PlaceAsync(int count) => Database.WriteAsync((db, token) =>
    {
        for (var key = 1; key <= count; key++) db.Orders.Add(Desks.Rows.Order(key, $"{key}"));
        return db.SaveChangesAsync(token);
    }, Cancel);

    private static CaseOpening Difference(long order) => new(
        CaseKind.Disagreement, Severity.Attention, Remedy.Restate, "order", "salesforce", "shown", "salesforce|shown|x", $"order:{order}:shown", "Title", "Detail", "Customer service", Desks.StoreFixture.Noon, order);
}
