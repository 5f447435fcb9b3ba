using RetailTower.Data.Model;
using RetailTower.Engine.Canonical;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Engine.Orders;

/// <summary>What the originator is told: only what is so, only when it changed, and nothing before the ERP has said it.</summary>
public sealed class OriginatorTests
{
    private readonly OrderBench _bench = new OrderBench().Stock(OrderBench.East, 1, 100).Stock(OrderBench.East, 2, 100);

    [Fact]
    public void It_follows_the_order_from_the_first_word_to_the_last()
    {
        _bench.Placed(5).Allocated(5).Accepted(5).Picked(5).Shipped(3, "P1").Shipped(2, "P2").Invoiced(5).Invoiced(5, paid: true);

        Told().ShouldBe([OriginStatus.Submitted, OriginStatus.Confirmed, OriginStatus.InFulfilment, OriginStatus.PartShipped, OriginStatus.Shipped, OriginStatus.Invoiced, OriginStatus.Completed]);
        _bench.Commands<WriteShipmentCommand>(Operations.WriteShipment).Select(it => it.Parcel.Id).ShouldBe(["P1", "P2"]);
    }

    [Fact]
    public void It_never_hears_confirmed_before_the_erp_has_decided()
    {
        string[] promises = [OriginStatus.Confirmed, OriginStatus.PartAllocated, OriginStatus.InFulfilment];
        _bench.Placed(5, 5);
        _bench.Hear(OrderBench.Erp, new ErpOrderStated("SO101", false, [new ErpLine(1, 5, 0, 0, 0), new ErpLine(2, 5, 0, 0, 0)]) { At = _bench.Time.GetUtcNow() });
        // The review is whole or it is not: one line alone confirms nothing.
        _bench.Hear(OrderBench.Erp, new ErpOrderStated("SO101", true, [new ErpLine(1, 5, 5, 0, 0)]) { At = _bench.Time.GetUtcNow() });
        Told().Intersect(promises).ShouldBeEmpty();
        _bench.Order.ConfirmedAt.ShouldBeNull();
        _bench.Asked.ShouldNotContain(it => it.Operation == Operations.Release);

        _bench.Allocated(5, 5);

        Told()[^1].ShouldBe(OriginStatus.Confirmed);
        _bench.Order.ConfirmedAt.ShouldBe(_bench.Time.GetUtcNow());
    }

    [Fact]
    public void A_part_allocation_says_how_much_is_on_back_order()
    {
        _bench.Placed(5).Allocated(3);

        var told = Commands()[^1];
        (told.Status, told.Detail, told.ErpNumber).ShouldBe((OriginStatus.PartAllocated, "2 pieces are on back-order.", "SO101"));
    }

    [Fact]
    public void A_refusal_is_told_as_one_and_a_retry_that_goes_through_as_confirmed()
    {
        _bench.Placed(5);
        var call = _bench.Take(OrderBench.Erp, Operations.SubmitOrder);
        _bench.Refused(call, "credit-limit");
        Told()[^1].ShouldBe(OriginStatus.Rejected);
        _bench.Order.Status.ShouldBe(OrderStatus.Rejected);

        _bench.Done(call);
        _bench.Allocated(5);

        Told()[^1].ShouldBe(OriginStatus.Confirmed);
    }

    [Fact]
    public void Only_the_newest_unsent_word_is_sent()
    {
        _bench.Placed(5).Allocated(5).Shipped(5);

        _bench.Lanes.Where(it => it.Operation == Operations.WriteStatus).ShouldHaveSingleItem().Payload.ShouldContain(OriginStatus.Shipped);
    }

    [Fact]
    public void News_that_change_nothing_for_it_are_not_told()
    {
        _bench.Placed(5).Allocated(5).Accepted(5);
        var before = Commands().Count;

        _bench.Picked(5).Allocated(5);

        Commands().Count.ShouldBe(before);
    }

    [Fact]
    public void Words_of_time_never_run_backwards()
    {
        _bench.Placed(5).Allocated(3).Allocated(5).Shipped(3).Cancelled();

        Commands().Select(it => it.AsOf).ShouldBeInOrder();
    }

    private IReadOnlyList<WriteStatusCommand> Commands() => _bench.Commands<WriteStatusCommand>(Operations.WriteStatus);

    private List<string> Told() => [.. Commands().Select(it => it.Status)];
}
