using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Data.Stores;
using RetailTower.Engine.Exceptions;
using RetailTower.Engine.Live;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Desks;

public abstract class CaseDeskContract<T> : DeskContract<T> where T : StoreFixture
{
    private CaseDesk Desk => Store.Get<CaseDesk>();

    [Fact]
    public async Task The_queue_shows_what_is_due_first_page_by_page()
    {
        await Store.SeedAsync([.. Enumerable.Range(1, 12).Select(i => Rows.Case($"s{i}", age: TimeSpan.FromMinutes(i / 3)))]);
        await Store.SeedAsync(Rows.Case("closed", state: CaseState.Resolved));

        var rows = new List<CaseRow>();
        for (string? cursor = null; ;)
        {
            var page = await Desk.PageAsync(new CaseFilter(), cursor, 5, Cancel);
            rows.AddRange(page.Items);
            if ((cursor = page.Next) is null) break;
        }

        rows.Count.ShouldBe(12);
        rows.Select(row => row.Id).ShouldBeUnique();
        rows.Select(row => row.DueAt).ShouldBe(rows.Select(row => row.DueAt).Order());
        (await Desk.PageAsync(new CaseFilter(All: true), null, 50, Cancel)).Items.Count.ShouldBe(13);
    }

    [Fact]
    public async Task A_cursor_that_nobody_gave_means_the_first_page()
    {
        await Store.SeedAsync(Rows.Case("a"));

        (await Desk.PageAsync(new CaseFilter(), "nonsense", 5, Cancel)).Items.ShouldHaveSingleItem();
        (await Desk.PageAsync(new CaseFilter(), "7fffffffffffffff.1", 5, Cancel)).Items.ShouldHaveSingleItem("no clock shows that");
    }

    [Fact]
    public async Task Filters_narrow_by_age_owner_and_order()
    {
        await Store.SeedAsync(Rows.Order(7, "SF-7"));
        var owned = Rows.Case("b", 7, age: TimeSpan.FromHours(2), domain: "shipment");
        (owned.OwnerTeam, owned.OwnerPerson) = ("Warehouse", "kim");
        await Store.SeedAsync(Rows.Case("a", age: TimeSpan.FromMinutes(2)), owned);

        foreach (var filter in new CaseFilter[]
        {
            new(MinAge: TimeSpan.FromHours(1)), new(OwnerTeam: "Warehouse"), new(OwnerPerson: "kim"), new(Domain: "shipment"), new(Text: "SO-7"), new(Text: "SF-7"),
            new(MinAge: TimeSpan.FromHours(1), MaxAge: TimeSpan.FromHours(4)),
        })
        {
            (await Desk.PageAsync(filter, null, 5, Cancel)).Items.ShouldHaveSingleItem(filter.ToString()).OrderKey.ShouldBe(7);
            (await Desk.CountAsync(filter, Cancel)).ShouldBe(1);
        }
    }

    [Fact]
    public async Task Groups_count_cases_orders_and_money_per_currency()
    {
        await Store.SeedAsync(
            Rows.Case("a", 1, money: 10.25m, age: TimeSpan.FromHours(2)), Rows.Case("b", 1, money: 5), Rows.Case("c", 2, money: 7, currency: "EUR"),
            Rows.Case("d", 3, "dc|release|short", 99), Rows.Case("e", 4, state: CaseState.AutoResolved, money: 1000));

        var groups = await Desk.GroupsAsync(new CaseFilter(), CaseGroupBy.Cause, Cancel);

        groups.Select(group => group.Count).ShouldBe([1, 3]);
        var first = groups[1];
        (first.OldestAt, first.NewestAt, first.NextDueAt).ShouldBe((Noon.AddHours(-2), Noon, Noon.AddHours(-1.5)));
        first.MoneyAtRisk.ShouldBe([new Money("GBP", 15.25m), new Money("EUR", 7)]);
        first.Newest.OrderKey.ShouldBe(2);
    }

    [Fact]
    public async Task Every_action_leaves_an_entry_and_moves_the_version()
    {
        var one = Rows.Case("a");
        await Store.SeedAsync(one);

        (await Desk.AssignAsync(one.Id, 0, "kim", "lee", "please", Cancel)).ShouldBe(CaseOutcome.Done);
        (await Desk.SnoozeAsync(one.Id, 1, new SnoozeOrder(Noon.AddHours(1), "bank holiday"), "kim", Cancel)).ShouldBe(CaseOutcome.Done);
        (await Desk.ReassignAsync(one.Id, 2, "Warehouse", "kim", "yours", Cancel)).ShouldBe(CaseOutcome.Done);
        (await Desk.NoteAsync(one.Id, "kim", "called them", Cancel)).ShouldBe(CaseOutcome.Done);
        (await Desk.ResolveAsync(one.Id, 3, "mended by hand", "kim", Cancel)).ShouldBe(CaseOutcome.Done);

        var sheet = (await Desk.GetAsync(one.Id, Cancel)).ShouldNotBeNull();
        sheet.Entries.Select(entry => entry.What).ShouldBe(["assigned", "snoozed", "reassigned", "note", "resolved"]);
        (sheet.Case.State, sheet.Case.OwnerTeam, sheet.Case.OwnerPerson, sheet.Resolution).ShouldBe((CaseState.Resolved, "Warehouse", null, "mended by hand"));
    }

    [Fact]
    public async Task A_person_who_saw_an_older_version_changes_nothing()
    {
        var one = Rows.Case("a");
        await Store.SeedAsync(one);
        await Desk.AssignAsync(one.Id, 0, "kim", "kim", null, Cancel);

        (await Desk.AssignAsync(one.Id, 0, "lee", "lee", null, Cancel)).ShouldBe(CaseOutcome.Changed);
        (await Desk.ResolveAsync(one.Id, 1, "done", "kim", Cancel)).ShouldBe(CaseOutcome.Done);
        (await Desk.AssignAsync(one.Id, 2, "lee", "lee", null, Cancel)).ShouldBe(CaseOutcome.Closed);
        (await Desk.AssignAsync(99, 0, "lee", "lee", null, Cancel)).ShouldBe(CaseOutcome.NotFound);

        var sheet = (await Desk.GetAsync(one.Id, Cancel)).ShouldNotBeNull();
        sheet.Case.OwnerPerson.ShouldBe("kim");
        sheet.Entries.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_step_is_taken_back_by_one_that_is_told_of_and_only_while_nothing_came_after_it()
    {
        var one = Rows.Case("a");
        await Store.SeedAsync(one);
        var before = (await Desk.GetAsync(one.Id, Cancel))!.Case;
        await Desk.ReassignAsync(one.Id, 0, "Warehouse", "kim", "yours", Cancel);

        (await Desk.UndoAsync(before, "kim", Cancel)).ShouldBe(CaseOutcome.Done);
        (await Desk.UndoAsync(before, "kim", Cancel)).ShouldBe(CaseOutcome.Changed);

        var snoozed = (await Desk.GetAsync(one.Id, Cancel))!.Case;
        await Desk.SnoozeAsync(one.Id, snoozed.Version, new SnoozeOrder(Noon.AddHours(1), null), "kim", Cancel);
        await Desk.WakeAsync(one.Id, snoozed.Version + 1, "lee", Cancel);
        (await Desk.UndoAsync(snoozed, "kim", Cancel)).ShouldBe(CaseOutcome.Changed);
        var sheet = (await Desk.GetAsync(one.Id, Cancel))!;
        (sheet.Case.OwnerTeam, sheet.Case.State, sheet.Case.SnoozedUntil).ShouldBe(("Finance", CaseState.Open, null));
        sheet.Entries.Select(entry => (entry.What, entry.Text)).ShouldBe([("reassigned", "to Warehouse: yours"), ("undone", "with Finance as before"), ("snoozed", "until 2026-03-02 13:00:00Z"), ("woke", null)]);
    }

    [Fact]
    public async Task Who_takes_back_the_reassigning_of_a_snoozed_case_has_it_snoozed_as_before()
    {
        var one = Rows.Case("a");
        await Store.SeedAsync(one);
        await Desk.SnoozeAsync(one.Id, 0, new SnoozeOrder(Noon.AddHours(1), null), "kim", Cancel);
        var before = (await Desk.GetAsync(one.Id, Cancel))!.Case;
        await Desk.ReassignAsync(one.Id, before.Version, "Warehouse", "kim", "yours", Cancel);

        (await Desk.UndoAsync(before, "kim", Cancel)).ShouldBe(CaseOutcome.Done);
        var after = (await Desk.GetAsync(one.Id, Cancel))!.Case;
        (after.OwnerTeam, after.State, after.SnoozedUntil).ShouldBe(("Finance", CaseState.Snoozed, Noon.AddHours(1)));
    }

    [Fact]
    public async Task A_snoozed_case_comes_back_in_its_time_and_screens_hear_of_it()
    {
        var one = Rows.Case("a");
        await Store.SeedAsync(one);
        await Desk.SnoozeAsync(one.Id, 0, new SnoozeOrder(Noon.AddHours(1), "later"), "kim", Cancel);
        await Desk.WakeAsync(Cancel);
        (await Desk.GetAsync(one.Id, Cancel))!.Case.State.ShouldBe(CaseState.Snoozed);
        var heard = new List<string>();
        using var subscription = Store.Get<ChangeFeed>().Subscribe(change =>
        {
            heard.Add(change.Area);
            return false;
        }, () => Task.CompletedTask);

        Store.Time.Advance(TimeSpan.FromHours(1));
        await Desk.WakeAsync(Cancel);

        (await Desk.GetAsync(one.Id, Cancel))!.Case.ShouldSatisfyAllConditions(row => row.State.ShouldBe(CaseState.Open), row => row.SnoozedUntil.ShouldBeNull());
        heard.ShouldBe([ChangeAreas.Exceptions]);
    }
}

public sealed class SqliteCaseDeskTests : CaseDeskContract<SqliteStore>
{
    protected override Task<SqliteStore> StartAsync() => SqliteStore.StartAsync();
}

public sealed class SqlServerCaseDeskTests : CaseDeskContract<SqlServerStore>
{
    protected override Task<SqlServerStore> StartAsync() => SqlServerStore.StartAsync();
}
