using RetailTower.Data.Model;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Exceptions;
using RetailTower.Engine.Orders;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Engine.Orders;

/// <summary>Goods, invoices and payments of an order of five pieces at 2.50 each.</summary>
public sealed class SettlementTests
{
    private readonly OrderBench _bench = new();
    private long _version = 10;

    private Settlement? State => _bench.Order.Settlement;

    [Fact]
    public void An_order_comes_from_shipped_to_matched_and_nothing_is_said_about_it()
    {
        _bench.Placed(5).Allocated(5);
        State.ShouldBeNull();

        _bench.Shipped(2, "P1");
        (State, _bench.Order.ShippedValue).ShouldBe((Settlement.Shipped, 5m));
        Invoice("I-1", 2, 5m);
        State.ShouldBe(Settlement.Invoiced);
        _bench.Shipped(3, "P2");
        (State, _bench.Order.ShippedValue).ShouldBe((Settlement.Shipped, 12.5m));
        Invoice("I-2", 3, 7.5m, paid: true);
        State.ShouldBe(Settlement.Invoiced);
        Invoice("I-1", 2, 5m, paid: true);

        State.ShouldBe(Settlement.Matched);
        _bench.States(1).ShouldBe("Closed 5");
        _bench.Cases.ShouldBeEmpty();
        _bench.Order.Claims.ShouldNotContain(claim => claim.System == TowerMessages.System);
        _bench.Order.Expectations.ShouldNotContain(it => it.Step == ExpectedSteps.Invoice || it.Step == ExpectedSteps.Payment);
    }

    [Fact]
    public void The_same_goods_invoiced_twice_are_a_case_of_finance_until_one_is_cancelled()
    {
        Ship().Invoice("I-1", 5, 12.5m);
        Invoice("I-2", 5, 12.5m);

        One(CaseMatters.OverInvoiced).ShouldSatisfyAllConditions(
            it => it.OwnerTeam.ShouldBe("Finance"), it => it.MoneyAtRisk.ShouldBe(12.5m), it => it.System.ShouldBe(OrderBench.Erp),
            it => it.Detail.ShouldBe("Invoices I-1, I-2 ask 25.00 GBP for goods; what of them has left comes to 12.50 GBP: 12.50 GBP too much. Line 1: 10 invoiced, 5 have left."));
        Invoice("I-1", 5, 12.5m, paid: true);
        Invoice("I-2", 5, 12.5m, paid: true);
        State.ShouldBe(Settlement.Paid);
        _bench.Cases.Count.ShouldBe(1, "the same is not said again");

        Invoice("I-2", 5, 12.5m, cancelled: true);
        State.ShouldBe(Settlement.Matched);
        _bench.Cases.ShouldBeEmpty();
        _bench.Settled[CaseBook.OrderSubject(_bench.Order.Key, CaseMatters.OverInvoiced)].ShouldBe("Goods, invoices and payments agree.");
    }

    [Fact]
    public void An_invoice_at_a_lower_price_is_under_and_its_replacement_takes_its_goods_over()
    {
        Ship().Invoice("I-1", 5, 11.25m, paid: true);

        One(CaseMatters.UnderInvoiced).ShouldSatisfyAllConditions(
            it => it.OwnerTeam.ShouldBe("Finance"), it => it.MoneyAtRisk.ShouldBe(1.25m), it => it.Detail.ShouldBe("Invoice I-1 asks 11.25 GBP for goods; what of them has left comes to 12.50 GBP: 1.25 GBP too little."));
        State.ShouldBe(Settlement.Paid);

        Invoice("I-1", 5, 11.25m, cancelled: true);
        State.ShouldBe(Settlement.Shipped);
        _bench.Cases.ShouldBeEmpty();
        _bench.Order.Expectations.ShouldContain(it => it.Step == ExpectedSteps.Invoice, "another invoice is due in its place");
        Invoice("I-2", 5, 12.5m);
        _bench.Order.Lines.ShouldAllBe(part => part.InvoiceNumber == "I-2");
        Invoice("I-2", 5, 12.5m, paid: true);

        State.ShouldBe(Settlement.Matched);
        _bench.States(1).ShouldBe("Closed 5");
        _bench.Order.Expectations.ShouldNotContain(it => it.Step == ExpectedSteps.Invoice);
    }

    [Fact]
    public void A_part_of_a_cancelled_invoice_goes_to_each_of_those_in_its_place()
    {
        Ship().Invoice("I-1", 5, 12.5m);
        Invoice("I-1", 5, 12.5m, cancelled: true);
        Invoice("I-2", 2, 5m, paid: true);
        Invoice("I-3", 3, 7.5m);

        _bench.Order.Lines.Where(part => part.Quantity > 0).Select(part => (part.InvoiceNumber, part.Quantity, part.State)).ShouldBe([("I-3", 3m, LineState.Invoiced), ("I-2", 2m, LineState.Closed)], ignoreOrder: true);
        State.ShouldBe(Settlement.Invoiced);
    }

    [Theory]
    [InlineData(12.54, false)]
    [InlineData(12.45, false)]
    [InlineData(12.56, true)]
    [InlineData(12.44, true)]
    public void Cents_of_rounding_are_tolerated(decimal asked, bool differs)
    {
        Ship().Invoice("I-1", 5, asked, paid: true);

        _bench.Cases.Count.ShouldBe(differs ? 1 : 0);
        State.ShouldBe(differs ? Settlement.Paid : Settlement.Matched);
    }

    [Fact]
    public void The_tolerance_can_be_a_share_of_the_goods()
    {
        _bench.Policies.Matching.TolerateShare = 0.1m;
        Ship().Invoice("I-1", 5, 13.74m, paid: true);

        _bench.Cases.ShouldBeEmpty();
        State.ShouldBe(Settlement.Matched);
    }

    [Fact]
    public void Pieces_that_are_on_no_invoice_yet_are_missing_not_under_invoiced()
    {
        Ship().Invoice("I-1", 3, 7.5m);

        _bench.Cases.ShouldBeEmpty();
        State.ShouldBe(Settlement.Shipped);
        _bench.Order.Expectations.ShouldContain(it => it.Step == ExpectedSteps.Invoice);
    }

    [Theory]
    [InlineData(6.75, CaseMatters.UnderInvoiced)]
    [InlineData(8.25, CaseMatters.OverInvoiced)]
    public void Pieces_that_are_on_an_invoice_must_have_their_price_while_others_are_missing(decimal asked, string matter)
    {
        Ship().Invoice("I-1", 3, asked);

        One(matter).MoneyAtRisk.ShouldBe(0.75m);
        State.ShouldBe(Settlement.Shipped);
    }

    [Fact]
    public void An_invoice_that_comes_before_the_news_of_its_goods_settles_itself()
    {
        _bench.Placed(5).Allocated(5).Shipped(3, "P1");
        Invoice("I-1", 5, 12.5m, paid: true);
        One(CaseMatters.OverInvoiced).MoneyAtRisk.ShouldBe(5m);

        _bench.Shipped(2, "P2");

        _bench.Cases.ShouldBeEmpty();
        (_bench.States(1), State).ShouldBe(("Closed 5", Settlement.Matched));
    }

    [Fact]
    public void Money_that_pays_for_nothing_is_a_case_once_all_is_paid_until_it_goes_back()
    {
        Ship().Invoice("I-1", 5, 12.5m);
        Pay("4001", applied: false);
        _bench.Cases.ShouldBeEmpty("it may yet pay the invoice");

        Invoice("I-1", 5, 12.5m, paid: true);
        One(CaseMatters.DoublyPaid).ShouldSatisfyAllConditions(
            it => it.OwnerTeam.ShouldBe("Finance"), it => it.Domain.ShouldBe(Domains.Payment), it => it.MoneyAtRisk.ShouldBe(12.5m),
            it => it.Detail.ShouldBe("Every invoice of the order is paid, and 12.50 GBP more of the customer's money is booked under its number at erp and pays for nothing."));
        State.ShouldBe(Settlement.Paid);

        Pay("4001", applied: true);
        _bench.Cases.ShouldBeEmpty();
        State.ShouldBe(Settlement.Matched);
    }

    [Fact]
    public void An_older_statement_of_a_payment_that_comes_late_changes_nothing()
    {
        Ship().Invoice("I-1", 5, 12.5m, paid: true);
        var open = new PaymentStated("4001", 12.5m, "GBP", false) { At = _bench.Time.GetUtcNow(), Version = 1 };
        Pay("4001", applied: true);
        _bench.Hear(OrderBench.Erp, open);

        _bench.Cases.ShouldBeEmpty();
    }

    [Fact]
    public void An_order_from_before_documents_were_matched_is_matched_by_the_pieces_on_its_invoices()
    {
        Ship().Invoice("I-1", 5, 12.5m, paid: true);
        (_bench.Order.Settlement, _bench.Order.ShippedValue, _bench.Order.Invoices[0].Lines) = (null, 0, null);

        _bench.Decide(TowerMessages.Match);

        (State, _bench.Order.ShippedValue).ShouldBe((Settlement.Matched, 12.5m));
        _bench.Cases.ShouldBeEmpty();
    }

    [Fact]
    public void Goods_that_came_back_stay_invoiced()
    {
        Ship().Invoice("I-1", 5, 12.5m, paid: true);
        _bench.Order.Lines[0].State = LineState.Returned;
        _bench.Decide(TowerMessages.Match);

        (State, _bench.Order.ShippedValue).ShouldBe((Settlement.Matched, 12.5m));
    }

    private SettlementTests Ship()
    {
        _bench.Placed(5).Allocated(5).Shipped(5);
        return this;
    }

    private void Invoice(string number, decimal quantity, decimal amount, bool paid = false, bool cancelled = false) => _bench.Hear(
        OrderBench.Erp, new InvoiceStated(number, amount, "GBP", paid, cancelled, [new InvoicedLine(1, quantity, amount)]) { At = _bench.Time.GetUtcNow(), Version = ++_version });

    private void Pay(string number, bool applied) =>
        _bench.Hear(OrderBench.Erp, new PaymentStated(number, 12.5m, "GBP", applied) { At = _bench.Time.GetUtcNow(), Version = ++_version });

    private RetailTower.Data.Stores.CaseOpening One(string matter)
    {
        var one = _bench.Cases.ShouldHaveSingleItem();
        (one.Kind, one.Operation).ShouldBe((CaseKind.Disagreement, matter));
        return one;
    }
}
