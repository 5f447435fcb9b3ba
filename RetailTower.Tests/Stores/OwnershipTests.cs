using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;
using RetailTower.Data.Stores;
using RetailTower.Engine.Exceptions;
using RetailTower.Engine.Exceptions.Ownership;
using RetailTower.Engine.Live;
using RetailTower.Tests.Desks;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Stores;

/// <summary>Clocks stand still while others have to act; what uses up its time climbs, and whoever is called hears of each cause once.</summary>
public abstract class OwnershipContract<T> : StoreContract<T> where T : StoreFixture
{
    private readonly OwnershipOptions _options = new()
    {
        Teams = { ["Finance"] = new TeamOptions { Mail = "finance@example.com", Webhook = "chat", Lead = "Carol" } },
        Notices = { Mail = { Host = "localhost", From = "tower@example.com" }, Webhooks = { ["chat"] = new NoticeWebhookOptions() } },
    };

    private CaseDesk Desk => Store.Get<CaseDesk>();

    private NoticeDesk Notices => Store.Get<NoticeDesk>();

    private LetterStore Letters => Store.Get<LetterStore>();

    [Fact]
    public async Task A_clock_stands_still_while_a_partner_has_to_act_and_goes_on_with_what_was_left()
    {
        await SeedCasesAsync(1);
        await Store.SeedAsync(Rows.Case("other"));
        Store.Time.Advance(TimeSpan.FromMinutes(10));

        (await Desk.WaitAsync(1, 0, new WaitOrder("the carrier", Store.Time.GetUtcNow().AddHours(4), "the parcel is being traced"), "kim", Cancel)).ShouldBe(CaseOutcome.Done);

        var sheet = (await Desk.GetAsync(1, Cancel))!;
        sheet.Case.ShouldSatisfyAllConditions(it => it.State.ShouldBe(CaseState.WaitingOnPartner), it => it.DueAt.ShouldBe(Noon.AddMinutes(30).AddHours(4)), it => it.Version.ShouldBe(1));
        sheet.Wait.ShouldNotBeNull().ShouldSatisfyAllConditions(it => it.On.ShouldBe("the carrier"), it => it.Because.ShouldBe("the parcel is being traced"), it => it.Since.ShouldBe(Noon.AddMinutes(10)));
        sheet.Entries[^1].ShouldSatisfyAllConditions(it => it.What.ShouldBe("waiting"), it => it.Text!.ShouldStartWith("on the carrier until 2026-03-02 16:10:00Z, because"));
        (await Desk.SnoozeAsync(1, 1, new SnoozeOrder(Noon.AddDays(1), null), "kim", Cancel)).ShouldBe(CaseOutcome.Changed, "it rests already");
        (await Desk.AssignAsync(1, 1, "kim", "kim", null, Cancel)).ShouldBe(CaseOutcome.Done);
        (await Desk.GetAsync(1, Cancel))!.Case.State.ShouldBe(CaseState.WaitingOnPartner, "whoever takes it waits, too");

        Store.Time.Advance(TimeSpan.FromMinutes(20));
        (await Desk.GoOnAsync(1, 2, "kim", "found in Leeds", Cancel)).ShouldBe(CaseOutcome.Done);

        sheet = (await Desk.GetAsync(1, Cancel))!;
        sheet.Case.ShouldSatisfyAllConditions(it => it.State.ShouldBe(CaseState.Assigned), it => it.DueAt.ShouldBe(Noon.AddMinutes(50)), it => it.SnoozedUntil.ShouldBeNull());
        (sheet.Wait, sheet.Entries[^1].Text).ShouldBe((null, "the carrier has answered: found in Leeds"));
        (await Desk.GoOnAsync(2, 0, "kim", null, Cancel)).ShouldBe(CaseOutcome.Changed, "it does not wait");
    }

    [Fact]
    public async Task It_goes_on_by_itself_when_the_time_is_up()
    {
        await SeedCasesAsync(1);
        await Desk.WaitAsync(1, 0, new WaitOrder("the bank", Noon.AddHours(1), "of the transfer"), "kim", Cancel);
        Store.Time.Advance(TimeSpan.FromHours(1));

        await Desk.WakeAsync(Cancel);

        var sheet = (await Desk.GetAsync(1, Cancel))!;
        sheet.Case.ShouldSatisfyAllConditions(it => it.State.ShouldBe(CaseState.Open), it => it.DueAt.ShouldBe(Noon.AddMinutes(90)));
        sheet.Entries[^1].ShouldSatisfyAllConditions(it => it.What.ShouldBe("went-on"), it => it.Who.ShouldBe("tower"));
        (await Store.ReadAsync(db => db.CaseWaits.CountAsync(Cancel))).ShouldBe(0);
    }

    [Fact]
    public async Task Cases_of_one_cause_climb_with_one_notice_and_one_letter_to_each_recipient()
    {
        await Store.SeedAsync(new Person { UserName = "carol@example.com", Email = "carol@example.com", DisplayName = "Carol" }, new Person { UserName = "fin", DisplayName = "Fin", Team = "Finance" });
        await SeedCasesAsync(600);
        await ClimbAsync(TimeSpan.FromMinutes(14));
        (await Notices.OpenAsync("Fin", Cancel)).ShouldBeEmpty("half of the time is not used");

        await ClimbAsync(TimeSpan.FromMinutes(1));

        (await Notices.OpenAsync("Fin", Cancel)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(it => it.Cases.ShouldBe(600), it => it.Rung.ShouldBe(1), it => it.Team.ShouldBe("Finance"));
        (await Notices.OpenAsync("Carol", Cancel)).ShouldBeEmpty("the lead is called when the time is up");
        (await LettersAsync()).ShouldBe([(LetterChannel.Mail, "finance@example.com", Noon.AddSeconds(930)), (LetterChannel.Webhook, "chat", Noon.AddSeconds(930))], ignoreOrder: true);
        (await Desk.GetAsync(600, Cancel))!.ShouldSatisfyAllConditions(
            it => it.Entries[^1].Text.ShouldBe("50 % of its time is used and nobody has taken it: told Finance"), it => it.Case.Version.ShouldBe(0, "nobody is kept from acting on it"));

        await ClimbAsync(TimeSpan.FromMinutes(15));

        (await Notices.OpenAsync("Carol", Cancel)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(it => it.Cases.ShouldBe(600), it => it.Rung.ShouldBe(2));
        (await LettersAsync()).Select(it => it.Recipient).ShouldBe(["finance@example.com", "chat", "carol@example.com"], ignoreOrder: true);
        await ClimbAsync(TimeSpan.FromMinutes(30));
        (await Notices.OpenAsync("anyone", Cancel)).ShouldHaveSingleItem().Rung.ShouldBe(3);
        (await Store.ReadAsync(db => db.Cases.CountAsync(c => c.ClimbsAt != null, Cancel))).ShouldBe(0, "there is no further rung");
    }

    [Fact]
    public async Task An_acknowledged_notice_climbs_no_further_and_later_cases_open_another()
    {
        await SeedCasesAsync(3);
        await ClimbAsync(TimeSpan.FromMinutes(15));
        var notice = await Store.ReadAsync(db => db.Notices.SingleAsync(Cancel));

        (await Notices.AcknowledgeAsync(notice.Id, "kim", Cancel)).ShouldBeTrue();
        (await Notices.AcknowledgeAsync(notice.Id, "lee", Cancel)).ShouldBeFalse("kim was first");
        await SeedCasesAsync(1, "later");
        await ClimbAsync(TimeSpan.FromMinutes(15));

        (await Desk.GetAsync(1, Cancel))!.Entries[^1].Text.ShouldBe("no further: kim has acknowledged the notice");
        var open = await Store.ReadAsync(db => db.Notices.Where(n => n.ClosedAt == null).ToListAsync(Cancel));
        open.ShouldHaveSingleItem().ShouldSatisfyAllConditions(it => it.Cases.ShouldBe(1), it => it.Rung.ShouldBe(1));
        (await Store.ReadAsync(db => db.Audit.SingleAsync(Cancel))).ShouldSatisfyAllConditions(it => it.Who.ShouldBe("kim"), it => it.Action.ShouldBe("notice.acknowledged"));
    }

    [Fact]
    public async Task What_rests_or_is_taken_is_not_called_for_and_what_is_over_leaves_the_bell()
    {
        await SeedCasesAsync(3);
        await Desk.AssignAsync(1, 0, "kim", "kim", null, Cancel);
        await Desk.SnoozeAsync(2, 0, new SnoozeOrder(Noon.AddHours(3), null), "kim", Cancel);
        await ClimbAsync(TimeSpan.FromMinutes(20));
        (await Store.ReadAsync(db => db.Notices.SingleAsync(Cancel))).Cases.ShouldBe(1, "one is taken, one rests");
        (await Store.ReadAsync(db => db.Cases.Where(c => c.Id == 2).Select(c => c.ClimbsAt).SingleAsync(Cancel))).ShouldBe(Noon.AddHours(3));

        for (var id = 1; id <= 3; id++) await Desk.ResolveAsync(id, (await Desk.GetAsync(id, Cancel))!.Case.Version, "done", "kim", Cancel);
        await ClimbAsync(TimeSpan.Zero);

        (await Store.ReadAsync(db => db.Notices.SingleAsync(Cancel))).ClosedBy.ShouldBe("tower");
        Store.Time.Advance(TimeSpan.FromMinutes(1));
        (await Letters.TakeAsync(LetterChannel.Mail, LetterRound.Pause, Cancel)).ShouldBeNull("nobody need hear of it any more");
        (await Store.ReadAsync(db => db.Letters.CountAsync(l => l.Channel == LetterChannel.Mail && l.EndedAt == null, Cancel))).ShouldBe(0);
    }

    [Fact]
    public async Task Notices_gather_in_one_letter_and_the_next_one_waits_its_time()
    {
        await SeedCasesAsync(2);
        await SeedCasesAsync(1, "b", "another cause");
        await ClimbAsync(TimeSpan.FromMinutes(15));
        (await Letters.TakeAsync(LetterChannel.Mail, LetterRound.Pause, Cancel)).ShouldBeNull("it gathers for half a minute");
        Store.Time.Advance(TimeSpan.FromSeconds(30));

        var first = (await Letters.TakeAsync(LetterChannel.Mail, LetterRound.Pause, Cancel)).ShouldNotBeNull();
        first.Notices.Select(it => it.Cases).ShouldBe([2, 1]);
        await SeedCasesAsync(1, "c", "a third cause");
        await ClimbAsync(TimeSpan.Zero, ahead: true);
        await Letters.SentAsync(first.Id, Cancel);

        var next = await Store.ReadAsync(db => db.Letters.Where(l => l.Channel == LetterChannel.Mail && l.EndedAt == null).SingleAsync(Cancel));
        next.Id.ShouldNotBe(first.Id, "what is on its way gathers no more");
        next.DueAt.ShouldBe(Store.Time.GetUtcNow() + LetterRound.Pause(1) + _options.Notices.Apart, "counted from the attempt that was under way");
    }

    [Fact]
    public async Task A_note_stays_until_somebody_else_takes_over()
    {
        var desk = Store.Get<TeamDesk>();
        await Store.SeedAsync(new Person { UserName = "kim", DisplayName = "kim" });
        (await desk.JoinAsync("kim", "Finance", "kim", Cancel)).ShouldBeTrue();
        (await desk.JoinAsync("nobody", "Finance", "kim", Cancel)).ShouldBeFalse();
        await Should.ThrowAsync<ArgumentException>(() => desk.JoinAsync("kim", "Sales", "kim", Cancel));
        (await desk.TeamOfAsync("kim", Cancel)).ShouldBe("Finance");
        (await Store.ReadAsync(db => db.Audit.SingleAsync(Cancel))).Detail.ShouldBe("no team → Finance");

        await desk.HandOverAsync("Finance", " The bank answers at 9. ", "kim", Cancel);
        var note = (await desk.LeftAsync("Finance", Cancel)).ShouldHaveSingleItem();

        note.Text.ShouldBe("The bank answers at 9.");
        (await desk.TakeOverAsync(note.Id, "kim", Cancel)).ShouldBeFalse("nobody takes over from oneself");
        (await desk.TakeOverAsync(note.Id, "lee", Cancel)).ShouldBeTrue();
        (await desk.TakeOverAsync(note.Id, "max", Cancel)).ShouldBeFalse("lee was first");
        (await desk.LeftAsync("Finance", Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_shift_report_adds_up()
    {
        await SeedCasesAsync(4);
        await Store.SeedAsync(Rows.Case("old", age: TimeSpan.FromDays(2), money: 7));
        await Desk.ResolveAsync(1, 0, "done", "kim", Cancel);
        await Desk.ResolveAsync(2, 0, "done", "kim", Cancel);
        await Store.Database.WriteAsync(async (db, token) =>
        {
            var one = await db.Cases.SingleAsync(c => c.Id == 3, token);
            (one.State, one.ResolvedAt) = (CaseState.AutoResolved, Noon);
            db.CaseEntries.AddRange(new CaseEntry { CaseId = 3, At = Noon, Who = "lee", What = "retried" }, new CaseEntry { CaseId = 3, At = Noon, Who = "tower", What = "resolved" });
        }, Cancel);
        await Store.Get<TeamDesk>().HandOverAsync("Warehouse", "Nothing.", "kim", Cancel);
        Store.Time.Advance(TimeSpan.FromMinutes(1));

        var report = await Store.Get<TeamDesk>().ShiftAsync(Noon.AddHours(-8), Store.Time.GetUtcNow(), "Finance", Cancel);

        report.Opened.Select(it => (it.Team, it.Cases)).ShouldBe([("Finance", 4)]);
        report.Closed.Select(it => (it.Who, it.How, it.Cases)).ShouldBe([("kim", "resolved", 2), ("lee", "retried", 1)]);
        report.Open.Select(it => (it.Age, it.Currency, it.Cases, it.MoneyAtRisk)).ShouldBe([(0, "GBP", 1, 5m), (3, "GBP", 1, 7m)]);
        report.HandOvers.ShouldBeEmpty("it was left for another team");
        (await Store.Get<TeamDesk>().ShiftAsync(Noon.AddHours(-8), Store.Time.GetUtcNow(), null, Cancel)).HandOvers.ShouldHaveSingleItem();
    }

    /// <summary>Opened now, due in half an hour, as the case book would.</summary>
    private async Task SeedCasesAsync(int count, string subject = "case", string cause = "erp:submit-order:credit")
    {
        var (now, rules) = (Store.Time.GetUtcNow(), new TeamBook(_options).Of("Finance"));
        await Store.SeedAsync([.. Enumerable.Range(1, count).Select(n =>
        {
            var one = Rows.Case($"{subject}:{n}", fingerprint: cause, money: 5);
            (one.OpenedAt, one.DueAt, one.AllowedSeconds, one.ClimbsAt) = (now, now.AddMinutes(30), 1800, rules.ClimbsAt(now.AddMinutes(30), TimeSpan.FromMinutes(30), 0));
            return one;
        })]);
    }

    /// <param name="ahead">What has not climbed yet climbs now.</param>
    private async Task ClimbAsync(TimeSpan later, bool ahead = false)
    {
        if (ahead)
        {
            var (now, due) = (Store.Time.GetUtcNow(), Store.Time.GetUtcNow().AddMinutes(15));
            await Store.Database.WriteAsync((db, token) => db.Cases.Where(c => c.ClimbsAt > now && c.Rung == 0).ExecuteUpdateAsync(set => set.SetProperty(c => c.ClimbsAt, now).SetProperty(c => c.DueAt, due), token), Cancel);
        }
        else
        {
            Store.Time.Advance(later);
        }

        await new Escalation(Store.Get<EscalationStore>(), Store.Get<TeamStore>(), new TeamBook(_options), _options.Notices, Store.Get<ChangeFeed>(), Store.Time).RunAsync(() => Task.FromResult(true), Cancel);
    }

    private Task<List<(LetterChannel Channel, string Recipient, DateTimeOffset DueAt)>> LettersAsync() => Store.ReadAsync(async db => (await db.Letters.OrderBy(l => l.Id).ToListAsync(Cancel)).ConvertAll(l => (l.Channel, l.Recipient, l.DueAt)));
}

public sealed class SqliteOwnershipTests : OwnershipContract<SqliteStore>
{
    protected override Task<SqliteStore> StartAsync() => SqliteStore.StartAsync();
}

public sealed class SqlServerOwnershipTests : OwnershipContract<SqlServerStore>
{
    protected override Task<SqlServerStore> StartAsync() => SqlServerStore.StartAsync();
}
