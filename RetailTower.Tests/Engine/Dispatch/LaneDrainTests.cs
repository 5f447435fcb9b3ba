using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using RetailTower.Data.Model;
using RetailTower.Data.Stores;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Dispatch;
using RetailTower.Engine.Exceptions;
using RetailTower.Engine.Exceptions.Ownership;
using RetailTower.Engine.Insight;
using RetailTower.Engine.Live;
using RetailTower.Engine.Recovery;
using RetailTower.Tests.Desks;
using RetailTower.Tests.Simulation;
using RetailTower.Tests.Stores;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Engine.Dispatch;

/// <summary>A lane with real stores and a system that throttles, falls ill, refuses or answers nothing.</summary>
public sealed class LaneDrainTests : StoreContract<SqliteStore>
{
    private readonly TestConnector _erp = new("erp", SystemRole.Erp, Operations.SubmitOrder, Operations.Fetch);
    private readonly DispatchOptions _options = new() { BreakerThreshold = 3, MaxAttempts = 4, Concurrency = 2, MaxConcurrency = 4 };
    private readonly ConnectorRegistry _registry = new();
    private LaneStates? _states;
    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();

    protected override Task<SqliteStore> StartAsync() => SqliteStore.StartAsync();

    [Fact]
    public async Task What_went_through_is_done_and_its_facts_are_in_the_inbox()
    {
        await SeedAsync(1, withOrders: true);
        _erp.Answer = call => new CallOutcome.Done("Created sales order 101", [new Reference("erp", "salesOrder", "101")], [],
            [new IncomingMessage("doc/101", "salesOrders", new Subject.Known(new Reference("erp", "number", "N1")), "application/json", "{}"u8.ToArray())]);

        (await BatchAsync()).ShouldBe(1);

        (await CallsAsync()).Single().ShouldSatisfyAllConditions(m => m.State.ShouldBe(OutboxState.Done), m => m.Result.ShouldBe("Created sales order 101"));
        (await MessagesAsync()).Select(m => (m.System, m.Kind, m.State)).ShouldBe([("tower", "call.done", InboxState.Ready), ("erp", "salesOrders", InboxState.Waiting)]);
        (await BatchAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_system_that_asks_for_less_rests_the_whole_lane_and_uses_up_no_attempt()
    {
        await SeedAsync(3);
        _erp.Answer = _ => new CallOutcome.Retry("429", "Too many requests.", RetryScope.Throttled, TimeSpan.FromSeconds(20));

        await BatchAsync();
        Store.Time.Advance(TimeSpan.FromSeconds(19));
        (await BatchAsync()).ShouldBe(0);

        _erp.Calls.Count.ShouldBe(1, "what is left of the batch is not sent");
        (await CallsAsync()).ShouldAllBe(m => m.State == OutboxState.Ready && m.Attempts == 0);
        (await LaneAsync()).ShouldSatisfyAllConditions(it => it.RestUntil.ShouldBe(Noon.AddSeconds(20)), it => it.RestReason.ShouldBe("Asked for rest. 429: Too many requests."));
        _erp.Answer = call => new CallOutcome.Done("done");
        Store.Time.Advance(TimeSpan.FromSeconds(1));
        (await BatchAsync()).ShouldBe(3);
        (await LaneAsync()).RestUntil.ShouldBeNull();
    }

    [Fact]
    public async Task A_system_that_is_unwell_opens_the_breaker_at_the_threshold_and_one_call_alone_finds_out_when_it_is_well_again()
    {
        await SeedAsync(5);
        _erp.Answer = _ => new CallOutcome.Retry("timeout", "No answer.", RetryScope.Unwell);

        await BatchAsync();
        (await LaneAsync()).ShouldSatisfyAllConditions(it => it.UnwellInARow.ShouldBe(3), it => it.RestUntil.ShouldNotBeNull());
        _erp.Calls.Count.ShouldBe(3, "what is left waits unsent");
        (await CasesAsync()).ShouldHaveSingleItem().SubjectKey.ShouldBe("lane:erp");
        (await BatchAsync()).ShouldBe(0);

        Store.Time.Advance(TimeSpan.FromMinutes(2));
        (await BatchAsync()).ShouldBe(1);
        (await BatchAsync()).ShouldBe(0, "the probe failed too");
        (await LaneAsync()).UnwellInARow.ShouldBe(4);

        _erp.Answer = call => new CallOutcome.Done("done");
        Store.Time.Advance(TimeSpan.FromMinutes(2));
        (await BatchAsync()).ShouldBe(1);
        Store.Time.Advance(TimeSpan.FromMinutes(2));
        (await BatchAsync()).ShouldBe(4);
        (await CasesAsync()).ShouldHaveSingleItem().State.ShouldBe(CaseState.AutoResolved);
    }

    [Fact]
    public async Task An_outage_however_long_makes_no_dead_letter()
    {
        await SeedAsync(4);
        _erp.Answer = _ => new CallOutcome.Retry("timeout", "No answer.", RetryScope.Unwell);

        for (var hour = 0; hour < 30; hour++)
        {
            await BatchAsync();
            Store.Time.Advance(TimeSpan.FromHours(1));
        }

        (await CallsAsync()).ShouldAllBe(m => m.State == OutboxState.Ready);
        (await CasesAsync()).ShouldHaveSingleItem().SubjectKey.ShouldBe("lane:erp");
    }

    [Fact]
    public async Task Fewer_failures_than_the_threshold_leave_the_lane_open()
    {
        await SeedAsync(2);
        _erp.Answer = _ => new CallOutcome.Retry("timeout", "No answer.", RetryScope.Unwell);

        await BatchAsync();

        (await LaneAsync()).ShouldSatisfyAllConditions(it => it.UnwellInARow.ShouldBe(2), it => it.RestUntil.ShouldBeNull());
        (await CallsAsync()).ShouldAllBe(m => m.Attempts == 1);
    }

    [Fact]
    public async Task Messages_that_fail_in_one_request_are_one_failure_of_the_system()
    {
        var erp = new TestConnector("erp", SystemRole.Erp, Operations.SubmitOrder) { Batch = 50, Answer = _ => new CallOutcome.Retry("timeout", "No answer.", RetryScope.Unwell) };
        await SeedAsync(40);

        await BatchAsync(erp);

        (await LaneAsync()).UnwellInARow.ShouldBe(1);
    }

    [Fact]
    public async Task A_message_that_keeps_failing_by_itself_becomes_a_case_after_its_last_attempt()
    {
        await SeedAsync(1);
        _erp.Answer = _ => new CallOutcome.Retry("locked", "Somebody edits it.", RetryScope.Message);

        for (var attempt = 0; attempt < _options.MaxAttempts; attempt++)
        {
            (await BatchAsync()).ShouldBe(1);
            Store.Time.Advance(TimeSpan.FromMinutes(5));
        }

        (await CallsAsync()).Single().ShouldSatisfyAllConditions(m => m.State.ShouldBe(OutboxState.Failed), m => m.Attempts.ShouldBe(_options.MaxAttempts));
        (await CasesAsync()).ShouldHaveSingleItem().ShouldSatisfyAllConditions(it => it.Kind.ShouldBe(CaseKind.Undeliverable), it => it.Remedy.ShouldBe(Remedy.RetryCall), it => it.Detail.ShouldBe("4 attempts failed. Last: Somebody edits it."));
        (await Store.ReadAsync(db => db.CallAttempts.CountAsync(Cancel))).ShouldBe(_options.MaxAttempts);
    }

    [Fact]
    public async Task The_systems_own_wish_is_honoured_for_a_message()
    {
        await SeedAsync(1);
        _erp.Answer = _ => new CallOutcome.Retry("locked", "Later.", RetryScope.Message, TimeSpan.FromMinutes(3));

        await BatchAsync();

        (await CallsAsync()).Single().DueAt.ShouldBe(Noon.AddMinutes(3));
    }

    [Fact]
    public async Task A_refusal_is_a_dead_letter_with_a_case_and_a_fact_for_the_order()
    {
        await SeedAsync(1, withOrders: true);
        _erp.Answer = _ => new CallOutcome.Rejected("credit-limit", "Over the limit by 20.00.", Domains.Customer);

        await BatchAsync();

        (await CallsAsync()).Single().State.ShouldBe(OutboxState.Failed);
        (await CasesAsync()).ShouldHaveSingleItem().ShouldSatisfyAllConditions(it => it.Kind.ShouldBe(CaseKind.Rejected), it => it.OwnerTeam.ShouldBe("Finance"), it => it.MoneyAtRisk.ShouldBe(120.5m));
        (await MessagesAsync()).ShouldHaveSingleItem().Kind.ShouldBe("call.rejected");
        (await LaneAsync()).UnwellInARow.ShouldBe(0);
    }

    /// <summary>The count of attempts begins anew with a person's retry; a second refusal is news all the same.</summary>
    [Fact]
    public async Task A_call_that_is_refused_again_after_a_retry_is_told_to_its_order_again()
    {
        await SeedAsync(1, withOrders: true);
        _erp.Answer = _ => new CallOutcome.Rejected("credit-limit", "Over the limit by 20.00.", Domains.Customer);
        await BatchAsync();
        Store.Time.Advance(TimeSpan.FromMinutes(1));
        (await Store.Get<RecoveryDesk>().RetryAsync((await CasesAsync()).Single().Id, "otto", Cancel)).Succeeded.ShouldBeTrue();

        await BatchAsync();

        (await MessagesAsync()).Count(m => m.Kind == "call.rejected").ShouldBe(2);
    }

    [Fact]
    public async Task A_call_that_the_connector_cannot_make_or_that_breaks_it_is_on_record()
    {
        await SeedAsync(2);
        await Store.Database.WriteAsync((db, token) => db.Outbox.Where(m => m.IdempotencyKey == "k1").ExecuteUpdateAsync(set => set.SetProperty(m => m.Operation, "fly"), token), Cancel);
        _erp.Answer = _ => throw new InvalidOperationException("A defect.");

        await BatchAsync();

        var calls = await CallsAsync();
        (calls[0].State, calls[0].Result).ShouldBe((OutboxState.Failed, "erp cannot do fly."));
        (calls[1].State, calls[1].Attempts, calls[1].Result).ShouldBe((OutboxState.Ready, 1, "A defect."));
    }

    /// <summary>The process died after the call and before the commit: whoever takes over asks again, by the same name.</summary>
    [Fact]
    public async Task A_crash_between_call_and_commit_repeats_the_call_with_the_same_key()
    {
        await SeedAsync(1);
        _erp.Answer = _ =>
        {
            Task.Run(() => Store.Database.WriteAsync((db, token) => db.Leases.ExecuteUpdateAsync(set => set.SetProperty(it => it.Owner, Other), token), Cancel), Cancel).GetAwaiter().GetResult();
            return new CallOutcome.Done("done");
        };
        await TakeAsync();
        await Should.ThrowAsync<LeaseLostException>(() => Drain(_erp).BatchAsync(Partition, Me, "erp", 0, Cancel));
        (await CallsAsync()).Single().State.ShouldBe(OutboxState.Ready);

        _erp.Answer = _ => new CallOutcome.Done("done before");
        await Drain(_erp).BatchAsync(Partition, Other, "erp", 0, Cancel);

        _erp.Calls.Select(call => call.IdempotencyKey).ShouldBe(["k1", "k1"]);
        (await CallsAsync()).Single().State.ShouldBe(OutboxState.Done);
    }

    /// <summary>What has its answer is committed while a slow call of the same batch is under way, and what comes due meanwhile goes beside it.</summary>
    [Fact]
    public async Task A_slow_call_keeps_its_own_order_waiting_and_no_other()
    {
        await SeedAsync(3);
        var hang = new TaskCompletionSource();
        _erp.Takes = (calls, _) => calls[0].IdempotencyKey == "k1" ? hang.Task : Task.CompletedTask;
        var batch = BatchAsync();

        await MovingAsync(async () => (await CallsAsync()).Count(m => m.State == OutboxState.Done) == 2);
        await Store.SeedAsync(Rows.Outbound("behind k1", OutboxState.Ready, orderKey: 16), Rows.Outbound("k4", OutboxState.Ready, orderKey: 64));
        await MovingAsync(async () => (await CallsAsync()).Count(m => m.State == OutboxState.Done) == 3);
        batch.IsCompleted.ShouldBeFalse();
        _erp.Calls.Select(call => call.IdempotencyKey).ShouldBe(["k1", "k2", "k3", "k4"], "nothing overtakes within an order, and nothing goes twice");

        hang.SetResult();
        (await batch).ShouldBe(4);
        (await BatchAsync()).ShouldBe(1);
        (await CallsAsync()).ShouldAllBe(m => m.State == OutboxState.Done);
    }

    /// <summary>The older one is needless for the database as soon as the newer one is there, but it may still reach the system, and must not reach it last.</summary>
    [Fact]
    public async Task A_call_waits_while_the_one_that_it_replaces_is_under_way()
    {
        await SeedAsync(2);
        var hang = new TaskCompletionSource();
        _erp.Takes = (calls, _) => calls[0].IdempotencyKey == "k1" ? hang.Task : Task.CompletedTask;
        var batch = BatchAsync();
        await MovingAsync(async () => (await CallsAsync())[1].State == OutboxState.Done);

        await Store.Database.WriteAsync((db, token) => db.Outbox.Where(m => m.IdempotencyKey == "k1").ExecuteUpdateAsync(set => set.SetProperty(m => m.State, OutboxState.Superseded), token), Cancel);
        await Store.SeedAsync(Rows.Outbound("newer", OutboxState.Ready, orderKey: 16), Rows.Outbound("k4", OutboxState.Ready, orderKey: 64));
        await MovingAsync(async () => (await CallsAsync()).Single(m => m.IdempotencyKey == "k4").State == OutboxState.Done);
        _erp.Calls.Select(call => call.IdempotencyKey).ShouldBe(["k1", "k2", "k4"]);

        hang.SetResult();
        await batch;
        await BatchAsync();
        _erp.Calls.Select(call => call.IdempotencyKey).ShouldBe(["k1", "k2", "k4", "newer"]);
    }

    /// <summary>Stock and readings belong to no order; there it is the name that keeps the older figure from arriving last.</summary>
    [Fact]
    public async Task Of_calls_with_one_name_and_no_order_the_newer_waits_for_the_older()
    {
        var hang = new TaskCompletionSource();
        _erp.Takes = (calls, _) => calls[0].IdempotencyKey == "older" ? hang.Task : Task.CompletedTask;
        await Store.SeedAsync(Named("older"), Named("newer"), Rows.Outbound("other", OutboxState.Ready));
        var batch = BatchAsync();
        await MovingAsync(async () => (await CallsAsync()).Single(m => m.IdempotencyKey == "other").State == OutboxState.Done);
        await Store.SeedAsync(Named("newest"));
        await Store.SeedAsync(Rows.Outbound("another", OutboxState.Ready));
        await MovingAsync(async () => (await CallsAsync()).Single(m => m.IdempotencyKey == "another").State == OutboxState.Done);
        _erp.Calls.Select(call => call.IdempotencyKey).ShouldBe(["older", "other", "another"]);

        hang.SetResult();
        await batch;
        while (await BatchAsync() > 0) { }
        _erp.Calls.Select(call => call.IdempotencyKey).ShouldBe(["older", "other", "another", "newer", "newest"]);

        static OutboxMessage Named(string key)
        {
            var call = Rows.Outbound(key, OutboxState.Ready);
            call.CoalesceKey = "erp:stock:dc-east:SKU-1";
            return call;
        }
    }

    /// <summary>The lease went to someone else while a call was under way: it is given up, and nothing of the batch is committed any more.</summary>
    [Fact]
    public async Task A_lost_lease_ends_what_is_under_way()
    {
        await SeedAsync(2);
        _erp.Takes = (calls, token) => calls[0].IdempotencyKey == "k1" ? new TaskCompletionSource().Task.WaitAsync(token) : Task.CompletedTask;
        var batch = BatchAsync();
        await MovingAsync(async () => (await CallsAsync())[1].State == OutboxState.Done);

        await Store.Database.WriteAsync((db, token) => db.Leases.ExecuteUpdateAsync(set => set.SetProperty(it => it.Owner, Other), token), Cancel);
        await MovingAsync(() => Task.FromResult(batch.IsCompleted));

        await Should.ThrowAsync<LeaseLostException>(() => batch);
        (await CallsAsync())[0].State.ShouldBe(OutboxState.Ready);
    }

    [Fact]
    public async Task Two_partitions_of_a_lane_probe_once()
    {
        await Store.SeedAsync(new Lane { System = "erp", UnwellInARow = 3, RestUntil = Noon.AddSeconds(-1) }, Rows.Outbound("k1", OutboxState.Ready, orderKey: 16), Rows.Outbound("k2", OutboxState.Ready, orderKey: 32));
        var hang = new TaskCompletionSource();
        _erp.Takes = (_, _) => hang.Task;
        var probe = BatchAsync();
        await MovingAsync(() => Task.FromResult(_erp.Calls.Count == 1));

        (await BatchAsync()).ShouldBe(0);

        hang.SetResult();
        (await probe).ShouldBe(1);
        (await LaneAsync()).ShouldSatisfyAllConditions(it => it.UnwellInARow.ShouldBe(0), it => it.RestUntil.ShouldBeNull());
        (await BatchAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task No_more_is_sent_than_the_systems_own_limit_lets_through()
    {
        var budget = new CallBudget(Store.Time);
        var erp = new TestConnector("erp", SystemRole.Erp, Operations.SubmitOrder) { Batch = 10, Budget = budget, Takes = (calls, _) => Ask(budget, calls.Count) };
        budget.Heard(new CallLimit(12, 40, 2));
        await SeedAsync(40);

        (await BatchAsync(erp)).ShouldBe(12);
        (await BatchAsync(erp)).ShouldBe(0);
        Store.Time.Advance(TimeSpan.FromSeconds(3));
        (await BatchAsync(erp)).ShouldBe(6);

        erp.Calls.Count.ShouldBe(18);
        (await CallsAsync()).ShouldAllBe(m => m.Attempts <= 1);
        (await LaneAsync()).RestUntil.ShouldBeNull("the limit is kept, not met");
    }

    [Fact]
    public async Task A_paused_lane_sends_nothing_until_it_is_resumed()
    {
        await SeedAsync(1);
        var switches = new LaneSwitches(Store.Database, Store.Time);
        await switches.PauseAsync("erp", "olga", "stock-taking", Cancel);
        (await BatchAsync()).ShouldBe(0);

        await switches.ResumeAsync("erp", "olga", Cancel);

        (await BatchAsync()).ShouldBe(1);
    }

    private LaneDrain Drain(IConnector connector)
    {
        _registry.Fill([connector]);
        var (cases, retry) = (new CaseBook(Store.Time, new TeamBook(new OwnershipOptions())), new RetryPolicy(_options, new Random(7)));
        _states ??= new LaneStates(_options, retry, _registry, Store.Time);
        return new LaneDrain(Lanes, Leases, _registry, _states, new CallSettlement(cases, retry, _options, Store.Time), cases, _options, new WorkSignal(), Store.Get<ChangeFeed>(),
            new EngineMetrics(_meters.GetRequiredService<IMeterFactory>()), Store.Time, NullLogger<LaneDrain>.Instance);
    }

    private async Task<int> BatchAsync(IConnector? connector = null)
    {
        (await TakeAsync()).ShouldBeTrue();
        return await Drain(connector ?? _erp).BatchAsync(Partition, Me, "erp", 0, Cancel);
    }

    private static Task Ask(CallBudget budget, int requests)
    {
        for (var request = 0; request < requests; request++)
        {
            budget.Take().ShouldBeNull();
            budget.Answered();
        }

        return Task.CompletedTask;
    }

    /// <summary>Lets the clock run in small steps until it is so.</summary>
    private Task<bool> MovingAsync(Func<Task<bool>> condition) => Eventually.UntilAsync(async () =>
    {
        Store.Time.Advance(TimeSpan.FromMilliseconds(100));
        return await condition();
    }, met => met);

    /// <summary>Calls k1, k2… each of an order of its own in the lane's partition 0.</summary>
    private Task SeedAsync(int calls, bool withOrders = false) => Store.SeedAsync(
    [
        .. Enumerable.Range(1, calls).Select(i => Rows.Outbound($"k{i}", OutboxState.Ready, orderKey: i * 16)),
        .. Enumerable.Range(1, withOrders ? calls : 0).Select(i => Rows.Order(i * 16, $"N{i}")),
    ]);

    private Task<Lane> LaneAsync() => Store.ReadAsync(db => db.Lanes.SingleAsync(lane => lane.System == "erp", Cancel));
}
