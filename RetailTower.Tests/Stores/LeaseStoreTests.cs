using RetailTower.Data.Model;
using RetailTower.Data.Stores;
using RetailTower.Tests.Desks;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Stores;

public abstract class LeaseStoreContract<T> : StoreContract<T> where T : StoreFixture
{
    [Fact]
    public async Task One_holds_it_and_may_renew_it()
    {
        (await TakeAsync()).ShouldBeTrue();
        (await TakeAsync(owner: Other)).ShouldBeFalse();
        Store.Time.Advance(LeaseStore.Length - TimeSpan.FromSeconds(1));
        (await TakeAsync()).ShouldBeTrue();
        Store.Time.Advance(LeaseStore.Length - TimeSpan.FromSeconds(1));

        (await TakeAsync(owner: Other)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_dead_holders_lease_lapses()
    {
        await TakeAsync();
        Store.Time.Advance(LeaseStore.Length + TimeSpan.FromTicks(10));

        (await TakeAsync(owner: Other)).ShouldBeTrue();
        (await TakeAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task A_lease_of_a_clock_that_ran_ahead_lapses_once_the_clock_is_right()
    {
        var now = Store.Time.GetUtcNow();
        Store.Time.AdjustTime(now + TimeSpan.FromHours(1));
        await TakeAsync();
        Store.Time.AdjustTime(now);

        (await TakeAsync(owner: Other)).ShouldBeTrue();
        (await TakeAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task A_clock_that_is_a_little_behind_takes_nobodys_lease()
    {
        var now = Store.Time.GetUtcNow();
        await TakeAsync();
        Store.Time.AdjustTime(now - LeaseStore.Length + TimeSpan.FromSeconds(1));

        (await TakeAsync(owner: Other)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_released_one_is_free_at_once_and_only_its_holder_can_release_it()
    {
        await TakeAsync();
        await Leases.ReleaseAsync(Partition, Other, Cancel);
        (await TakeAsync(owner: Other)).ShouldBeFalse();

        await Leases.ReleaseAsync(Partition, Me, Cancel);

        (await TakeAsync(owner: Other)).ShouldBeTrue();
    }

    [Fact]
    public async Task Of_many_takers_one_gets_it()
    {
        for (var round = 0; round < 5; round++)
        {
            var lease = $"lease-{round}";
            var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(node => Task.Run(() => TakeAsync(lease, $"node-{node}"), Cancel)));

            taken.Count(it => it).ShouldBe(1);
        }
    }

    [Fact]
    public async Task A_stale_holders_turn_leaves_nothing()
    {
        await Inbox.AddAsync([About("a", 10_001)], Cancel);
        await TakeAsync();

        await Should.ThrowAsync<LeaseLostException>(() => Work.TurnAsync(Partition, Me, Partitions.OfOrder(10_001), 10, NoNeeds, work =>
        {
            // While it computes, its lease lapses and somebody else takes the partition over.
            Store.Time.Advance(LeaseStore.Length * 2);
            Task.Run(() => TakeAsync(owner: Other), Cancel).GetAwaiter().GetResult().ShouldBeTrue();
            work.Orders.Add(10_001, Rows.Order(10_001, "N1"));
            work.Outbox.Add(Rows.Outbound("k", OutboxState.Ready, orderKey: 10_001));
            work.Cases.Add(Opening("order:1"));
            foreach (var message in work.Messages) Finish(message);
        }, Cancel));

        (await CallsAsync()).ShouldBeEmpty();
        (await CasesAsync()).ShouldBeEmpty();
        (await MessagesAsync()).ShouldAllBe(m => m.State == InboxState.Ready);
    }

    [Fact]
    public async Task A_stale_holders_drained_batch_leaves_nothing()
    {
        await Store.SeedAsync(Rows.Outbound("k", OutboxState.Ready));
        await TakeAsync();
        var head = (await Lanes.LookAsync("erp", 0, 10, Cancel)).Heads.Single();
        Store.Time.Advance(LeaseStore.Length * 2);
        await TakeAsync(owner: Other);

        await Should.ThrowAsync<LeaseLostException>(() => Lanes.CommitAsync(Partition, Me, "erp",
            [new LaneResult(head.Message, "done", "", "Created.", null, false, true, [About("fact", 10_001)], null)], new LaneHealth(0, null, null, true, null, null), Cancel));

        (await CallsAsync()).Single().State.ShouldBe(OutboxState.Ready);
        (await MessagesAsync()).ShouldBeEmpty();
    }
}

public sealed class SqliteLeaseStoreTests : LeaseStoreContract<SqliteStore>
{
    protected override Task<SqliteStore> StartAsync() => SqliteStore.StartAsync();
}

public sealed class SqlServerLeaseStoreTests : LeaseStoreContract<SqlServerStore>
{
    protected override Task<SqlServerStore> StartAsync() => SqlServerStore.StartAsync();
}
