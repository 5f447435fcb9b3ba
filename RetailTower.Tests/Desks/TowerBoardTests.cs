using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Engine.Insight;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Desks;

public abstract class TowerBoardContract<T> : DeskContract<T> where T : StoreFixture
{
    private TowerBoard Board => Store.Get<TowerBoard>();

    [Fact]
    public async Task An_empty_tower_shows_zeros_for_sixty_minutes()
    {
        var figures = await Board.ReadAsync(Cancel);

        figures.Minutes.Count.ShouldBe(60);
        figures.Minutes[^1].Minute.ShouldBe(Noon);
        (figures.OrdersPerMinute, figures.OpenCases, figures.Stuck.Total, figures.Confirmation.Count).ShouldBe((0, 0, 0, 0));
    }

    [Fact]
    public async Task Orders_and_latencies_are_counted_by_minute()
    {
        await Store.SeedAsync([.. Enumerable.Range(1, 100).Select(i => Confirmed(i, Noon.AddMinutes(-10), TimeSpan.FromMilliseconds(100 * i))), Rows.Order(200, "a", receivedAt: Noon.AddSeconds(-5))]);

        var figures = await Board.ReadAsync(Cancel);

        figures.OrdersPerMinute.ShouldBe(1);
        var minute = figures.Minutes.Single(m => m.Minute == Noon.AddMinutes(-10));
        (minute.Orders, minute.Confirmation.Count).ShouldBe((100, 100));
        minute.Confirmation.P50.TotalSeconds.ShouldBeInRange(5.0, 5.1);
        minute.Confirmation.P95.TotalSeconds.ShouldBeInRange(9.5, 9.69);
        figures.Confirmation.P99.TotalSeconds.ShouldBeInRange(9.9, 10.1);
    }

    [Fact]
    public async Task Figures_are_read_once_a_second_and_follow_what_comes_late()
    {
        var first = await Board.ReadAsync(Cancel);
        // Written now, but received two minutes ago and confirmed just now.
        await Store.SeedAsync(Confirmed(1, Noon.AddMinutes(-2), TimeSpan.FromMinutes(2)));
        (await Board.ReadAsync(Cancel)).ShouldBeSameAs(first);
        Store.Time.Advance(TimeSpan.FromSeconds(1));

        var figures = await Board.ReadAsync(Cancel);

        figures.Minutes.Sum(m => m.Orders).ShouldBe(1);
        figures.Confirmation.Count.ShouldBe(1);
        Store.Time.Advance(TimeSpan.FromHours(2));
        (await Board.ReadAsync(Cancel)).Minutes.Sum(m => m.Orders).ShouldBe(0);
    }

    [Fact]
    public async Task An_order_written_long_after_its_receipt_is_still_counted_in_its_minute()
    {
        await Board.ReadAsync(Cancel);
        await Store.SeedAsync(Rows.Order(1, "a", receivedAt: Noon.AddMinutes(-30)));
        Store.Time.Advance(TimeSpan.FromMinutes(1));

        (await Board.ReadAsync(Cancel)).Minutes.Single(m => m.Orders == 1).Minute.ShouldBe(Noon.AddMinutes(-30));
    }

    [Fact]
    public async Task Open_cases_fall_into_their_age_by_domain()
    {
        await Store.SeedAsync(
            Rows.Case("a", money: 10, age: TimeSpan.FromMinutes(1)), Rows.Case("b", money: 5.5m, age: TimeSpan.FromMinutes(30)), Rows.Case("c", money: 1, age: TimeSpan.FromDays(2), currency: "EUR"),
            Rows.Case("d", age: TimeSpan.FromHours(3), domain: "shipment", currency: null), Rows.Case("e", age: TimeSpan.FromHours(20), domain: "shipment"), Rows.Case("f", money: 50, state: CaseState.Resolved));

        var figures = await Board.ReadAsync(Cancel);

        figures.OpenCases.ShouldBe(5);
        figures.MoneyAtRisk.ShouldBe([new Money("GBP", 15.5m), new Money("EUR", 1)]);
        figures.Ages.Select(row => row.Domain).ShouldBe(["customer", "shipment"]);
        figures.Ages[0].Counts.ShouldBe([1, 1, 0, 0, 1]);
        figures.Ages[1].Counts.ShouldBe([0, 0, 1, 1, 0]);
    }

    [Fact]
    public async Task Stuck_messages_are_counted_by_why_with_the_oldest()
    {
        await Store.SeedAsync(
            Rows.Inbound("a", InboxState.Ready), Rows.Inbound("b", InboxState.Ready, age: TimeSpan.FromMinutes(3)), Rows.Inbound("c", InboxState.Failed, age: TimeSpan.FromMinutes(1)),
            Rows.Inbound("d", InboxState.Parked, age: TimeSpan.FromHours(1)), Rows.Inbound("e", InboxState.Waiting), Rows.Inbound("f", InboxState.Done, age: TimeSpan.FromDays(1)));

        (await Board.ReadAsync(Cancel)).Stuck.ShouldBe(new StuckMessages(1, 1, 1, 1, Noon.AddHours(-1)));
    }

    private static Order Confirmed(long key, DateTimeOffset receivedAt, TimeSpan latency)
    {
        var order = Rows.Order(key, $"SF-{key}", OrderStatus.Confirmed, receivedAt);
        order.ConfirmedAt = receivedAt + latency;
        return order;
    }
}

public sealed class SqliteTowerBoardTests : TowerBoardContract<SqliteStore>
{
    protected override Task<SqliteStore> StartAsync() => SqliteStore.StartAsync();
}

public sealed class SqlServerTowerBoardTests : TowerBoardContract<SqlServerStore>
{
    protected override Task<SqlServerStore> StartAsync() => SqlServerStore.StartAsync();
}
