using Bunit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Data.Stores;
using RetailTower.Engine.Live;
using RetailTower.Tests.Desks;
using RetailTower.Tests.Simulation;
using RetailTower.Web.Authentication;
using RetailTower.Web.Components.Layout;
using RetailTower.Web.Components.Live;
using RetailTower.Web.Components.Pages.Exceptions;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Web.Pages;

public sealed class ExceptionsPageTests : PageContext
{
    public ExceptionsPageTests() => SignIn(Roles.Operator);

    [Fact]
    public void Says_what_would_appear_when_all_is_well()
    {
        var page = Open<ExceptionsPage>("/exceptions");
        page.WaitForAssertion(() => page.Find("[data-testid=groups-empty]").TextContent.ShouldContain("No open exceptions"));
    }

    [Fact]
    public async Task Gathers_by_cause_and_leads_to_the_cases_of_one()
    {
        await SeedAsync(Rows.Case("a", 1, money: 10), Rows.Case("b", 2, money: 20), Rows.Case("c", 3, "dc|short", money: 5));
        var page = Open<ExceptionsPage>("/exceptions");
        page.WaitForAssertion(() => page.FindAll("[data-testid=group]").Count.ShouldBe(2));
        page.Find("[data-testid=group]").TextContent.ShouldContain("£30");
        page.Find("[data-testid=group] a").GetAttribute("href").ShouldBe("/exceptions?tab=list&group=erp%3Asubmit-order%3Acredit");
    }

    [Fact]
    public async Task The_address_holds_filters_and_the_open_case()
    {
        await SeedAsync(Rows.Case("a", 1), Rows.Case("b", 2, domain: "inventory"));
        var page = Open<ExceptionsPage>("/exceptions?tab=list&domain=inventory&case=2");
        page.WaitForAssertion(() => page.FindAll("[data-testid=cases-table] tbody tr").Count.ShouldBe(1));
        page.WaitForAssertion(() => page.Find("[data-testid=case-drawer]").TextContent.ShouldContain("Credit limit exceeded."));
    }

    [Fact]
    public async Task A_case_waits_on_a_partner_and_goes_on()
    {
        await SeedAsync(Rows.Case("a", 1));
        var page = Open<ExceptionsPage>("/exceptions?tab=list&case=1");
        page.WaitForAssertion(() => page.FindAll("[data-testid=case-wait]").Count.ShouldBe(1));
        await page.Find("[data-testid=case-wait]").ClickAsync();
        page.Find("[data-testid=case-submit]").HasAttribute("disabled").ShouldBeTrue("nothing says on whom and why");
        await page.Find("[data-testid=case-partner]").InputAsync("the carrier");
        await page.Find("[data-testid=case-text]").InputAsync("the parcel is being traced");
        await page.Find("[data-testid=case-submit]").ClickAsync();

        page.WaitForAssertion(() => page.Find("[data-testid=outcome]").TextContent.ShouldContain("Its clock stands still for 1 hour at most."));
        page.Find("[data-testid=case-waits]").TextContent.ShouldContain("the carrier");
        page.Find("[data-testid=case-drawer]").TextContent.ShouldContain("stands still, on");
        page.FindAll("[data-testid=case-snooze]").ShouldBeEmpty("it rests already");

        await page.Find("[data-testid=case-go-on]").ClickAsync();
        await page.Find("[data-testid=case-submit]").ClickAsync();
        page.WaitForAssertion(() => page.Find("[data-testid=outcome]").TextContent.ShouldContain("Its clock runs again."));
        page.FindAll("[data-testid=case-waits]").ShouldBeEmpty();
    }

    [Fact]
    public async Task My_teams_exceptions_are_one_click_once_the_tower_knows_the_team_and_a_note_is_taken_over()
    {
        await SeedAsync(Rows.Case("a", 1), new Person { UserName = "otto", DisplayName = "Operator Otto" }, new HandOver { Team = "Finance", Author = "kim", At = Now, Text = "The bank answers at 9." });
        var page = Open<ExceptionsPage>("/exceptions?tab=list&owner=team");
        page.WaitForAssertion(() => page.Find("[data-testid=no-team]").TextContent.ShouldContain("does not know which team"));
        page.FindAll("[data-testid=cases-table] tbody tr").ShouldBeEmpty();
        page.FindAll("[data-testid=hand-over]").ShouldBeEmpty();

        Clock.Advance(TimeSpan.FromSeconds(1));
        await page.Find("[data-testid=no-team] select").ChangeAsync("Finance");

        page.WaitForAssertion(() => page.FindAll("[data-testid=cases-table] tbody tr").Count.ShouldBe(1));
        page.WaitForAssertion(() => page.Find("[data-testid=hand-over]").TextContent.ShouldContain("The bank answers at 9."));
        (await Database.ReadAsync((db, token) => db.Audit.Select(it => it.Action).ToListAsync(token), Cancel)).ShouldBe(["team.joined"]);
        Clock.Advance(TimeSpan.FromSeconds(1));
        await page.Find("[data-testid=take-over]").ClickAsync();
        page.WaitForAssertion(() => page.FindAll("[data-testid=hand-over]").ShouldBeEmpty());
    }

    [Theory]
    [InlineData("system", "ERP", "/exceptions?system=erp")]
    [InlineData("operation", "Submit order", "/exceptions?work=submit-order")]
    [InlineData("kind", "Rejected", "/exceptions?kind=Rejected")]
    [InlineData("domain", "Customer", "/exceptions?domain=customer")]
    [InlineData("team", "Finance", "/exceptions?owner=Finance")]
    public async Task Groups_are_gathered_as_the_address_says_and_lead_to_their_causes(string by, string name, string address)
    {
        await SeedAsync(Rows.Case("a", 1, "erp|submit-order|one", money: 10), Rows.Case("b", 2, "erp|submit-order|two", money: 20));
        var page = Open<ExceptionsPage>($"/exceptions?by={by}");
        page.WaitForAssertion(() => page.FindAll("[data-testid=group]").Count.ShouldBe(1));
        page.Find("[data-testid=group] a").TextContent.ShouldBe(name);
        page.Find("[data-testid=group]").TextContent.ShouldContain("£30");
        page.Find("[data-testid=group]").TextContent.ShouldContain("Show 2 causes");
        page.Find("[data-testid=group] a").GetAttribute("href").ShouldBe(address);
        page.Find("[data-testid=group-by] [aria-current]").TextContent.ShouldBe(char.ToUpperInvariant(by[0]) + by[1..]);
    }

    [Fact]
    public async Task What_helped_before_is_what_is_suggested()
    {
        var open = Rows.Case("now", 9, remedy: Remedy.RetryCall);
        var earlier = Enumerable.Range(1, 8).Select(n => Rows.Case($"then {n}", n, state: CaseState.AutoResolved)).ToList();
        await SeedAsync([open, .. earlier]);
        await SeedAsync([.. earlier.SelectMany(one => new[] { Entry(one, "kim", "retried"), Entry(one, "tower", "resolved") })]);

        var page = Open<ExceptionsPage>("/exceptions");
        page.WaitForAssertion(() => page.Find("[data-testid=advice]").TextContent.ShouldBe("Retry: worked 100 % of 8 times"));
        page = Open<ExceptionsPage>("/exceptions?tab=list&group=erp%3Asubmit-order%3Acredit");
        page.WaitForAssertion(() => page.Find("[data-testid=group-card]").TextContent.ShouldContain("Retry worked 100 % of 8 times."));
        page.Find("[data-testid=group-card]").TextContent.ShouldContain("of the last 8 exceptions of this cause, 8 are closed");
    }

    private CaseEntry Entry(ExceptionCase one, string who, string what) => new() { CaseId = one.Id, At = Now, Who = who, What = what };

    [Fact]
    public async Task The_documented_procedure_stands_beside_the_case()
    {
        await SeedAsync(Rows.Case("a", 1));
        var page = Open<ExceptionsPage>("/exceptions?tab=list&case=1");
        page.WaitForAssertion(() => page.Find("[data-testid=runbook] h3").TextContent.ShouldBe("The ERP refused a new order"));
        page.Find("[data-testid=runbook] ol li").TextContent.ShouldContain("Blocked customer");
    }

    [Fact]
    public async Task A_retry_is_done_and_its_outcome_said()
    {
        await SeedAsync(Rows.Case("a", 1, remedy: Remedy.Revalidate));
        var page = Open<ExceptionsPage>("/exceptions?tab=list&case=1");
        page.WaitForAssertion(() => page.Find("[data-testid=case-retry]").TextContent.ShouldBe("Check again"));
        await page.Find("[data-testid=case-retry]").ClickAsync();
        page.WaitForAssertion(() => page.Find("[data-testid=outcome]").TextContent.ShouldContain("The rules judge the order again."));
        page.Find("[data-testid=case-history]").TextContent.ShouldContain("Operator Otto");
    }

    [Fact]
    public async Task A_refusal_says_that_nothing_was_done_and_why()
    {
        var one = Rows.Case("a", 1, remedy: Remedy.RetryCall);
        await SeedAsync(one);
        var page = Open<ExceptionsPage>("/exceptions?tab=list&case=1");
        page.WaitForAssertion(() => page.FindAll("[data-testid=case-retry]").Count.ShouldBe(1));
        await page.Find("[data-testid=case-retry]").ClickAsync();
        page.WaitForAssertion(() => page.Find("[data-testid=outcome]").TextContent.ShouldBe("Nothing was done. No call stands behind it."));
    }

    [Fact]
    public async Task A_case_is_taken_given_away_noted_and_resolved()
    {
        await SeedAsync(Rows.Case("a", 1));
        var page = Open<ExceptionsPage>("/exceptions?tab=list&case=1");
        page.WaitForAssertion(() => page.FindAll("[data-testid=case-reassign]").Count.ShouldBe(1));
        await page.Find("[data-testid=case-reassign]").ClickAsync();
        await page.Find("[data-testid=case-submit]").ClickAsync();
        page.WaitForAssertion(() => page.Find("[data-testid=outcome]").TextContent.ShouldStartWith("It is yours."));
        page.Find("[data-testid=case-drawer]").TextContent.ShouldContain("Operator Otto, Finance");
        await page.Find("[data-testid=case-note]").ClickAsync();
        await page.Find("[data-testid=case-text]").InputAsync("Asked the customer");
        await page.Find("[data-testid=case-submit]").ClickAsync();
        page.WaitForAssertion(() => page.Find("[data-testid=case-history]").TextContent.ShouldContain("Asked the customer"));
        await page.Find("[data-testid=case-reassign]").ClickAsync();
        await page.Find("[data-testid=case-team]").ChangeAsync("Warehouse");
        await page.Find("[data-testid=case-text]").InputAsync("Please count");
        await page.Find("[data-testid=case-submit]").ClickAsync();
        page.WaitForAssertion(() => page.Find("[data-testid=outcome]").TextContent.ShouldStartWith("It is with Warehouse now."));
        await page.Find("[data-testid=case-resolve]").ClickAsync();
        await page.Find("[data-testid=case-text]").InputAsync("Paid by card");
        await page.Find("[data-testid=case-submit]").ClickAsync();
        page.WaitForAssertion(() => page.Find("[data-testid=outcome]").TextContent.ShouldBe("Resolved."));
        page.FindAll("[data-testid=case-resolve]").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_change_by_someone_else_is_shown_instead_of_overwritten()
    {
        await SeedAsync(Rows.Case("a", 1));
        var page = Open<ExceptionsPage>("/exceptions?tab=list&case=1");
        page.WaitForAssertion(() => page.FindAll("[data-testid=case-reassign]").Count.ShouldBe(1));
        await Database.WriteAsync(async (db, token) => (await db.Cases.FindAsync([1L], token))!.Version++, Cancel);
        await page.Find("[data-testid=case-reassign]").ClickAsync();
        await page.Find("[data-testid=case-submit]").ClickAsync();
        page.WaitForAssertion(() => page.Find("[data-testid=outcome]").TextContent.ShouldContain("Someone changed it meanwhile, so nothing was done."));
    }

    [Fact]
    public async Task Selected_cases_are_retried_as_one_operation_that_the_page_goes_to()
    {
        await SeedAsync(Rows.Case("a", 1, remedy: Remedy.Revalidate), Rows.Case("b", 2, remedy: Remedy.Revalidate), Rows.Case("c", 3, remedy: Remedy.Revalidate));
        var page = Open<ExceptionsPage>("/exceptions?tab=list");
        page.WaitForAssertion(() => page.FindAll("[data-testid=cases-table] tbody tr").Count.ShouldBe(3));
        await page.Find("[data-testid=select-1]").ChangeAsync(true);
        await page.Find("[data-testid=select-3]").ChangeAsync(true);
        page.Find("[data-testid=bulk-retry]").TextContent.ShouldBe("Retry 2 exceptions");
        await page.Find("[data-testid=bulk-retry]").ClickAsync();
        page.Find("[data-testid=bulk-confirm]").TextContent.ShouldContain("exactly the 2 exceptions");
        await page.Find(".rt-drawer footer .rt-primary").ClickAsync();
        page.WaitForAssertion(() => Address.ShouldEndWith("/exceptions/operations/1"));
        (await Database.ReadAsync((db, token) => db.BulkItems.Select(item => item.CaseId).ToListAsync(token), Cancel)).ShouldBe([1, 3]);
    }

    [Fact]
    public async Task Shift_x_selects_all_that_match_and_reassigning_them_needs_a_team()
    {
        await SeedAsync([.. Enumerable.Range(1, 60).Select(n => Rows.Case($"c{n}", n))]);
        var page = Open<ExceptionsPage>("/exceptions?tab=list");
        page.WaitForAssertion(() => page.FindAll("[data-testid=cases-table] tbody tr").Count.ShouldBe(50));
        await PressAsync(page, "X");
        page.WaitForAssertion(() => page.Find("[data-testid=bulk-retry]").TextContent.ShouldBe("Retry 60 exceptions"));
        await page.Find("[data-testid=bulk-reassign]").ClickAsync();
        page.Find(".rt-drawer footer .rt-primary").HasAttribute("disabled").ShouldBeTrue();
        await page.Find("[data-testid=bulk-team]").ChangeAsync("Warehouse");
        await page.Find(".rt-drawer footer .rt-primary").ClickAsync();
        page.WaitForAssertion(() => Address.ShouldContain("/exceptions/operations/"));
        (await Database.ReadAsync((db, token) => db.BulkItems.CountAsync(token), Cancel)).ShouldBe(60);
    }

    [Fact]
    public async Task Keys_act_on_what_is_selected_and_else_on_the_row_they_moved_to()
    {
        await SeedAsync(Rows.Case("a", 1, remedy: Remedy.Revalidate), Rows.Case("b", 2, remedy: Remedy.Revalidate), Rows.Case("c", 3, remedy: Remedy.Revalidate));
        var page = Open<ExceptionsPage>("/exceptions?tab=list");
        page.WaitForAssertion(() => page.FindAll("[data-testid=cases-table] tbody tr").Count.ShouldBe(3));
        await PressAsync(page, "r");
        page.FindAll("[data-testid=bulk-confirm]").ShouldBeEmpty();
        await PressAsync(page, "j");
        await PressAsync(page, "j");
        await PressAsync(page, "r");
        page.Find(".rt-drawer h2").TextContent.ShouldBe("Retry 1 exception");
        await page.Find(".rt-drawer header button").ClickAsync();
        await PressAsync(page, "x");
        await PressAsync(page, "k");
        await PressAsync(page, "x");
        await PressAsync(page, "s");
        page.Find(".rt-drawer h2").TextContent.ShouldBe("Snooze 2 exceptions");
        await page.Find("[data-testid=rest]").ChangeAsync("24");
        await page.Find(".rt-drawer footer .rt-primary").ClickAsync();
        page.WaitForAssertion(() => Address.ShouldEndWith("/exceptions/operations/1"));
        (await Database.ReadAsync((db, token) => db.BulkItems.Select(item => item.CaseId).ToListAsync(token), Cancel)).ShouldBe([1, 2]);
        (await Database.ReadAsync((db, token) => db.BulkOperations.Select(it => it.Argument).SingleAsync(token), Cancel)).ShouldBe(new SnoozeOrder(Now.AddDays(1), null).ToString());
    }

    [Fact]
    public async Task What_was_given_away_or_snoozed_is_taken_back_while_nothing_else_happened()
    {
        await SeedAsync(Rows.Case("a", 1), Rows.Case("b", 2));
        var page = Open<ExceptionsPage>("/exceptions?tab=list");
        page.WaitForAssertion(() => page.FindAll("[data-testid=case-1]").Count.ShouldBe(1));
        await PressAsync(page, "j");
        await PressAsync(page, "s");
        page.WaitForAssertion(() => page.FindAll("[data-testid=rest]").Count.ShouldBe(1));
        await page.Find("[data-testid=case-submit]").ClickAsync();
        page.WaitForAssertion(() => page.Find("[data-testid=outcome]").TextContent.ShouldContain("It comes back in 1 hour."));
        page.Find("[data-testid=case-drawer]").TextContent.ShouldContain("Snoozed");
        await PressAsync(page, "u");
        page.WaitForAssertion(() => page.Find("[data-testid=outcome]").TextContent.ShouldContain("Undone: it is with Finance as before."));
        page.Find("[data-testid=case-history]").TextContent.ShouldContain("undone");

        await PressAsync(page, "a");
        await page.Find("[data-testid=case-submit]").ClickAsync();
        page.WaitForAssertion(() => page.FindAll("[data-testid=undo]").Count.ShouldBe(1));
        await Database.WriteAsync(async (db, token) => (await db.Cases.FindAsync([1L], token))!.Version++, Cancel);
        await PressAsync(page, "j");
        page.WaitForAssertion(() => Address.ShouldContain("case=2"));
        await page.Find("[data-testid=undo-bar] button").ClickAsync();
        page.WaitForAssertion(() => page.Find("[data-testid=undone]").TextContent.ShouldContain("Someone changed it meanwhile"));
        (await Database.ReadAsync((db, token) => db.Cases.Where(one => one.Id == 1).Select(one => one.OwnerPerson).SingleAsync(token), Cancel)).ShouldBe("Operator Otto");
    }

    [Fact]
    public async Task Keys_of_an_open_exception_come_before_those_of_the_list_and_leave_with_it()
    {
        await SeedAsync(Rows.Case("a", 1), Rows.Case("b", 2));
        var page = Open<ExceptionsPage>("/exceptions?tab=list&case=1");
        page.WaitForAssertion(() => page.FindComponents<PageKeys>().Count.ShouldBe(2));
        page.WaitForAssertion(() => Services.GetRequiredService<PageKeyList>().Keys.ShouldContain(key => key.Does == "snooze it"));
        await page.Find(".rt-drawer header button").ClickAsync();
        page.WaitForAssertion(() => Services.GetRequiredService<PageKeyList>().Keys.ShouldContain(key => key.Does == "select all that match, or none"));
    }

    [Fact]
    public async Task Two_at_one_exception_see_each_other_until_one_leaves()
    {
        await SeedAsync(Rows.Case("a", 1));
        var presence = Services.GetRequiredService<Presence>();
        var page = Open<ExceptionsPage>("/exceptions?tab=list&case=1");
        page.WaitForAssertion(() => presence.Count.ShouldBe(1));
        page.Find("[data-testid=people]").TextContent.Trim().ShouldBeEmpty();
        var alma = presence.Enter("case:1", "Administrator Alma", writes: false);
        await SaysAsync("Administrator Alma is looking at this too.");
        using var elsewhere = presence.Enter("case:2", "Agent Ada", writes: false);
        var editing = presence.Enter("case:1", "Administrator Alma", writes: true);
        await SaysAsync("Administrator Alma is changing its message now.");
        alma.Dispose();
        editing.Dispose();
        await SaysAsync("");
        await DisposeComponentsAsync();
        presence.Count.ShouldBe(1);

        // Readings that follow each other closely wait for the clock, which must go on for them.
        Task SaysAsync(string text) => Eventually.UntilAsync(() =>
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(page.Find("[data-testid=people]").TextContent.Trim());
        }, said => said == text);
    }

    [Theory]
    [InlineData("taxCode = reduced", "taxCode%20%3D%20reduced", 1)]
    [InlineData("85123a", "85123a", 2)]
    [InlineData("is nowhere", "is%20nowhere", 0)]
    public async Task What_messages_say_is_found_by_path_and_by_text_and_stands_in_the_address(string typed, string address, int found)
    {
        await SeedAsync(Rows.Case("a", 1), Rows.Case("b", 2), Rows.Case("c", 3));
        await SeedAsync(new CaseText { CaseId = 1 }, new CaseText { CaseId = 2 }, new CaseText { CaseId = 3 });
        await Services.GetRequiredService<CaseSearchStore>().WriteAsync(new Dictionary<long, IReadOnlyList<PayloadField>>
        {
            [1] = [new("order.lines[0].sku", "85123A"), new("order.lines[0].taxCode", "REDUCED")],
            [2] = [new("order.lines[0].sku", "85123A")],
        }, Cancel);
        var page = Open<ExceptionsPage>("/exceptions?tab=list");
        page.WaitForAssertion(() => page.FindAll("[data-testid=case-find]").Count.ShouldBe(1));

        await page.Find("[data-testid=case-find]").InputAsync(typed);
        await page.Find("form[role=search]").SubmitAsync();

        page.WaitForAssertion(() => Address.ShouldEndWith($"/exceptions?tab=list&find={address}"));
        page = Open<ExceptionsPage>(Address);
        if (found == 0) page.WaitForAssertion(() => page.Find("[data-testid=cases-empty]").TextContent.ShouldContain("No exception is like this"));
        else page.WaitForAssertion(() => page.Find("[data-testid=matching]").TextContent.ShouldBe(found == 1 ? "1 exception in all" : $"{found} exceptions in all"));
        page.FindAll("[data-testid=cases-table] tbody tr").Count.ShouldBe(found);
        page.WaitForAssertion(() => page.Find("[data-testid=unread]").TextContent.ShouldContain("1 exception opened a moment ago cannot be found"));
    }

    [Fact]
    public async Task What_cannot_be_looked_for_says_what_to_mend_and_goes_nowhere()
    {
        var page = Open<ExceptionsPage>("/exceptions");
        page.WaitForAssertion(() => page.FindAll("[data-testid=case-find]").Count.ShouldBe(1));
        await page.Find("[data-testid=case-find]").InputAsync("lines[0].a[].b = c");
        await page.Find("form[role=search]").SubmitAsync();
        page.Find("#find-problem").TextContent.ShouldBe("Give every list of the path its number, or none.");
        page.Find("[data-testid=case-find]").GetAttribute("aria-invalid").ShouldBe("true");
        Address.ShouldEndWith("/exceptions");
    }

    [Fact]
    public async Task A_view_is_saved_from_what_is_shown_and_leads_back_to_it()
    {
        var page = Open<ExceptionsPage>("/exceptions?tab=list&owner=Finance&case=7");
        page.WaitForAssertion(() => page.FindAll("[data-testid=view-name]").Count.ShouldBe(1));
        await page.Find("[data-testid=view-name]").InputAsync("Ours");
        await page.Find("[data-testid=view-for]").ChangeAsync("Finance");
        await page.Find("[data-testid=view-save]").ClickAsync();
        page.WaitForAssertion(() => page.Find("[data-testid=views] li a").GetAttribute("href").ShouldBe("/exceptions?tab=list&owner=Finance"));
        page.Find("[data-testid=views] h3").TextContent.ShouldBe("Finance");
        await page.Find("[data-testid=views] li button").ClickAsync();
        page.WaitForAssertion(() => page.FindAll("[data-testid=views] li").ShouldBeEmpty());
    }

    [Fact]
    public async Task Who_only_looks_sees_cases_and_no_actions()
    {
        SignIn(Roles.Executive);
        await SeedAsync(Rows.Case("a", 1, remedy: Remedy.Revalidate));
        var page = Open<ExceptionsPage>("/exceptions?tab=list&case=1");
        page.WaitForAssertion(() => page.FindAll("[data-testid=case-drawer]").Count.ShouldBe(1));
        page.FindAll("[data-testid=case-retry], input[type=checkbox], [data-testid=case-resolve]").ShouldBeEmpty();
    }

    [Fact]
    public async Task Renews_rows_when_told_and_no_more_once_left()
    {
        await SeedAsync(Rows.Case("a", 1));
        var page = Open<ExceptionsPage>("/exceptions?tab=list");
        page.WaitForAssertion(() => page.Find("[data-testid=case-1]").TextContent.ShouldContain("Finance"));
        await Database.WriteAsync(async (db, token) => (await db.Cases.FindAsync([1L], token))!.OwnerTeam = "Warehouse", Cancel);
        Clock.Advance(TimeSpan.FromSeconds(1));
        Feed.Publish(ChangeAreas.Exceptions);
        page.WaitForAssertion(() => page.Find("[data-testid=case-1]").TextContent.ShouldContain("Warehouse"));
        await DisposeComponentsAsync();
        Feed.SubscriberCount.ShouldBe(0);
    }

    private static Task PressAsync(IRenderedComponent<ExceptionsPage> page, string key) => page.InvokeAsync(() => page.FindComponents<PageKeys>()[^1].Instance.PressAsync(key));
}
