using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Data.Stores;
using RetailTower.Tests.Desks;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Stores;

public abstract class RetentionStoreContract<T> : StoreContract<T> where T : StoreFixture
{
    private const string Text = "{\"customer\":\"Grüße aus Köln\"}";
    private static readonly TimeSpan Keep = TimeSpan.FromDays(30);

    private RetentionStore Retention => new(Store.Database, Store.Time);

    private MessageQueries Messages => new(Store.Database, Store.Time);

    [Fact]
    public async Task Payloads_of_a_closed_order_move_once_they_were_kept_long_enough_and_are_read_as_before()
    {
        await CloseAsync();
        (await MoveAsync()).Orders.ShouldBe(0);

        Store.Time.Advance(Keep + TimeSpan.FromSeconds(1));
        var moved = await MoveAsync();

        (moved.Orders, moved.Payloads).ShouldBe((1, 2));
        (await MessagesAsync()).ShouldAllBe(m => m.Body == null && m.ArchiveId != null);
        (await CallsAsync()).ShouldAllBe(m => m.Payload == "" && m.ArchiveId != null);
        await ReadsAsBeforeAsync();
        (await MoveAsync()).Orders.ShouldBe(0);
    }

    [Fact]
    public async Task An_archive_opens_with_any_tar()
    {
        await CloseAsync();
        Store.Time.Advance(Keep + TimeSpan.FromSeconds(1));
        await MoveAsync();

        var content = (await Store.ReadAsync(db => db.Archives.SingleAsync(Cancel))).Content;
        await using var zip = new GZipStream(new MemoryStream(content), CompressionMode.Decompress);
        await using var tar = new TarReader(zip);
        var names = new List<string>();
        while (await tar.GetNextEntryAsync(cancellationToken: Cancel) is { } entry) names.Add(entry.Name);
        names.ShouldBe(["in/1", "out/1"]);
    }

    [Fact]
    public async Task A_late_message_finds_its_order_and_moves_later_by_itself()
    {
        await CloseAsync();
        Store.Time.Advance(Keep + TimeSpan.FromSeconds(1));
        await MoveAsync();

        await Inbox.AddAsync([About("late", 10_001)], Cancel);
        await TurnAsync(_ => { });
        (await MoveAsync()).Orders.ShouldBe(0);
        Store.Time.Advance(Keep + TimeSpan.FromSeconds(1));

        (await MoveAsync()).Payloads.ShouldBe(1);
        await ReadsAsBeforeAsync();
        (await Store.ReadAsync(db => db.Archives.CountAsync(Cancel))).ShouldBe(2);
    }

    [Fact]
    public async Task A_message_that_comes_while_its_order_is_packed_is_not_passed_over()
    {
        await CloseAsync();
        await Inbox.AddAsync([About("waiting", 10_001)], Cancel);
        Store.Time.Advance(Keep + TimeSpan.FromSeconds(1));

        (await MoveAsync()).Payloads.ShouldBe(2);

        (await MessagesAsync()).Single(m => m.MessageKey == "waiting").Body.ShouldNotBeNull();
        await TurnAsync(_ => { });
        (await Store.ReadAsync(db => db.Orders.SingleAsync(Cancel))).QuietSince.ShouldBe(Store.Time.GetUtcNow());
    }

    [Fact]
    public async Task Restored_payloads_stand_where_they_stood_and_stay_as_long_again()
    {
        await CloseAsync();
        Store.Time.Advance(Keep + TimeSpan.FromSeconds(1));
        await MoveAsync();

        (await Retention.RestoreAsync(10_001, Cancel)).ShouldBe(2);

        Encoding.UTF8.GetString((await MessagesAsync()).Single().Body!).ShouldBe(Text);
        (await CallsAsync()).Single().Payload.ShouldBe(Text);
        (await Store.ReadAsync(db => db.Archives.CountAsync(Cancel))).ShouldBe(0);
        (await MoveAsync()).Orders.ShouldBe(0);
        Store.Time.Advance(Keep + TimeSpan.FromSeconds(1));
        (await MoveAsync()).Payloads.ShouldBe(2);
        (await Retention.RestoreAsync(99, Cancel)).ShouldBe(0);
    }

    [Fact]
    public async Task A_message_of_another_order_still_sees_the_bytes_of_the_call_that_carried_both()
    {
        byte[] body = [.. "<two/>"u8];
        await Inbox.AddAsync([Placed("a", "1", body), Placed("b", "2", body)], Cancel);
        await TakeAsync();
        await Work.TurnAsync(Partition, Me, Partitions.OfOrder(10_001), 10, NoNeeds, work => Close(work, message => message.MessageKey == "a"), Cancel);
        Store.Time.Advance(Keep + TimeSpan.FromSeconds(1));
        await TakeAsync();
        (await MoveAsync()).Payloads.ShouldBe(1);

        var seen = "";
        await Work.TurnAsync(Partition, Me, Partitions.OfOrder(10_002), 10, NoNeeds, work => seen = Encoding.UTF8.GetString(work.Messages.Single(m => m.MessageKey == "b").Body!), Cancel);

        seen.ShouldBe("<two/>");
        (await MessagesAsync()).ShouldAllBe(m => m.Body == null);
    }

    [Fact]
    public async Task Messages_without_an_order_move_together_and_what_is_unfinished_stays()
    {
        await Inbox.AddAsync([.. Enumerable.Range(0, 3).Select(i => Loose($"stock-{i}"))], Cancel);
        await Store.Database.WriteAsync((db, token) => db.Inbox.Where(m => m.MessageKey != "stock-1").ExecuteUpdateAsync(set => set.SetProperty(m => m.State, InboxState.Done), token), Cancel);
        (await Retention.MoveLooseAsync(Store.Time.GetUtcNow() - Keep, Cancel)).More.ShouldBeFalse();
        Store.Time.Advance(Keep + TimeSpan.FromSeconds(1));

        var moved = await Retention.MoveLooseAsync(Store.Time.GetUtcNow() - Keep, Cancel);
        var again = await Retention.MoveLooseAsync(Store.Time.GetUtcNow() - Keep, Cancel);

        (moved.Payloads, again.Payloads, again.More).ShouldBe((2, 0, false));
        (await MessagesAsync()).Where(m => m.Body is not null).Select(m => m.MessageKey).ShouldBe(["stock-1"]);
        foreach (var message in await MessagesAsync()) Encoding.UTF8.GetString((await Messages.InboxPayloadAsync(message.Id, Cancel))!.Body).ShouldBe("{}");
    }

    private static NewInboxMessage Loose(string key) => new("shop", key, "stock", SubjectKind.Loose, "shop", "sku", key, null, "application/json", [.. "{}"u8]);

    /// <summary>An order that one message opened and closed, with one call that is done.</summary>
    private async Task CloseAsync()
    {
        await Inbox.AddAsync([Placed("a", "1", Encoding.UTF8.GetBytes(Text))], Cancel);
        await TurnAsync(work => Close(work, _ => true));
        await Store.SeedAsync(new OutboxMessage
        {
            System = "shop", Operation = "write-status", OrderKey = 10_001, State = OutboxState.Done, IdempotencyKey = "k", Payload = Text, CreatedAt = StoreFixture.Noon, DueAt = StoreFixture.Noon,
        });
    }

    private static void Close(OrderWork work, Func<InboxMessage, bool> which)
    {
        foreach (var message in work.Messages.Where(which))
        {
            var key = message.OrderKey!.Value;
            work.Orders[key] = new Order
            {
                Key = key, Number = "1", Origin = "shop", CustomerNumber = "C1", CustomerName = "Ada", Currency = "EUR", ShipTo = "{}", Status = OrderStatus.Completed,
                PlacedAt = StoreFixture.Noon, ReceivedAt = StoreFixture.Noon, ChangedAt = StoreFixture.Noon, ClosedAt = StoreFixture.Noon,
            };
            Finish(message);
        }
    }

    private async Task TurnAsync(Action<OrderWork> work)
    {
        await TakeAsync();
        await Work.TurnAsync(Partition, Me, Partitions.OfOrder(10_001), 10, NoNeeds, turn =>
        {
            work(turn);
            foreach (var message in turn.Messages) Finish(message);
        }, Cancel);
    }

    private Task<PayloadsMoved> MoveAsync() => Retention.MoveOrdersAsync(Store.Time.GetUtcNow() - Keep, 10, Cancel);

    private async Task ReadsAsBeforeAsync()
    {
        Encoding.UTF8.GetString((await Messages.InboxPayloadAsync(1, Cancel))!.Body).ShouldBe(Text);
        Encoding.UTF8.GetString((await Messages.OutboxPayloadAsync(1, Cancel))!.Body).ShouldBe(Text);
        Encoding.UTF8.GetString((await new InboxLookup(Store.Database).BodyAsync("shop", "a", Cancel))!).ShouldBe(Text);
    }
}

public sealed class SqliteRetentionStoreTests : RetentionStoreContract<SqliteStore>
{
    protected override Task<SqliteStore> StartAsync() => SqliteStore.StartAsync();
}

public sealed class SqlServerRetentionStoreTests : RetentionStoreContract<SqlServerStore>
{
    protected override Task<SqlServerStore> StartAsync() => SqlServerStore.StartAsync();
}
