using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Data.Stores;
using RetailTower.Engine.Recovery;
using RetailTower.Tests.Desks;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Stores;

/// <summary>What waits behind what failed, and going again from a chosen step: nothing twice, nothing out of its sequence.</summary>
public abstract class OrderStepContract<T> : StoreContract<T> where T : StoreFixture
{
    private const long Order = 7;

    private OrderStepQueries Steps => Store.Get<OrderStepQueries>();

    private ReplayDesk Desk => Store.Get<ReplayDesk>();

    [Fact]
    public async Task Behind_a_failed_call_waits_what_is_later_in_its_lane_and_nothing_else()
    {
        var calls = await SeedAsync(
            Call("before it", OutboxState.Ready), Call("b", OutboxState.Failed), Call("other lane", OutboxState.Ready, "dc-west"), Call("c", OutboxState.Ready), Call("gone", OutboxState.Superseded), Call("d", OutboxState.Ready),
            Call("another order", OutboxState.Ready, order: 8));
        await CaseAsync(calls[1]);

        var held = (await Steps.LocksAsync(Order, Cancel)).ShouldHaveSingleItem();

        (held.Failed.Key, held.Failed.CaseId, held.Since).ShouldBe(("b", 1, Noon));
        held.Waiting.Select(step => step.Key).ShouldBe(["c", "d"]);
        (await Steps.LocksAsync(8, Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Behind_a_failed_message_the_whole_order_waits()
    {
        await Store.SeedAsync(Rows.Inbound("again", InboxState.Ready, Order), Rows.Inbound("failed", InboxState.Failed, Order), Rows.Inbound("later", InboxState.Ready, Order), Rows.Inbound("parked", InboxState.Parked, Order));

        var held = (await Steps.LocksAsync(Order, Cancel)).ShouldHaveSingleItem();

        (held.Failed.Outbound, held.Failed.Id).ShouldBe((false, 2));
        held.Waiting.Select(step => step.Id).ShouldBe([1, 3]);
    }

    [Fact]
    public async Task It_goes_again_from_the_chosen_step_on_in_its_sequence_and_what_went_through_is_not_sent_twice()
    {
        var calls = await SeedAsync(
            Call("west", OutboxState.Failed, "dc-west"), Call("a", OutboxState.Done), Call("b", OutboxState.Failed), Call("c", OutboxState.Ready), Call("east", OutboxState.Failed, "dc-east"));
        await CaseAsync(calls[2]);
        var plan = await PlanAsync(calls[1]);
        plan.Again.Select(it => it.Step.Key).ShouldBe(["b", "east"]);

        var result = await Desk.RunAsync(Order, plan, "the ERP is back", "kim", Cancel);

        (result.Outcome, result.Batch.Lanes.Order(), result.Batch.Results.Keys).ShouldSatisfyAllConditions(
            it => it.Outcome.ShouldBe(ReplayOutcome.Done), it => it.Item2.ShouldBe(["dc-east", "erp"]), it => it.Keys.ShouldBe([1L]));
        (await CallsAsync()).Select(call => (call.IdempotencyKey, call.State)).ShouldBe(
            [("west", OutboxState.Failed), ("a", OutboxState.Done), ("b", OutboxState.Ready), ("c", OutboxState.Ready), ("east", OutboxState.Ready)]);
        (await Lanes.LookAsync("erp", 0, 10, Cancel)).Heads.ShouldHaveSingleItem().Message.IdempotencyKey.ShouldBe("b", "c waits for it still");
        (await Store.ReadAsync(db => db.CaseEntries.SingleAsync(Cancel))).ShouldSatisfyAllConditions(it => it.What.ShouldBe("replayed"), it => it.Text.ShouldBe("from submit-order to erp on: the ERP is back"));
        (await Store.ReadAsync(db => db.Audit.SingleAsync(Cancel))).ShouldSatisfyAllConditions(it => it.Action.ShouldBe("order.replayed"), it => it.Who.ShouldBe("kim"), it => it.Target.ShouldBe("SO-7"));
        (await Store.ReadAsync(db => db.History.SingleAsync(Cancel))).Detail.ShouldBe("kim, from submit-order to erp on, 2 of 5 steps: the ERP is back");
    }

    [Fact]
    public async Task A_step_that_moved_since_the_person_looked_stops_it()
    {
        var calls = await SeedAsync(Call("a", OutboxState.Failed), Call("b", OutboxState.Ready));
        var plan = await PlanAsync(calls[0]);
        (await Desk.RunAsync(Order, plan, "once", "kim", Cancel)).Outcome.ShouldBe(ReplayOutcome.Done);

        // A second click, or somebody else: it goes once.
        (await Desk.RunAsync(Order, plan, "twice", "lee", Cancel)).Outcome.ShouldBe(ReplayOutcome.Changed);
        (await Desk.RunAsync(Order, await PlanAsync(calls[0]), "thrice", "lee", Cancel)).Outcome.ShouldBe(ReplayOutcome.Nothing);
        (await Store.ReadAsync(db => db.Audit.CountAsync(Cancel))).ShouldBe(1);
    }

    [Theory]
    [InlineData(OutboxState.Ready, StepFate.TooLate)]
    [InlineData(OutboxState.Done, StepFate.TooLate)]
    [InlineData(OutboxState.Failed, StepFate.GoesAgain)]
    [InlineData(OutboxState.Superseded, StepFate.GoesAgain)]
    public async Task What_was_given_up_goes_again_only_when_nothing_later_may_have_gone_ahead(OutboxState later, StepFate fate)
    {
        var calls = await SeedAsync(Call("given up", OutboxState.Discarded), Call("later", later), Call("other lane", OutboxState.Done, "dc-west"));

        (await PlanAsync(calls[0])).Steps[0].Fate.ShouldBe(fate);
    }

    [Fact]
    public async Task What_was_given_up_or_replaced_behind_the_chosen_step_stays_so()
    {
        var calls = await SeedAsync(Call("failed", OutboxState.Failed), Call("given up", OutboxState.Discarded), Call("replaced", OutboxState.Superseded), Call("waits", OutboxState.Ready));

        (await PlanAsync(calls[0])).Steps.Select(it => it.Fate).ShouldBe([StepFate.GoesAgain, StepFate.StaysGivenUp, StepFate.StaysReplaced, StepFate.Follows]);
    }

    [Fact]
    public async Task A_failed_step_before_the_chosen_one_is_left_and_said()
    {
        var calls = await SeedAsync(Call("a", OutboxState.Failed), Call("b", OutboxState.Ready));

        var planned = (await PlanAsync(calls[1])).Steps;

        planned[0].Fate.ShouldBe(StepFate.Before);
        (planned[1].Fate, planned[1].Behind?.Key).ShouldBe((StepFate.Follows, "a"));
    }

    [Fact]
    public async Task A_message_that_was_applied_is_worked_on_again_only_when_it_is_the_chosen_one()
    {
        await Store.SeedAsync(Rows.Inbound("first", InboxState.Done, Order), Rows.Inbound("second", InboxState.Done, Order), Rows.Inbound("parked", InboxState.Parked, Order));
        var plan = ReplayPlan.Of(await Steps.ListAsync(Order, Cancel), "in-1").ShouldNotBeNull();
        plan.Steps.Select(it => it.Fate).ShouldBe([StepFate.GoesAgain, StepFate.NotTwice, StepFate.GoesAgain]);

        var result = await Desk.RunAsync(Order, plan, "new reading", "kim", Cancel);

        result.Batch.Partitions.ShouldBe([3]);
        (await MessagesAsync()).Select(message => message.State).ShouldBe([InboxState.Ready, InboxState.Done, InboxState.Ready]);
    }

    private async Task<ReplayPlan> PlanAsync(OutboxMessage from) => ReplayPlan.Of(await Steps.ListAsync(Order, Cancel), $"out-{from.Id}").ShouldNotBeNull();

    private static OutboxMessage Call(string key, OutboxState state, string system = "erp", long order = Order) => Rows.Outbound(key, state, system, order);

    private async Task<OutboxMessage[]> SeedAsync(params OutboxMessage[] calls)
    {
        // One by one: their sequence is what this is about.
        foreach (var call in calls) await Store.SeedAsync(call);
        return calls;
    }

    private async Task CaseAsync(OutboxMessage call)
    {
        var one = Rows.Case(LaneStore.CallSubject(call.Id), Order, remedy: Remedy.RetryCall);
        (one.OutboxId, one.InboxId) = (call.Id, 99);
        await Store.SeedAsync(one);
    }
}

public sealed class SqliteOrderStepTests : OrderStepContract<SqliteStore>
{
    protected override Task<SqliteStore> StartAsync() => SqliteStore.StartAsync();
}

public sealed class SqlServerOrderStepTests : OrderStepContract<SqlServerStore>
{
    protected override Task<SqlServerStore> StartAsync() => SqlServerStore.StartAsync();
}
