using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Data.Stores;
using RetailTower.Tests.Desks;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Stores;

public abstract class ComparisonStoreContract<T> : StoreContract<T> where T : StoreFixture
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);

    private ComparisonStore Comparisons => new(Store.Database, Store.Time);

    private ComparisonQueries Queries => new(Store.Database);

    [Fact]
    public async Task Pages_go_on_where_the_last_committed_one_ended_and_tell_who_is_on_the_move()
    {
        await SeedAsync(5);
        await Store.SeedAsync([new OutboxMessage { System = "erp", Operation = "submit-order", OrderKey = 12, Partition = 1, State = OutboxState.Ready, IdempotencyKey = "k", Payload = "{}", CreatedAt = StoreFixture.Noon, DueAt = StoreFixture.Noon }]);
        var id = await CompareAllAsync();

        await Store.SeedAsync([Rows.Order(99, "later", receivedAt: StoreFixture.Noon.AddSeconds(1))]);
        var first = await PageAsync(2);
        (await PageAsync(2)).Select(it => it.Order.Key).ShouldBe(first.Select(it => it.Order.Key), "what was not committed is looked at again");
        await Comparisons.AdvanceAsync(id, Seen(11, compared: 2), Cancel);
        var second = await PageAsync(2);

        first.ShouldSatisfyAllConditions(it => it.Select(order => order.Order.Key).ShouldBe([10, 11]), it => it[0].Order.Lines.ShouldHaveSingleItem(), it => it[0].References.ShouldHaveSingleItem().Value.ShouldBe("10"));
        await Comparisons.AdvanceAsync(id, Seen(13, compared: 2), Cancel);
        (await PageAsync(2)).Select(it => it.Order.Key).ShouldBe([14], "what came since is not waited for");
        second.Select(it => (it.Order.Key, it.OnTheMove)).ShouldBe([(12, true), (13, false)]);
        (await RowAsync(id)).ShouldSatisfyAllConditions(it => it.Total.ShouldBe(5), it => it.Compared.ShouldBe(4));
    }

    [Fact]
    public async Task What_could_not_be_judged_is_looked_at_once_more_after_a_rest_and_then_given_up()
    {
        await SeedAsync(3);
        var id = await CompareAllAsync();
        await Comparisons.AdvanceAsync(id, Seen(12, compared: 1) with { Again = [10, 12], Silence = "erp: timeout" }, Cancel);
        (await PageAsync(10)).ShouldBeEmpty();

        (await Comparisons.FinishAsync(id, Rest, Cancel)).ShouldBeFalse();
        (await Comparisons.RunningAsync(Cancel)).ShouldBeEmpty();
        Store.Time.Advance(Rest);
        (await PageAsync(10)).Select(it => it.Order.Key).ShouldBe([10, 12]);
        await Comparisons.AdvanceAsync(id, Seen(12, compared: 1) with { Again = [12] }, Cancel);
        (await Comparisons.FinishAsync(id, Rest, Cancel)).ShouldBeTrue();

        (await RowAsync(id)).ShouldSatisfyAllConditions(it => it.State.ShouldBe(OperationState.Done), it => it.Compared.ShouldBe(2), it => it.Unjudged.ShouldBe(1), it => it.Silence.ShouldBe("erp: timeout"), it => it.FinishedAt.ShouldBe(Store.Time.GetUtcNow()));
    }

    [Fact]
    public async Task Cases_are_opened_and_closed_in_the_commit_of_their_page()
    {
        await SeedAsync(2);
        var id = await CompareAllAsync();

        await Comparisons.AdvanceAsync(id, Seen(10, compared: 1, untrue: 1) with { Openings = [Opening("order:10:shown") with { OrderKey = 10 }] }, Cancel);
        await Comparisons.AdvanceAsync(id, Seen(10, compared: 1, untrue: 1) with { Openings = [Opening("order:10:shown") with { OrderKey = 10 }] }, Cancel);
        (await CasesAsync()).ShouldHaveSingleItem().ShouldSatisfyAllConditions(it => it.State.ShouldBe(CaseState.Open), it => it.Repeats.ShouldBe(0, "what it says already is not said again"));
        await Comparisons.AdvanceAsync(id, Seen(10, compared: 0) with { Openings = [Opening("order:10:shown", "Something else.") with { OrderKey = 10 }] }, Cancel);
        (await CasesAsync()).ShouldHaveSingleItem().Repeats.ShouldBe(1);
        await Comparisons.AdvanceAsync(id, Seen(11, compared: 1) with { Settled = ["order:10:shown", "order:11:shown"] }, Cancel);

        (await CasesAsync()).ShouldHaveSingleItem().State.ShouldBe(CaseState.AutoResolved);
        (await RowAsync(id)).ShouldSatisfyAllConditions(it => it.Accuracy.ShouldBe(1 - 2d / 3), it => it.Bounds.ShouldBe((1 - 2d / 3, 1 - 2d / 3), "all orders were compared"));
    }

    [Fact]
    public async Task What_was_found_adds_up_by_channel_and_region()
    {
        await SeedAsync(4);
        var id = await CompareAllAsync();
        await Comparisons.AdvanceAsync(id, Seen(11, 0) with { Judged = [new ComparedTally("salesforce", "GB", 2, 1, 1), new ComparedTally("shopify", "", 1, 1, 0)] }, Cancel);
        await Comparisons.AdvanceAsync(id, Seen(13, 0) with { Judged = [new ComparedTally("salesforce", "GB", 1, 0, 1)] }, Cancel);

        (await RowAsync(id)).ShouldSatisfyAllConditions(it => it.Compared.ShouldBe(4), it => it.Untrue.ShouldBe(2));
        (await Store.ReadAsync(db => db.ComparisonTallies.OrderBy(it => it.Channel).Select(it => $"{it.Channel} {it.Region} {it.Compared} {it.Untrue} {it.UntrueFulfilment}").ToListAsync(Cancel)))
            .ShouldBe(["salesforce GB 3 1 2", "shopify  1 1 0"]);
    }

    [Fact]
    public async Task It_pauses_goes_on_and_is_cancelled_and_only_one_of_a_kind_runs()
    {
        await SeedAsync(3);
        var id = await CompareAllAsync();
        (await Comparisons.StartAsync(null, "otto", Cancel)).ShouldBeNull();
        (await Comparisons.StartAsync(2, "tower", Cancel)).ShouldNotBeNull("a sample is of another kind");

        (await SwitchAsync(id, OperationState.Running, OperationState.Paused)).ShouldBeTrue();
        (await SwitchAsync(id, OperationState.Running, OperationState.Paused)).ShouldBeFalse();
        (await Comparisons.RunningAsync(Cancel)).ShouldNotContain(it => it.Id == id);
        (await SwitchAsync(id, OperationState.Paused, OperationState.Running)).ShouldBeTrue();
        (await SwitchAsync(id, OperationState.Running, OperationState.Cancelled)).ShouldBeTrue();
        await Comparisons.AdvanceAsync(id, Seen(12, compared: 3), Cancel);

        (await RowAsync(id)).ShouldSatisfyAllConditions(it => it.State.ShouldBe(OperationState.Cancelled), it => it.Compared.ShouldBe(0));
        (await Store.ReadAsync(db => db.Audit.OrderBy(a => a.Id).Select(a => a.Action).ToListAsync(Cancel)))
            .ShouldBe(["comparison.started", "comparison.paused", "comparison.running", "comparison.cancelled"]);
        (await Comparisons.StartAsync(null, "otto", Cancel)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_sample_holds_as_many_orders_as_asked_each_once()
    {
        await SeedAsync(40);

        var id = (await Comparisons.StartAsync(25, "tower", Cancel)).ShouldNotBeNull();

        var picked = (await PageAsync(100)).ConvertAll(it => it.Order.Key);
        picked.ShouldSatisfyAllConditions(it => it.ShouldBeUnique(), it => it.ShouldAllBe(key => key >= 10 && key < 50), it => it.Count.ShouldBe(25));
        (await RowAsync(id)).ShouldSatisfyAllConditions(it => it.Sample.ShouldBeTrue(), it => it.Total.ShouldBe(25));
        (await Comparisons.LastSampleAtAsync(Cancel)).ShouldBe(StoreFixture.Noon);
    }

    private static ComparedPage Seen(long last, int compared, int untrue = 0) => new(last, [new ComparedTally("salesforce", "GB", compared, untrue, 0)], 0, [], null, [], []);

    private async Task SeedAsync(int count)
    {
        for (var key = 10; key < 10 + count; key++)
        {
            var order = Rows.Order(key, $"{key}", OrderStatus.Confirmed);
            order.Lines.Add(Rows.Line(key, 1, 1, 2, LineState.Confirmed));
            await Store.SeedAsync([order, Rows.Reference(key, "salesforce", "number", $"{key}")]);
        }
    }

    private async Task<long> CompareAllAsync() => (await Comparisons.StartAsync(null, "iris", Cancel)).ShouldNotBeNull();

    private async Task<List<ComparedOrder>> PageAsync(int size) => await Comparisons.PageAsync((await Comparisons.RunningAsync(Cancel)).First(), size, Cancel);

    private Task<bool> SwitchAsync(long id, OperationState from, OperationState to) => Comparisons.SwitchAsync(id, [from], to, "iris", Cancel);

    private async Task<ComparisonRow> RowAsync(long id) => (await Queries.GetAsync(id, Cancel)).ShouldNotBeNull();
}

public sealed class SqliteComparisonStoreTests : ComparisonStoreContract<SqliteStore>
{
    protected override Task<SqliteStore> StartAsync() => SqliteStore.StartAsync();
}

public sealed class SqlServerComparisonStoreTests : ComparisonStoreContract<SqlServerStore>
{
    protected override Task<SqlServerStore> StartAsync() => SqlServerStore.StartAsync();
}

/// <summary>The bounds of a sample, by figures worked out elsewhere.</summary>
public sealed class ComparisonBoundsTests
{
    // Newcombe (1998), Statistics in Medicine 17:857-872, table I: Wilson's score without continuity correction.
    [Theory]
    [InlineData(263, 81, 0.2553, 0.3662)]
    [InlineData(148, 15, 0.0624, 0.1605)]
    [InlineData(20, 0, 0, 0.1611)]
    [InlineData(29, 1, 0.0061, 0.1718)]
    public void The_bounds_are_those_of_the_score_interval(int compared, int right, double low, double high)
    {
        var row = new ComparisonRow(1, true, "tower", StoreFixture.Noon, OperationState.Done, compared, compared, compared - right, 0, 0, null, false, null);

        row.Bounds.ShouldNotBeNull().ShouldSatisfyAllConditions(it => it.Low.ShouldBe(low, 0.0001), it => it.High.ShouldBe(high, 0.0001));
    }
}
