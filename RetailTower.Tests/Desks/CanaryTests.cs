using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Data.Stores;
using RetailTower.Engine.Recovery;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Desks;

/// <summary>Bulk retries go in waves, and stop by themselves when they do not help.</summary>
public abstract class CanaryContract<T> : DeskContract<T> where T : StoreFixture
{
    private const string Cause = "erp|submit-order|credit", OtherCause = "erp|submit-order|blocked", Lease = "lane:erp:0";

    private RecoveryDesk Desk => Store.Get<RecoveryDesk>();

    [Fact]
    public async Task Each_wave_goes_only_when_all_of_the_one_before_has_gone_through()
    {
        var operation = await StartAsync(await DeadCallsAsync(400));
        foreach (var released in new[] { 1, 20, 100 })
        {
            await RunAsync();
            (await OperationAsync(operation)).Succeeded.ShouldBe(released);
            if (released > 1)
            {
                // All but one have gone through.
                await AnswerAsync((_, _) => true, most: await UnderWayAsync(operation) - 1);
                await RunAsync();
                (await OperationAsync(operation)).ShouldSatisfyAllConditions(o => o.Succeeded.ShouldBe(released), o => o.Awaited.ShouldBe(1));
            }

            await AnswerAsync((_, _) => true);
        }

        await EndAsync(operation);

        (await OperationAsync(operation)).ShouldSatisfyAllConditions(o => o.State.ShouldBe(OperationState.Done), o => o.Worked.ShouldBe(400), o => o.Awaited.ShouldBe(0), o => o.FinishedAt.ShouldBe(Noon));
        (await Store.ReadAsync(db => db.Cases.CountAsync(c => c.State == CaseState.AutoResolved, Cancel))).ShouldBe(400);
    }

    [Fact]
    public async Task It_stops_at_the_first_that_fails_again_for_the_same_cause_and_says_so()
    {
        var ids = await DeadCallsAsync(300, orderKey: 7000);
        var operation = await StartAsync(ids);
        await RunAsync();
        await AnswerAsync((_, _) => false);

        await RunAsync();

        var stopped = await OperationAsync(operation);
        (stopped.State, stopped.Succeeded, stopped.Repeated, stopped.Pending, stopped.Awaited).ShouldBe((OperationState.Stopped, 1, 1, 299, 0));
        stopped.Note.ShouldBe($"Stopped by itself in wave 1 of 4: exception {ids[0]} failed again for the same cause. 299 of 300 were left as they are.");
        (await Desk.StoppedAsync(Cancel)).ShouldHaveSingleItem().Id.ShouldBe(operation);
        (await Desk.GetAsync(operation, OperationItems.Repeated, null, 10, Cancel))!.Items.Items.ShouldHaveSingleItem().Outcome.ShouldBe("Failed again: No.");
        (await Store.Get<CaseQueries>().GetAsync(ids[0], Cancel))!.Entries.Select(entry => entry.What).ShouldBe(["retried", "failed-again", $"stopped operation {operation}"]);
        (await Store.ReadAsync(db => db.History.SingleAsync(Cancel))).ShouldSatisfyAllConditions(entry => entry.OrderKey.ShouldBe(7000), entry => entry.What.ShouldBe("operation.stopped"), entry => entry.Detail.ShouldBe(stopped.Note));
        (await Store.ReadAsync(db => db.Audit.OrderBy(e => e.Id).Select(e => e.Action).LastAsync(Cancel))).ShouldBe("operation.stopped");
        (await Store.ReadAsync(db => db.Outbox.CountAsync(m => m.State == OutboxState.Ready, Cancel))).ShouldBe(0);
        await RunAsync();
        (await OperationAsync(operation)).Succeeded.ShouldBe(1);
    }

    [Fact]
    public async Task A_person_lets_it_go_on_all_the_same()
    {
        var operation = await StartAsync(await DeadCallsAsync(300));
        await RunAsync();
        await AnswerAsync((_, _) => false);
        await RunAsync();

        (await Desk.ResumeAsync(operation, "kim", Cancel)).ShouldBeFalse();
        (await Desk.GoOnAsync(operation, "kim", Cancel)).ShouldBeTrue();
        (await Desk.GoOnAsync(operation, "lee", Cancel)).ShouldBeFalse();
        await EndAsync(operation, works: false);

        (await OperationAsync(operation)).ShouldSatisfyAllConditions(
            o => o.State.ShouldBe(OperationState.Done), o => o.Repeated.ShouldBe(300), o => o.Note!.ShouldEndWith("kim let it go on all the same."));
    }

    [Fact]
    public async Task One_that_fails_for_another_cause_does_not_stop_it_unless_nothing_went_through()
    {
        var operation = await StartAsync(await DeadCallsAsync(100));
        await RunAsync();
        await AnswerAsync((_, _) => true);
        await RunAsync();
        // Of five in the second wave the first.
        await AnswerAsync((_, place) => place > 0, OtherCause);
        await RunAsync();
        (await OperationAsync(operation)).ShouldSatisfyAllConditions(o => o.State.ShouldBe(OperationState.Running), o => o.Otherwise.ShouldBe(1), o => o.Wave.ShouldBe(3));

        var vain = await StartAsync(await DeadCallsAsync(100, first: 1000));
        await RunAsync();
        await AnswerAsync((_, _) => false, OtherCause);
        await RunAsync();
        (await OperationAsync(vain)).ShouldSatisfyAllConditions(o => o.State.ShouldBe(OperationState.Stopped), o => o.Note!.ShouldContain("none of 1 that were let go went through"));
    }

    [Fact]
    public async Task Late_in_it_no_more_is_under_way_than_a_quarter_of_what_went_through()
    {
        var operation = await StartAsync(await DeadCallsAsync(1000));
        while ((await OperationAsync(operation)) is { Pending: > 0 } before)
        {
            await RunAsync();
            var row = await OperationAsync(operation);
            row.Awaited.ShouldBeLessThanOrEqualTo(Math.Max(100, row.Worked / 4));
            (row.Succeeded + row.Awaited).ShouldBeGreaterThan(before.Succeeded);
            await AnswerAsync((_, _) => true);
        }
    }

    [Fact]
    public async Task What_belongs_to_one_order_goes_in_one_wave()
    {
        var ids = await DeadCallsAsync(100);
        await Store.Database.WriteAsync((db, token) => db.Cases.Where(c => c.Id == ids[0] || c.Id == ids[99]).ExecuteUpdateAsync(set => set.SetProperty(c => c.OrderKey, 4711L), token), Cancel);

        var operation = await StartAsync(ids);
        await RunAsync();

        (await Desk.GetAsync(operation, OperationItems.Awaited, null, 10, Cancel))!.Items.Items.Select(item => item.CaseId).ShouldBe([ids[0], ids[99]]);
    }

    [Fact]
    public async Task Work_that_ends_and_leaves_its_case_open_helps_nobody()
    {
        var message = Rows.Inbound("m", InboxState.Done);
        await Store.SeedAsync(message);
        var ids = await DeadCallsAsync(3);
        await Store.Database.WriteAsync((db, token) => db.Cases.ExecuteUpdateAsync(set => set.SetProperty(c => c.InboxId, message.Id), token), Cancel);
        var operation = await Desk.StartAsync(RecoveryAction.Replay, ids, null, "kim", Cancel);
        await RunAsync();
        (await OperationAsync(operation)).Awaited.ShouldBe(1);
        await Store.Database.WriteAsync((db, token) => db.Inbox.ExecuteUpdateAsync(set => set.SetProperty(m => m.State, InboxState.Done), token), Cancel);

        await RunAsync();

        (await OperationAsync(operation)).ShouldSatisfyAllConditions(o => o.State.ShouldBe(OperationState.Stopped), o => o.Otherwise.ShouldBe(1), o => o.Pending.ShouldBe(2));
    }

    [Fact]
    public async Task One_that_was_cancelled_still_hears_what_became_of_what_it_let_go()
    {
        var operation = await StartAsync(await DeadCallsAsync(100));
        await RunAsync();
        (await Desk.CancelAsync(operation, "kim", Cancel)).ShouldBeTrue();
        await AnswerAsync((_, _) => true);

        await RunAsync();

        (await OperationAsync(operation)).ShouldSatisfyAllConditions(o => o.State.ShouldBe(OperationState.Cancelled), o => o.Worked.ShouldBe(1), o => o.Pending.ShouldBe(99));
        (await Store.Get<RecoveryStore>().RunningAsync(Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task While_it_waits_nobody_goes_round_in_circles()
    {
        await StartAsync(await DeadCallsAsync(100));
        (await RunAsync()).ShouldBeTrue();
        var steps = 0;

        (await Store.Get<BulkWorker>().RunAsync(_ => Task.FromResult(++steps < 10), Cancel)).ShouldBeFalse();

        steps.ShouldBe(1);
    }

    private Task<long> StartAsync(IReadOnlyCollection<long> ids) => Desk.StartAsync(RecoveryAction.Retry, ids, null, "kim", Cancel);

    private Task<bool> RunAsync() => Store.Get<BulkWorker>().RunAsync(_ => Task.FromResult(true), Cancel);

    private async Task<OperationRow> OperationAsync(long id) => (await Desk.GetAsync(id, OperationItems.All, null, 1, Cancel)).ShouldNotBeNull().Operation;

    private async Task<int> UnderWayAsync(long operation) => (await OperationAsync(operation)).Awaited;

    private async Task EndAsync(long operation, bool works = true)
    {
        for (var round = 0; round < 50 && (await OperationAsync(operation)).State == OperationState.Running; round++)
        {
            await RunAsync();
            await AnswerAsync((_, _) => works);
        }
    }

    /// <summary>The system answers all calls that are in its lane, by their place in it.</summary>
    private async Task AnswerAsync(Func<OutboxMessage, int, bool> works, string cause = Cause, int most = 5000)
    {
        var lanes = new LaneStore(Store.Database, Store.Time);
        (await new LeaseStore(Store.Database, Store.Time).TryTakeAsync(Lease, "me", Cancel)).ShouldBeTrue();
        var heads = (await lanes.LookAsync("erp", 0, most, Cancel)).Heads;
        var results = heads.Select((head, place) => works(head.Message, place)
            ? new LaneResult(head.Message, "done", "", "Created.", null, false, true, [], null)
            : new LaneResult(head.Message, "rejected", "credit", "No.", null, true, true, [], new CaseOpening(
                CaseKind.Rejected, Severity.Breach, Remedy.RetryCall, "customer", "erp", "submit-order", cause, LaneStore.CallSubject(head.Message.Id), "erp refused", "No.", "Finance", Noon, OutboxId: head.Message.Id)));
        await lanes.CommitAsync(Lease, "me", "erp", [.. results], new LaneHealth(0, null, null, true, null, null), Cancel);
    }

    private async Task<List<long>> DeadCallsAsync(int count, int first = 0, long? orderKey = null)
    {
        var calls = Enumerable.Range(first, count).Select(i =>
        {
            var call = Rows.Outbound($"k{i}", OutboxState.Failed, orderKey: orderKey + i);
            call.Result = "No.";
            return call;
        }).ToList();
        await Store.SeedAsync([.. calls]);
        var cases = calls.ConvertAll(call =>
        {
            var one = Rows.Case($"outbox:{call.Id}", call.OrderKey, Cause, remedy: Remedy.RetryCall);
            one.OutboxId = call.Id;
            return one;
        });
        await Store.SeedAsync([.. cases]);
        return cases.ConvertAll(one => one.Id);
    }
}

public sealed class SqliteCanaryTests : CanaryContract<SqliteStore>
{
    protected override Task<SqliteStore> StartAsync() => SqliteStore.StartAsync();
}

public sealed class SqlServerCanaryTests : CanaryContract<SqlServerStore>
{
    protected override Task<SqlServerStore> StartAsync() => SqlServerStore.StartAsync();
}
