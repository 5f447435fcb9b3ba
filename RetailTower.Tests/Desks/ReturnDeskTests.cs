using System.Text;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Data.Stores;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Live;
using RetailTower.Engine.Orders;
using RetailTower.Engine.Orders.Returns;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Desks;

public abstract class ReturnDeskContract<T> : DeskContract<T> where T : StoreFixture
{
    private ReturnDesk Desk => new(Store.Get<ReturnQueries>(), new InboxStore(Store.Database, Store.Time), new WorkSignal());

    [Fact]
    public async Task Returns_are_listed_newest_first_page_by_page_and_by_state()
    {
        await Store.SeedAsync([.. Enumerable.Range(1, 7).Select(key => Rows.Order(key, $"{key}"))]);
        await Store.SeedAsync([.. Enumerable.Range(1, 7).Select(key => (object)Return(key, key % 2 == 0 ? ReturnState.Closed : ReturnState.AwaitingApproval))]);

        var seen = new List<long>();
        for (string? cursor = null; ;)
        {
            var page = await Desk.PageAsync(null, cursor, 3, Cancel);
            seen.AddRange(page.Items.Select(it => it.Row.OrderKey));
            if ((cursor = page.Next) is null) break;
        }

        // Two were asked for in the same minute.
        seen.ShouldBe([7, 6, 5, 4, 3, 2, 1]);
        (await Desk.PageAsync(ReturnState.AwaitingApproval, null, 10, Cancel)).Items.Select(it => it.Row.OrderKey).ShouldBe([7, 5, 3, 1]);
        (await Desk.CountAsync(ReturnState.AwaitingApproval, Cancel)).ShouldBe(4);
        (await Desk.PageAsync(null, "7fffffffffffffff.1", 10, Cancel)).Items.Count.ShouldBe(7);
    }

    [Fact]
    public async Task What_a_person_wants_waits_in_the_inbox_of_the_order()
    {
        await Store.SeedAsync(Rows.Order(5, "5"));

        await Desk.AskAsync(5, [new LineQuantity(1, 2)], "too small", "anna", Cancel);
        await Desk.DecideAsync(5, "R-5", true, "fine", "olga", Cancel);

        var waiting = await Store.ReadAsync(db => Task.FromResult(db.Inbox.OrderBy(m => m.Id).ToList()));
        waiting.Select(m => (m.Kind, m.OrderKey, m.State)).ShouldBe([(TowerMessages.AskReturn, 5, InboxState.Ready), (TowerMessages.DecideReturn, 5, InboxState.Ready)]);
        Encoding.UTF8.GetString(waiting[0].Body!).ShouldContain("too small");
    }

    private static OrderReturn Return(long key, ReturnState state) => new()
    {
        OrderKey = key, Rma = $"R-{key}", State = state, Reason = "too small", RequestedBy = "anna", RequestedAt = StoreFixture.Noon.AddMinutes(key / 2), ChangedAt = StoreFixture.Noon, Amount = 5, Currency = "GBP",
        Sheet = new ReturnSheet([new ReturnLine(1, "SKU1", 2.5m, 2)], []).Write(),
    };
}

public sealed class SqliteReturnDeskTests : ReturnDeskContract<SqliteStore>
{
    protected override Task<SqliteStore> StartAsync() => SqliteStore.StartAsync();
}

public sealed class SqlServerReturnDeskTests : ReturnDeskContract<SqlServerStore>
{
    protected override Task<SqlServerStore> StartAsync() => SqlServerStore.StartAsync();
}
