using RetailTower.Data.Model;
using RetailTower.Engine.Orders;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Engine.Orders;

/// <summary>How a trigger moves a quantity: what it takes first, how it splits, what it counts as passed, what it leaves unmet.</summary>
public sealed class MoveTests
{
    [Theory]
    // whole, split, preference
    [InlineData("Picked 5", Trigger.Packed, 5, "Packed 5", 0)]
    [InlineData("Picked 5", Trigger.Packed, 2, "Packed 2, Picked 3", 0)]
    [InlineData("Released 3, Picked 2", Trigger.Shipped, 3, "Released 2, Shipped 3", 0)]
    [InlineData("Released 1, Picked 2, Packed 3", Trigger.Shipped, 4, "Picked 1, Released 1, Shipped 4", 0)]
    [InlineData("Confirmed 2, BackOrdered 3", Trigger.Cancel, 4, "Cancelled 4, Confirmed 1", 0)]
    [InlineData("Cancelling 2, Released 3", Trigger.CentreCancelled, 2, "Cancelled 2, Released 3", 0)]
    [InlineData("Cancelling 2, Released 3", Trigger.ShortPicked, 3, "Cancelling 2, ShortPicked 3", 0)]
    [InlineData("Releasing 5", Trigger.Shipped, 2.5, "Releasing 2.5, Shipped 2.5", 0)]
    // late news
    [InlineData("Shipped 5", Trigger.Picked, 5, "Shipped 5", 0)]
    [InlineData("Shipped 3, Releasing 2", Trigger.Picked, 3, "Releasing 2, Shipped 3", 0)]
    [InlineData("Shipped 3, Releasing 2", Trigger.Picked, 5, "Picked 2, Shipped 3", 0)]
    [InlineData("Picked 3, Releasing 2", Trigger.CentreAccepted, 5, "Picked 3, Released 2", 0)]
    [InlineData("Closed 5", Trigger.Shipped, 5, "Closed 5", 0)]
    [InlineData("Returned 2, Closed 3", Trigger.Invoiced, 5, "Closed 3, Returned 2", 0)]
    // more than there is
    [InlineData("Picked 5", Trigger.Packed, 7, "Packed 5", 2)]
    [InlineData("Shipped 3", Trigger.Picked, 4, "Shipped 3", 1)]
    [InlineData("Received 5", Trigger.Shipped, 1, "Received 5", 1)]
    [InlineData("Returning 2", Trigger.GoodsReturned, 3, "Returned 2", 1)]
    public void A_quantity_moves(string before, Trigger trigger, double quantity, string after, double unmet)
    {
        var bench = Bench(before);

        bench.Turn().Move(trigger, 1, (decimal)quantity).ShouldBe((decimal)unmet);

        bench.States(1).ShouldBe(after);
        bench.Order.Lines.Select(part => part.Part).ShouldBeUnique();
    }

    [Fact]
    public void Only_chosen_parts_move_and_only_they_are_stamped()
    {
        var bench = Bench("Released 3, Released 4");
        bench.Order.Lines[0].Centre = OrderBench.East;
        bench.Order.Lines[1].Centre = OrderBench.West;

        bench.Turn().Move(Trigger.Picked, 1, 2, part => part.Centre == OrderBench.West, part => part.ParcelId = "P1").ShouldBe(0);

        bench.Order.Lines.Where(part => part.State == LineState.Picked).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            part => part.Quantity.ShouldBe(2), part => part.Centre.ShouldBe(OrderBench.West), part => part.ParcelId.ShouldBe("P1"));
        bench.Order.Lines.Where(part => part.State == LineState.Released).ShouldAllBe(part => part.ParcelId == null);
    }

    [Fact]
    public void A_split_part_keeps_all_that_is_known_of_it()
    {
        var bench = Bench("Invoiced 5");
        var whole = bench.Order.Lines[0];
        (whole.Centre, whole.Release, whole.ParcelId, whole.InvoiceNumber, whole.Rma, whole.Reference, whole.UnitPrice) = ("dc-east", "2", "P1", "INV1", "R1", "L1", 2.5m);

        var part = bench.Turn().Split(whole, 2);

        whole.Quantity.ShouldBe(3);
        part.ShouldSatisfyAllConditions(
            it => it.Quantity.ShouldBe(2), it => it.Part.ShouldBe(2), it => it.State.ShouldBe(LineState.Invoiced), it => it.Sku.ShouldBe(whole.Sku), it => it.UnitPrice.ShouldBe(2.5m),
            it => (it.Centre, it.Release, it.ParcelId, it.InvoiceNumber, it.Rma, it.Reference).ShouldBe(("dc-east", "2", "P1", "INV1", "R1", "L1")));
    }

    [Fact]
    public void Moving_all_takes_every_line_and_says_how_much()
    {
        var bench = Bench("Received 5, Held 2");
        bench.Order.Lines.Add(Part(2, 1, LineState.Received, 3));
        bench.Order.Lines.Add(Part(3, 1, LineState.Cancelled, 4));

        bench.Turn().MoveAll(Trigger.Submit).ShouldBe(10);

        (bench.States(1), bench.States(2), bench.States(3)).ShouldBe(("Submitting 7", "Submitting 3", "Cancelled 4"));
    }

    [Fact]
    public void Each_change_leaves_its_line_in_the_history()
    {
        var bench = Bench("Picked 2, Released 3");
        var turn = bench.Turn();
        turn.At(bench.Time.GetUtcNow().AddMinutes(-5), () => turn.Move(Trigger.Shipped, 1, 4, detail: "DPD 1"));

        turn.Context.Work.History.Select(it => (it.What, it.FromState, it.ToState, it.Lines, it.Detail, it.OccurredAt)).ShouldBe(
        [
            ("Shipped", "Picked", "Shipped", "1×2", "DPD 1", bench.Time.GetUtcNow().AddMinutes(-5)),
            ("Shipped", "Released", "Shipped", "1×2", "DPD 1", bench.Time.GetUtcNow().AddMinutes(-5)),
        ]);
    }

    private static OrderBench Bench(string states)
    {
        var order = new Order { Key = OrderBench.Key, Number = OrderBench.Number, Origin = OrderBench.Origin, CustomerNumber = "C1", CustomerName = "N", Currency = "GBP", ShipTo = "{}" };
        foreach (var (text, index) in states.Split(", ").Select((text, index) => (text, index)))
        {
            var words = text.Split(' ');
            order.Lines.Add(Part(1, index + 1, Enum.Parse<LineState>(words[0]), decimal.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture)));
        }

        return new OrderBench().With(order);
    }

    private static OrderLine Part(int lineNo, int part, LineState state, decimal quantity) =>
        new() { OrderKey = OrderBench.Key, LineNo = lineNo, Part = part, Sku = $"SKU{lineNo}", Description = "A", Quantity = quantity, State = state };
}
