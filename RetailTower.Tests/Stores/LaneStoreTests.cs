using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;
using RetailTower.Data.Stores;
using RetailTower.Tests.Desks;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Stores;

public abstract class LaneStoreContract<T> : StoreContract<T> where T : StoreFixture
{
    private static readonly LaneHealth Well = new(0, null, null, true, null, null);

    [Fact]
    public async Task Of_each_order_the_oldest_call_goes_first_and_alone()
    {
        await Store.SeedAsync(Rows.Outbound("1a", OutboxState.Ready, orderKey: 1), Rows.Outbound("2a", OutboxState.Ready, orderKey: 2), Rows.Outbound("1b", OutboxState.Ready, orderKey: 1),
            Rows.Outbound("none", OutboxState.Ready), Rows.Outbound("done", OutboxState.Done, orderKey: 3), Rows.Outbound("3b", OutboxState.Ready, orderKey: 3),
            Rows.Outbound("gone", OutboxState.Superseded, orderKey: 4), Rows.Outbound("given up", OutboxState.Discarded, orderKey: 4), Rows.Outbound("4b", OutboxState.Ready, orderKey: 4));

        (await HeadsAsync()).ShouldBe(["1a", "2a", "none", "3b", "4b"]);
    }

    [Fact]
    public async Task Behind_a_dead_letter_its_order_waits_in_that_lane_only()
    {
        await Store.SeedAsync(Rows.Outbound("dead", OutboxState.Failed, orderKey: 1), Rows.Outbound("behind", OutboxState.Ready, orderKey: 1), Rows.Outbound("other order", OutboxState.Ready, orderKey: 2),
            Rows.Outbound("other lane", OutboxState.Ready, system: "shop", orderKey: 1));

        (await HeadsAsync()).ShouldBe(["other order"]);
        (await Lanes.LookAsync("shop", 0, 10, Cancel)).Heads.Select(it => it.Message.IdempotencyKey).ShouldBe(["other lane"]);
    }

    [Fact]
    public async Task A_call_whose_time_has_not_come_holds_its_order_back()
    {
        await Store.SeedAsync(Rows.Outbound("later", OutboxState.Ready, orderKey: 1, dueIn: TimeSpan.FromSeconds(30)), Rows.Outbound("behind", OutboxState.Ready, orderKey: 1), Rows.Outbound("now", OutboxState.Ready, orderKey: 2));

        (await HeadsAsync()).ShouldBe(["now"]);
        (await Lanes.LanesWithWorkAsync(["erp", "shop"], Cancel)).ShouldBe([("erp", 0)]);
        Store.Time.Advance(TimeSpan.FromSeconds(30));
        (await HeadsAsync()).ShouldBe(["later", "now"]);
    }

    [Fact]
    public async Task A_head_carries_what_its_call_must_know()
    {
        await Store.SeedAsync(Rows.Order(1, "N1"), Rows.Reference(1, "erp", "number", "N1"), Rows.Reference(1, "erp", "salesOrder", "E1"), Rows.Reference(1, "shop", "number", "N1"), Rows.Reference(2, "erp", "number", "N2"),
            Rows.Outbound("k", OutboxState.Ready, orderKey: 1));

        (await Lanes.LookAsync("erp", 0, 10, Cancel)).Heads.ShouldHaveSingleItem()
            .References.Select(r => (r.Type, r.Value)).ShouldBe([("number", "N1"), ("salesOrder", "E1")], ignoreOrder: true);
    }

    [Fact]
    public async Task A_case_about_an_orders_call_puts_the_orders_total_at_risk()
    {
        await Store.SeedAsync(Rows.Order(1, "N1"), Rows.Outbound("dead", OutboxState.Ready, orderKey: 1));
        await TakeAsync();
        var head = (await Lanes.LookAsync("erp", 0, 10, Cancel)).Heads.ShouldHaveSingleItem();
        var opening = Opening(LaneStore.CallSubject(head.Message.Id)) with { OrderKey = 1, OutboxId = head.Message.Id };

        await Lanes.CommitAsync(Partition, Me, "erp", [new LaneResult(head.Message, "failed", "bad", "It is bad.", null, true, true, [], opening)], new LaneHealth(0, null, null, false, null, null), Cancel);

        (await CasesAsync()).ShouldHaveSingleItem().ShouldSatisfyAllConditions(it => it.MoneyAtRisk.ShouldBe(120.50m), it => it.Currency.ShouldBe("GBP"));
    }

    [Fact]
    public async Task Results_facts_cases_and_health_are_one_commit()
    {
        await Store.SeedAsync(Rows.Outbound("done", OutboxState.Ready), Rows.Outbound("again", OutboxState.Ready), Rows.Outbound("dead", OutboxState.Ready));
        await TakeAsync();
        var heads = (await Lanes.LookAsync("erp", 0, 10, Cancel)).Heads;

        var added = await Lanes.CommitAsync(Partition, Me, "erp",
        [
            new LaneResult(heads[0].Message, "done", "", "Created.", null, false, true, [About("fact", 10_001)], null),
            new LaneResult(heads[1].Message, "retry", "locked", "Somebody edits it.", Noon.AddSeconds(5), false, true, [], null),
            new LaneResult(heads[2].Message, "rejected", "credit", "Over the limit.", null, true, true, [], Opening(LaneStore.CallSubject(heads[2].Message.Id))),
        ], Well, Cancel);

        added.Added.ShouldBe(1);
        (await CallsAsync()).Select(m => (m.IdempotencyKey, m.State, m.Attempts, m.Result)).ShouldBe(
            [("done", OutboxState.Done, 1, "Created."), ("again", OutboxState.Ready, 1, "Somebody edits it."), ("dead", OutboxState.Failed, 1, "Over the limit.")]);
        (await CallsAsync())[1].DueAt.ShouldBe(Noon.AddSeconds(5));
        (await Store.ReadAsync(db => db.CallAttempts.OrderBy(a => a.Id).Select(a => a.Code).ToListAsync(Cancel))).ShouldBe(["locked", "credit"]);
        (await CasesAsync()).ShouldHaveSingleItem().State.ShouldBe(CaseState.Open);
        (await Store.ReadAsync(db => db.Lanes.SingleAsync(Cancel))).LastSuccessAt.ShouldBe(Noon);
    }

    [Fact]
    public async Task A_commit_that_fails_leaves_nothing_of_it()
    {
        await Store.SeedAsync(Rows.Outbound("done", OutboxState.Ready));
        await TakeAsync();
        var head = (await Lanes.LookAsync("erp", 0, 10, Cancel)).Heads.Single();

        await Should.ThrowAsync<Exception>(() => Lanes.CommitAsync(Partition, Me, "erp",
            [new LaneResult(head.Message, "done", "", "Created.", null, false, true, [About("fact", 10_001) with { Kind = null! }], null)], Well, Cancel));

        (await CallsAsync()).Single().State.ShouldBe(OutboxState.Ready);
        (await Store.ReadAsync(db => db.Lanes.CountAsync(Cancel))).ShouldBe(0);
    }

    [Fact]
    public async Task A_call_that_goes_through_closes_its_case_and_the_lanes()
    {
        await Store.SeedAsync(Rows.Outbound("k", OutboxState.Ready));
        await TakeAsync();
        var head = (await Lanes.LookAsync("erp", 0, 10, Cancel)).Heads.Single();
        await Lanes.CommitAsync(Partition, Me, "erp", [new LaneResult(head.Message, "retry", "down", "No answer.", Noon, false, false, [], Opening(LaneStore.CallSubject(head.Message.Id)))],
            new LaneHealth(8, Noon.AddSeconds(2), "Resting.", false, "No answer.", Opening(LaneStore.LaneSubject("erp"))), Cancel);
        (await CasesAsync()).ShouldAllBe(it => it.State == CaseState.Open);
        (await LaneAsync()).ShouldSatisfyAllConditions(it => it.UnwellInARow.ShouldBe(8), it => it.RestUntil.ShouldBe(Noon.AddSeconds(2)), it => it.LastFailureAt.ShouldBe(Noon));
        (await HeadsAsync()).ShouldBeEmpty("the lane rests");

        Store.Time.Advance(TimeSpan.FromSeconds(2));
        head = (await Lanes.LookAsync("erp", 0, 10, Cancel)).Heads.Single();
        await Lanes.CommitAsync(Partition, Me, "erp", [new LaneResult(head.Message, "done", "", "Created.", null, false, true, [], null)], Well, Cancel);

        (await CasesAsync()).ShouldAllBe(it => it.State == CaseState.AutoResolved);
        (await LaneAsync()).RestUntil.ShouldBeNull();
    }

    /// <summary>A newer status replaced this one while its call was under way; its retry must not bring it back.</summary>
    [Fact]
    public async Task A_retry_does_not_bring_back_what_was_replaced_meanwhile()
    {
        await Store.SeedAsync(Rows.Outbound("old", OutboxState.Ready));
        await TakeAsync();
        var head = (await Lanes.LookAsync("erp", 0, 10, Cancel)).Heads.Single();
        await Store.Database.WriteAsync((db, token) => db.Outbox.ExecuteUpdateAsync(set => set.SetProperty(m => m.State, OutboxState.Superseded), token), Cancel);

        await Lanes.CommitAsync(Partition, Me, "erp", [new LaneResult(head.Message, "retry", "locked", "Later.", Noon, false, true, [], null)], Well, Cancel);

        (await CallsAsync()).Single().State.ShouldBe(OutboxState.Superseded);
    }

    /// <summary>A person paused the lane while calls were under way: the batch's health must not unpause it.</summary>
    [Fact]
    public async Task A_batchs_health_leaves_the_switch_alone()
    {
        await TakeAsync();
        await new LaneSwitches(Store.Database, Store.Time).PauseAsync("erp", "olga", "stock-taking", Cancel);

        await Lanes.CommitAsync(Partition, Me, "erp", [], Well, Cancel);

        (await LaneAsync()).Paused.ShouldBeTrue();
    }

    private async Task<Lane> LaneAsync() => (await Lanes.LookAsync("erp", 0, 1, Cancel)).Lane;

    private async Task<IEnumerable<string>> HeadsAsync() => (await Lanes.LookAsync("erp", 0, 10, Cancel)).Heads.Select(it => it.Message.IdempotencyKey);
}

public sealed class SqliteLaneStoreTests : LaneStoreContract<SqliteStore>
{
    protected override Task<SqliteStore> StartAsync() => SqliteStore.StartAsync();
}

public sealed class SqlServerLaneStoreTests : LaneStoreContract<SqlServerStore>
{
    protected override Task<SqlServerStore> StartAsync() => SqlServerStore.StartAsync();
}
