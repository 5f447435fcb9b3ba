using RetailTower.Data.Model;
using RetailTower.Engine.Canonical;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Engine.Orders;

/// <summary>The customer wants less, at each point of an order's life, of all or of some of it.</summary>
public sealed class CancelAndReturnTests
{
    private readonly OrderBench _bench = new OrderBench().Stock(OrderBench.East, 1, 100);

    [Fact]
    public void An_order_that_is_held_is_cancelled_without_a_word_to_the_erp()
    {
        _bench.Customers["C1001"] = new Customer { Number = "C1001", Name = "N", Blocked = true };
        _bench.Placed(5).States(1).ShouldBe("Held 5");

        _bench.Cancelled();

        _bench.States(1).ShouldBe("Cancelled 5");
        _bench.Order.Status.ShouldBe(OrderStatus.Cancelled);
        _bench.Asked.ShouldNotContain(it => it.System == OrderBench.Erp);
    }

    [Fact]
    public void An_order_that_the_erp_holds_is_cancelled_there_too()
    {
        _bench.Placed(5).Cancelled();

        _bench.States(1).ShouldBe("Cancelled 5");
        _bench.Lanes.Where(it => it.System == OrderBench.Erp).Select(it => it.Operation).ShouldBe([Operations.SubmitOrder, Operations.CancelOrder]);
        _bench.Order.Expectations.ShouldBeEmpty();
    }

    [Fact]
    public void Of_some_of_it_the_erp_hears_what_is_still_wanted()
    {
        _bench.Placed(5, 3).Cancelled(OrderBench.Line(1, 2));

        _bench.States(1).ShouldBe("Cancelled 2, Submitting 3");
        _bench.Commands<AmendOrderCommand>(Operations.AmendOrder).ShouldHaveSingleItem().Lines.ShouldBe([OrderBench.Line(1, 3), OrderBench.Line(2, 3)]);
    }

    [Fact]
    public void What_is_on_back_order_goes_first()
    {
        _bench.Placed(5).Allocated(3).Cancelled(OrderBench.Line(1, 2));

        _bench.States(1).ShouldBe("Cancelled 2, Releasing 3");
        _bench.Asked.ShouldNotContain(it => it.Operation == Operations.CancelRelease);
    }

    [Fact]
    public void What_is_released_the_centre_is_asked_for_and_cancels()
    {
        _bench.Placed(5).Allocated(5).Accepted(5).Cancelled(OrderBench.Line(1, 2));
        _bench.States(1).ShouldBe("Cancelling 2, Released 3");
        _bench.Commands<CancelReleaseCommand>(Operations.CancelRelease).ShouldHaveSingleItem().Lines.ShouldBe([OrderBench.Line(1, 2)]);

        var cancelled = new FulfilmentCancelled(OrderBench.East, "1", "FO-1", [OrderBench.Line(1, 2)]) { At = _bench.Time.GetUtcNow(), Version = 3 };
        _bench.Hear(OrderBench.East, cancelled);
        _bench.Hear(OrderBench.East, cancelled);

        _bench.States(1).ShouldBe("Cancelled 2, Released 3");
        _bench.Commands<AmendOrderCommand>(Operations.AmendOrder).ShouldHaveSingleItem().Lines.ShouldBe([OrderBench.Line(1, 3)]);
    }

    [Fact]
    public void With_all_of_it_cancelled_the_centre_owes_nothing()
    {
        _bench.Placed(5).Allocated(5).Accepted(5).Cancelled();
        _bench.Hear(OrderBench.East, new FulfilmentCancelled(OrderBench.East, "1", "FO-1", [OrderBench.Line(1, 5)]) { At = _bench.Time.GetUtcNow(), Version = 3 });

        _bench.Order.Status.ShouldBe(OrderStatus.Cancelled);
        _bench.Order.Expectations.Select(it => it.Step).ShouldBeEmpty();
        _bench.Lanes.ShouldContain(it => it.Operation == Operations.CancelOrder);
    }

    [Fact]
    public void Two_releases_at_one_centre_are_cancelled_by_two_calls_of_their_own()
    {
        _bench.Placed(5).Allocated(3).Allocated(5).Cancelled();

        var calls = _bench.Asked.Where(it => it.Operation == Operations.CancelRelease).ToList();

        calls.Select(it => CanonicalJson.Read<CancelReleaseCommand>(it.Payload).Release).ShouldBe(["1", "2"], ignoreOrder: true);
        calls.Select(it => it.IdempotencyKey).ShouldBeUnique();
    }

    /// <summary>The webhook of the picking and the refusal of the cancellation race; either order leads to the same end.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_the_centre_has_picked_already_comes_back_after_it_has_left(bool refusalFirst)
    {
        _bench.Placed(5).Allocated(5).Accepted(5).Cancelled(OrderBench.Line(1, 2));
        var call = _bench.Take(OrderBench.East, Operations.CancelRelease);
        if (refusalFirst) _bench.Refused(call, "already-picked");
        _bench.Picked(5);
        if (!refusalFirst) _bench.Refused(call, "already-picked");
        _bench.States(1).ShouldBe("Picked 5");

        _bench.Shipped(5);

        _bench.States(1).ShouldBe("Returning 2, Shipped 3");
        _bench.Commands<ExpectReturnCommand>(Operations.ExpectReturn).ShouldHaveSingleItem().Lines.ShouldBe([new ReleaseLine(1, "SKU1", 2)]);
    }

    [Fact]
    public void What_was_shipped_before_the_refusal_came_comes_back_as_well()
    {
        _bench.Placed(5).Allocated(5).Cancelled(OrderBench.Line(1, 2));
        var call = _bench.Take(OrderBench.East, Operations.CancelRelease);

        _bench.Shipped(5);
        _bench.Refused(call, "already-picked");

        _bench.States(1).ShouldBe("Returning 2, Shipped 3");
    }

    [Fact]
    public void What_nobody_wants_need_not_be_found()
    {
        _bench.Stock(OrderBench.West, 1, 100).Placed(5).Allocated(5).Accepted(5).Cancelled(OrderBench.Line(1, 2));

        _bench.Hear(OrderBench.East, new GoodsShortPicked(OrderBench.East, "1", "FO-1", [OrderBench.Line(1, 4)]) { At = _bench.Time.GetUtcNow(), Version = 3 });

        _bench.States(1).ShouldBe("Cancelled 1, Cancelling 1, Releasing 3");
        _bench.Commands<ReleaseCommand>(Operations.Release)[^1].Lines.ShouldBe([new ReleaseLine(1, "SKU1", 3)]);
    }

    [Theory]
    [InlineData(LineState.Shipped)]
    [InlineData(LineState.Invoiced)]
    [InlineData(LineState.Closed)]
    public void What_has_left_comes_back_and_is_credited(LineState state)
    {
        _bench.Placed(5).Allocated(5).Shipped(5);
        if (state != LineState.Shipped) _bench.Invoiced(5, paid: state == LineState.Closed);
        _bench.States(1).ShouldBe($"{state} 5");

        _bench.Hear(OrderBench.Origin, new ReturnRequested("R77", [OrderBench.Line(1, 2)], "too small") { At = _bench.Time.GetUtcNow() });
        _bench.Sum(1, LineState.Returning).ShouldBe(2);
        _bench.Order.Expectations.ShouldContain(it => it.Step == "return-arrives:R77");
        _bench.CameBack("R77", 2);
        _bench.Commands<CreditReturnCommand>(Operations.CreditReturn).ShouldBeEmpty("nobody has looked at the goods");
        _bench.Inspected("R77", 2);

        _bench.States(1).ShouldBe(state < LineState.Returned && string.CompareOrdinal($"{state}", "Returned") < 0 ? $"{state} 3, Returned 2" : $"Returned 2, {state} 3");
        _bench.Commands<CreditReturnCommand>(Operations.CreditReturn).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            it => it.Rma.ShouldBe("R77"), it => it.Lines.ShouldBe([new CreditLine(1, "SKU1", 2, 2.5m)]));
        _bench.Order.Expectations.ShouldNotContain(it => it.Step == "return-arrives:R77");
    }

    [Fact]
    public void Goods_that_come_back_are_those_the_customer_has_not_those_still_to_come()
    {
        _bench.Placed(5).Allocated(3).Shipped(3);

        _bench.Hear(OrderBench.Origin, new ReturnRequested("R77", [OrderBench.Line(1, 2)], "too small") { At = _bench.Time.GetUtcNow() });

        _bench.States(1).ShouldBe("BackOrdered 2, Returning 2, Shipped 1");
    }

    [Fact]
    public void A_return_that_arrives_in_two_parcels_is_credited_in_two_memos()
    {
        _bench.Placed(5).Allocated(5).Shipped(5);
        _bench.Hear(OrderBench.Origin, new ReturnRequested("R77", [OrderBench.Line(1, 5)], "too small") { At = _bench.Time.GetUtcNow() });

        _bench.CameBack("R77", 2).Inspected("R77", 2).CameBack("R77", 3).Inspected("R77", 3);

        var memos = _bench.Commands<CreditReturnCommand>(Operations.CreditReturn);
        memos.Select(it => it.Lines.Single().Quantity).ShouldBe([2, 3]);
        memos.Select(it => it.Rma).ShouldBeUnique();
        _bench.Asked.Select(it => it.IdempotencyKey).ShouldBeUnique();
    }

    [Fact]
    public void Goods_that_nobody_announced_are_a_case()
    {
        _bench.Placed(5).Allocated(5).Shipped(5);

        _bench.Hear(OrderBench.East, new GoodsReturned(OrderBench.East, "R99", [OrderBench.Line(1, 1)]) { At = _bench.Time.GetUtcNow() });

        _bench.States(1).ShouldBe("Shipped 5");
        _bench.Cases.ShouldHaveSingleItem().ShouldSatisfyAllConditions(it => it.Kind.ShouldBe(CaseKind.Disagreement), it => it.Domain.ShouldBe(Domains.Return));
    }

    [Fact]
    public void Asking_twice_for_all_of_it_changes_nothing_more()
    {
        _bench.Placed(5).Allocated(5).Picked(5).Cancelled();
        _bench.Cancelled();
        _bench.Cases.ShouldBeEmpty();

        _bench.Shipped(5);

        _bench.States(1).ShouldBe("Returning 5");
    }

    [Fact]
    public void Asking_for_more_than_there_is_does_what_can_be_done_and_is_a_case()
    {
        _bench.Placed(5).Cancelled(OrderBench.Line(1, 7));

        _bench.States(1).ShouldBe("Cancelled 5");
        _bench.Cases.ShouldHaveSingleItem().Detail.ShouldBe("Line 1: 2 more than is left of it.");
    }

    [Fact]
    public void More_invoiced_than_has_left_is_a_case()
    {
        _bench.Placed(5).Allocated(5).Shipped(3).Invoiced(5);

        _bench.States(1).ShouldBe("Invoiced 3, Releasing 2");
        _bench.Cases.ShouldHaveSingleItem().ShouldSatisfyAllConditions(it => it.Kind.ShouldBe(CaseKind.Disagreement), it => it.Domain.ShouldBe(Domains.Invoice));
    }

    [Fact]
    public void A_rejected_order_can_be_given_up()
    {
        _bench.Placed(5);
        _bench.Refused(_bench.Take(OrderBench.Erp, Operations.SubmitOrder), "credit-limit");
        _bench.States(1).ShouldBe("Rejected 5");

        _bench.Cancelled();

        _bench.Order.Status.ShouldBe(OrderStatus.Cancelled);
    }
}
