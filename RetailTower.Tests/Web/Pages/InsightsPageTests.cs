using Bunit;
using Microsoft.Extensions.DependencyInjection;
using RetailTower.Data.Queries;
using RetailTower.Data.Stores;
using RetailTower.Engine.Insight.Kpis;
using RetailTower.Engine.Live;
using RetailTower.Tests.Desks;
using RetailTower.Web.Authentication;
using RetailTower.Web.Components.Pages.Insights;
using RetailTower.Web.Model;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Web.Pages;

public sealed class InsightsPageTests : PageContext
{
    public InsightsPageTests() => SignIn(Roles.Executive);

    private DateTimeOffset Hour => KpiPeriod.HourOf(Now);

    [Fact]
    public void Says_what_would_appear_while_nothing_has_been_counted()
    {
        var page = Open<InsightsPage>("/insights");
        page.WaitForAssertion(() => page.Find("[data-testid=insights-empty]").TextContent.ShouldContain("shortly after the first order"));
    }

    [Fact]
    public async Task Shows_every_kpi_and_of_the_selected_one_its_words_its_points_and_the_orders_behind_each()
    {
        await SeedAsync();
        var page = Open<InsightsPage>("/insights?kpi=confirmation&by=region");
        page.WaitForAssertion(() => page.FindAll("[data-testid=kpi-cards] a").Count.ShouldBe(KpiBook.All.Count));

        page.Find("[data-testid=kpi-confirmation]").GetAttribute("aria-current").ShouldBe("true");
        page.Find("[data-testid=kpi-confirmation]").TextContent.ShouldContain("target at most 5 m");
        page.Find("[data-testid=kpi-confirmation]").TextContent.ShouldContain("misses its target");
        page.Find("[data-testid=kpi-risk]").TextContent.ShouldContain("£120");
        page.Find("[data-testid=kpi-risk]").TextContent.ShouldContain("2 exceptions open, €40");
        page.Find("[data-testid=kpi-words]").TextContent.ShouldBe(KpiBook.Find("confirmation")!.Words);
        var point = page.FindAll(".rt-trend-point").ShouldHaveSingleItem();
        var behind = OrderSpanWords.Address(new OrderSpan(OrderMoment.Confirmed, Hour.AddHours(-2), Hour.AddHours(-1)));
        point.GetAttribute("href").ShouldBe(behind);
        point.GetAttribute("aria-label")!.ShouldEndWith(", 2 orders answered");
        page.FindAll("[data-testid=kpi-times] a").ShouldHaveSingleItem().GetAttribute("href").ShouldBe(behind);
        page.FindAll("[data-testid=kpi-groups] tbody tr").Select(row => row.Children[0].TextContent.Trim()).ShouldBe(["GB", "Not known"], ignoreOrder: true);
        page.FindAll("[data-testid=kpi-groups] a").Single(link => link.TextContent == "Not known").GetAttribute("href").ShouldEndWith("&country=-");
    }

    [Fact]
    public async Task The_address_holds_period_split_and_kpi_and_the_file_has_the_same()
    {
        await SeedAsync();
        var page = Open<InsightsPage>("/insights?period=7d&kpi=risk");
        page.WaitForAssertion(() => page.Find("[data-testid=kpi-risk]").GetAttribute("aria-current").ShouldBe("true"));

        page.FindAll(".rt-filters a").Select(link => link.GetAttribute("href"))
            .ShouldBe(["/insights?kpi=risk", "/insights?period=7d&kpi=risk", "/insights?period=30d&kpi=risk", "/insights?period=7d&kpi=risk", "/insights?period=7d&by=region&kpi=risk"]);
        page.Find("[data-testid=kpi-invoices]").GetAttribute("href").ShouldBe("/insights?period=7d&kpi=invoices");
        page.Find("[data-testid=kpi-csv]").GetAttribute("href").ShouldBe("/insights.csv?period=7d&kpi=risk");
        page.FindAll("[data-testid=kpi-times] tbody tr").Count.ShouldBe(28);
    }

    [Fact]
    public async Task The_file_has_each_point_the_whole_and_each_group()
    {
        await SeedAsync();
        var asked = InsightsAddress.Of(null, "region", "confirmation");
        var report = await Services.GetRequiredService<KpiBoard>().ReadAsync(KpiPeriod.Of("24h", Now), asked.Split, Cancel);

        var lines = InsightsCsv.Write(report, asked).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        lines[0].ShouldBe("kpi,from,to,region,value,unit,target,judged_by");
        lines.Length.ShouldBe(1 + 24 + 1 + 2);
        lines.Skip(1).Take(24).Count(line => line.EndsWith(",seconds,300,2", StringComparison.Ordinal)).ShouldBe(1);
        lines[25].ShouldStartWith($"confirmation,{Wording.Iso(report.Period.From)},{Wording.Iso(report.Period.To)},(all),");
        lines[26..].Select(line => line.Split(',')[3]).ShouldBe(["GB", ""], ignoreOrder: true);
    }

    [Fact]
    public async Task Reads_again_when_hours_were_counted_and_no_more_once_left()
    {
        var page = Open<InsightsPage>("/insights");
        page.WaitForAssertion(() => page.FindAll("[data-testid=insights-empty]").Count.ShouldBe(1));
        await SeedAsync();
        Clock.Advance(TimeSpan.FromSeconds(5));
        Feed.Publish(ChangeAreas.Figures);
        page.WaitForAssertion(() => page.FindAll("[data-testid=kpi-cards] a").Count.ShouldBe(KpiBook.All.Count));
        Feed.SubscriberCount.ShouldBe(1);
        await DisposeComponentsAsync();
        Feed.SubscriberCount.ShouldBe(0);
    }

    /// <summary>Two orders answered an hour ago, one of them late, and money at risk now; counted.</summary>
    private async Task SeedAsync()
    {
        var (quick, late) = (Rows.Order(1, "SF-1", receivedAt: Hour.AddHours(-2)), Rows.Order(2, "SF-2", receivedAt: Hour.AddHours(-3)));
        (quick.Country, quick.ConfirmedAt, late.ConfirmedAt) = ("GB", Hour.AddHours(-2).AddSeconds(30), Hour.AddHours(-2).AddMinutes(1));
        var (open, foreign) = (Rows.Case("a", 1, money: 120), Rows.Case("b", 2, money: 40, currency: "EUR"));
        open.OpenedAt = foreign.OpenedAt = Hour.AddHours(-1);
        await SeedAsync(quick, late, open, foreign);
        (await new LeaseStore(Database, Clock).TryTakeAsync("kpis", "test", Cancel)).ShouldBeTrue();
        await Services.GetRequiredService<KpiRollup>().RunAsync("kpis", "test", () => Task.FromResult(true), Cancel);
    }
}
