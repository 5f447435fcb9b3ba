using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Data.Stores;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Exceptions;
using RetailTower.Engine.Exceptions.Ownership;
using RetailTower.Engine.Orders;
using RetailTower.Engine.Orders.Times;
using RetailTower.Tests.Desks;
using RetailTower.Tests.Stores;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Engine.Orders;

/// <summary>A turn over a partition with real stores: what happens to messages that cannot be understood or applied, and to those beside them.</summary>
public abstract class OrderPumpContract<T> : StoreContract<T> where T : StoreFixture
{
    private const long First = 10_001, Second = First + Partitions.Inbox, Third = Second + Partitions.Inbox;

    private readonly TestConnector _shop = new("shop", SystemRole.Originator), _erp = new("erp", SystemRole.Erp, Operations.SubmitOrder),
        _east = new("dc-east", SystemRole.Centre, Operations.Release), _west = new("dc-west", SystemRole.Centre, Operations.Release), _front = new("front", SystemRole.Originator, Operations.WriteStock);
    private readonly ConnectorRegistry _connectors = new();

    private OrderPump Pump
    {
        get
        {
            _connectors.Fill([_shop, _erp, _east, _west, _front]);
            _shop.Meaning = message => message.Kind switch
            {
                "placed" => new Interpretation.Events([new OrderPlaced(OrderBench.Placed(2) with { Number = $"N-{message.Subject}" }) { At = Noon, Version = 1, RunningNumber = $"N-{message.Subject}" }]),
                "poison" => new Interpretation.Events([new NeverHeardOf { At = Noon }]),
                "cancel" => new Interpretation.Events([new CancelRequested([], "no longer wanted") { At = Noon }]),
                "books" => new Interpretation.Events([new FulfilmentStated("dc-east", "1", "FO-1", "short", [new LineProgress(1, 2, 0, 0, 2)], []) { At = Noon, Version = 2 }]),
                "garbled" => throw new JsonException("Not JSON."),
                "unknown" => new Interpretation.Unknown("#/type", "No such kind."),
                "thin" => new Interpretation.Fetches([new FetchCommand("orders", "77")]),
                _ when message.Kind.Split(' ') is ["stock", var available, var version] => new Interpretation.Events(
                    [new StockStated("dc-east", "SKU", decimal.Parse(available, CultureInfo.InvariantCulture)) { At = Changed(int.Parse(version, CultureInfo.InvariantCulture)), Version = long.Parse(version, CultureInfo.InvariantCulture) }]),
                _ => new Interpretation.Nothing("Of no consequence."),
            };
            return new OrderPump(Work, _connectors, new CaseBook(Store.Time, new TeamBook(new OwnershipOptions())), new OrderPolicies(), new StepTimesDesk(Store.Get<StepTimesStore>(), Store.Get<StepHistoryQueries>(), new OrderPolicies(), Brands.None, Store.Time), Store.Time, NullLogger<OrderPump>.Instance);
        }
    }

    [Fact]
    public async Task An_order_is_placed_and_its_submission_asked_for_in_one_commit()
    {
        await AddAsync(About("a", First, "placed"));

        var done = await TurnAsync();

        done.Lanes.Select(lane => lane.System).ShouldBe(["erp"]);
        (await CallsAsync()).ShouldHaveSingleItem().ShouldSatisfyAllConditions(call => call.Operation.ShouldBe(Operations.SubmitOrder), call => call.OrderKey.ShouldBe(First));
        (await StatusesAsync()).ShouldBe(["a Done"]);
    }

    /// <summary>However often an order is told again.</summary>
    [Fact]
    public async Task The_running_number_of_an_order_is_kept_for_counting_once()
    {
        await AddAsync(About("1", First, "placed"), About("2", Second, "placed"));
        await TurnAsync();
        await AddAsync(About("again", First, "placed"));
        await TurnAsync();

        (await Store.ReadAsync(db => db.ArrivedNumbers.OrderBy(it => it.Id).ToListAsync(Cancel))).Select(it => (it.System, it.Series, it.Number)).ShouldBe([("shop", "N-order:SO-#", First), ("shop", "N-order:SO-#", Second)]);
    }

    [Fact]
    public async Task What_a_centres_books_say_is_missing_is_sought_where_there_is_stock()
    {
        var line = Rows.Line(First, 1, 1, 2, LineState.Released);
        (line.Centre, line.Release) = ("dc-east", "1");
        await Store.SeedAsync(Rows.Order(First, "N1"), line, new Stock { Sku = line.Sku, Centre = "dc-west", Available = 5 });
        await AddAsync(About("a", First, "books"));

        await TurnAsync();

        (await CallsAsync()).Where(call => call.Operation == Operations.Release).ShouldHaveSingleItem().System.ShouldBe("dc-west");
        (await CasesAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_poisonous_message_is_set_aside_with_its_order_and_the_others_flow()
    {
        await AddAsync(About("1", First, "placed"), About("2", Second, "placed"));
        await TurnAsync();
        await AddAsync(About("bad", First, "poison"), About("behind", First, "cancel"), About("beside", Second, "cancel"));

        await TurnAsync();
        await TurnAsync();

        (await StatusesAsync()).ShouldBe(["1 Done", "2 Done", "bad Failed", "behind Ready", "beside Done"]);
        var order = await OrderAsync(First);
        order.LockedBy.ShouldBe((await MessagesAsync()).Single(m => m.MessageKey == "bad").Id);
        (await OrderAsync(Second)).Status.ShouldBe(OrderStatus.Cancelled);
        (await CasesAsync()).ShouldHaveSingleItem().ShouldSatisfyAllConditions(it => it.Kind.ShouldBe(CaseKind.Stuck), it => it.OrderKey.ShouldBe(First), it => it.MoneyAtRisk.ShouldBe(5));
    }

    /// <summary>However many of a batch are poisonous, the batch is not worked on for ever.</summary>
    [Fact]
    public async Task Several_poisonous_messages_in_one_batch_are_each_set_aside()
    {
        await AddAsync(About("1", First, "placed"), About("2", Second, "placed"), About("3", Third, "placed"));
        await TurnAsync();
        await AddAsync(About("bad1", First, "poison"), About("bad2", Second, "poison"), About("beside", Third, "cancel"));

        await TurnAsync();

        (await StatusesAsync()).Skip(3).ShouldBe(["bad1 Failed", "bad2 Failed", "beside Done"]);
        (await CasesAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Worked_on_again_with_success_it_unlocks_its_order_and_closes_its_case()
    {
        await AddAsync(About("1", First, "placed"));
        await TurnAsync();
        await AddAsync(About("bad", First, "poison"), About("behind", First, "cancel"));
        await TurnAsync();
        var bad = (await MessagesAsync()).Single(m => m.MessageKey == "bad");
        var recovery = new RecoveryStore(Store.Database, Store.Get<CaseQueries>(), Store.Time);

        (await recovery.ReplayMessageAsync(bad.Id, "olga", Cancel)).Result.Succeeded.ShouldBeTrue();
        var mended = Pump;
        var meaning = _shop.Meaning;
        _shop.Meaning = message => message.Kind == "poison" ? new Interpretation.Nothing("Understood now.") : meaning(message);
        await TakeAsync();
        await mended.TurnAsync(Partition, Me, Partitions.OfOrder(First), Cancel);

        (await StatusesAsync()).ShouldBe(["1 Done", "bad Done", "behind Done"]);
        (await OrderAsync(First)).ShouldSatisfyAllConditions(it => it.LockedBy.ShouldBeNull(), it => it.Status.ShouldBe(OrderStatus.Cancelled));
        (await CasesAsync()).ShouldHaveSingleItem().State.ShouldBe(CaseState.AutoResolved);
    }

    [Theory]
    [InlineData("garbled")]
    [InlineData("unknown")]
    public async Task What_is_not_understood_is_parked_with_a_case_and_nothing_waits_behind_it(string kind)
    {
        await AddAsync(About("1", First, "placed"), About("odd", First, kind), About("after", First, "cancel"));

        await TurnAsync();

        (await StatusesAsync()).ShouldBe(["1 Done", "odd Parked", "after Done"]);
        (await CasesAsync()).ShouldHaveSingleItem().ShouldSatisfyAllConditions(it => it.Kind.ShouldBe(CaseKind.SchemaViolation), it => it.Remedy.ShouldBe(Remedy.ReplayMessage));
    }

    [Fact]
    public async Task A_message_of_a_system_that_is_not_configured_is_parked()
    {
        await AddAsync(About("1", First, "placed") with { System = "gone" });

        await TurnAsync();

        (await StatusesAsync()).ShouldBe(["1 Parked"]);
    }

    [Fact]
    public async Task Stock_is_told_as_of_the_first_change_that_a_storefront_does_not_know()
    {
        async Task<string> ToldAsync()
        {
            var call = (await CallsAsync()).Single(it => it.State == OutboxState.Ready);
            return FormattableString.Invariant($"{CanonicalJson.Read<WriteStockCommand>(call.Payload).Available:0}, changed {(call.ChangedAt - Noon)?.TotalMinutes}");
        }

        // What is learnt first is no change.
        await AddAsync(About("1", First, "stock 5 1"));
        await TurnAsync();
        (await ToldAsync()).ShouldBe("5, changed ");
        await AddAsync(About("2", First, "stock 4 2"));
        await TurnAsync();
        (await ToldAsync()).ShouldBe("4, changed 2");

        // Neither of two that come together, nor the one that was not sent yet, is told: the newest is, and it is as late as the first of them.
        await AddAsync(About("3", First, "stock 3 3"), About("4", First, "stock 2 4"), About("old", First, "stock 9 2"));
        await TurnAsync();
        (await ToldAsync()).ShouldBe("2, changed 2");

        await Store.Database.WriteAsync((db, token) => db.Outbox.Where(it => it.State == OutboxState.Ready).ExecuteUpdateAsync(set => set.SetProperty(it => it.State, OutboxState.Done), token), Cancel);
        await AddAsync(About("5", First, "stock 1 5"));
        await TurnAsync();
        (await ToldAsync()).ShouldBe("1, changed 5");
        (await Store.ReadAsync(db => db.Stocks.SingleAsync(Cancel))).StatedAt.ShouldBe(Changed(5));
    }

    [Fact]
    public async Task A_thin_notification_becomes_a_reading_of_the_document()
    {
        await AddAsync(About("1", First, "thin"));

        await TurnAsync();

        (await CallsAsync()).ShouldHaveSingleItem().ShouldSatisfyAllConditions(call => call.System.ShouldBe("shop"), call => call.Operation.ShouldBe(Operations.Fetch), call => call.CoalesceKey.ShouldBe("shop:fetch:orders:77"));
        (await StatusesAsync()).ShouldBe(["1 Done"]);
    }

    [Fact]
    public async Task News_that_come_before_their_order_are_applied_after_it()
    {
        await Inbox.AddAsync([Placed("early", "1") with { Kind = "cancel" }], Cancel);
        await TakeAsync();
        await Pump.TurnAsync(Partition, Me, Partitions.OfOrder(First), Cancel);
        (await StatusesAsync()).ShouldBe(["early Waiting"]);
        await Inbox.AddAsync([Placed("order", "1")], Cancel);

        await Pump.TurnAsync(Partition, Me, Partitions.OfOrder(First), Cancel);
        await Pump.TurnAsync(Partition, Me, Partitions.OfOrder(First), Cancel);

        (await StatusesAsync()).ShouldBe(["early Done", "order Done"]);
        (await OrderAsync(First)).Status.ShouldBe(OrderStatus.Cancelled);
    }

    private static DateTimeOffset Changed(int version) => Noon.AddMinutes(version);

    private async Task AddAsync(params NewInboxMessage[] messages) => await Inbox.AddAsync(messages, Cancel);

    private async Task<OrderWorkDone> TurnAsync()
    {
        (await TakeAsync()).ShouldBeTrue();
        return await Pump.TurnAsync(Partition, Me, Partitions.OfOrder(First), Cancel);
    }

    private async Task<IEnumerable<string>> StatusesAsync() => (await MessagesAsync()).Select(m => $"{m.MessageKey} {m.State}");

    private Task<Order> OrderAsync(long key) => Store.ReadAsync(db => db.Orders.SingleAsync(o => o.Key == key, Cancel));

    private sealed record NeverHeardOf : CanonicalEvent;
}

public sealed class SqliteOrderPumpTests : OrderPumpContract<SqliteStore>
{
    protected override Task<SqliteStore> StartAsync() => SqliteStore.StartAsync();
}

public sealed class SqlServerOrderPumpTests : OrderPumpContract<SqlServerStore>
{
    protected override Task<SqlServerStore> StartAsync() => SqlServerStore.StartAsync();
}
