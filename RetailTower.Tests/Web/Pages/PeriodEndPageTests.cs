using Bunit;
using Microsoft.Extensions.DependencyInjection;
using RetailTower.Data.Model;
using RetailTower.Engine.Insight;
using RetailTower.Tests.Desks;
using RetailTower.Web.Authentication;
using RetailTower.Web.Components.Pages.PeriodEnd;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Web.Pages;

public sealed class PeriodEndPageTests : PageContext
{
    private static readonly DateTimeOffset Left = new(2026, 2, 27, 9, 0, 0, TimeSpan.Zero);

    public PeriodEndPageTests() => SignIn(Roles.Executive);

    [Fact]
    public async Task Each_step_shows_number_value_and_share_and_leads_to_its_orders_and_to_those_that_lack_it()
    {
        await SeedAsync([.. Enumerable.Range(1, 8).Select(key => Shipped(key, Settlement.Matched, 100)), Shipped(9, Settlement.Invoiced, 40), Shipped(10, Settlement.Shipped, 7)]);

        var page = Open<PeriodEndPage>("/period-end?month=2026-02");

        page.WaitForAssertion(() => page.Find("[data-testid=steps]").ShouldNotBeNull());
        page.Find("[data-testid=step-Shipped]").TextContent.ShouldSatisfyAllConditions(it => it.ShouldContain("10"), it => it.ShouldContain("£847"), it => it.ShouldContain("100 %"));
        page.Find("[data-testid=step-Invoiced]").TextContent.ShouldSatisfyAllConditions(it => it.ShouldContain("90.0 %"), it => it.ShouldContain("£7"));
        page.Find("[data-testid=step-Paid]").TextContent.ShouldSatisfyAllConditions(it => it.ShouldContain("80.0 %"), it => it.ShouldContain("£40"));
        page.Find("[data-testid=step-Matched]").TextContent.ShouldContain("none");
        const string span = "/orders?moment=Shipped&from=2026-02-01T00%3A00Z&to=2026-03-01T00%3A00Z";
        page.FindAll("[data-testid=steps] a").Select(link => link.GetAttribute("href")).ShouldBe([span, $"{span}&settled=invoiced", $"{span}&settled=not-invoiced", $"{span}&settled=paid", $"{span}&settled=not-paid", $"{span}&settled=matched"]);
        page.FindAll("[data-testid=steps] a")[2].GetAttribute("aria-label").ShouldBe("1 order not invoiced");
    }

    [Fact]
    public async Task The_file_has_a_row_for_each_step_and_currency()
    {
        var euros = Shipped(3, Settlement.Invoiced, 40);
        euros.Currency = "EUR";
        await SeedAsync(Shipped(1, Settlement.Matched, 100), Shipped(2, Settlement.Shipped, 7.5m), euros);
        Open<PeriodEndPage>("/period-end?day=2026-02-27").Find("[data-testid=period-csv]").GetAttribute("href").ShouldBe("/period-end.csv?day=2026-02-27");
        var span = PeriodEndSpan.Of("2026-02-27", null, Left);

        var lines = PeriodEndCsv.Write(await Services.GetRequiredService<SettlementBoard>().ReadAsync(span.From, span.To, Cancel)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        lines[0].ShouldBe("from,to,as_of,step,orders,lacking,currency,worth,lacking_worth");
        lines.Skip(1).Select(line => line.Split(',', 4)[3]).ShouldBe([
            "shipped,3,0,GBP,107.5,0", "shipped,3,0,EUR,40,0", "invoiced,2,1,GBP,100,7.5", "invoiced,2,1,EUR,40,0", "paid,1,1,GBP,100,0", "paid,1,1,EUR,0,40", "matched,1,0,GBP,100,0"]);
    }

    [Fact]
    public void A_period_without_goods_says_so_and_leads_to_its_neighbours()
    {
        var page = Open<PeriodEndPage>("/period-end?day=2026-03-01");

        page.WaitForAssertion(() => page.Markup.ShouldContain("No goods left in this time"));
        page.Find("[data-testid=earlier]").GetAttribute("href").ShouldBe("/period-end?day=2026-02-28");
        page.Find("[data-testid=later]").GetAttribute("href").ShouldBe("/period-end?day=2026-03-02");
    }

    [Theory]
    [InlineData(null, null, "2026-11-01", true)]
    [InlineData("2026-02-31", "yesterday", "2026-11-01", true)]
    [InlineData("2026-02-28", "2025-12", "2026-02-28", false)]
    [InlineData(null, "2025-12", "2025-12-01", true)]
    public void An_address_that_cannot_be_read_means_the_month_that_runs(string? day, string? month, string first, bool isMonth)
    {
        var span = PeriodEndSpan.Of(day, month, new DateTimeOffset(2026, 11, 27, 23, 0, 0, TimeSpan.Zero));

        (span.First.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), span.Month).ShouldBe((first, isMonth));
        span.Earlier.To.ShouldBe(span.From);
        span.Later.From.ShouldBe(span.To);
    }

    private static Order Shipped(long key, Settlement state, decimal value)
    {
        var order = Rows.Order(key, $"SF-{key}", OrderStatus.Shipped);
        (order.ShippedAt, order.Settlement, order.ShippedValue) = (Left, state, value);
        return order;
    }
}
