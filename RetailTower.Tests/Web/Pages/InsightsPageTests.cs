using System.Globalization;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Data.Stores;
using RetailTower.Engine.Insight.Kpis;
using RetailTower.Engine.Live;
using RetailTower.Tests.Desks;
using RetailTower.Web.Authentication;
using RetailTower.Web.Components.Controls;
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

        page.FindAll(".rt-filters a.rt-chip").Select(link => link.GetAttribute("href"))
            .ShouldBe(["/insights?kpi=risk", "/insights?period=7d&kpi=risk", "/insights?period=30d&kpi=risk", "/insights?period=7d&kpi=risk", "/insights?period=7d&by=region&kpi=risk", "/insights?period=7d&by=brand&kpi=risk"]);
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

        var lines = InsightsCsv.Write(report, [new Annotation { At = Hour.AddHours(-2).AddMinutes(3), Text = "Sale, \"peak\"", Who = "eve" }], asked).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        lines[0].ShouldBe("kpi,from,to,region,value,unit,target,judged_by,notes");
        lines.Length.ShouldBe(1 + 24 + 1 + 2);
        lines.Skip(1).Take(24).Count(line => line.EndsWith(",seconds,300,2,\"Sale, \"\"peak\"\"\"", StringComparison.Ordinal)).ShouldBe(1);
        lines[25].ShouldStartWith($"confirmation,{Wording.Iso(report.Period.From)},{Wording.Iso(report.Period.To)},(all),");
        lines[26..].Select(line => line.Split(',')[3]).ShouldBe(["GB", ""], ignoreOrder: true);
    }

    [Fact]
    public async Task By_brand_each_brand_leads_to_the_orders_of_its_channels()
    {
        await SeedAsync();
        await Services.GetRequiredService<BrandStore>().KeepAsync(new Dictionary<string, string> { ["salesforce"] = "Alder & Birch" }, Cancel);
        var page = Open<InsightsPage>("/insights?kpi=confirmation&by=brand");

        page.WaitForAssertion(() => page.FindAll("[data-testid=kpi-groups] a").ShouldHaveSingleItem().TextContent.ShouldBe("Alder & Birch"));
        page.Find("[data-testid=kpi-groups] a").GetAttribute("href").ShouldEndWith("&brand=Alder%20%26%20Birch");
    }

    [Fact]
    public async Task A_note_stands_on_the_chart_and_below_it_until_somebody_takes_it_back()
    {
        await SeedAsync();
        var page = Open<InsightsPage>("/insights?kpi=confirmation");
        page.WaitForAssertion(() => page.Find("[data-testid=note-open]").ShouldNotBeNull());

        page.Find("[data-testid=note-open]").Click();
        page.Find("[data-testid=note-add]").HasAttribute("disabled").ShouldBeTrue();
        page.Find("[data-testid=note-at]").Change(Hour.AddHours(-2).AddMinutes(30).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture));
        page.Find("[data-testid=note-text]").Input("Peak sale started");
        page.Find("[data-testid=note-form]").Submit();

        page.WaitForAssertion(() => page.Find("[data-testid=annotations]").TextContent.ShouldContain("Peak sale started"));
        var sign = page.Find(".rt-trend-sign");
        sign.TextContent.ShouldBe("1");
        sign.GetAttribute("title").ShouldBe("Peak sale started");
        // Of 24 parts, drawn at their beginnings, it lies half way between the two before the last.
        sign.GetAttribute("style").ShouldBe($"left: {(100 * 21.5 / 23).ToString("0.##", CultureInfo.InvariantCulture)}%");
        page.FindAll("[data-testid=note-form]").ShouldBeEmpty();

        page.Find("[data-testid^=remove-note]").Click();
        page.WaitForAssertion(() => page.FindAll("[data-testid=annotations], .rt-trend-sign").ShouldBeEmpty());
    }

    [Fact]
    public async Task Notes_too_close_to_stand_side_by_side_share_a_place()
    {
        await SeedAsync(
            new Annotation { At = Hour.AddHours(-10), Text = "One", Who = "eve" }, new Annotation { At = Hour.AddHours(-10).AddMinutes(5), Text = "Two", Who = "eve" },
            new Annotation { At = Hour.AddHours(-10).AddMinutes(9), Text = "Three", Who = "eve" }, new Annotation { At = Hour.AddHours(-4), Text = "Four", Who = "eve" });
        await SeedAsync();
        var page = Open<InsightsPage>("/insights?kpi=confirmation");

        page.WaitForAssertion(() => page.FindAll(".rt-trend-sign").Select(sign => (sign.TextContent, sign.GetAttribute("title"))).ShouldBe([("1 – 3", "One; Two; Three"), ("4", "Four")]));
        page.FindAll(".rt-trend-note").Count.ShouldBe(4);
    }

    [Fact]
    public async Task Whoever_may_not_write_on_the_chart_reads_it()
    {
        SignIn(Roles.Agent);
        await SeedAsync(new Annotation { At = Hour.AddHours(-2), Text = "Peak sale started", Who = "eve" });
        await SeedAsync();
        var page = Open<InsightsPage>("/insights?kpi=confirmation");

        page.WaitForAssertion(() => page.Find("[data-testid=annotations]").TextContent.ShouldContain("Peak sale started"));
        page.FindAll("[data-testid=note-open], [data-testid^=remove-note]").ShouldBeEmpty();
    }

    [Fact]
    public void A_lone_point_draws_no_line_beyond_the_chart()
    {
        ChartPath.Line([null, null, null, 1], 2).ShouldBe("M93.75 50H100");
        ChartPath.Line([1, null, null, null], 2).ShouldBe("M0 50H6.25");
        ChartPath.Line([null, 1, null, null, null], 2).ShouldBe("M20 50H30");
        ChartPath.Line([1, 1, null], 2).ShouldBe("M0 50L50 50");
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
