using Shouldly;
using Xunit;

namespace RetailTower.Tests.Engine.Invariants;

/// <summary>What intake, pumps and lanes ask of the database an index answers: none of it grows with what the tables hold.</summary>
// Other tests empty the pools of all connections when they end, and with them the statements that this one looks at.
[Collection(Alone.Name)]
public sealed class HotPathPlanTests
{
    private static readonly Deed[] Day =
        [Deed.Place, Deed.Place, Deed.Remark, Deed.Pump, Deed.Drain, Deed.Deliver, Deed.Redeliver, Deed.Poison, Deed.Strange, Deed.Pump, Deed.Drain, Deed.Place, Deed.Wait, Deed.Drain];

    [Fact]
    public async Task Whatever_the_hot_path_asks_an_index_answers()
    {
        var prepared = new PreparedStatements();
        await using var world = await World.StartAsync(prepared);

        await world.RunAsync(Day.Select((deed, place) => new Step(deed, place % 2, place, place)));

        var plans = prepared.Plans();
        plans.Keys.Count(text => text.StartsWith("SELECT ", StringComparison.Ordinal)).ShouldBeGreaterThan(15);
        plans.Keys.ShouldContain(text => text.StartsWith("UPDATE ", StringComparison.Ordinal));
        foreach (var (text, steps) in plans) steps.ShouldAllBe(step => step.StartsWith("SEARCH ", StringComparison.Ordinal) || step.StartsWith("CORRELATED ", StringComparison.Ordinal), text);
    }
}
