using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Data.Stores;
using RetailTower.Engine.Dispatch;
using RetailTower.Engine.Governance;
using RetailTower.Engine.Intake;
using RetailTower.Engine.Live;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Desks;

public abstract class LaneAndMessageDeskContract<T> : DeskContract<T> where T : StoreFixture
{
    private LaneDesk Lanes => Store.Get<LaneDesk>();

    private MessageDesk Messages => new(Store.Get<MessageQueries>(), Store.Get<RecoveryStore>(), Store.Get<WorkSignal>(), Store.Get<ChangeFeed>());

    [Fact]
    public async Task A_lane_shows_its_depth_what_is_due_and_its_oldest()
    {
        await Store.SeedAsync(new Lane { System = "dc-east", LastSuccessAt = Noon });
        await Store.SeedAsync(
            Rows.Outbound("a", OutboxState.Ready, age: TimeSpan.FromMinutes(9)), Rows.Outbound("b", OutboxState.Ready, dueIn: TimeSpan.FromMinutes(1)),
            Rows.Outbound("c", OutboxState.Failed), Rows.Outbound("d", OutboxState.Done), Rows.Outbound("e", OutboxState.Failed, "shopify"));

        var lanes = await Lanes.ListAsync(Cancel);

        lanes.Select(lane => (lane.System, lane.Row.Depth, lane.Row.Due, lane.Row.Failed, lane.Row.OldestAt)).ShouldBe(
            [("dc-east", 0, 0, 0, null), ("erp", 2, 1, 1, Noon.AddMinutes(-9)), ("shopify", 0, 0, 1, null)]);
        lanes[0].Row.LastSuccessAt.ShouldBe(Noon);
    }

    [Fact]
    public async Task Pausing_is_done_once_said_why_and_audited()
    {
        (await Lanes.PauseAsync("erp", "kim", "month end", Cancel)).ShouldBeTrue();
        (await Lanes.PauseAsync("erp", "lee", "me too", Cancel)).ShouldBeFalse();
        (await Lanes.ListAsync(Cancel)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            lane => lane.Row.Paused.ShouldBeTrue(), lane => lane.Row.PausedBy.ShouldBe("kim"), lane => lane.Row.PauseReason.ShouldBe("month end"), lane => lane.Row.PausedAt.ShouldBe(Noon));
        (await Lanes.ResumeAsync("erp", "kim", Cancel)).ShouldBeTrue();
        (await Lanes.ResumeAsync("dc-east", "kim", Cancel)).ShouldBeFalse();

        var trail = await Store.Get<AuditTrail>().PageAsync(new AuditFilter(Action: "lane"), null, 10, Cancel);
        trail.Items.Select(entry => (entry.Who, entry.Action, entry.Target, entry.Detail)).ShouldBe([("kim", "lane.resumed", "erp", null), ("kim", "lane.paused", "erp", "month end")]);
    }

    [Fact]
    public async Task A_probe_ends_the_rest_of_an_open_breaker_is_audited_and_wakes_the_lane()
    {
        await Store.SeedAsync(new Lane { System = "erp", UnwellInARow = 8, RestUntil = Noon.AddMinutes(1), RestReason = "Breaker open after 8 failed calls." });
        var woken = new List<string>();
        Store.Get<WorkSignal>().Listen(_ => { }, woken.Add);
        (await Lanes.ListAsync(Cancel)).ShouldHaveSingleItem().Breaker.ShouldBe(BreakerState.Open);

        (await Lanes.ProbeAsync("erp", "kim", Cancel)).ShouldBeTrue();

        (await Lanes.ListAsync(Cancel)).ShouldHaveSingleItem().Breaker.ShouldBe(BreakerState.HalfOpen);
        woken.ShouldBe(["erp"]);
        var trail = await Store.Get<AuditTrail>().PageAsync(new AuditFilter(Action: "lane"), null, 10, Cancel);
        trail.Items.Select(entry => (entry.Who, entry.Action, entry.Target)).ShouldBe([("kim", "lane.probed", "erp")]);
        (await Lanes.ProbeAsync("erp", "lee", Cancel)).ShouldBeFalse("it is not resting any more");
    }

    /// <summary>A system that only asked for rest says itself when it is ready, and a paused lane was stopped by a person.</summary>
    [Fact]
    public async Task Only_an_open_breaker_is_probed()
    {
        await Store.SeedAsync(
            new Lane { System = "asked", RestUntil = Noon.AddMinutes(1) }, new Lane { System = "paused", Paused = true, UnwellInARow = 9, RestUntil = Noon.AddMinutes(1) }, new Lane { System = "well" });

        foreach (var system in new[] { "asked", "paused", "well", "unknown" }) (await Lanes.ProbeAsync(system, "kim", Cancel)).ShouldBeFalse(system);

        (await Store.ReadAsync(db => db.Audit.CountAsync(Cancel))).ShouldBe(0);
        (await Store.ReadAsync(db => db.Lanes.SingleAsync(lane => lane.System == "asked", Cancel))).RestUntil.ShouldBe(Noon.AddMinutes(1));
    }

    [Fact]
    public async Task Messages_that_do_not_flow_are_listed_newest_first()
    {
        await Store.SeedAsync(
            Rows.Inbound("a", InboxState.Parked, age: TimeSpan.FromMinutes(5)), Rows.Inbound("b", InboxState.Done), Rows.Inbound("c", InboxState.Failed),
            Rows.Inbound("d", InboxState.Waiting), Rows.Inbound("e", InboxState.Discarded), Rows.Inbound("f", InboxState.Ready, age: TimeSpan.FromMinutes(3)));

        var first = await Messages.PageAsync(new MessageFilter(), null, 3, Cancel);
        var rest = await Messages.PageAsync(new MessageFilter(), first.Next, 3, Cancel);
        var old = await Messages.PageAsync(new MessageFilter(MinAge: TimeSpan.FromMinutes(4)), null, 3, Cancel);

        first.Items.Concat(rest.Items).Select(row => row.State).ShouldBe([InboxState.Ready, InboxState.Waiting, InboxState.Failed, InboxState.Parked]);
        rest.Next.ShouldBeNull();
        old.Items.ShouldHaveSingleItem().State.ShouldBe(InboxState.Parked);
    }

    [Fact]
    public async Task Discarding_a_failed_message_unlocks_its_order_and_closes_its_case()
    {
        var message = Rows.Inbound("a", InboxState.Failed, 5);
        await Store.SeedAsync(message);
        var order = Rows.Order(5, "SF-5");
        (order.LockedBy, order.LockedAt) = (message.Id, Noon);
        await Store.SeedAsync(order, Rows.Case($"inbox:{message.Id}", 5));
        var woken = new List<int>();
        Store.Get<WorkSignal>().Listen(woken.Add, _ => { });

        (await Messages.DiscardAsync(message.Id, "a test order", "kim", Cancel)).Succeeded.ShouldBeTrue();

        var after = await Store.ReadAsync(db => db.Orders.SingleAsync(Cancel));
        (after.LockedBy, after.LockedAt, after.Version).ShouldBe((null, null, 1));
        (await Store.ReadAsync(db => db.Cases.SingleAsync(Cancel))).State.ShouldBe(CaseState.Resolved);
        (await Store.ReadAsync(db => db.Inbox.SingleAsync(Cancel))).State.ShouldBe(InboxState.Discarded);
        (await Store.ReadAsync(db => db.Audit.SingleAsync(Cancel))).Detail.ShouldBe("a test order");
        woken.ShouldBe([3]);
        (await Messages.DiscardAsync(message.Id, "again", "kim", Cancel)).Succeeded.ShouldBeFalse();
    }

    [Fact]
    public async Task Replaying_a_message_is_written_into_its_open_case()
    {
        var message = Rows.Inbound("a", InboxState.Parked);
        await Store.SeedAsync(message);
        await Store.SeedAsync(Rows.Case($"inbox:{message.Id}"));

        (await Messages.ReplayAsync(message.Id, "kim", Cancel)).Succeeded.ShouldBeTrue();
        (await Messages.ReplayAsync(999, "kim", Cancel)).ShouldBe(new RecoveryResult(false, "There is no such message."));

        (await Store.ReadAsync(db => db.CaseEntries.SingleAsync(Cancel))).What.ShouldBe("replayed");
    }
}

public sealed class SqliteLaneAndMessageDeskTests : LaneAndMessageDeskContract<SqliteStore>
{
    protected override Task<SqliteStore> StartAsync() => SqliteStore.StartAsync();
}

public sealed class SqlServerLaneAndMessageDeskTests : LaneAndMessageDeskContract<SqlServerStore>
{
    protected override Task<SqlServerStore> StartAsync() => SqlServerStore.StartAsync();
}
