using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;
using RetailTower.Data.Stores;
using RetailTower.Tests.Desks;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Stores;

public sealed class SupersededTests : StoreContract<SqliteStore>
{
    protected override Task<SqliteStore> StartAsync() => SqliteStore.StartAsync();

    [Fact]
    public async Task A_refusal_of_what_was_replaced_meanwhile_locks_nothing()
    {
        await Store.SeedAsync(Rows.Outbound("old", OutboxState.Ready, orderKey: 1));
        await TakeAsync();
        var head = (await Lanes.LookAsync("erp", 0, 10, Cancel)).Heads.Single();
        await Store.Database.WriteAsync((db, token) => db.Outbox.ExecuteUpdateAsync(set => set.SetProperty(m => m.State, OutboxState.Superseded), token), Cancel);
        await Store.SeedAsync(Rows.Outbound("new", OutboxState.Ready, orderKey: 1));

        await Lanes.CommitAsync(Partition, Me, "erp",
            [new LaneResult(head.Message, "rejected", "credit", "Over the limit.", null, true, true, [About("fact", 1)], Opening(LaneStore.CallSubject(head.Message.Id)))], new LaneHealth(0, null, null, true, null, null), Cancel);

        (await CallsAsync())[0].State.ShouldBe(OutboxState.Superseded);
        (await CasesAsync()).ShouldBeEmpty();
        (await MessagesAsync()).ShouldBeEmpty();
        (await Lanes.LookAsync("erp", 0, 10, Cancel)).Heads.Select(it => it.Message.IdempotencyKey).ShouldBe(["new"]);
    }
}
