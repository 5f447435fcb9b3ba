using Bunit;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Engine.Live;
using RetailTower.Tests.Desks;
using RetailTower.Web.Authentication;
using RetailTower.Web.Components.Layout;
using RetailTower.Web.Components.Pages.Shifts;
using RetailTower.Web.Components.Pages.Teams;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Web.Pages;

public sealed class ShiftPageTests : PageContext
{
    public ShiftPageTests() => SignIn(Roles.Operator);

    [Fact]
    public async Task A_shift_is_shown_by_team_and_hands_over()
    {
        await SeedAsync(Rows.Case("a", money: 10), new Person { UserName = "otto", DisplayName = "Operator Otto", Team = "Finance" }, new Notice { Team = "Finance", Fingerprint = "erp|credit", Rung = 2, Title = "erp refused it", Cases = 412, OpenedAt = Now, LastAt = Now });
        var page = Open<ShiftPage>("/shift?hours=24");
        page.WaitForAssertion(() => page.Find("[data-testid=shift-teams] tbody tr").TextContent.ShouldContain("£10"));
        page.FindAll("[data-testid=shift-teams] tbody tr").Count.ShouldBe(1);
        page.Find("[data-testid=shift-escalations]").TextContent.ShouldContain("412");
        page.Find("[data-testid=shift-csv]").GetAttribute("href").ShouldBe("/shift.csv?hours=24");
        page.Find("[data-testid=note-team]").GetAttribute("value").ShouldBe("Finance");

        await page.Find("[data-testid=note-text]").InputAsync("The bank answers at 9.");
        Clock.Advance(TimeSpan.FromSeconds(6));
        await page.Find("[data-testid=hand-over-note]").ClickAsync();

        page.WaitForAssertion(() => page.Find("[data-testid=shift-notes]").TextContent.ShouldContain("The bank answers at 9."));
        page.Find("[data-testid=handed-over]").TextContent.ShouldContain("until somebody takes over");
    }

    [Fact]
    public void A_file_has_a_row_for_each_figure_and_no_formulas()
    {
        var report = new ShiftReport(Now.AddHours(-8), Now, Now, null, [new("Finance", 3)], [new("Finance", "tower", "resolved", 2)], [new("Finance", 1, "GBP", 1, 12.5m)], [], [],
            [new HandOver { Team = "Finance", Author = "kim", At = Now, Text = "=1+1, really" }]);

        ShiftCsv.Write(report).Split("\r\n").Skip(1).ShouldBe(
        [
            "2026-03-02T06:05:00.000Z,2026-03-02T14:05:00.000Z,opened,Finance,,,3,,,,",
            "2026-03-02T06:05:00.000Z,2026-03-02T14:05:00.000Z,closed,Finance,tower,by themselves,2,,,,",
            "2026-03-02T06:05:00.000Z,2026-03-02T14:05:00.000Z,still open,Finance,,1 to 4 h,1,GBP,12.5,,",
            "2026-03-02T06:05:00.000Z,2026-03-02T14:05:00.000Z,hand-over,Finance,kim,,,,,2026-03-02T14:05:00.000Z,\"'=1+1, really\"",
            "",
        ]);
    }

    [Theory]
    [InlineData(null, null, null, "/shift")]
    [InlineData(24, "2026-03-02T06:00:00Z", "Finance", "/shift?hours=24&to=2026-03-02T06%3A00%3A00.000Z&team=Finance")]
    [InlineData(-1, "tomorrow", "Sales", "/shift")]
    public void An_address_holds_the_span_and_what_it_cannot_read_is_the_usual(int? hours, string? to, string? team, string address) => ShiftSpan.Of(hours, to, team).Address.ShouldBe(address);

    [Theory]
    [InlineData(Roles.Operator, 1)]
    [InlineData(Roles.Administrator, 2)]
    [InlineData(Roles.Agent, 0)]
    public async Task One_chooses_ones_own_team_and_an_administrator_everyones(string role, int free)
    {
        SignIn(role);
        await SeedAsync(new Person { UserName = "otto", DisplayName = $"{role} Otto" }, new Person { UserName = "kim", DisplayName = "Kim", Team = "Warehouse" });
        var page = Open<TeamsPage>("/teams");
        page.WaitForAssertion(() => page.FindAll("[data-testid=team-of]").Count.ShouldBe(2));

        page.FindAll("[data-testid=team-of]").Count(it => !it.HasAttribute("disabled")).ShouldBe(free);
        page.Find("[data-testid=teams-table]").TextContent.ShouldContain("round the clock");
        page.Find("[data-testid=teams-table]").TextContent.ShouldContain("50 %, if nobody has it: the team");
    }

    [Fact]
    public async Task The_bell_counts_what_one_is_told_until_it_is_acknowledged()
    {
        var notice = new Notice { Team = "Finance", Fingerprint = "erp|credit", Rung = 1, Title = "erp refused it", Cases = 10_000, OpenedAt = Now, LastAt = Now };
        await SeedAsync(notice, new Person { UserName = "otto", DisplayName = "Operator Otto", Team = "Finance" });
        var bell = Render<NoticeBell>();
        bell.WaitForAssertion(() => bell.Find("summary").GetAttribute("aria-label").ShouldBe("Notices: none"));
        await SeedAsync(new NoticeAddressee { NoticeId = notice.Id, Addressee = "team:Finance" });
        Clock.Advance(TimeSpan.FromSeconds(1));
        Feed.Publish(ChangeAreas.Notices);

        bell.WaitForAssertion(() => bell.Find("[data-testid=bell-count]").TextContent.ShouldBe("1"));
        bell.Find("[data-testid=notice]").TextContent.ShouldContain("10,000 exceptions");
        Clock.Advance(TimeSpan.FromSeconds(1));
        await bell.Find("[data-testid=acknowledge]").ClickAsync();

        bell.WaitForAssertion(() => bell.FindAll("[data-testid=notice]").ShouldBeEmpty());
    }
}
