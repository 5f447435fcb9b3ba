using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Engine.Orders;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Engine.Orders;

/// <summary>What an agent reads out, for each fate of the goods and for their mixtures.</summary>
public sealed class StatusSentenceTests
{
    private static readonly DateTimeOffset Shipped = new(2026, 3, 2, 16, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("Received", "All 3 items are being checked by a colleague before we go on.")]
    [InlineData("Held", "All 3 items are being checked by a colleague before we go on.")]
    [InlineData("Submitting", "All 3 items are waiting to be confirmed by our stock system.")]
    [InlineData("Submitted", "All 3 items are waiting to be confirmed by our stock system.")]
    [InlineData("Rejected", "All 3 items could not be confirmed, and a colleague is looking into it.")]
    [InlineData("BackOrdered", "All 3 items are on back-order and will follow as soon as stock arrives.")]
    [InlineData("Confirmed", "All 3 items are confirmed and being prepared in the warehouse.")]
    [InlineData("Releasing", "All 3 items are confirmed and being prepared in the warehouse.")]
    [InlineData("Released", "All 3 items are confirmed and being prepared in the warehouse.")]
    [InlineData("ShortPicked", "All 3 items could not be found in the warehouse, and a colleague is looking into it.")]
    [InlineData("Picked", "All 3 items are confirmed and being prepared in the warehouse.")]
    [InlineData("Packed", "All 3 items are confirmed and being prepared in the warehouse.")]
    [InlineData("Shipped", "All 3 items have left our warehouse.")]
    [InlineData("Invoiced", "All 3 items have left our warehouse.")]
    [InlineData("Closed", "All 3 items have left our warehouse.")]
    [InlineData("Cancelling", "All 3 items were cancelled.")]
    [InlineData("Cancelled", "All 3 items were cancelled.")]
    [InlineData("Returning", "All 3 items are on the way back to us.")]
    [InlineData("Returned", "All 3 items came back to us and are being credited.")]
    public void Every_state_has_its_words(string state, string sentence) => Sentence(Line("Mug", (state, 3))).ShouldBe(sentence);

    /// <summary>Every set of fates gives one clause each, in one sequence, and the quantities of the clauses add up to the order.</summary>
    [Fact]
    public void Every_mixture_is_told_clause_by_clause()
    {
        (string State, string Words)[] telling =
        [
            ("Shipped", "left our warehouse"), ("Packed", "being prepared"), ("ShortPicked", "could not be found"), ("BackOrdered", "back-order"), ("Submitted", "waiting to be confirmed"),
            ("Rejected", "could not be confirmed"), ("Held", "being checked"), ("Returning", "on the way back"), ("Returned", "came back"), ("Cancelled", "cancelled"),
        ];
        for (var set = 1; set < 1 << telling.Length; set++)
        {
            var chosen = telling.Where((_, index) => (set & (1 << index)) != 0).ToList();
            // Quantities of 2, 3, 4… so that every clause counts its own.
            var sentence = Sentence(Line("Mug", [.. chosen.Select((it, index) => (it.State, index + 2)).Reverse()]));

            sentence.ShouldStartWith(char.ToUpperInvariant(sentence[0]).ToString());
            sentence.ShouldEndWith(".");
            var clauses = sentence.TrimEnd('.').Split("; ");
            clauses.Length.ShouldBe(chosen.Count, sentence);
            for (var index = 0; index < clauses.Length; index++)
            {
                clauses[index].ShouldContain(chosen[index].Words);
                clauses[index].ShouldContain(chosen.Count == 1 ? "ll 2 items" : $"{index + 2} × Mug", Case.Insensitive);
            }
        }
    }

    [Fact]
    public void One_piece_is_called_by_its_name() => Sentence(Line("WHITE HANGING HEART", ("Closed", 1))).ShouldBe("The White Hanging Heart has left our warehouse.");

    [Fact]
    public void One_of_several_is_called_by_its_name() =>
        Sentence(Line("Blue mug", ("Shipped", 1)), Line("Plate", ("BackOrdered", 2))).ShouldBe("The Blue mug has left our warehouse; 2 × Plate are on back-order and will follow as soon as stock arrives.");

    [Fact]
    public void Several_articles_of_one_fate_are_counted() =>
        Sentence(Line("Mug", ("Shipped", 2)), Line("Plate", ("Shipped", 3)), Line("Bowl", ("Packed", 5))).ShouldBe("5 of 10 items have left our warehouse; 5 × Bowl are confirmed and being prepared in the warehouse.");

    [Fact]
    public void A_parcel_is_named_with_its_carrier_its_day_and_its_number() =>
        StatusSentence.Of([Line("Mug", ("Shipped", 3))], [Parcel("P0", "DPD", Shipped)], NoReturns).ShouldBe("All 3 items have left our warehouse with DPD on 2 March, tracking number T-P0.");

    [Fact]
    public void Several_parcels_are_counted() =>
        StatusSentence.Of([Line("Mug", ("Shipped", 3), ("Closed", 2))], [Parcel("P0", "DPD", Shipped), Parcel("P1", "GLS", Shipped.AddDays(1)), Parcel("P9", "UPS", Shipped.AddDays(9))], NoReturns)
            .ShouldBe("All 5 items have left our warehouse with DPD and GLS in 2 parcels, the last on 3 March.");

    [Fact]
    public void A_thin_notification_says_so()
    {
        Sentence().ShouldBe("We have been told of this order and are reading it.");
        Sentence(Line("Mug", ("Held", 0))).ShouldBe("We have been told of this order and are reading it.");
    }

    [Fact]
    public void What_came_back_is_credited_when_its_return_says_so()
    {
        var line = OrderLinePicture.Of([
            new LinePart(1, 1, "A", "Mug", 2, 1, LineState.Returned, Shipped, null, null, null, "R-1"), new LinePart(1, 2, "A", "Mug", 1, 1, LineState.Returned, Shipped, null, null, null, "R-2")]);

        StatusSentence.Of([line], [], new HashSet<string> { "R-1" }).ShouldBe("The Mug came back to us and is being credited; 2 × Mug came back to us and have been credited.");
    }

    private static readonly HashSet<string> NoReturns = [];

    private static string Sentence(params OrderLinePicture[] lines) => StatusSentence.Of(lines, [], NoReturns);

    private static OrderLinePicture Line(string description, params (string State, int Quantity)[] parts) =>
        OrderLinePicture.Of([.. parts.Select((part, index) => new LinePart(1, index + 1, "A", description, part.Quantity, 1, Enum.Parse<LineState>(part.State), Shipped, null, $"P{index}", null, null))]);

    private static ParcelPicture Parcel(string id, string carrier, DateTimeOffset at) => new("dc-east", id, carrier, "T-" + id, null, at, []);
}
