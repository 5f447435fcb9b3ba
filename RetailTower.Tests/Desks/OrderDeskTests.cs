using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Data.Stores;
using RetailTower.Engine.Live;
using RetailTower.Engine.Orders;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Desks;

public abstract class OrderDeskContract<T> : DeskContract<T> where T : StoreFixture
{
    private OrderDesk Desk => new(Store.Get<OrderQueries>(), Store.Get<OrderStepQueries>(), Store.Get<MessageQueries>(), new InboxStore(Store.Database, Store.Time), new WorkSignal());

    [Fact]
    public async Task Pages_follow_each_other_without_gap_or_repeat()
    {
        await Store.SeedAsync([.. Enumerable.Range(1, 25).Select(i => Rows.Order(i, $"SF-{i:000}"))]);

        (await AllKeysAsync(new OrderFilter(), 10)).ShouldBe(Enumerable.Range(1, 25).Reverse().Select(i => (long)i));
    }

    [Fact]
    public async Task Several_statuses_are_merged_into_one_sequence()
    {
        OrderStatus[] wheel = [OrderStatus.Held, OrderStatus.Shipped, OrderStatus.Confirmed];
        await Store.SeedAsync([.. Enumerable.Range(1, 30).Select(i => Rows.Order(i, $"SF-{i}", wheel[i % 3]))]);

        var keys = await AllKeysAsync(new OrderFilter(Status: [OrderStatus.Held, OrderStatus.Confirmed]), 7);

        keys.ShouldBe(Enumerable.Range(1, 30).Where(i => i % 3 != 1).Reverse().Select(i => (long)i));
    }

    [Fact]
    public async Task A_span_of_placing_sorts_by_the_time_of_placing()
    {
        // Keys are given in the order of receipt, which is not the order of placing.
        await Store.SeedAsync([.. Enumerable.Range(1, 10).Select(i => Rows.Order(i, $"SF-{i}", receivedAt: Noon.AddMinutes(-(i / 2))))]);

        var keys = await AllKeysAsync(new OrderFilter(PlacedFrom: Noon.AddMinutes(-3), PlacedTo: Noon), 3);

        keys.ShouldBe([3, 2, 5, 4, 7, 6]);
    }

    [Fact]
    public async Task Only_orders_with_open_exceptions_are_listed_when_asked_for()
    {
        await Store.SeedAsync(
            Rows.Order(1, "SF-1"), Rows.Order(2, "SF-2"), Rows.Order(3, "SF-3"),
            Rows.Case("a", 1), Rows.Case("b", 1), Rows.Case("c", 2, state: CaseState.AutoResolved));

        var page = await Desk.PageAsync(new OrderFilter(OnlyWithExceptions: true), null, 10, Cancel);

        page.Items.ShouldHaveSingleItem().ShouldSatisfyAllConditions(row => row.Key.ShouldBe(1), row => row.OpenCases.ShouldBe(2));
    }

    [Theory]
    [InlineData("SO-10482", "key")]
    [InlineData("10482", "key")]
    [InlineData("SF-100001", "number")]
    [InlineData("sf-1000", "number")]
    [InlineData("PO-10482", "purchase order")]
    [InlineData("1Z999AA1", "tracking")]
    [InlineData("PS-INV103001", "invoice")]
    [InlineData("ANNA@northwind.example", "e-mail")]
    [InlineData("C1001", "customer")]
    [InlineData("northw", "customer")]
    [InlineData("801xx000003DGb2AAG", "orderId")]
    [InlineData("801xx0", "orderId")]
    [InlineData("S-ORD101005", "erpNumber")]
    [InlineData("s-ord101005", "erpNumber")]
    [InlineData("020 7946 0958", "phone")]
    [InlineData("0044 (0)20/7946-0958", "phone")]
    [InlineData("7946 0958", "phone")]
    [InlineData("+1 44 20 7946 0958", "phone")]
    [InlineData("R-SF-100001-8", "return")]
    [InlineData("r-sf-1000", "return")]
    public async Task An_order_is_found_by_whatever_the_customer_reads_out(string text, string matchedOn)
    {
        await Store.SeedAsync(Rows.Order(10482, "SF-100001"), Rows.Reference(10482, "salesforce", "orderId", "801xx000003DGb2AAG"), Rows.Reference(10482, "erp", "erpNumber", "S-ORD101005"));
        await Store.SeedAsync(
            new Parcel { OrderKey = 10482, Centre = "dc-east", ParcelId = "p1", Carrier = "UPS", TrackingNumber = "1Z999AA10123456784", ShippedAt = Noon, Lines = "[]" },
            new Invoice { OrderKey = 10482, Number = "PS-INV103001", Amount = 1, Currency = "GBP", StatedAt = Noon },
            new OrderReturn { OrderKey = 10482, Rma = "R-SF-100001-8", Reason = "Too small.", RequestedBy = "anna", RequestedAt = Noon, ChangedAt = Noon, Currency = "GBP", Sheet = "{}" });

        var hits = await Desk.FindAsync(text, Cancel);

        hits.ShouldHaveSingleItem().ShouldSatisfyAllConditions(hit => hit.Order.Key.ShouldBe(10482), hit => hit.MatchedOn.ShouldBe(matchedOn));
    }

    [Fact]
    public async Task A_search_answers_at_most_twenty_and_whole_values_first()
    {
        await Store.SeedAsync([.. Enumerable.Range(1, 40).Select(i => Rows.Order(i, $"SF-1{i:00}")), Rows.Order(41, "SF-1")]);

        var hits = await Desk.FindAsync("SF-1", Cancel);

        hits.Count.ShouldBe(20);
        hits[0].Order.Key.ShouldBe(41);
        hits.Select(hit => hit.Order.Key).ShouldBeUnique();
    }

    [Fact]
    public async Task A_reference_whose_order_is_not_written_yet_finds_nothing()
    {
        await Store.SeedAsync(Rows.Reference(7, "shopify", "orderId", "5551234"));

        (await Desk.FindAsync("5551234", Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_order_page_sums_parts_and_shows_the_lock()
    {
        var failed = Rows.Inbound("a", InboxState.Failed, 5);
        await Store.SeedAsync(failed);
        var order = Rows.Order(5, "SF-5");
        (order.LockedBy, order.LockedAt) = (failed.Id, Noon);
        await Store.SeedAsync(order, Rows.Line(5, 1, 1, 2, LineState.Invoiced), Rows.Line(5, 1, 2, 1, LineState.BackOrdered), Rows.Line(5, 1, 3, 4, LineState.Picked), Rows.Line(5, 2, 1, 6, LineState.Cancelled));
        await Store.SeedAsync(Rows.Inbound("b", InboxState.Ready, 5), Rows.Inbound("c", InboxState.Ready, 5), Rows.Case($"inbox:{failed.Id}", 5));
        await Store.SeedAsync(new HistoryEntry { OrderKey = 5, At = Noon, Source = "salesforce", What = "order.placed.v1" }, new HistoryEntry { OrderKey = 5, At = Noon, Source = "tower", What = "Submit" });

        var picture = (await Desk.GetAsync(5, unmasked: false, Cancel)).ShouldNotBeNull();

        var line = picture.Lines[0];
        (line.Ordered, line.Allocated, line.BackOrdered, line.Shipped, line.Invoiced, line.Cancelled).ShouldBe((7, 6, 1, 2, 2, 0));
        picture.Lines[1].Cancelled.ShouldBe(6);
        picture.Locks.ShouldHaveSingleItem().Waiting.Count.ShouldBe(2);
        picture.History.Select(entry => entry.What).ShouldBe(["order.placed.v1", "Submit"]);
        picture.Cases.ShouldHaveSingleItem().OrderNumber.ShouldBe("SF-5");
    }

    [Fact]
    public async Task Contact_data_is_masked_unless_the_viewer_may_see_it()
    {
        await Store.SeedAsync(Rows.Order(5, "SF-5"));

        var masked = (await Desk.GetAsync(5, unmasked: false, Cancel)).ShouldNotBeNull();
        var plain = (await Desk.GetAsync(5, unmasked: true, Cancel)).ShouldNotBeNull();

        masked.ToString().ShouldNotContain("anna@");
        masked.ToString().ShouldNotContain("High Street");
        masked.ToString().ShouldNotContain("7946");
        (plain.Head.CustomerEmail, plain.ShipTo!.Street).ShouldBe(("anna@northwind.example", "1 High Street"));
    }

    [Fact]
    public async Task Messages_in_and_out_are_paged_in_one_sequence_of_time()
    {
        await Store.SeedAsync(Rows.Order(5, "SF-5"));
        for (var i = 0; i < 6; i++)
        {
            await Store.SeedAsync(Rows.Inbound($"in-{i}", InboxState.Done, 5, TimeSpan.FromMinutes(60 - 2 * i)), Rows.Outbound($"out-{i}", OutboxState.Done, orderKey: 5, age: TimeSpan.FromMinutes(59 - 2 * i)));
        }

        var shown = new List<OrderMessageRow>();
        for (string? cursor = null; ;)
        {
            var page = await Desk.MessagesAsync(5, cursor, 5, Cancel);
            shown.AddRange(page.Items);
            if ((cursor = page.Next) is null) break;
        }

        shown.Count.ShouldBe(12);
        shown.Select(row => row.At).ShouldBe(shown.Select(row => row.At).OrderDescending());
        shown.Select(row => (row.Outbound, row.Id)).ShouldBeUnique();
    }

    [Fact]
    public async Task A_payload_shows_its_attempts_and_the_bytes_that_another_message_carries()
    {
        var (carrier, call) = (Rows.Inbound("a", InboxState.Done, body: "{\"n\":1}"), Rows.Outbound("x", OutboxState.Failed));
        await Store.SeedAsync(carrier, call);
        var borrower = Rows.Inbound("b", InboxState.Done);
        (borrower.Body, borrower.BodyOf) = (null, carrier.Id);
        await Store.SeedAsync(borrower, new CallAttempt { OutboxId = call.Id, Number = 1, At = Noon, Outcome = "retry", Code = "503", Message = "unavailable" });

        (await Desk.InboxPayloadAsync(borrower.Id, unmasked: false, Cancel)).ShouldNotBeNull().Text.ShouldBe("{\"n\":1}");
        var sent = (await Desk.OutboxPayloadAsync(call.Id, unmasked: false, Cancel)).ShouldNotBeNull();
        sent.Attempts.ShouldHaveSingleItem().Code.ShouldBe("503");
        sent.Text.ShouldNotContain("anna@");
        (await Desk.InboxPayloadAsync(999, unmasked: true, Cancel)).ShouldBeNull();
    }

    private async Task<List<long>> AllKeysAsync(OrderFilter filter, int size)
    {
        var keys = new List<long>();
        for (string? cursor = null; ;)
        {
            var page = await Desk.PageAsync(filter, cursor, size, Cancel);
            page.Items.Count.ShouldBeLessThanOrEqualTo(size);
            keys.AddRange(page.Items.Select(row => row.Key));
            if ((cursor = page.Next) is null) return keys;
        }
    }
}

public sealed class SqliteOrderDeskTests : OrderDeskContract<SqliteStore>
{
    protected override Task<SqliteStore> StartAsync() => SqliteStore.StartAsync();
}

public sealed class SqlServerOrderDeskTests : OrderDeskContract<SqlServerStore>
{
    protected override Task<SqlServerStore> StartAsync() => SqlServerStore.StartAsync();
}
