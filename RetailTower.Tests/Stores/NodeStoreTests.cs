using RetailTower.Data.Stores;
using RetailTower.Tests.Desks;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Stores;

public abstract class NodeStoreContract<T> : StoreContract<T> where T : StoreFixture
{
    private NodeStore Nodes => new(Store.Database, Store.Time);

    private NodeChangeStore Changes => new(Store.Database, Store.Time);

    [Fact]
    public async Task Each_learns_of_the_others_and_the_list_shows_what_each_holds()
    {
        (await BeatAsync(Me)).ShouldBeEmpty();
        (await BeatAsync(Other)).ShouldBe([Me]);
        (await BeatAsync(Me)).ShouldBe([Other]);
        await Leases.TryTakeAsync("inbox:1", $"{Me}:1", Cancel);
        await Leases.TryTakeAsync("lane:erp:0", $"{Me}:2", Cancel);
        await Leases.TryTakeAsync("inbox:2", $"{Other}:1", Cancel);

        var listed = await Nodes.ListAsync(Cancel);

        listed.Select(node => (node.Name, string.Join(' ', node.Leases))).ShouldBe([(Me, "inbox:1 lane:erp:0"), (Other, "inbox:2")]);
        listed.ShouldAllBe(node => node.Version == "1.2.3" && node.Address == "http://there" && node.StartedAt == Noon && node.HeartbeatAt == Noon);
    }

    [Fact]
    public async Task A_silent_node_is_struck_off_and_one_that_wakes_again_is_back()
    {
        await BeatAsync(Me);
        await BeatAsync(Other);
        Store.Time.Advance(NodeStore.Silence - TimeSpan.FromSeconds(1));
        (await BeatAsync(Other)).ShouldBe([Me]);
        Store.Time.Advance(TimeSpan.FromSeconds(2));

        (await BeatAsync(Other)).ShouldBeEmpty();
        (await BeatAsync(Me)).ShouldBe([Other]);
        (await Nodes.ListAsync(Cancel)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Who_takes_leave_frees_its_own_leases_at_once_and_nobody_elses()
    {
        await BeatAsync(Me);
        await BeatAsync($"{Me}0");
        await Leases.TryTakeAsync("inbox:1", $"{Me}:1", Cancel);
        await Leases.TryTakeAsync("inbox:2", $"{Me}0:1", Cancel);

        await Nodes.LeaveAsync(Me, Cancel);

        (await Nodes.ListAsync(Cancel)).Select(node => node.Name).ShouldBe([$"{Me}0"]);
        (await Leases.TryTakeAsync("inbox:1", Other, Cancel)).ShouldBeTrue();
        (await Leases.TryTakeAsync("inbox:2", Other, Cancel)).ShouldBeFalse();
    }

    [Fact]
    public async Task Changes_are_read_by_others_in_sequence_and_kept_for_a_minute()
    {
        var start = await Changes.EndAsync(Cancel);
        await Changes.AddAsync(Me, "one", Cancel);
        await Changes.AddAsync(Other, "two", Cancel);
        await Changes.AddAsync(Me, "three", Cancel);

        (await Changes.ReadAsync(Other, start, Cancel)).Select(row => row.Changes).ShouldBe(["one", "three"]);
        (await Changes.ReadAsync(Me, start, Cancel)).Select(row => row.Changes).ShouldBe(["two"]);
        (await Changes.ReadAsync(Other, await Changes.EndAsync(Cancel), Cancel)).ShouldBeEmpty();

        Store.Time.Advance(NodeChangeStore.Kept + TimeSpan.FromSeconds(1));
        await Changes.AddAsync(Me, "four", Cancel);
        (await Changes.ReadAsync(Other, start, Cancel)).Select(row => row.Changes).ShouldBe(["four"]);
    }

    private Task<IReadOnlyList<string>> BeatAsync(string node) => Nodes.BeatAsync(node, "1.2.3", "http://there", Noon, Cancel);
}

public sealed class SqliteNodeStoreTests : NodeStoreContract<SqliteStore>
{
    protected override Task<SqliteStore> StartAsync() => SqliteStore.StartAsync();
}

public sealed class SqlServerNodeStoreTests : NodeStoreContract<SqlServerStore>
{
    protected override Task<SqlServerStore> StartAsync() => SqlServerStore.StartAsync();
}
