using System.Text;
using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Data.Stores;
using RetailTower.Tests.Desks;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Stores;

/// <summary>Of a failed message one changed copy is sent at most, in its place, whoever asks and however often.</summary>
public abstract class EditStoreContract<T> : StoreContract<T> where T : StoreFixture
{
    private const decimal Limit = 500;
    private static readonly LaneHealth Well = new(0, null, null, true, null, null);

    private EditStore Edits => Store.Get<EditStore>();

    [Fact]
    public async Task It_goes_in_the_originals_place_and_what_waits_behind_still_waits()
    {
        var (one, call) = await DeadCallAsync();
        await Store.SeedAsync(Rows.Outbound("behind", OutboxState.Ready, orderKey: 1));

        var released = await SendAsync(one, "{\"better\":true}");

        released.ShouldSatisfyAllConditions(it => it.Outcome.ShouldBe(EditOutcome.Released), it => it.Lane.ShouldBe("erp"), it => it.Edit!.Version.ShouldBe(1));
        var head = (await Lanes.LookAsync("erp", 0, 10, Cancel)).Heads.ShouldHaveSingleItem();
        (head.Message.Id, head.Message.Payload, head.Message.IdempotencyKey).ShouldBe((call.Id, "{\"better\":true}", call.IdempotencyKey));
        await AnswerAsync(head, works: true);
        (await CallsAsync()).ShouldSatisfyAllConditions(calls => calls[0].State.ShouldBe(OutboxState.Done), calls => calls[0].Payload.ShouldBe(call.Payload, "the original is never altered"));
        (await EditsAsync()).ShouldHaveSingleItem().ShouldSatisfyAllConditions(edit => edit.State.ShouldBe(EditState.Done), edit => edit.EndedAt.ShouldBe(Noon));
        (await CasesAsync())[0].State.ShouldBe(CaseState.AutoResolved);
        (await Lanes.LookAsync("erp", 0, 10, Cancel)).Heads.ShouldHaveSingleItem().Message.IdempotencyKey.ShouldBe("behind");
        (await Store.ReadAsync(db => db.History.SingleAsync(Cancel))).ShouldSatisfyAllConditions(it => it.What.ShouldBe("message.edited"), it => it.Detail.ShouldBe($"kim changed submit-order to erp, version 1, exception {one}: typo"));
        (await Store.ReadAsync(db => db.CaseEntries.OrderBy(e => e.Id).Select(e => e.What).ToListAsync(Cancel))).ShouldBe(["edited", "resolved"]);
    }

    [Fact]
    public async Task Of_two_who_send_at_once_one_is_first_and_the_other_hears_of_it()
    {
        var (one, _) = await DeadCallAsync();

        var both = await Task.WhenAll(SendAsync(one, "{\"a\":1}", "kim"), SendAsync(one, "{\"b\":1}", "lee"));

        both.Select(it => it.Outcome).ShouldBe([EditOutcome.Released, EditOutcome.First], ignoreOrder: true);
        var winner = both.Single(it => it.Outcome == EditOutcome.Released).Edit!.RequestedBy;
        both.Single(it => it.Outcome == EditOutcome.First).Edit!.RequestedBy.ShouldBe(winner);
        (await EditsAsync()).ShouldHaveSingleItem().RequestedBy.ShouldBe(winner);
    }

    [Fact]
    public async Task A_second_click_sends_nothing_even_when_the_first_has_failed_already()
    {
        var (one, _) = await DeadCallAsync();
        await SendAsync(one, "{\"a\":1}");
        (await SendAsync(one, "{\"a\":1}")).Outcome.ShouldBe(EditOutcome.First);
        await AnswerAsync((await Lanes.LookAsync("erp", 0, 10, Cancel)).Heads.Single(), works: false);

        (await SendAsync(one, "{\"a\":1}")).ShouldSatisfyAllConditions(it => it.Outcome.ShouldBe(EditOutcome.First), it => it.Edit!.State.ShouldBe(EditState.Failed));
        // Who has seen it may go on from there.
        (await SendAsync(one, "{\"a\":2}", seen: 1)).ShouldSatisfyAllConditions(it => it.Outcome.ShouldBe(EditOutcome.Released), it => it.Edit!.Version.ShouldBe(2));
        (await Lanes.LookAsync("erp", 0, 10, Cancel)).Heads.ShouldHaveSingleItem().Message.Payload.ShouldBe("{\"a\":2}");
    }

    [Fact]
    public async Task The_database_itself_refuses_a_second_one_on_its_way()
    {
        var (one, call) = await DeadCallAsync();
        await SendAsync(one, "{}");

        var second = Should.ThrowAsync<Exception>(() => Store.SeedAsync(new MessageEdit
        {
            Subject = LaneStore.CallSubject(call.Id), CaseId = one, Version = 2, State = EditState.AwaitingApproval, Content = [1], Reason = "", RequestedBy = "lee", RequestedAt = Noon,
        }));

        await second;
        (await EditsAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Above_the_limit_a_second_person_decides_and_the_first_decision_counts()
    {
        var (one, _) = await DeadCallAsync(Limit + 1);
        var asked = await SendAsync(one, "{\"a\":1}");
        asked.Outcome.ShouldBe(EditOutcome.AwaitingApproval);
        (await Lanes.LookAsync("erp", 0, 10, Cancel)).Heads.ShouldBeEmpty();
        (await Store.Get<EditQueries>().WaitingAsync(10, Cancel)).ShouldHaveSingleItem().Id.ShouldBe(asked.Edit!.Id);
        (await SendAsync(one, "{\"b\":1}", "lee")).Outcome.ShouldBe(EditOutcome.First);
        (await Edits.DecideAsync(asked.Edit.Id, true, "fine", "kim", Cancel)).Outcome.ShouldBe(EditOutcome.SamePerson);

        var both = await Task.WhenAll(Edits.DecideAsync(asked.Edit.Id, true, "fine", "lee", Cancel), Edits.DecideAsync(asked.Edit.Id, false, "no", "max", Cancel));

        both.Count(it => it.Outcome == EditOutcome.First).ShouldBe(1);
        var decided = (await EditsAsync()).ShouldHaveSingleItem();
        both.Single(it => it.Outcome == EditOutcome.First).Edit!.DecidedBy.ShouldBe(decided.DecidedBy);
        (await Lanes.LookAsync("erp", 0, 10, Cancel)).Heads.Count.ShouldBe(decided.State == EditState.Released ? 1 : 0);
        (await Store.Get<EditQueries>().WaitingAsync(10, Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_waits_for_approval_is_taken_back_and_room_is_made_for_another()
    {
        var (one, _) = await DeadCallAsync(Limit + 1);
        var asked = await SendAsync(one, "{\"a\":1}");

        (await Edits.WithdrawAsync(asked.Edit!.Id, "kim", Cancel)).Outcome.ShouldBe(EditOutcome.Withdrawn);

        (await Edits.DecideAsync(asked.Edit.Id, true, "fine", "lee", Cancel)).Outcome.ShouldBe(EditOutcome.First);
        (await SendAsync(one, "{\"a\":2}", "lee", seen: 1)).Edit!.Version.ShouldBe(2);
    }

    [Fact]
    public async Task What_was_retried_meanwhile_is_not_sent_beside_it()
    {
        var (one, _) = await DeadCallAsync(Limit + 1);
        var asked = await SendAsync(one, "{\"a\":1}");
        await Store.Get<RecoveryStore>().ActAsync(RecoveryAction.Retry, one, null, "max", Cancel);

        (await Edits.DecideAsync(asked.Edit!.Id, true, "fine", "lee", Cancel)).Outcome.ShouldBe(EditOutcome.NotFailed);

        var head = (await Lanes.LookAsync("erp", 0, 10, Cancel)).Heads.ShouldHaveSingleItem();
        head.Message.Payload.ShouldStartWith("{\"order\"");
        await AnswerAsync(head, works: true);
        (await Edits.DecideAsync(asked.Edit.Id, true, "fine", "lee", Cancel)).Outcome.ShouldBe(EditOutcome.Closed);
        (await Lanes.LookAsync("erp", 0, 10, Cancel)).Heads.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_message_is_worked_on_as_it_was_changed_and_kept_as_it_came()
    {
        await Inbox.AddAsync([Placed("m", "N1", [.. "{\"bad\":1}"u8])], Cancel);
        var message = (await MessagesAsync()).Single();
        await Store.Database.WriteAsync((db, token) => db.Inbox.ExecuteUpdateAsync(set => set.SetProperty(m => m.State, InboxState.Parked), token), Cancel);
        var one = Rows.Case($"inbox:{message.Id}", message.OrderKey, remedy: Remedy.ReplayMessage);
        one.InboxId = message.Id;
        await Store.SeedAsync(one);

        (await SendAsync(one.Id, "{\"good\":1}")).Partition.ShouldBe(message.Partition);

        var lease = $"inbox:{message.Partition}";
        await TakeAsync(lease);
        var seen = "";
        await Work.TurnAsync(lease, Me, message.Partition, 10, NoNeeds, work =>
        {
            seen = Encoding.UTF8.GetString(work.Messages.Single().Body!);
            Finish(work.Messages.Single());
        }, Cancel);
        seen.ShouldBe("{\"good\":1}");
        (await MessagesAsync()).Single().ShouldSatisfyAllConditions(m => m.Body.ShouldBe([.. "{\"bad\":1}"u8]), m => m.State.ShouldBe(InboxState.Done));
        (await EditsAsync()).ShouldHaveSingleItem().State.ShouldBe(EditState.Done);
    }

    [Fact]
    public async Task Nothing_is_sent_for_what_has_not_failed_is_closed_or_is_no_message()
    {
        var (one, _) = await DeadCallAsync();
        await Store.Get<RecoveryStore>().ActAsync(RecoveryAction.Discard, one, "by hand", "max", Cancel);
        (await SendAsync(one, "{}")).Outcome.ShouldBe(EditOutcome.Closed);
        var bare = Rows.Case("order:1:shown", 1);
        await Store.SeedAsync(bare);
        (await SendAsync(bare.Id, "{}")).Outcome.ShouldBe(EditOutcome.NotFound);
        (await SendAsync(4711, "{}")).Outcome.ShouldBe(EditOutcome.NotFound);
        (await EditsAsync()).ShouldBeEmpty();
    }

    private Task<EditResult> SendAsync(long one, string content, string who = "kim", int seen = 0) => Edits.RequestAsync(one, seen, Encoding.UTF8.GetBytes(content), "typo", Limit, who, Cancel);

    private Task<List<MessageEdit>> EditsAsync() => Store.ReadAsync(db => db.Edits.OrderBy(e => e.Id).ToListAsync(Cancel));

    private async Task AnswerAsync(LaneHead head, bool works)
    {
        await TakeAsync();
        var result = works
            ? new LaneResult(head.Message, "done", "", "Created.", null, false, true, [], null)
            : new LaneResult(head.Message, "rejected", "bad", "No.", null, true, true, [], Opening(LaneStore.CallSubject(head.Message.Id)));
        await Lanes.CommitAsync(Partition, Me, "erp", [result], Well, Cancel);
    }

    private async Task<(long Case, OutboxMessage Call)> DeadCallAsync(decimal money = 10)
    {
        var call = Rows.Outbound("dead", OutboxState.Failed, orderKey: 1);
        call.Result = "No.";
        await Store.SeedAsync(Rows.Order(1, "SF-1"), call);
        var one = Rows.Case(LaneStore.CallSubject(call.Id), 1, money: money, remedy: Remedy.RetryCall);
        one.OutboxId = call.Id;
        await Store.SeedAsync(one);
        return (one.Id, call);
    }
}

public sealed class SqliteEditStoreTests : EditStoreContract<SqliteStore>
{
    protected override Task<SqliteStore> StartAsync() => SqliteStore.StartAsync();
}

public sealed class SqlServerEditStoreTests : EditStoreContract<SqlServerStore>
{
    protected override Task<SqlServerStore> StartAsync() => SqlServerStore.StartAsync();
}
