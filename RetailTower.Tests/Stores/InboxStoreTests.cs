using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;
using RetailTower.Data.Stores;
using RetailTower.Tests.Desks;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Stores;

public abstract class InboxStoreContract<T> : StoreContract<T> where T : StoreFixture
{
    [Fact]
    public async Task Writers_at_the_same_time_store_each_message_once()
    {
        var all = Enumerable.Range(0, 30).Select(i => Placed($"m{i}", $"N{i % 10}")).ToList();

        var added = await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(() => Inbox.AddAsync([.. all.OrderBy(_ => Random.Shared.Next()).Take(20 + writer)], Cancel), Cancel)));
        added = [.. added, await Inbox.AddAsync(all, Cancel)];

        added.Sum(it => it.Added).ShouldBe(30);
        var rows = await MessagesAsync();
        rows.Select(m => m.MessageKey).Order().ShouldBe(all.Select(m => m.MessageKey).Order());
        // Ten orders, whoever spoke of them first; each has one key.
        rows.GroupBy(m => m.Subject).Count().ShouldBe(10);
        rows.GroupBy(m => m.Subject).ShouldAllBe(order => order.Select(m => m.OrderKey).Distinct().Count() == 1);
        rows.Select(m => m.OrderKey).Distinct().Count().ShouldBe(10);
    }

    [Fact]
    public async Task A_message_that_stands_twice_in_a_batch_or_came_before_is_left_out()
    {
        (await Inbox.AddAsync([Placed("a", "1"), Placed("a", "1"), Placed("b", "2")], Cancel)).ShouldSatisfyAllConditions(it => it.Added.ShouldBe(2), it => it.Duplicates.ShouldBe(1));

        (await Inbox.AddAsync([Placed("b", "2"), Placed("c", "3")], Cancel)).ShouldSatisfyAllConditions(it => it.Added.ShouldBe(1), it => it.Duplicates.ShouldBe(1));
        (await Inbox.AddAsync([Placed("b", "2")], Cancel)).Partitions.ShouldBeEmpty();

        // The same key from another system is another message.
        (await Inbox.AddAsync([Placed("a", "1", system: "market")], Cancel)).Added.ShouldBe(1);
        (await MessagesAsync()).Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_page_of_what_changed_brings_only_versions_that_are_not_stored()
    {
        await Inbox.AddAsync([Placed("order-1/v1", "1"), Placed("order-2/v1", "2", system: "market")], Cancel);

        var added = await Inbox.AddPageAsync("shop", "changed", "here", more: false,
            [Placed("order-1/v1.found", "1") with { UnlessStored = "order-1/v1" }, Placed("order-1/v2.found", "1") with { UnlessStored = "order-1/v2" }, Placed("order-2/v1.found", "2") with { UnlessStored = "order-2/v1" }], Cancel);

        added.ShouldSatisfyAllConditions(it => it.Added.ShouldBe(2), it => it.Duplicates.ShouldBe(1));
        (await MessagesAsync()).Select(m => m.MessageKey).Where(key => key.EndsWith(".found", StringComparison.Ordinal)).Order().ShouldBe(["order-1/v2.found", "order-2/v1.found"]);
        (await Inbox.CursorAsync("shop", "changed", Cancel))!.Cursor.ShouldBe("here");
    }

    [Fact]
    public async Task Message_keys_that_differ_in_case_are_two_messages()
    {
        await Inbox.AddAsync([Placed("abc", "x1")], Cancel);

        (await Inbox.AddAsync([Placed("ABC", "X1")], Cancel)).Added.ShouldBe(1);
        (await MessagesAsync()).Select(m => m.OrderKey).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task An_order_keeps_its_key_and_its_partition()
    {
        var added = await Inbox.AddAsync([Placed("a", "1")], Cancel);
        await Inbox.AddAsync([Placed("b", "1")], Cancel);

        var rows = await MessagesAsync();
        rows.ShouldAllBe(m => m.OrderKey == 10_001 && m.Partition == Partitions.OfOrder(10_001) && m.State == InboxState.Ready);
        added.Partitions.ShouldBe([Partitions.OfOrder(10_001)]);
    }

    [Fact]
    public async Task News_of_an_unknown_order_wait_until_it_is_introduced()
    {
        (await Inbox.AddAsync([Told("early", "1"), Told("other", "2")], Cancel)).Partitions.ShouldBeEmpty();
        (await MessagesAsync()).ShouldAllBe(m => m.State == InboxState.Waiting && m.OrderKey == null && m.Reason != null);

        var added = await Inbox.AddAsync([Placed("order", "1")], Cancel);
        await Inbox.AddAsync([Told("late", "1")], Cancel);

        var rows = (await MessagesAsync()).ToDictionary(m => m.MessageKey);
        new[] { rows["early"], rows["late"], rows["order"] }.ShouldAllBe(m => m.State == InboxState.Ready && m.OrderKey == 10_001 && m.Partition == Partitions.OfOrder(10_001));
        rows["early"].Reason.ShouldBeNull();
        rows["other"].State.ShouldBe(InboxState.Waiting);
        added.Partitions.ShouldBe([Partitions.OfOrder(10_001)]);
    }

    [Fact]
    public async Task A_reference_and_its_order_in_one_batch_find_each_other_in_either_sequence()
    {
        await Inbox.AddAsync([Told("a", "1"), Placed("b", "1"), Placed("c", "2"), Told("d", "2")], Cancel);

        var rows = (await MessagesAsync()).ToDictionary(m => m.MessageKey);
        rows.Values.ShouldAllBe(m => m.State == InboxState.Ready && m.OrderKey != null);
        (rows["a"].OrderKey, rows["c"].OrderKey).ShouldBe((rows["b"].OrderKey, rows["d"].OrderKey));
    }

    /// <summary>Whoever is first, the message that waits and the reference that wakes it always meet.</summary>
    [Fact]
    public async Task Waiting_and_waking_at_the_same_time_never_miss_each_other()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).SelectMany(order => new[] { Told($"t{order}", $"N{order}"), Placed($"p{order}", $"N{order}") })
            .Select(message => Task.Run(() => Inbox.AddAsync([message], Cancel), Cancel)));

        (await MessagesAsync()).ShouldAllBe(m => m.State == InboxState.Ready && m.OrderKey != null);
    }

    [Fact]
    public async Task Messages_of_one_call_share_its_bytes_and_each_sees_them_also_when_replayed()
    {
        byte[] body = [.. "<two/>"u8];
        await Inbox.AddAsync([Placed("a", "1", body), Placed("b", "1", body)], Cancel);
        (await MessagesAsync()).Count(m => m.Body is not null).ShouldBe(1);
        await TakeAsync();

        for (var round = 0; round < 2; round++)
        {
            var seen = new List<string>();
            await Work.TurnAsync(Partition, Me, Partitions.OfOrder(10_001), 10, NoNeeds, work =>
            {
                seen = [.. work.Messages.Select(m => System.Text.Encoding.UTF8.GetString(m.Body!))];
                foreach (var message in work.Messages) Finish(message);
            }, Cancel);
            seen.ShouldBe(["<two/>", "<two/>"]);
            (await MessagesAsync()).ShouldAllBe(m => m.State == InboxState.Done);
            await Store.Database.WriteAsync((db, token) => db.Inbox.ExecuteUpdateAsync(set => set.SetProperty(m => m.State, InboxState.Ready), token), Cancel);
        }

        (await MessagesAsync()).Count(m => m.Body is not null).ShouldBe(1);
    }

    [Fact]
    public async Task When_the_first_of_a_call_is_a_repeat_the_next_carries_the_bytes()
    {
        byte[] body = [.. "<two/>"u8];
        await Inbox.AddAsync([Placed("a", "1")], Cancel);

        await Inbox.AddAsync([Placed("a", "1", body), Placed("b", "1", body), Placed("c", "1", body)], Cancel);

        var rows = (await MessagesAsync()).ToDictionary(m => m.MessageKey);
        rows["b"].Body.ShouldBe(body);
        rows["c"].BodyOf.ShouldBe(rows["b"].Id);
    }

    [Fact]
    public async Task A_feeds_page_and_its_place_are_one_commit()
    {
        await Inbox.AddPageAsync("shop", "orders", "page-2", more: true, [Placed("a", "1")], Cancel);
        (await Inbox.CursorAsync("shop", "orders", Cancel))!.Cursor.ShouldBe("page-2");

        await Should.ThrowAsync<Exception>(() => Inbox.AddPageAsync("shop", "orders", "page-3", more: true, [Placed("b", "1"), Placed("c", "1") with { Kind = null! }], Cancel));

        (await Inbox.CursorAsync("shop", "orders", Cancel))!.Cursor.ShouldBe("page-2");
        (await MessagesAsync()).Select(m => m.MessageKey).ShouldBe(["a"]);
    }

    [Fact]
    public async Task The_sweep_sees_only_partitions_with_work()
    {
        await Inbox.AddAsync([About("a", 8), About("b", 11), Told("w", "unknown")], Cancel);

        (await Inbox.PartitionsWithWorkAsync(Cancel)).ShouldBe([0, 3]);
    }
}

public sealed class SqliteInboxStoreTests : InboxStoreContract<SqliteStore>
{
    protected override Task<SqliteStore> StartAsync() => SqliteStore.StartAsync();
}

public sealed class SqlServerInboxStoreTests : InboxStoreContract<SqlServerStore>
{
    protected override Task<SqlServerStore> StartAsync() => SqlServerStore.StartAsync();
}
