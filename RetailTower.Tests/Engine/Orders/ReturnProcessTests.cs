using RetailTower.Data.Model;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Orders;
using RetailTower.Engine.Orders.Returns;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Engine.Orders;

/// <summary>A return from the first word to the last booking: who decides, what each system is asked, and what is taken back when one of them will not.</summary>
public sealed class ReturnProcessTests
{
    private readonly OrderBench _bench = new OrderBench
    {
        Roles = new SystemRoles(OrderBench.Erp, [OrderBench.East], new HashSet<(string, string)>
        {
            (OrderBench.Origin, Operations.WriteStatus), (OrderBench.Origin, Operations.RefundReturn), (OrderBench.East, Operations.ExpectReturn),
            (OrderBench.Erp, Operations.PostCredit), (OrderBench.Erp, Operations.WithdrawCredit),
        }),
    }.Stock(OrderBench.East, 1, 100);

    private OrderReturn Return => _bench.Order.Returns.ShouldHaveSingleItem();

    private ReturnSheet Sheet => ReturnSheet.Read(Return.Sheet);

    [Fact]
    public void Within_the_rules_it_goes_from_system_to_system_until_its_money_is_booked()
    {
        Asked(2).State.ShouldBe(ReturnState.Approved);
        Return.DecidedBy.ShouldBe("tower");
        _bench.Done(_bench.Take(OrderBench.East, Operations.ExpectReturn), new ReturnLabelled(OrderBench.East, Return.Rma, "DPD", "T-BACK", null) { At = _bench.Time.GetUtcNow() });
        Return.State.ShouldBe(ReturnState.Labelled);
        _bench.References.ShouldContain(it => it.Type == "tracking" && it.Value == "T-BACK");
        _bench.CameBack(Return.Rma, 2);
        Return.State.ShouldBe(ReturnState.Received);
        _bench.Order.Expectations.ShouldContain(it => it.Step == $"return-inspected:{Return.Rma}");
        _bench.Inspected(Return.Rma, 2, refurbish: 1);
        Return.State.ShouldBe(ReturnState.Inspected);
        (Sheet.Lines[0].Restocked, Sheet.Lines[0].Refurbished, Sheet.Lines[0].Scrapped).ShouldBe((1, 1, 0));
        Prepared();
        Refunded();
        Return.State.ShouldBe(ReturnState.Refunded);
        Posted();

        Return.State.ShouldBe(ReturnState.Closed);
        Return.ClosedAt.ShouldNotBeNull();
        Sheet.Settlements.ShouldHaveSingleItem().ShouldSatisfyAllConditions(it => it.Amount.ShouldBe(5m), it => it.CreditNumber.ShouldBe("S-CR1"), it => it.RefundNumber.ShouldBe("RF1"));
        _bench.Order.Expectations.ShouldNotContain(it => it.Step.StartsWith("return"));
        _bench.Cases.ShouldBeEmpty();
    }

    [Fact]
    public void Of_goods_that_come_in_two_parcels_each_is_refunded_when_it_was_looked_at()
    {
        Asked(5);
        _bench.CameBack(Return.Rma, 2).Inspected(Return.Rma, 2);
        Return.State.ShouldBe(ReturnState.PartReceived);
        _bench.Order.Expectations.ShouldContain(it => it.Step == $"return-arrives:{Return.Rma}", "the rest is still awaited");
        Prepared();
        Refunded();
        Posted();
        Return.State.ShouldBe(ReturnState.PartReceived);

        _bench.CameBack(Return.Rma, 3).Inspected(Return.Rma, 3);
        Prepared("S-CR2");
        Refunded("RF2");
        Posted("S-CR2");

        Return.State.ShouldBe(ReturnState.Closed);
        Sheet.Settlements.Select(it => it.Amount).ShouldBe([5m, 7.5m]);
        _bench.Commands<RefundReturnCommand>(Operations.RefundReturn).Select(it => it.Lines.Single().Quantity).ShouldBe([2, 3]);
        _bench.Asked.Select(it => it.IdempotencyKey).ShouldBeUnique();
    }

    [Fact]
    public void Above_the_limit_someone_else_than_the_requester_decides()
    {
        _bench.Policies.Returns.ApproveUpTo = 4;
        Asked(2).State.ShouldBe(ReturnState.AwaitingApproval);
        _bench.Sum(1, LineState.Returning).ShouldBe(0);
        _bench.Cases.ShouldHaveSingleItem().ShouldSatisfyAllConditions(it => it.Kind.ShouldBe(CaseKind.ApprovalNeeded), it => it.Detail.ShouldContain("5.00 GBP, more than 4.00"));

        _bench.Want(TowerMessages.DecideReturn, new ReturnDecided(Return.Rma, "Anna", true, "I say so"));
        Return.State.ShouldBe(ReturnState.AwaitingApproval);
        _bench.Cases.ShouldHaveSingleItem();

        _bench.Want(TowerMessages.DecideReturn, new ReturnDecided(Return.Rma, "olga", true, "a good customer"));
        Return.State.ShouldBe(ReturnState.Approved);
        (Return.DecidedBy, Return.Decision).ShouldBe(("olga", "a good customer"));
        _bench.Cases.ShouldBeEmpty();
        _bench.Sum(1, LineState.Returning).ShouldBe(2);

        _bench.Want(TowerMessages.DecideReturn, new ReturnDecided(Return.Rma, "piet", false, "too late"));
        Return.DecidedBy.ShouldBe("olga", "whoever was first decided");
    }

    [Fact]
    public void What_is_declined_stays_with_the_customer()
    {
        _bench.Policies.Returns.ApproveUpTo = 0;
        Asked(2);

        _bench.Want(TowerMessages.DecideReturn, new ReturnDecided(Return.Rma, "olga", false, "worn"));

        Return.State.ShouldBe(ReturnState.Declined);
        _bench.States(1).ShouldBe("Shipped 5");
        _bench.Asked.ShouldNotContain(it => it.Operation == Operations.ExpectReturn);
        _bench.Cases.ShouldBeEmpty();
    }

    [Fact]
    public void Goods_that_left_too_long_ago_need_a_person()
    {
        _bench.Placed(5).Allocated(5).Shipped(5);
        _bench.Time.Advance(TimeSpan.FromDays(31));

        Want(2).State.ShouldBe(ReturnState.AwaitingApproval);
        _bench.Cases.ShouldHaveSingleItem().Detail.ShouldContain("longer than 30 days ago");
    }

    [Fact]
    public void Nothing_comes_back_twice()
    {
        _bench.Policies.Returns.ApproveUpTo = 0;
        Asked(4);
        Want(2).State.ShouldBe(ReturnState.Declined, "four of five wait for a decision");
        Want(1).State.ShouldBe(ReturnState.AwaitingApproval);

        Want(6).Decision.ShouldNotBeNull().ShouldContain("Line 1: 6 asked for, 0 can come back.");
    }

    [Fact]
    public void When_the_shop_will_not_refund_the_credit_is_taken_back_and_a_later_refund_brings_it_again()
    {
        Asked(2);
        _bench.CameBack(Return.Rma, 2).Inspected(Return.Rma, 2);
        Prepared();
        var refund = _bench.Take(OrderBench.Origin, Operations.RefundReturn);

        _bench.Refused(refund, "http-422");
        Return.State.ShouldBe(ReturnState.RefundRefused);
        _bench.Done(_bench.Take(OrderBench.Erp, Operations.WithdrawCredit), new CreditWithdrawn(Return.Rma) { At = _bench.Time.GetUtcNow() });
        Sheet.Settlements.ShouldHaveSingleItem().ShouldSatisfyAllConditions(it => it.Refund.ShouldBe(RefundState.Refused), it => it.Credit.ShouldBe(CreditState.Withdrawn), it => it.CreditNumber.ShouldBeNull());
        _bench.Asked.ShouldNotContain(it => it.Operation == Operations.PostCredit);

        _bench.Done(refund, new ReturnRefunded(Return.Rma, "RF1", 5, "GBP") { At = _bench.Time.GetUtcNow() });
        Prepared("S-CR2");
        Posted("S-CR2");

        Return.State.ShouldBe(ReturnState.Closed);
        _bench.Asked.Select(it => it.IdempotencyKey).ShouldBeUnique();
    }

    /// <summary>A person retries so fast that the shop pays before the ERP has taken the credit back.</summary>
    [Fact]
    public void A_refund_that_comes_while_the_credit_is_taken_back_is_credited_all_the_same()
    {
        Asked(2);
        _bench.CameBack(Return.Rma, 2).Inspected(Return.Rma, 2);
        Prepared();
        var refund = _bench.Take(OrderBench.Origin, Operations.RefundReturn);
        _bench.Refused(refund, "http-422");
        _bench.Done(refund, new ReturnRefunded(Return.Rma, "RF1", 5, "GBP") { At = _bench.Time.GetUtcNow() });
        _bench.Done(_bench.Take(OrderBench.Erp, Operations.WithdrawCredit), new CreditWithdrawn(Return.Rma) { At = _bench.Time.GetUtcNow() });
        Prepared("S-CR2");
        Posted("S-CR2");

        Return.State.ShouldBe(ReturnState.Closed);
    }

    [Fact]
    public void What_was_found_may_be_told_before_that_it_came()
    {
        Asked(2);
        _bench.Inspected(Return.Rma, 2);
        _bench.Asked.ShouldNotContain(it => it.Operation == Operations.CreditReturn, "nothing has come");

        _bench.CameBack(Return.Rma, 2);

        Return.State.ShouldBe(ReturnState.Inspected);
        _bench.Order.Expectations.ShouldNotContain(it => it.Step.StartsWith("return-inspected"));
        _bench.Commands<CreditReturnCommand>(Operations.CreditReturn).ShouldHaveSingleItem();
    }

    [Fact]
    public void What_the_shop_refunded_first_is_only_credited()
    {
        _bench.Placed(5).Allocated(5).Shipped(5);
        _bench.Hear(OrderBench.Origin, new ReturnRequested("R77", [OrderBench.Line(1, 2)], "Refund 9 in the shop", PaidBack: true) { At = _bench.Time.GetUtcNow() });
        _bench.CameBack("R77", 2).Inspected("R77", 2);
        Prepared();
        Posted();

        Return.State.ShouldBe(ReturnState.Closed);
        _bench.Asked.ShouldNotContain(it => it.Operation == Operations.RefundReturn);
    }

    [Fact]
    public void Without_an_erp_the_refund_is_all_the_money_there_is()
    {
        _bench.Placed(5).Allocated(5).Shipped(5);
        _bench.Roles = _bench.Roles with { Erp = null };
        Want(2);
        _bench.CameBack(Return.Rma, 2).Inspected(Return.Rma, 2);
        Refunded();

        Return.State.ShouldBe(ReturnState.Closed);
    }

    private OrderReturn Asked(decimal quantity)
    {
        _bench.Placed(5).Allocated(5).Shipped(5);
        return Want(quantity);
    }

    private OrderReturn Want(decimal quantity)
    {
        _bench.Want(TowerMessages.AskReturn, new ReturnAsked("anna", "too small", [OrderBench.Line(1, quantity)]));
        return _bench.Order.Returns[^1];
    }

    private void Prepared(string number = "S-CR1")
    {
        var call = _bench.Take(OrderBench.Erp, Operations.CreditReturn);
        _bench.Done(call, new CreditPrepared(CanonicalJson.Read<CreditReturnCommand>(call.Payload).Rma, number) { At = _bench.Time.GetUtcNow() });
    }

    private void Refunded(string number = "RF1")
    {
        var call = _bench.Take(OrderBench.Origin, Operations.RefundReturn);
        var command = CanonicalJson.Read<RefundReturnCommand>(call.Payload);
        command.Lines.ShouldAllBe(line => line.Reference == "L1");
        _bench.Done(call, new ReturnRefunded(command.Memo, number, command.Lines.Sum(line => line.Quantity) * 2.5m, command.Currency) { At = _bench.Time.GetUtcNow() });
    }

    private void Posted(string number = "S-CR1")
    {
        var call = _bench.Take(OrderBench.Erp, Operations.PostCredit);
        _bench.Done(call, new CreditPosted(CanonicalJson.Read<SettleCreditCommand>(call.Payload).Memo, number) { At = _bench.Time.GetUtcNow() });
    }
}
