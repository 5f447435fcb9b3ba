using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using RetailTower.Data.Stores;
using RetailTower.Engine.Live;
using RetailTower.Tests.Desks;
using RetailTower.Tests.Simulation;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Engine.Live;

/// <summary>Two nodes on one database, without Redis.</summary>
public sealed class ChangeRelayTests : DeskContract<SqliteStore>
{
    protected override Task<SqliteStore> StartAsync() => SqliteStore.StartAsync();

    [Fact]
    public async Task What_changes_on_one_node_is_heard_on_the_other_once_and_not_told_back()
    {
        await using var here = await RelayedNode.StartAsync(Store);
        await using var there = await RelayedNode.StartAsync(Store);
        await MeetAsync(here, there);

        here.Feed.Publish(ChangeAreas.Orders, "SO-1", "SO-2");
        here.Feed.Publish(ChangeAreas.Orders, "SO-2", "SO-3");
        here.Feed.Publish(ChangeAreas.Lanes);

        await there.UntilAsync("lanes:");
        there.Heard.Order().ShouldBe(["lanes:", "orders:SO-1,SO-2,SO-3"]);
        there.Feed.Publish(ChangeAreas.Exceptions);
        await here.UntilAsync("exceptions:");
        here.Heard.Count(change => change.StartsWith("orders:", StringComparison.Ordinal)).ShouldBe(2, "only its own two");
        there.Heard.Count(change => change == "lanes:").ShouldBe(1);
    }

    [Fact]
    public async Task A_flood_is_a_few_small_rows()
    {
        await using var here = await RelayedNode.StartAsync(Store);
        await using var there = await RelayedNode.StartAsync(Store);
        await MeetAsync(here, there);
        var before = await RowsAsync();

        for (var key = 0; key < 20_000; key++) here.Feed.Publish(ChangeAreas.Orders, $"SO-{key}");
        here.Feed.Publish(ChangeAreas.Lanes);

        await there.UntilAsync("lanes:");
        there.Heard.ShouldContain("orders:");
        (await RowsAsync() - before).ShouldBeLessThan(20);
        (await Store.ReadAsync(db => Task.FromResult(db.NodeChanges.AsEnumerable().Max(row => row.Changes.Length)))).ShouldBeLessThan(10_000);
    }

    [Fact]
    public async Task A_node_that_is_alone_writes_nothing_and_who_comes_reads_everything_anew()
    {
        await using var here = await RelayedNode.StartAsync(Store);
        here.Feed.Publish(ChangeAreas.Orders, "SO-1");
        await using var there = await RelayedNode.StartAsync(Store);
        (await RowsAsync()).ShouldBe(0);

        here.Roster.Others = ["there"];
        there.Roster.Others = ["here"];

        foreach (var area in ChangeAreas.All) await there.UntilAsync($"{area}:");
        foreach (var area in ChangeAreas.All) await here.UntilAsync($"{area}:");
        there.Heard.ShouldNotContain("orders:SO-1");
    }

    private Task<long> RowsAsync() => new NodeChangeStore(Store.Database, Store.Time).EndAsync(Cancel);

    /// <summary>Both hear of each other, and what each tells the other thereupon is over.</summary>
    private static async Task MeetAsync(RelayedNode here, RelayedNode there)
    {
        here.Roster.Others = ["there"];
        there.Roster.Others = ["here"];
        // Each reads everything anew when it has met the other, and once more when it follows it.
        foreach (var node in new[] { here, there })
            await Eventually.UntilAsync(() => Task.FromResult(node.Heard.Count), heard => heard >= 2 * ChangeAreas.All.Count);
        // What one told before this is heard before this.
        here.Feed.Publish(ChangeAreas.Messages, "from here");
        there.Feed.Publish(ChangeAreas.Messages, "from there");
        await there.UntilAsync("messages:from here");
        await here.UntilAsync("messages:from there");
        here.Heard.Clear();
        there.Heard.Clear();
    }

    /// <summary>A feed with its relay, as a process has them, and everything that was heard on it.</summary>
    private sealed class RelayedNode : IAsyncDisposable
    {
        private readonly ChangeRelay _relay;

        private RelayedNode(SqliteStore store)
        {
            var carrier = new FeedTable(new NodeChangeStore(store.Database, TimeProvider.System), Roster, TimeProvider.System, NullLogger<FeedTable>.Instance);
            _relay = new ChangeRelay(Feed, Roster, carrier, TimeProvider.System, NullLogger<ChangeRelay>.Instance);
            Feed.Subscribe(change =>
            {
                Heard.Add($"{change.Area}:{string.Join(',', change.Keys.Order())}");
                return false;
            }, () => Task.CompletedTask);
        }

        public ChangeFeed Feed { get; } = new(NullLogger<ChangeFeed>.Instance);

        public NodeRoster Roster { get; } = new();

        public ConcurrentBag<string> Heard { get; } = [];

        public static async Task<RelayedNode> StartAsync(SqliteStore store)
        {
            var node = new RelayedNode(store);
            await node._relay.StartAsync(Cancel);
            return node;
        }

        public async Task UntilAsync(string change) => await Eventually.UntilAsync(() => Task.FromResult(Heard.ToArray()), heard => heard.Contains(change));

        public async ValueTask DisposeAsync()
        {
            await _relay.StopAsync(CancellationToken.None);
            _relay.Dispose();
        }
    }
}
