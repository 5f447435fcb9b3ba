using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Data.Stores;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Exceptions;
using RetailTower.Engine.Insight;
using RetailTower.Tests.Desks;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Stores;

public abstract class SettlementStoreContract<T> : StoreContract<T> where T : StoreFixture
{
    private SettlementStore Settlements => new(Store.Database, Store.Time);

    [Fact]
    public async Task Each_step_counts_the_orders_that_came_so_far_with_their_value_and_tells_who_is_lacking()
    {
        await SeedAsync(1, Settlement.Matched, 10, "GBP");
        await SeedAsync(2, Settlement.Matched, 20, "EUR");
        await SeedAsync(3, Settlement.Paid, 3, "GBP");
        await SeedAsync(4, Settlement.Invoiced, 4, "GBP");
        await SeedAsync(5, Settlement.Shipped, 5, "GBP");
        await SeedAsync(6, null, 0, "GBP");
        await SeedAsync(7, Settlement.Matched, 100, "GBP", Noon.AddDays(1));
        await Store.SeedAsync(Rows.Order(8, "8"));

        var report = await Store.Get<SettlementBoard>().ReadAsync(Noon.AddHours(-1), Noon.AddHours(1), Cancel);

        report.Steps.Select(step => (step.Step, step.Orders, step.Lacking)).ShouldBe([(Settlement.Shipped, 6, 0), (Settlement.Invoiced, 4, 2), (Settlement.Paid, 3, 1), (Settlement.Matched, 2, 1)]);
        report.Steps[0].Value.ShouldBe([new Money("GBP", 22), new Money("EUR", 20)]);
        report.Steps[3].Value.ShouldBe([new Money("EUR", 20), new Money("GBP", 10)]);
        report.Steps[1].LackingValue.ShouldBe([new Money("GBP", 5)]);
        report.Unseen.ShouldBe(1);
    }

    [Fact]
    public async Task The_list_behind_a_number_holds_its_orders_page_by_page()
    {
        for (var key = 1; key <= 30; key++) await SeedAsync(key, key % 3 == 0 ? Settlement.Invoiced : key % 10 == 0 ? null : Settlement.Matched, 1, "GBP", Noon.AddMinutes(-key));

        (await KeysAsync(new SettlementRange(Settlement.Invoiced, Settlement.Invoiced))).ShouldBe([3, 6, 9, 12, 15, 18, 21, 24, 27, 30]);
        (await KeysAsync(new SettlementRange(null, Settlement.Shipped))).ShouldBe([10, 20]);
        (await KeysAsync(new SettlementRange(Settlement.Invoiced, Settlement.Matched))).Count.ShouldBe(28);
    }

    [Fact]
    public async Task Orders_that_nobody_looked_at_are_found_by_when_they_left()
    {
        await SeedAsync(1, null, 0, "GBP", Noon.AddHours(-1));
        await SeedAsync(2, Settlement.Shipped, 0, "GBP", Noon.AddHours(-2));
        await SeedAsync(3, null, 0, "GBP", Noon.AddHours(-3));

        (await Settlements.UnjudgedAsync(default, 10, Cancel)).ShouldBe([(3, Noon.AddHours(-3)), (1, Noon.AddHours(-1))]);
        (await Settlements.UnjudgedAsync(Noon.AddHours(-3), 10, Cancel)).ShouldBe([(1, Noon.AddHours(-1))]);
    }

    [Fact]
    public async Task The_erp_is_asked_about_orders_with_an_open_case_and_not_again_before_its_time()
    {
        await SeedAsync(1, Settlement.Paid, 0, "GBP");
        await SeedAsync(2, Settlement.Paid, 0, "GBP");
        var (open, closed) = (Rows.Case("a", 1, domain: Domains.Payment), Rows.Case("b", 2, domain: Domains.Payment, state: CaseState.AutoResolved));
        (open.Operation, closed.Operation) = (CaseMatters.DoublyPaid, CaseMatters.DoublyPaid);
        await Store.SeedAsync(open, closed, Rows.Case("c", 2, domain: Domains.Payment));

        (await Settlements.WithOpenCaseAsync(Domains.Payment, CaseMatters.DoublyPaid, 10, Cancel)).ShouldBe(["1"]);
        var question = Rows.Outbound("ask-1", OutboxState.Ready);
        question.CoalesceKey = "erp:ask:1";
        (question.CreatedAt, question.State) = (Noon, OutboxState.Done);
        (await Settlements.AskAsync([question], TimeSpan.FromMinutes(5), Cancel)).ShouldBeTrue();
        var again = Rows.Outbound("ask-2", OutboxState.Ready);
        again.CoalesceKey = "erp:ask:1";
        (await Settlements.AskAsync([again], TimeSpan.FromMinutes(5), Cancel)).ShouldBeFalse();
        Store.Time.Advance(TimeSpan.FromMinutes(6));
        (await Settlements.AskAsync([again], TimeSpan.FromMinutes(5), Cancel)).ShouldBeTrue();
    }

    private async Task<List<long>> KeysAsync(SettlementRange settled)
    {
        var keys = new List<long>();
        string? cursor = null;
        do
        {
            var page = await Store.Get<OrderQueries>().PageAsync(new OrderFilter(Span: new OrderSpan(OrderMoment.Shipped, Noon.AddHours(-1), Noon), Settled: settled), null, cursor, 4, Cancel);
            keys.AddRange(page.Items.Select(row => row.Key));
            cursor = page.Next;
        }
        while (cursor is not null);
        return keys;
    }

    private Task SeedAsync(long key, Settlement? state, decimal value, string currency, DateTimeOffset? at = null)
    {
        var order = Rows.Order(key, $"{key}");
        (order.ShippedAt, order.Settlement, order.ShippedValue, order.Currency) = (at ?? Noon, state, value, currency);
        return Store.SeedAsync(order);
    }
}

public sealed class SqliteSettlementStoreTests : SettlementStoreContract<SqliteStore>
{
    protected override Task<SqliteStore> StartAsync() => SqliteStore.StartAsync();
}

public sealed class SqlServerSettlementStoreTests : SettlementStoreContract<SqlServerStore>
{
    protected override Task<SqlServerStore> StartAsync() => SqlServerStore.StartAsync();
}
