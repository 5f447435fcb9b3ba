using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Engine.Orders;
using RetailTower.Web.Bench;
using Shouldly;
using Xunit;
using static RetailTower.Data.Model.LineState;

namespace RetailTower.Tests.Bench;

/// <summary>A check that finds nothing must have been seen to find something.</summary>
public sealed class OrderSequenceTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_line_that_went_its_way_in_two_parts_is_in_order() =>
        OrderSequence.FindFault(Trace(
            [Part(1, 2, Packed), Part(2, 3, Released)],
            [
                Step(1, Trigger.Submit, Received, Submitting, "1×5"), Step(2, Trigger.ErpAllocated, Submitting, Confirmed, "1×5"), Step(3, Trigger.Release, Confirmed, Releasing, "1×2, 1×3"),
                Step(4, Trigger.CentreAccepted, Releasing, Released, "1×5"), Step(5, Trigger.Picked, Released, Picked, "1×2"), Step(6, Trigger.Packed, Picked, Packed, "1×2"),
            ])).ShouldBeNull();

    [Fact]
    public void A_step_from_where_nothing_stood_is_out_of_order() =>
        OrderSequence.FindFault(Trace([Part(1, 5, Packed)], [Step(1, Trigger.Submit, Received, Submitting, "1×5"), Step(2, Trigger.Packed, Picked, Packed, "1×5")]))
            .ShouldNotBeNull().ShouldContain("where 0 stood");

    [Fact]
    public void A_step_back_is_out_of_order() =>
        OrderSequence.FindFault(Trace(
            [Part(1, 5, Confirmed)],
            [
                Step(1, Trigger.Submit, Received, Submitting, "1×5"), Step(2, Trigger.ErpAllocated, Submitting, Confirmed, "1×5"), Step(3, Trigger.Release, Confirmed, Releasing, "1×5"),
                Step(4, Trigger.ShortPicked, Releasing, ShortPicked, "1×5"), Step(5, Trigger.Reallocate, ShortPicked, Confirmed, "1×5"),
            ])).ShouldNotBeNull().ShouldContain("leads back");

    [Fact]
    public void What_was_refused_may_be_tried_again() =>
        OrderSequence.FindFault(Trace(
            [Part(1, 5, Submitted)],
            [Step(1, Trigger.Submit, Received, Submitting, "1×5"), Step(2, Trigger.ErpRejected, Submitting, Rejected, "1×5"), Step(3, Trigger.ErpStored, Rejected, Submitted, "1×5")])).ShouldBeNull();

    [Fact]
    public void A_step_that_the_journey_does_not_know_is_out_of_order() =>
        OrderSequence.FindFault(Trace([Part(1, 5, Shipped)], [Step(1, Trigger.Shipped, Received, Shipped, "1×5")])).ShouldNotBeNull().ShouldContain("does not lead");

    [Fact]
    public void Goods_that_stand_where_the_history_does_not_lead_are_out_of_order() =>
        OrderSequence.FindFault(Trace([Part(1, 5, Shipped)], [Step(1, Trigger.Submit, Received, Submitting, "1×5")])).ShouldNotBeNull().ShouldContain("do not stand");

    [Fact]
    public void A_later_message_or_call_of_one_system_done_first_is_out_of_order()
    {
        TracedMessage[] overtaken = [new(1, "dc-east", Noon.AddSeconds(1)), new(2, "dc-west", Noon), new(3, "dc-east", Noon)];
        TracedMessage[] sideBySide = [new(1, "dc-east", Noon.AddSeconds(1)), new(2, "dc-west", Noon), new(3, "dc-east", Noon.AddSeconds(1))];

        OrderSequence.FindFault(new OrderTrace(1, [], [], overtaken, [])).ShouldBe("message 3 of dc-east was done before 1");
        OrderSequence.FindFault(new OrderTrace(1, [], [], [], overtaken)).ShouldBe("call 3 of dc-east was done before 1");
        OrderSequence.FindFault(new OrderTrace(1, [], [], sideBySide, sideBySide)).ShouldBeNull();
    }

    private static OrderTrace Trace(IReadOnlyList<OrderLine> lines, IReadOnlyList<HistoryEntry> history) => new(1, lines, history, [], []);

    private static OrderLine Part(int part, decimal quantity, LineState state) =>
        new() { OrderKey = 1, LineNo = 1, Part = part, Sku = "A", Description = "A", Quantity = quantity, State = state };

    private static HistoryEntry Step(long id, Trigger trigger, LineState from, LineState to, string lines) =>
        new() { Id = id, OrderKey = 1, Source = "x", What = trigger.ToString(), FromState = from.ToString(), ToState = to.ToString(), Lines = lines };
}
