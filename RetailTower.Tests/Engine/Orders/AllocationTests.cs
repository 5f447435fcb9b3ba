using RetailTower.Data.Model;
using RetailTower.Engine.Canonical;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Engine.Orders;

/// <summary>Which centre sends what.</summary>
public sealed class AllocationTests
{
    private readonly OrderBench _bench = new();

    [Theory]
    // stock of line 1 and 2 in the east, then in the west; what each centre is asked for
    [InlineData(10, 10, 10, 10, "dc-east 1×5 2×5")]
    [InlineData(10, 4, 10, 10, "dc-west 1×5 2×5")]
    [InlineData(10, 0, 0, 10, "dc-east 1×5; dc-west 2×5")]
    [InlineData(3, 10, 2, 10, "dc-east 1×3 2×5; dc-west 1×2")]
    [InlineData(3.9, 5, 2, 0, "dc-east 1×3 2×5; dc-west 1×2")]
    [InlineData(4, 4, 6, 4, "dc-west 1×5 2×1; dc-east 2×4")]
    [InlineData(0, 0, 0, 0, "dc-east 1×5 2×5")]
    [InlineData(0, 0, 1, 1, "dc-west 1×1 2×1; dc-east 1×4 2×4")]
    public void One_centre_sends_all_if_it_can_else_line_by_line(double east1, double east2, double west1, double west2, string plan)
    {
        _bench.Stock(OrderBench.East, 1, (decimal)east1).Stock(OrderBench.East, 2, (decimal)east2).Stock(OrderBench.West, 1, (decimal)west1).Stock(OrderBench.West, 2, (decimal)west2);

        _bench.Placed(5, 5).Allocated(5, 5);

        Releases().ShouldBe(plan.Split("; "), ignoreOrder: true);
        _bench.Order.Lines.Sum(part => part.Quantity).ShouldBe(10);
    }

    [Fact]
    public void What_the_erp_allocates_later_is_a_release_of_its_own()
    {
        _bench.Stock(OrderBench.East, 1, 10).Placed(5).Allocated(3);
        Releases().ShouldBe(["dc-east 1×3"]);

        _bench.Allocated(5).Allocated(5);

        Releases().ShouldBe(["dc-east 1×3", "dc-east 1×2"]);
        _bench.Commands<ReleaseCommand>(Operations.Release).Select(it => it.Release).ShouldBe(["1", "2"]);
    }

    [Fact]
    public void What_one_centre_cannot_find_the_other_sends()
    {
        _bench.Stock(OrderBench.East, 1, 10).Stock(OrderBench.West, 1, 10).Placed(5).Allocated(5);

        ShortPick(2);

        Releases().ShouldBe(["dc-east 1×5", "dc-west 1×2"]);
        _bench.Cases.ShouldBeEmpty();
    }

    [Fact]
    public void What_no_centre_has_is_the_warehouses_case_until_someone_looks_again()
    {
        _bench.Stock(OrderBench.East, 1, 10).Stock(OrderBench.West, 1, 1).Placed(5).Allocated(5);
        ShortPick(2);
        _bench.States(1).ShouldBe("Releasing 3, ShortPicked 2");
        _bench.Cases.ShouldHaveSingleItem().ShouldSatisfyAllConditions(it => it.OwnerTeam.ShouldBe("Warehouse"), it => it.Remedy.ShouldBe(Remedy.Reallocate));

        _bench.Stock(OrderBench.West, 1, 10).Decide(RetailTower.Engine.Orders.TowerMessages.Reallocate);

        Releases().ShouldBe(["dc-east 1×5", "dc-west 1×2"]);
        _bench.Cases.ShouldBeEmpty();
    }

    [Fact]
    public void A_short_pick_told_twice_is_short_once()
    {
        _bench.Stock(OrderBench.East, 1, 10).Stock(OrderBench.West, 1, 10).Placed(5).Allocated(5);

        ShortPick(2);
        ShortPick(2);

        _bench.States(1).ShouldBe("Releasing 5");
        Releases().ShouldBe(["dc-east 1×5", "dc-west 1×2"]);
    }

    private void ShortPick(decimal quantity) =>
        _bench.Hear(OrderBench.East, new GoodsShortPicked(OrderBench.East, "1", "FO-1", [OrderBench.Line(1, quantity)]) { At = _bench.Time.GetUtcNow(), Version = 3 });

    private IEnumerable<string> Releases() => _bench.Asked.Where(it => it.Operation == Operations.Release).Select(it =>
        $"{it.System} {string.Join(' ', CanonicalJson.Read<ReleaseCommand>(it.Payload).Lines.Select(line => FormattableString.Invariant($"{line.LineNo}×{line.Quantity:0.##}")))}");
}
