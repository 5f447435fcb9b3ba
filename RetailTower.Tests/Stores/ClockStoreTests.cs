using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;
using RetailTower.Data.Stores;
using RetailTower.Tests.Desks;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Stores;

public abstract class ClockStoreContract<T> : StoreContract<T> where T : StoreFixture
{
    private static readonly TimeSpan Ahead = TimeSpan.FromHours(6);

    private ClockStore Clock => new(Store.Database, Store.Time);

    private NodeStore Nodes => new(Store.Database, Store.Time);

    [Fact]
    public async Task A_node_and_a_message_of_the_future_are_traces_until_the_clock_reaches_them()
    {
        await LiveAheadAsync();
        var (node, message) = (new FutureTrace(Me, StoreFixture.Noon + Ahead), new FutureTrace("message 1", StoreFixture.Noon + Ahead));

        (await Clock.TracesAsync(Cancel)).ShouldBe([node, message]);

        Store.Time.Advance(Ahead - ClockStore.Tolerance);
        (await Clock.TracesAsync(Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_waits_for_the_wrong_time_goes_on_now_and_a_deadline_keeps_its_length()
    {
        await LiveAheadAsync();

        (await Clock.TakeBackAsync(Cancel)).ShouldBe(new WaitsTakenBack(Calls: 1, Lanes: 1, Expectations: 1));

        var lane = await Store.ReadAsync(db => db.Lanes.SingleAsync(Cancel));
        (lane.RestUntil, lane.RestReason).ShouldBe((null, null));
        (await CallsAsync()).Select(call => call.DueAt).ShouldBe([StoreFixture.Noon, StoreFixture.Noon + Ahead]);
        var expectation = await Store.ReadAsync(db => db.Expectations.SingleAsync(Cancel));
        (expectation.SetAt, expectation.DueAt).ShouldBe((StoreFixture.Noon, StoreFixture.Noon.AddHours(2)));
        (await Nodes.ListAsync(Cancel)).ShouldBeEmpty();
        var gap = await Store.ReadAsync(db => db.NumberGaps.SingleAsync(Cancel));
        (gap.SeenAt, gap.AskAt, gap.DueAt).ShouldBe((StoreFixture.Noon, StoreFixture.Noon, null));
    }

    /// <summary>Six hours ahead: a sign of life, a message, a call and a lane that wait, a call that is done, and a deadline; then the clock is right again.</summary>
    private async Task LiveAheadAsync()
    {
        Store.Time.Advance(Ahead);
        var now = Store.Time.GetUtcNow();
        await Nodes.BeatAsync(Me, "1.2.3", null, now, Cancel);
        await Inbox.AddAsync([Placed("a", "1")], Cancel);
        await Store.SeedAsync(
            Rows.Order(10, "1"),
            new Lane { System = "erp", RestUntil = now.AddMinutes(5), RestReason = "It asked for rest." },
            Call("a", OutboxState.Ready, now.AddMinutes(5)), Call("b", OutboxState.Done, now),
            new NumberGap { System = "shop", Series = "S#", Missing = "2", SeenAt = now, AskAt = now.AddMinutes(5) },
            new Expectation { OrderKey = 10, Step = "erp-review", System = "erp", SetAt = now, DueAt = now.AddHours(2) });
        Store.Time.AdjustTime(StoreFixture.Noon);
    }

    private static OutboxMessage Call(string key, OutboxState state, DateTimeOffset due) => new()
    {
        System = "erp", Operation = "submit", State = state, IdempotencyKey = key, Payload = "{}", CreatedAt = due, DueAt = due,
    };
}

public sealed class SqliteClockStoreTests : ClockStoreContract<SqliteStore>
{
    protected override Task<SqliteStore> StartAsync() => SqliteStore.StartAsync();
}

public sealed class SqlServerClockStoreTests : ClockStoreContract<SqlServerStore>
{
    protected override Task<SqlServerStore> StartAsync() => SqlServerStore.StartAsync();
}
