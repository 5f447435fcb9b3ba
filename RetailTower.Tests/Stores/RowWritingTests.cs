using Microsoft.EntityFrameworkCore;
using RetailTower.Data;
using RetailTower.Data.Model;
using RetailTower.Data.Rows;
using RetailTower.Tests.Desks;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Stores;

/// <summary>What is written and read past the change tracker is what the change tracker would have written and read.</summary>
public abstract class RowWritingContract<T> : StoreContract<T> where T : StoreFixture
{
    private const long Key = 10_001;

    [Fact]
    public async Task Rows_come_back_as_they_were_whichever_way_they_are_read()
    {
        var bare = Rows.Order(Key, "N1");
        (bare.CustomerEmail, bare.CustomerPhone, bare.RequestedDelivery, bare.LockedBy, bare.ConfirmedAt) = (null, null, null, null, null);
        var full = Rows.Order(Key + 1, "Nº 2 – “quoted”", OrderStatus.Completed);
        (full.RequestedDelivery, full.LockedBy, full.LockedAt, full.ConfirmedAt, full.Total) = (new DateOnly(2026, 3, 9), 7, Noon.AddTicks(10), Noon.AddHours(1), 12_345.6789m);

        await SameAsync([bare, full], nameof(Order.Key), [bare.Key, full.Key], order => order.Key);
        await SameAsync([Rows.Line(Key, 1, 1, 2.5m, LineState.Picked), Rows.Line(Key, 2, 1, 1, LineState.Received)], nameof(OrderLine.OrderKey), [Key], line => (line.LineNo, line.Part));
        await SameAsync([new Invoice { OrderKey = Key, Number = "PS-1", Amount = 0.0001m, Currency = "GBP", StatedAt = Noon, Paid = true }], nameof(Invoice.OrderKey), [Key], invoice => invoice.Number);
        await SameAsync([new Stock { Sku = "A", Centre = "dc-east", Available = -3, StatedAt = Noon, SourceVersion = long.MaxValue }], nameof(Stock.Sku), ["A"], stock => stock.Centre);
    }

    [Fact]
    public async Task Bytes_and_given_ids_are_stored()
    {
        byte[] body = [0, 1, 255];
        await WriteAsync((db, token) => db.InsertAsync([Message("a", body), Message("b", null)], token));

        var stored = await MessagesAsync();
        stored.Select(m => (m.MessageKey, m.Body is null)).ShouldBe([("a", false), ("b", true)]);
        stored[0].Body.ShouldBe(body);
        stored[1].Id.ShouldBeGreaterThan(stored[0].Id);
    }

    [Fact]
    public async Task Only_what_differs_is_written_so_that_what_another_wrote_meanwhile_stays()
    {
        await Store.SeedAsync(new Customer { Number = "C1", Name = "Before", CreditLimit = 5 }, new Customer { Number = "C2", Name = "Untouched" });
        await WriteAsync(async (db, token) =>
        {
            var changes = new RowChanges<Customer>(RowShape<Customer>.Of(db));
            var rows = await db.ReadByAsync(new RowLookup<Customer>(nameof(Customer.Number)), ["C1", "C2"], token);
            changes.Remember(rows);
            await db.Customers.Where(c => c.Number == "C1").ExecuteUpdateAsync(set => set.SetProperty(c => c.CreditLimit, 100m), token);
            rows.Single(c => c.Number == "C1").Name = "After";

            await changes.Compare([.. rows, new Customer { Number = "C3", Name = "New" }]).SaveAsync(db, token);
        });

        (await Store.ReadAsync(db => db.Customers.OrderBy(c => c.Number).ToListAsync(Cancel))).Select(c => (c.Number, c.Name, c.CreditLimit))
            .ShouldBe([("C1", "After", 100m), ("C2", "Untouched", 0m), ("C3", "New", 0m)]);
    }

    [Fact]
    public async Task A_row_that_left_its_list_is_deleted_and_no_other()
    {
        await Store.SeedAsync(Rows.Order(Key, "N1"), Rows.Order(Key + 1, "N2"), Rows.Line(Key, 1, 1, 1, LineState.Received), Rows.Line(Key, 2, 1, 1, LineState.Received), Rows.Line(Key + 1, 1, 1, 1, LineState.Received));
        await WriteAsync(async (db, token) =>
        {
            var changes = new RowChanges<OrderLine>(RowShape<OrderLine>.Of(db));
            var rows = await db.ReadByAsync(new RowLookup<OrderLine>(nameof(OrderLine.OrderKey)), [Key], token);
            changes.Remember(rows);
            rows.RemoveAll(line => line.LineNo == 2);

            await changes.CompareAll(rows).SaveAsync(db, token);
        });

        (await Store.ReadAsync(db => db.OrderLines.OrderBy(l => l.OrderKey).Select(l => new { l.OrderKey, l.LineNo }).ToListAsync(Cancel))).Select(l => (l.OrderKey, l.LineNo)).ShouldBe([(Key, 1), (Key + 1, 1)]);
    }

    [Fact]
    public async Task An_order_whose_version_moved_on_is_not_overwritten()
    {
        await Store.SeedAsync(Rows.Order(Key, "N1"));
        var write = WriteAsync(async (db, token) =>
        {
            var changes = new RowChanges<Order>(RowShape<Order>.Of(db));
            var rows = await db.ReadByAsync(new RowLookup<Order>(nameof(Order.Key)), [Key], token);
            changes.Remember(rows);
            await db.Orders.ExecuteUpdateAsync(set => set.SetProperty(o => o.Version, o => o.Version + 1), token);
            rows[0].Status = OrderStatus.Completed;
            rows[0].Version++;
            await changes.Compare(rows).SaveAsync(db, token);
        });

        await write.ShouldThrowAsync<DbUpdateConcurrencyException>();
        (await Store.ReadAsync(db => db.Orders.Select(o => o.Status).SingleAsync(Cancel))).ShouldBe(OrderStatus.Received);
    }

    [Fact]
    public async Task More_keys_than_one_statement_takes_are_found()
    {
        var stocks = Enumerable.Range(0, 1300).Select(i => new Stock { Sku = $"S{i}", Centre = "dc-east", StatedAt = Noon }).ToList();
        await WriteAsync((db, token) => db.InsertAsync(stocks, token));

        var read = await Store.ReadAsync(db => db.ReadByAsync(new RowLookup<Stock>(nameof(Stock.Sku)), [.. stocks.Select(s => s.Sku), "none"], Cancel));
        read.Select(s => s.Sku).ShouldBe(stocks.Select(s => s.Sku), ignoreOrder: true);
    }

    private static InboxMessage Message(string key, byte[]? body) => new()
    {
        System = "shop", MessageKey = key, Kind = "told", ContentType = "text/plain", Body = body, ReceivedAt = Noon, State = InboxState.Ready,
    };

    private async Task SameAsync<TRow, TKey>(TRow[] rows, string property, TKey[] keys, Func<TRow, object> identity) where TRow : class where TKey : notnull
    {
        await WriteAsync((db, token) => db.InsertAsync(rows, token));
        var tracked = await Store.ReadAsync(db => db.Set<TRow>().ToListAsync(Cancel));
        var (read, shape) = await Store.ReadAsync(async db => (await db.ReadByAsync(new RowLookup<TRow>(property), keys, Cancel), RowShape<TRow>.Of(db)));
        foreach (var row in rows)
        {
            Differing(shape, row, tracked.Single(it => identity(it).Equals(identity(row)))).ShouldBeEmpty();
            Differing(shape, row, read.Single(it => identity(it).Equals(identity(row)))).ShouldBeEmpty();
        }
    }

    private static IEnumerable<string> Differing<TRow>(RowShape<TRow> shape, TRow one, TRow other) where TRow : class => shape.In(shape.Changed(one, other)).Select(column => column.Name);

    // A commit that fails is not tried again here, so that its failure is seen.
    private Task<bool> WriteAsync(Func<TowerDbContext, CancellationToken, Task> work) => Store.ReadAsync(async db =>
    {
        await using var transaction = await db.Database.BeginTransactionAsync(Cancel);
        await work(db, Cancel);
        await transaction.CommitAsync(Cancel);
        return true;
    });
}

public sealed class SqliteRowWritingTests : RowWritingContract<SqliteStore>
{
    protected override Task<SqliteStore> StartAsync() => SqliteStore.StartAsync();
}

public sealed class SqlServerRowWritingTests : RowWritingContract<SqlServerStore>
{
    protected override Task<SqlServerStore> StartAsync() => SqlServerStore.StartAsync();
}
