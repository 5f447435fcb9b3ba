using RetailTower.Data.Model;
using RetailTower.Data.Stores;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Orders;
using RetailTower.Tests.Desks;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Stores;

public abstract class StockContract<T> : StoreContract<T> where T : StoreFixture
{
    private static readonly string[] Centres = ["dc-west", "dc-east"];
    private static readonly OrderPolicies Policies = new() { KeepBack = 1 };
    private int _occasions;

    private StockStore Stocks => new(Store.Database, Store.Time);

    [Fact]
    public async Task What_waits_without_a_centre_is_kept_back_in_the_centres_in_their_sequence()
    {
        await SeedAsync(
            Stock("A", "dc-east", 10), Stock("A", "dc-west", 4), Stock("B", "dc-east", 5),
            Waiting(1, "A", 3, LineState.BackOrdered), Waiting(2, "A", 3, LineState.Received), Waiting(3, "B", 2, LineState.Confirmed),
            // Neither what only just came, nor what has its centre.
            Waiting(4, "B", 1, LineState.Submitted, Noon), Waiting(5, "B", 1, LineState.Releasing));

        (await KeepAsync()).ShouldBe(["shop"]);

        (await KeptAsync()).ShouldBe(["A dc-east 2", "A dc-west 4", "B dc-east 2"]);
        (await OfferedAsync()).ShouldBe(["A dc-east 7", "A dc-west 0", "B dc-east 2"]);
    }

    [Fact]
    public async Task It_is_told_once_and_offered_again_when_nothing_waits_any_more()
    {
        await SeedAsync(Stock("A", "dc-east", 10), Waiting(1, "A", 3, LineState.Rejected));
        await KeepAsync();
        (await KeepAsync()).ShouldBeEmpty();

        await Store.Database.WriteAsync(async (db, token) =>
        {
            foreach (var line in db.OrderLines) line.State = LineState.Cancelled;
            return await db.SaveChangesAsync(token);
        }, Cancel);
        (await KeepAsync()).ShouldBe(["shop"]);

        (await KeptAsync()).ShouldBeEmpty();
        (await OfferedAsync()).ShouldBe(["A dc-east 6", "A dc-east 9"]);
    }

    [Fact]
    public async Task More_than_there_is_cannot_be_kept_back()
    {
        await SeedAsync(Stock("A", "dc-east", 2), Stock("A", "dc-west", -1), Waiting(1, "A", 50, LineState.Held));

        await KeepAsync();

        (await KeptAsync()).ShouldBe(["A dc-east 2"]);
    }

    [Fact]
    public async Task A_storefront_that_shows_something_else_is_told_again_unless_it_is_on_its_way_or_just_changed()
    {
        await SeedAsync(Stock("A", "dc-east", 10), Stock("B", "dc-east", 5), Stock("C", "dc-east", 5), Stock("D", "dc-east", 5, Noon.AddSeconds(-3)), Stock("E", "dc-east", 5));
        await SeedAsync(Call("C", OutboxState.Ready), Call("E", OutboxState.Done, Noon.AddSeconds(-5)), Call("B", OutboxState.Done, Noon.AddHours(-1)));
        (await Stocks.RequestAsync("shop", "iris", Cancel)).ShouldBeTrue();
        (await Stocks.RequestAsync("shop", "tower", Cancel)).ShouldBeFalse();
        var comparison = (await Stocks.NextAsync(Cancel)).ShouldNotBeNull();

        // A is as offered, all others differ; Z is nobody's.
        var again = await CompareAsync(comparison, ("A", 9), ("B", 7), ("C", 7), ("D", 7), ("E", 7), ("Z", 7));
        await Stocks.FinishAsync(comparison, null, Cancel);

        again.ShouldBe(1);
        (await OfferedAsync()).ShouldBe(["B dc-east 4"]);
        (await Stocks.NewestAsync(["shop", "other"], Cancel)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            it => it.Compared.ShouldBe(5), it => it.Differing.ShouldBe(1), it => it.RequestedBy.ShouldBe("iris"), it => it.FinishedAt.ShouldBe(Noon), it => it.Failure.ShouldBeNull());
        (await Stocks.NextAsync(Cancel)).ShouldBeNull();
        (await Stocks.RequestAsync("shop", "tower", Cancel)).ShouldBeTrue();
    }

    [Fact]
    public async Task One_that_was_broken_off_counts_from_nothing_again()
    {
        await SeedAsync(Stock("A", "dc-east", 10));
        await Stocks.RequestAsync("shop", "iris", Cancel);
        await CompareAsync((await Stocks.NextAsync(Cancel))!, ("A", 3));

        await CompareAsync((await Stocks.NextAsync(Cancel))!, ("A", 9));

        (await Stocks.NewestAsync(["shop"], Cancel)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(it => it.Compared.ShouldBe(1), it => it.Differing.ShouldBe(0));
    }

    [Fact]
    public async Task Feeds_of_one_system_are_read_anew()
    {
        await SeedAsync(new FeedCursor { System = "dc-east", Feed = "inventory", Cursor = "here", ReadAt = Noon }, new FeedCursor { System = "erp", Feed = "items", Cursor = "there", ReadAt = Noon });

        await new InboxStore(Store.Database, Store.Time).RestartFeedsAsync("dc-east", Cancel);

        (await Store.ReadAsync(db => Task.FromResult(db.FeedCursors.OrderBy(it => it.System).AsEnumerable().Select(it => $"{it.System} {it.Cursor} {it.ReadAt:HH}").ToList()))).ShouldBe(["dc-east  ", "erp there 12"]);
    }

    private Task<int> CompareAsync(StockComparison comparison, params (string Sku, decimal Available)[] shown) => Stocks.CompareAsync(
        comparison, shown.ToDictionary(it => (it.Sku, "dc-east"), it => it.Available), TimeSpan.FromSeconds(30), stock => StockCalls.Offered(stock, Policies),
        stock => StockCalls.Of("shop", stock, Policies, Noon, ":compared:1"), Cancel);

    private Task<IReadOnlyList<string>> KeepAsync() => Stocks.KeepBackAsync(Noon.AddSeconds(-30), Centres, stock => [StockCalls.Of("shop", stock, Policies, Noon, $":kept:{++_occasions}")], Cancel);

    private Task<List<string>> KeptAsync() => Store.ReadAsync(db => Task.FromResult(db.Stocks.Where(it => it.KeptBack != null).AsEnumerable().Select(it => FormattableString.Invariant($"{it.Sku} {it.Centre} {it.KeptBack:0}")).Order(StringComparer.Ordinal).ToList()));

    /// <summary>What the calls that were added say.</summary>
    private Task<List<string>> OfferedAsync() => Store.ReadAsync(db => Task.FromResult(db.Outbox.Where(it => it.IdempotencyKey.Contains(":kept:") || it.IdempotencyKey.Contains(":compared:")).AsEnumerable()
        .Select(it => CanonicalJson.Read<WriteStockCommand>(it.Payload)).Select(it => FormattableString.Invariant($"{it.Sku} {it.Centre} {it.Available:0}")).Order(StringComparer.Ordinal).ToList()));

    private Task SeedAsync(params object[] rows) => Store.SeedAsync([.. rows.SelectMany(row => row is OrderLine line ? new object[] { Rows.Order(line.OrderKey, $"N-{line.OrderKey}"), line } : [row])]);

    private static Stock Stock(string sku, string centre, decimal available, DateTimeOffset? statedAt = null) => new() { Sku = sku, Centre = centre, Available = available, SourceVersion = 7, StatedAt = statedAt ?? Noon.AddHours(-2) };

    private static OrderLine Waiting(long order, string sku, decimal quantity, LineState state, DateTimeOffset? since = null)
    {
        var line = Rows.Line(order, 1, 1, quantity, state);
        (line.Sku, line.StateAt) = (sku, since ?? Noon.AddMinutes(-1));
        return line;
    }

    private static OutboxMessage Call(string sku, OutboxState state, DateTimeOffset? doneAt = null)
    {
        var call = StockCalls.Of("shop", Stock(sku, "dc-east", 5), Policies, Noon.AddHours(-1));
        (call.State, call.DoneAt) = (state, doneAt);
        return call;
    }
}

public sealed class SqliteStockTests : StockContract<SqliteStore>
{
    protected override Task<SqliteStore> StartAsync() => SqliteStore.StartAsync();
}

public sealed class SqlServerStockTests : StockContract<SqlServerStore>
{
    protected override Task<SqlServerStore> StartAsync() => SqlServerStore.StartAsync();
}
