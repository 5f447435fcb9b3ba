using System.Text;
using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Data.Stores;
using RetailTower.Engine.Live;
using RetailTower.Engine.Recovery;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Desks;

public abstract class RecoveryContract<T> : DeskContract<T> where T : StoreFixture
{
    private RecoveryDesk Desk => Store.Get<RecoveryDesk>();

    [Fact]
    public async Task Retrying_a_dead_call_puts_it_back_into_its_lane_and_leaves_the_case_open()
    {
        var call = Rows.Outbound("k", OutboxState.Failed, age: TimeSpan.FromHours(1), dueIn: TimeSpan.FromHours(9));
        call.Attempts = 8;
        await Store.SeedAsync(call);
        var one = await CaseAsync(Remedy.RetryCall, c => c.OutboxId = call.Id);
        var (lanes, _) = Listen();

        (await Desk.RetryAsync(one, "kim", Cancel)).Succeeded.ShouldBeTrue();

        var after = await Store.ReadAsync(db => db.Outbox.SingleAsync(Cancel));
        (after.State, after.Attempts, after.DueAt, after.DoneAt).ShouldBe((OutboxState.Ready, 0, Noon, null));
        lanes.ShouldBe(["erp"]);
        var sheet = await CaseOfAsync(one);
        sheet.Case.State.ShouldBe(CaseState.Open);
        sheet.Entries.ShouldHaveSingleItem().ShouldSatisfyAllConditions(entry => entry.Who.ShouldBe("kim"), entry => entry.What.ShouldBe("retried"));
        (await Desk.RetryAsync(one, "lee", Cancel)).ShouldBe(new RecoveryResult(false, "The call is about to be made."));
    }

    [Theory]
    [InlineData(InboxState.Failed, true)]
    [InlineData(InboxState.Parked, true)]
    [InlineData(InboxState.Done, true)]
    [InlineData(InboxState.Ready, false)]
    [InlineData(InboxState.Waiting, false)]
    [InlineData(InboxState.Discarded, false)]
    public async Task Replaying_works_on_the_unaltered_message_again(InboxState state, bool works)
    {
        var message = Rows.Inbound("m", state, body: "{\"a\": 1}");
        await Store.SeedAsync(message);
        var one = await CaseAsync(Remedy.ReplayMessage, c => c.InboxId = message.Id);
        var (_, partitions) = Listen();

        (await Desk.ReplayAsync(one, "kim", Cancel)).Succeeded.ShouldBe(works);

        var after = await Store.ReadAsync(db => db.Inbox.SingleAsync(Cancel));
        after.State.ShouldBe(works ? InboxState.Ready : state);
        Encoding.UTF8.GetString(after.Body!).ShouldBe("{\"a\": 1}");
        partitions.ShouldBe(works ? [3] : []);
        // The pump closes the case of a message that has been tried before.
        if (works) after.Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task Replaying_a_call_goes_back_to_the_message_that_caused_it()
    {
        var message = Rows.Inbound("m", InboxState.Done);
        await Store.SeedAsync(message);
        var call = Rows.Outbound("k", OutboxState.Failed);
        call.CauseInboxId = message.Id;
        await Store.SeedAsync(call);
        var one = await CaseAsync(Remedy.RetryCall, c => c.OutboxId = call.Id);

        (await Desk.ReplayAsync(one, "kim", Cancel)).Succeeded.ShouldBeTrue();

        (await Store.ReadAsync(db => db.Inbox.SingleAsync(Cancel))).State.ShouldBe(InboxState.Ready);
        (await Store.ReadAsync(db => db.Outbox.SingleAsync(Cancel))).State.ShouldBe(OutboxState.Failed);
    }

    [Theory]
    [InlineData(Remedy.Revalidate, "action.revalidate")]
    [InlineData(Remedy.Reallocate, "action.reallocate")]
    [InlineData(Remedy.Restate, "action.restate")]
    public async Task A_decision_reaches_the_order_as_a_message_each_time_it_is_made(Remedy remedy, string kind)
    {
        await Store.SeedAsync(Rows.Order(21, "SF-21"));
        var one = await CaseAsync(remedy, c => c.OrderKey = 21);
        var (_, partitions) = Listen();

        await Desk.RetryAsync(one, "kim", Cancel);
        await Desk.RetryAsync(one, "kim", Cancel);

        var messages = await Store.ReadAsync(db => db.Inbox.OrderBy(m => m.Id).ToListAsync(Cancel));
        foreach (var m in messages) (m.System, m.Kind, m.OrderKey, m.State, m.Partition).ShouldBe(("tower", kind, 21, InboxState.Ready, Partitions.OfOrder(21)));
        messages.Count.ShouldBe(2);
        Encoding.UTF8.GetString(messages[0].Body!).ShouldBe($"{{\"who\":\"kim\",\"caseId\":{one}}}");
        partitions.ShouldAllBe(partition => partition == Partitions.OfOrder(21));
    }

    [Fact]
    public async Task A_case_without_remedy_says_that_there_is_nothing_to_retry()
    {
        var one = await CaseAsync(Remedy.None, _ => { });

        (await Desk.RetryAsync(one, "kim", Cancel)).Succeeded.ShouldBeFalse();

        (await CaseOfAsync(one)).Entries.ShouldBeEmpty();
    }

    [Fact]
    public async Task Discarding_a_call_lets_its_lane_go_on_and_closes_the_case()
    {
        var call = Rows.Outbound("k", OutboxState.Failed);
        await Store.SeedAsync(call);
        var one = await CaseAsync(Remedy.RetryCall, c => c.OutboxId = call.Id);
        var (lanes, _) = Listen();

        (await Desk.DiscardAsync(one, "sent by hand", "kim", Cancel)).Succeeded.ShouldBeTrue();

        (await Store.ReadAsync(db => db.Outbox.SingleAsync(Cancel))).State.ShouldBe(OutboxState.Discarded);
        (await CaseOfAsync(one)).Case.State.ShouldBe(CaseState.Resolved);
        lanes.ShouldBe(["erp"]);
    }

    [Fact]
    public async Task A_bulk_operation_works_its_snapshot_and_says_what_became_of_each_case()
    {
        var ids = await DeadCallsAsync(250);
        await Desk.RetryAsync(ids[7], "lee", Cancel);
        var operation = await Desk.StartAsync(RecoveryAction.Discard, ids, "sent by hand", "kim", Cancel);
        var late = await CaseAsync(Remedy.RetryCall, _ => { });

        await RunAsync();

        var sheet = (await Desk.GetAsync(operation, OperationItems.Refused, null, 50, Cancel)).ShouldNotBeNull();
        (sheet.Operation.State, sheet.Operation.Total, sheet.Operation.Succeeded, sheet.Operation.Refused).ShouldBe((OperationState.Done, 250, 249, 1));
        sheet.Items.Items.ShouldHaveSingleItem().ShouldSatisfyAllConditions(item => item.CaseId.ShouldBe(ids[7]), item => item.Outcome.ShouldBe("The call is about to be made."));
        (await Store.ReadAsync(db => db.Outbox.CountAsync(m => m.State == OutboxState.Discarded, Cancel))).ShouldBe(249);
        (await CaseOfAsync(late)).Entries.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_operation_by_filter_leaves_out_what_opened_after_the_person_looked()
    {
        await DeadCallsAsync(5);
        var seenAt = Store.Time.GetUtcNow();
        Store.Time.Advance(TimeSpan.FromMinutes(1));
        var newer = Rows.Case("newer");
        newer.OpenedAt = Store.Time.GetUtcNow();
        await Store.SeedAsync(newer, Rows.Case("closed", state: CaseState.Resolved));

        var operation = await Desk.StartAsync(RecoveryAction.Resolve, new CaseFilter(Domain: "customer"), seenAt, "storm over", "kim", Cancel);
        await RunAsync();

        (await Desk.GetAsync(operation, OperationItems.All, null, 50, Cancel))!.Operation.Succeeded.ShouldBe(5);
        (await CaseOfAsync(newer.Id)).Case.State.ShouldBe(CaseState.Open);
    }

    [Fact]
    public async Task A_stopped_worker_is_followed_by_one_that_does_only_the_rest()
    {
        var ids = await DeadCallsAsync(450);
        var operation = await Desk.StartAsync(RecoveryAction.Reassign, ids, "Warehouse", "kim", Cancel);
        var batches = 0;
        await Store.Get<BulkWorker>().RunAsync(_ => Task.FromResult(batches++ < 1), Cancel);
        (await Desk.GetAsync(operation, OperationItems.All, null, 1, Cancel))!.Operation.Pending.ShouldBe(250);

        await RunAsync();

        (await Desk.GetAsync(operation, OperationItems.All, null, 1, Cancel))!.Operation.ShouldSatisfyAllConditions(o => o.Succeeded.ShouldBe(450), o => o.Refused.ShouldBe(0));
        (await Store.ReadAsync(db => db.CaseEntries.CountAsync(Cancel))).ShouldBe(450);
    }

    [Fact]
    public async Task Paused_work_waits_and_cancelled_work_stays_undone()
    {
        var operation = await Desk.StartAsync(RecoveryAction.Retry, await DeadCallsAsync(120), null, "kim", Cancel);
        (await Desk.PauseAsync(operation, "kim", Cancel)).ShouldBeTrue();
        await RunAsync();
        (await Desk.GetAsync(operation, OperationItems.All, null, 1, Cancel))!.Operation.Pending.ShouldBe(120);
        (await Desk.ResumeAsync(operation, "kim", Cancel)).ShouldBeTrue();
        await Store.Get<BulkWorker>().RunAsync(async token => !await Desk.CancelAsync(operation, "kim", token), Cancel);
        await RunAsync();

        (await Desk.ListAsync(null, 10, Cancel)).Items.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            o => o.State.ShouldBe(OperationState.Cancelled), o => o.Pending.ShouldBe(120), o => o.FinishedAt.ShouldBe(Noon));
        (await Desk.ResumeAsync(operation, "kim", Cancel)).ShouldBeFalse();
        (await Store.ReadAsync(db => db.Audit.OrderBy(e => e.Id).Select(e => e.Action).ToListAsync(Cancel)))
            .ShouldBe(["operation.started", "operation.paused", "operation.running", "operation.cancelled"]);
    }

    [Fact]
    public async Task Many_are_snoozed_until_one_moment_and_come_back_together()
    {
        var ids = new[] { await CaseAsync(Remedy.None, _ => { }), await CaseAsync(Remedy.RetryCall, one => one.SubjectKey = "other") };
        var until = Noon.AddHours(4);
        await Should.ThrowAsync<ArgumentException>(() => Desk.StartAsync(RecoveryAction.Snooze, ids, "until noon", "kim", Cancel));
        var operation = await Desk.StartAsync(RecoveryAction.Snooze, ids, new SnoozeOrder(until, "stocktaking").ToString(), "kim", Cancel);
        await Store.Get<RecoveryStore>().StepAsync(operation, Unpatched.Patch, Cancel);

        foreach (var id in ids)
        {
            var sheet = await CaseOfAsync(id);
            (sheet.Case.State, sheet.Case.SnoozedUntil).ShouldBe((CaseState.Snoozed, until));
            sheet.Entries[^1].Text!.ShouldStartWith("until 2026-03-02 16:00:00Z: stocktaking");
        }

        Store.Time.Advance(TimeSpan.FromHours(4));
        (await Store.Get<CaseStore>().WakeAsync(10, Cancel)).ShouldBe(ids, ignoreOrder: true);
    }

    [Fact]
    public async Task Reassigning_in_bulk_needs_a_team() =>
        await Should.ThrowAsync<ArgumentException>(() => Desk.StartAsync(RecoveryAction.Reassign, [1], null, "kim", Cancel));

    private Task<bool> RunAsync() => Store.Get<BulkWorker>().RunAsync(_ => Task.FromResult(true), Cancel);

    private async Task<List<long>> DeadCallsAsync(int count)
    {
        var calls = Enumerable.Range(0, count).Select(i => Rows.Outbound($"k{i}", OutboxState.Failed)).ToList();
        await Store.SeedAsync([.. calls]);
        var cases = calls.ConvertAll(call =>
        {
            var one = Rows.Case($"outbox:{call.Id}", remedy: Remedy.RetryCall);
            one.OutboxId = call.Id;
            return one;
        });
        await Store.SeedAsync([.. cases]);
        return cases.ConvertAll(one => one.Id);
    }

    private async Task<long> CaseAsync(Remedy remedy, Action<ExceptionCase> set)
    {
        var one = Rows.Case("subject", remedy: remedy);
        set(one);
        await Store.SeedAsync(one);
        return one.Id;
    }

    private async Task<CaseSheet> CaseOfAsync(long id) => (await Store.Get<CaseQueries>().GetAsync(id, Cancel)).ShouldNotBeNull();

    private (List<string> Lanes, List<int> Partitions) Listen()
    {
        var (lanes, partitions) = (new List<string>(), new List<int>());
        Store.Get<WorkSignal>().Listen(partitions.Add, lanes.Add);
        return (lanes, partitions);
    }
}

public sealed class SqliteRecoveryTests : RecoveryContract<SqliteStore>
{
    protected override Task<SqliteStore> StartAsync() => SqliteStore.StartAsync();
}

public sealed class SqlServerRecoveryTests : RecoveryContract<SqlServerStore>
{
    protected override Task<SqlServerStore> StartAsync() => SqlServerStore.StartAsync();
}
