using RetailTower.Data.Model;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Orders;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Engine.Orders;

/// <summary>The tower's own rules, judged on what the systems of record last stated: what holds an order and what is only worth a remark.</summary>
public sealed class ValidationTests
{
    private readonly OrderBench _bench = new OrderBench().Stock(OrderBench.East, 1, 100);

    public ValidationTests()
    {
        _bench.Customers["C1001"] = new Customer { Number = "C1001", Name = "N" };
        _bench.Products["SKU1"] = new Product { Sku = "SKU1", Name = "A", UnitPrice = 2.5m };
    }

    [Fact]
    public void An_order_in_order_passes_without_remark()
    {
        _bench.Placed(5);

        Passed().ShouldBeNull();
    }

    [Fact]
    public void A_blocked_customer_holds_the_order_for_finance() => Held(() => _bench.Customers["C1001"].Blocked = true, "customer-blocked", "Finance");

    [Fact]
    public void A_blocked_article_holds_the_order_for_merchandising() => Held(() => _bench.Products["SKU1"].Blocked = true, "article-blocked", "Merchandising");

    [Fact]
    public void A_price_below_contract_holds_the_order_for_merchandising() => Held(() => _bench.Products["SKU1"].UnitPrice = 2.51m, "contract-price", "Merchandising");

    [Fact]
    public void A_price_within_tolerance_passes()
    {
        _bench.Policies.PriceTolerance = 0.05m;
        _bench.Products["SKU1"].UnitPrice = 2.6m;
        _bench.Placed(5);

        Passed().ShouldBeNull();
    }

    [Fact]
    public void An_overdrawn_credit_is_advice_unless_the_tower_is_told_to_hold_it()
    {
        (_bench.Customers["C1001"].CreditLimit, _bench.Customers["C1001"].BalanceDue) = (100, 90);
        _bench.Placed(5);

        Passed()!.ShouldContain("exceed customer C1001's credit limit of 100.00");
    }

    [Fact]
    public void An_overdrawn_credit_holds_the_order_where_policy_says_so()
    {
        _bench.Policies.CreditCheck = CreditCheck.Hold;

        Held(() => (_bench.Customers["C1001"].CreditLimit, _bench.Customers["C1001"].BalanceDue) = (100, 90), "credit", "Finance");
    }

    [Theory]
    [InlineData(0, 1_000_000)]
    [InlineData(100, 87.5)]
    public void No_limit_and_a_limit_just_reached_are_no_overdraft(double limit, double balance)
    {
        _bench.Policies.CreditCheck = CreditCheck.Hold;
        (_bench.Customers["C1001"].CreditLimit, _bench.Customers["C1001"].BalanceDue) = ((decimal)limit, (decimal)balance);
        _bench.Placed(5);

        Passed().ShouldBeNull();
    }

    [Theory]
    [InlineData("2026-03-01", true)]
    [InlineData("2026-03-02", false)]
    [InlineData("2027-03-02", false)]
    [InlineData("2027-03-03", true)]
    public void The_delivery_window_opens_on_the_day_of_placing_and_closes_a_year_later(string wanted, bool held)
    {
        var order = OrderBench.Placed(5) with { RequestedDelivery = DateOnly.Parse(wanted, System.Globalization.CultureInfo.InvariantCulture) };

        _bench.Hear(OrderBench.Origin, new OrderPlaced(order) { At = _bench.Time.GetUtcNow(), Version = 1 });

        _bench.States(1).ShouldBe(held ? "Held 5" : "Submitting 5");
        if (held) _bench.Cases.ShouldHaveSingleItem().ShouldSatisfyAllConditions(it => it.Title.ShouldContain("delivery-window"), it => it.OwnerTeam.ShouldBe("Customer service"));
    }

    [Fact]
    public void What_only_the_erp_can_know_is_advice()
    {
        _bench.Customers.Clear();
        _bench.Products.Clear();
        _bench.Placed(5);

        Passed()!.ShouldContain("Customer C1001 is not in the tower's copy");
        Passed()!.ShouldContain("article SKU1 is not in the tower's copy");
    }

    [Fact]
    public void Availability_counts_all_centres()
    {
        _bench.Stock(OrderBench.East, 1, 3).Stock(OrderBench.West, 1, 1).Placed(5);

        Passed()!.ShouldContain("Line 1: 5 of SKU1 ordered, 4 available in all centres.");
    }

    [Fact]
    public void A_held_order_goes_on_once_its_cause_is_mended_and_its_case_closes()
    {
        Held(() => _bench.Customers["C1001"].Blocked = true, "customer-blocked", "Finance");
        _bench.Decide(TowerMessages.Revalidate);
        _bench.Asked.ShouldNotContain(it => it.Operation == Operations.SubmitOrder);

        _bench.Customers["C1001"].Blocked = false;
        _bench.Decide(TowerMessages.Revalidate);
        _bench.Decide(TowerMessages.Revalidate);

        _bench.States(1).ShouldBe("Submitting 5");
        _bench.Asked.Count(it => it.Operation == Operations.SubmitOrder).ShouldBe(1);
        _bench.Cases.ShouldBeEmpty();
    }

    [Fact]
    public void Without_an_erp_an_order_waits_as_received()
    {
        _bench.Roles = _bench.Roles with { Erp = null };
        _bench.Placed(5);

        _bench.States(1).ShouldBe("Received 5");
        _bench.Order.Status.ShouldBe(OrderStatus.Received);
    }

    private void Held(Action spoil, string code, string team)
    {
        spoil();
        _bench.Placed(5);

        _bench.States(1).ShouldBe("Held 5");
        _bench.Cases.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            it => it.Title.ShouldContain(code), it => it.OwnerTeam.ShouldBe(team), it => it.Remedy.ShouldBe(Remedy.Revalidate), it => it.MoneyAtRisk.ShouldBe(12.5m));
        _bench.Asked.ShouldNotContain(it => it.Operation == Operations.SubmitOrder);
    }

    /// <summary>The remark with which the order passed; null when there was none.</summary>
    private string? Passed()
    {
        _bench.States(1).ShouldBe("Submitting 5");
        _bench.Cases.ShouldBeEmpty();
        return _bench.History.SingleOrDefault(row => row.What == "validated")?.Detail;
    }
}
