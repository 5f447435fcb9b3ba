using RetailTower.Data.Model;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Orders;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Engine.Orders;

/// <summary>The originator changes an order: before it is submitted, after that, and when a centre works on it already.</summary>
public sealed class AmendmentTests
{
    private readonly OrderBench _bench = new OrderBench().Stock(OrderBench.East, 1, 100).Stock(OrderBench.East, 2, 100);

    [Fact]
    public void Before_it_is_submitted_it_simply_is_another_order()
    {
        Hold();
        _bench.Placed(5, 2).Amended(2, 4, 6);
        Unhold();

        (_bench.States(1), _bench.States(2)).ShouldBe(("Cancelled 1, Submitting 4", "Submitting 6"));
        Submitted().ShouldBe([4, 6]);
        _bench.Order.Total.ShouldBe(25);
    }

    [Fact]
    public void What_was_cancelled_before_it_was_submitted_stays_cancelled()
    {
        Hold();
        _bench.Placed(5, 1).Cancelled(OrderBench.Line(1, 2)).Amended(2, 5, 4);
        Unhold();

        // The originator still lists the five of line 1, and changed line 2 alone.
        (_bench.States(1), _bench.States(2)).ShouldBe(("Cancelled 2, Submitting 3", "Submitting 4"));
        Submitted().ShouldBe([3, 4]);
    }

    [Fact]
    public void A_line_that_was_cancelled_can_be_ordered_again()
    {
        Hold();
        _bench.Placed(5, 1).Cancelled(OrderBench.Line(1, 5)).Amended(2, 3, 1);
        Unhold();

        _bench.States(1).ShouldBe("Cancelled 5, Submitting 3");
        Submitted().ShouldBe([3, 1]);
    }

    [Fact]
    public void A_line_set_to_nothing_is_not_submitted()
    {
        Hold();
        _bench.Placed(5, 2).Amended(2, 0, 2);
        Unhold();

        Submitted().ShouldBe([2]);
    }

    [Fact]
    public void A_price_mended_where_the_order_came_from_lets_it_go_on()
    {
        _bench.Products["SKU1"] = new Product { Sku = "SKU1", Name = "A", UnitPrice = 3 };
        _bench.Placed(5).States(1).ShouldBe("Held 5");
        var order = OrderBench.Placed(5);

        _bench.Hear(OrderBench.Origin, new OrderAmended(order with { Lines = [order.Lines[0] with { UnitPrice = 3 }] }) { At = _bench.Time.GetUtcNow(), Version = 2 });

        _bench.States(1).ShouldBe("Submitting 5");
        _bench.Commands<SubmitOrderCommand>(Operations.SubmitOrder).ShouldHaveSingleItem().Order.Lines[0].UnitPrice.ShouldBe(3);
        _bench.Cases.ShouldBeEmpty();
    }

    [Fact]
    public void An_order_told_again_unchanged_is_not_judged_again()
    {
        Hold();
        _bench.Placed(5).Amended(2, 5);

        _bench.Cases.Count.ShouldBe(1);
        _bench.Order.OriginVersion.ShouldBe(2);
    }

    [Fact]
    public void After_submission_the_erp_hears_all_quantities()
    {
        _bench.Placed(5, 2).Amended(2, 3, 6);

        (_bench.States(1), _bench.States(2)).ShouldBe(("Cancelled 2, Submitting 3", "Submitting 6"));
        _bench.Commands<AmendOrderCommand>(Operations.AmendOrder).ShouldHaveSingleItem().Lines.ShouldBe([OrderBench.Line(1, 3), OrderBench.Line(2, 6)]);
        _bench.Commands<SubmitOrderCommand>(Operations.SubmitOrder).ShouldHaveSingleItem();
    }

    [Fact]
    public void A_new_line_goes_to_the_erp_and_is_released_once_it_is_allocated()
    {
        _bench.Stock(OrderBench.East, 3, 0).Placed(5).Allocated(0).Amended(2, 5, 4);
        _bench.Order.Expectations.ShouldContain(it => it.Step == "erp-review");

        _bench.Allocated(0, 4);

        (_bench.States(1), _bench.States(2)).ShouldBe(("BackOrdered 5", "Releasing 4"));
        _bench.Commands<ReleaseCommand>(Operations.Release).ShouldHaveSingleItem().Lines.ShouldBe([new ReleaseLine(2, "SKU2", 4)]);
        _bench.Order.Expectations.ShouldNotContain(it => it.Step == "erp-review");
    }

    [Fact]
    public void An_erp_statement_from_before_the_change_decides_nothing_of_it()
    {
        _bench.Placed(5);
        var stale = new ErpOrderStated("SO101", true, [new ErpLine(1, 5, 5, 0, 0)]) { At = _bench.Time.GetUtcNow() };
        _bench.Amended(2, 8);

        _bench.Hear(OrderBench.Erp, stale);

        _bench.States(1).ShouldBe("Confirmed 5, Submitted 3");
        _bench.Asked.ShouldNotContain(it => it.Operation == Operations.Release, "it is released when all of it is decided");
    }

    [Fact]
    public void Once_a_centre_works_on_it_the_change_is_a_case_and_nothing_moves()
    {
        _bench.Placed(5).Allocated(5);
        var asked = _bench.Asked.Count;

        _bench.Amended(2, 7);

        _bench.States(1).ShouldBe("Releasing 5");
        _bench.Asked.Count.ShouldBe(asked);
        _bench.Cases.ShouldHaveSingleItem().Detail.ShouldContain("line 1 from 5 to 7");
    }

    [Fact]
    public void An_older_statement_that_comes_late_changes_nothing()
    {
        _bench.Placed(5).Amended(3, 4);

        _bench.Amended(2, 9);

        _bench.States(1).ShouldBe("Cancelled 1, Submitting 4");
        _bench.Order.OriginVersion.ShouldBe(3);
    }

    [Fact]
    public void An_originator_that_still_lists_what_was_cancelled_amends_nothing()
    {
        _bench.Placed(5).Cancelled(OrderBench.Line(1, 2));
        var asked = _bench.Asked.Count;

        _bench.Amended(2, 5).Amended(3, 3);

        _bench.States(1).ShouldBe("Cancelled 2, Submitting 3");
        _bench.Asked.Count.ShouldBe(asked);
    }

    [Fact]
    public void Two_hundred_lines_go_their_way_in_one_order()
    {
        const int lines = 200;
        for (var line = 1; line <= lines; line++) _bench.Stock(line % 2 == 0 ? OrderBench.East : OrderBench.West, line, 10);
        var quantities = Enumerable.Range(1, lines).Select(line => (decimal)(line % 7 + 1)).ToArray();

        _bench.Placed(quantities).Allocated(quantities);

        Submitted().ShouldBe(quantities);
        _bench.Commands<ReleaseCommand>(Operations.Release).SelectMany(it => it.Lines).OrderBy(it => it.LineNo).Select(it => it.Quantity).ShouldBe(quantities);
        _bench.Commands<ReleaseCommand>(Operations.Release).Count.ShouldBe(2);
        _bench.History.ShouldAllBe(row => (row.Lines ?? "").Length <= 2000 && (row.Detail ?? "").Length <= 2000);
        _bench.History.Count(row => row.What == "ErpAllocated").ShouldBe(1);
    }

    private void Hold() => _bench.Customers["C1001"] = new Customer { Number = "C1001", Name = "N", Blocked = true };

    private void Unhold()
    {
        _bench.Customers["C1001"].Blocked = false;
        _bench.Decide(TowerMessages.Revalidate);
    }

    private IEnumerable<decimal> Submitted() => _bench.Commands<SubmitOrderCommand>(Operations.SubmitOrder).ShouldHaveSingleItem().Order.Lines.Select(line => line.Quantity);
}
