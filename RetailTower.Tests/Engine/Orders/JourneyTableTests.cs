using RetailTower.Data.Model;
using RetailTower.Engine.Orders;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Engine.Orders;

/// <summary>The state machine as people agreed on it. Whoever changes the table changes this page too, and says why.</summary>
public sealed class JourneyTableTests
{
    private const string Agreed = """
        Submit: Received Held -> Submitting
        Hold: Received Held -> Held
        ErpStored: Submitting Rejected -> Submitted | Confirmed BackOrdered Releasing Released Cancelled
        ErpRejected: Submitting Submitted Rejected -> Rejected | Cancelled
        ErpAllocated: Submitted Submitting Rejected BackOrdered -> Confirmed
        ErpBackOrdered: Submitted Submitting Rejected -> BackOrdered
        Release: Confirmed -> Releasing
        CentreAccepted: Releasing -> Released | Released Picked Packed ShortPicked Shipped Cancelling Cancelled Invoiced Closed Returning Returned (milestone)
        Picked: Released Releasing Cancelling -> Picked | Picked Packed Shipped Invoiced Closed Returning Returned (milestone)
        ShortPicked: Released Releasing Cancelling -> ShortPicked | ShortPicked Confirmed
        Reallocate: ShortPicked -> Confirmed
        Packed: Picked Released Releasing Cancelling -> Packed | Packed Shipped Invoiced Closed Returning Returned (milestone)
        Shipped: Packed Picked Released Releasing Cancelling -> Shipped | Shipped Invoiced Closed Returning Returned
        Invoiced: Shipped -> Invoiced | Invoiced Closed Returning Returned
        Paid: Invoiced -> Closed | Closed Returning Returned
        Cancel: BackOrdered ShortPicked Rejected Held Received Submitting Submitted Confirmed -> Cancelled
        AskCancel: Releasing Released -> Cancelling
        CentreCancelled: Cancelling Released Releasing -> Cancelled | Cancelled
        CancelRefused: Cancelling -> Released | Released Picked Packed Shipped Invoiced Closed Returning Returned
        AskReturn: Closed Invoiced Shipped -> Returning
        GoodsReturned: Returning -> Returned | Returned
        """;

    [Fact]
    public void The_table_is_the_one_agreed_on() =>
        string.Join('\n', Journey.Table.Values.Select(it => $"{it.Trigger}: {string.Join(' ', it.From)} -> {it.To}"
            + (it.Passed.Count > 0 ? $" | {string.Join(' ', it.Passed)}" : "") + (it.Milestone ? " (milestone)" : ""))).ShouldBe(Agreed.ReplaceLineEndings("\n"));

    [Fact]
    public void Every_trigger_is_in_the_table() => Journey.Table.Keys.Order().ShouldBe(Enum.GetValues<Trigger>().Order());

    [Fact]
    public void Every_state_can_be_reached_and_only_the_last_ones_cannot_be_left()
    {
        var states = Enum.GetValues<LineState>();

        states.Except(Journey.Table.Values.Select(it => it.To)).ShouldBe([LineState.Received]);
        states.Except(Journey.Table.Values.SelectMany(it => it.From)).ShouldBe([LineState.Cancelled, LineState.Returned], ignoreOrder: true);
    }

    [Theory]
    [InlineData("", OrderStatus.Received)]
    [InlineData("Received", OrderStatus.Received)]
    [InlineData("Held", OrderStatus.Held)]
    [InlineData("Submitting", OrderStatus.Submitted)]
    [InlineData("Submitted Confirmed", OrderStatus.Submitted)]
    [InlineData("Rejected", OrderStatus.Rejected)]
    [InlineData("BackOrdered", OrderStatus.PartAllocated)]
    [InlineData("BackOrdered Confirmed", OrderStatus.PartAllocated)]
    [InlineData("BackOrdered Picked", OrderStatus.PartAllocated)]
    [InlineData("Confirmed", OrderStatus.Confirmed)]
    [InlineData("Releasing Confirmed", OrderStatus.Confirmed)]
    [InlineData("Released Releasing", OrderStatus.InFulfilment)]
    [InlineData("ShortPicked Picked", OrderStatus.InFulfilment)]
    [InlineData("Packed Cancelling", OrderStatus.InFulfilment)]
    [InlineData("Shipped Packed", OrderStatus.PartShipped)]
    [InlineData("Closed BackOrdered", OrderStatus.PartShipped)]
    [InlineData("Shipped", OrderStatus.Shipped)]
    [InlineData("Shipped Invoiced", OrderStatus.Shipped)]
    [InlineData("Shipped Cancelled", OrderStatus.Shipped)]
    [InlineData("Invoiced", OrderStatus.Invoiced)]
    [InlineData("Invoiced Closed", OrderStatus.Invoiced)]
    [InlineData("Closed", OrderStatus.Completed)]
    [InlineData("Closed Cancelled", OrderStatus.Completed)]
    [InlineData("Returning", OrderStatus.Completed)]
    [InlineData("Closed Returned", OrderStatus.Completed)]
    [InlineData("Returned", OrderStatus.Returned)]
    [InlineData("Returned Cancelled", OrderStatus.Returned)]
    [InlineData("Cancelled", OrderStatus.Cancelled)]
    public void The_orders_status_follows_from_its_lines(string states, OrderStatus status) =>
        Journey.StatusOf([.. states.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((state, index) => Line(index + 1, Enum.Parse<LineState>(state), 1))]).ShouldBe(status);

    [Fact]
    public void A_part_without_quantity_has_no_say() =>
        Journey.StatusOf([Line(1, LineState.Closed, 1), Line(2, LineState.Held, 0)]).ShouldBe(OrderStatus.Completed);

    private static OrderLine Line(int lineNo, LineState state, decimal quantity) =>
        new() { LineNo = lineNo, Part = 1, Sku = "A", Description = "A", Quantity = quantity, State = state };
}
