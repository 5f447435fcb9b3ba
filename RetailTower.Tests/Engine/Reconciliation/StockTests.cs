using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Data.Stores;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Live;
using RetailTower.Engine.Orders;
using RetailTower.Engine.Reconciliation;
using RetailTower.Engine.Reconciliation.Inventory;
using RetailTower.Tests.Desks;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Engine.Reconciliation;

/// <summary>When stock is kept back and compared, and what storefronts are then told.</summary>
public sealed class StockTests : IAsyncLifetime
{
    private readonly ConnectorRegistry _connectors = new();
    private readonly Front _front = new();
    private SqliteStore _store = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private StockStore Stocks => new(_store.Database, _store.Time);

    private StockDesk Desk => new(Stocks, new InboxStore(_store.Database, _store.Time), _connectors, _store.Get<ChangeFeed>());

    public async ValueTask InitializeAsync()
    {
        _store = await SqliteStore.StartAsync();
        _connectors.Fill([_front, new TestConnector("dc-east", SystemRole.Centre, Operations.Release)]);
        var line = Rows.Line(1, 1, 1, 2, LineState.Rejected);
        (line.Sku, line.StateAt) = ("A", StoreFixture.Noon);
        await _store.SeedAsync(Rows.Order(1, "N-1"), line, new Stock { Sku = "A", Centre = "dc-east", Available = 10, SourceVersion = 7, StatedAt = StoreFixture.Noon });
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task An_order_that_waits_for_half_a_minute_keeps_its_goods_from_being_sold_again()
    {
        var guard = new StockGuard(Stocks, _connectors, new OrderPolicies(), _store.Get<WorkSignal>(), _store.Time);
        _store.Time.Advance(TimeSpan.FromSeconds(29));
        await guard.RunAsync(Cancel);
        (await ToldAsync()).ShouldBeEmpty();

        _store.Time.Advance(TimeSpan.FromSeconds(2));
        await guard.RunAsync(Cancel);

        (await ToldAsync()).ShouldHaveSingleItem().ShouldBe(new WriteStockCommand("A", "dc-east", 8, 7));
    }

    [Fact]
    public async Task Each_night_all_that_is_shown_is_compared_and_what_is_not_so_told_again()
    {
        var comparer = Comparer(new TimeOnly(13, 0));
        _front.Pages = [new StockPage(Shown(("B", 1)), "p2"), new StockPage(Shown(("A", 99)), null)];
        await RunAsync(comparer);
        _front.Asked.ShouldBeEmpty("a tower that was just set up waits for its first night");

        _store.Time.Advance(TimeSpan.FromHours(1));
        await RunAsync(comparer);
        await RunAsync(comparer);

        _front.Asked.ShouldBe([null, "p2"]);
        (await ToldAsync()).ShouldHaveSingleItem().Available.ShouldBe(10);
        (await Desk.NewestAsync(Cancel)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(it => it.RequestedBy.ShouldBe("tower"), it => (it.Compared, it.Differing).ShouldBe((1, 1)), it => it.Failure.ShouldBeNull());

        _store.Time.Advance(TimeSpan.FromDays(1));
        await RunAsync(comparer);
        _front.Asked.Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_storefront_that_gives_no_answer_ends_its_comparison_and_says_why()
    {
        _front.Pages = [];
        await Desk.StartAsync("iris", Cancel);

        await RunAsync(Comparer(null));

        (await Desk.NewestAsync(Cancel)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(it => it.FinishedAt.ShouldNotBeNull(), it => it.Failure.ShouldBe("The shop is closed."));
    }

    [Fact]
    public async Task One_that_is_broken_off_goes_on_with_the_next_run()
    {
        _front.Pages = [new StockPage(Shown(("A", 10)), null)];
        await Desk.StartAsync("iris", Cancel);
        var turns = 1;
        await Comparer(null).RunAsync(() => Task.FromResult(turns-- > 0), Cancel);
        (await Desk.NewestAsync(Cancel)).ShouldHaveSingleItem().FinishedAt.ShouldBeNull();

        await RunAsync(Comparer(null));

        (await Desk.NewestAsync(Cancel)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(it => it.FinishedAt.ShouldNotBeNull(), it => it.Compared.ShouldBe(1));
    }

    private StockComparer Comparer(TimeOnly? at)
    {
        var options = new ReconciliationOptions { StockAt = at };
        return new StockComparer(Stocks, Desk, new SourceProbe(_connectors, _store.Get<LaneQueries>(), options, _store.Time), _connectors, new OrderPolicies(), options, _store.Get<WorkSignal>(), _store.Get<ChangeFeed>(), _store.Time);
    }

    private static Task RunAsync(StockComparer comparer) => comparer.RunAsync(() => Task.FromResult(true), Cancel);

    private Task<List<WriteStockCommand>> ToldAsync() => _store.ReadAsync(db => Task.FromResult(db.Outbox.OrderBy(it => it.Id).AsEnumerable().Select(it => CanonicalJson.Read<WriteStockCommand>(it.Payload)).ToList()));

    private static Dictionary<(string, string), decimal> Shown(params (string Sku, decimal Available)[] shown) => shown.ToDictionary(it => (it.Sku, "dc-east"), it => it.Available);

    /// <summary>A storefront that shows what the test says, page by page; none left, and it is closed.</summary>
    private sealed class Front : IConnector, IShowsStock
    {
        private readonly TestConnector _calls = new("shop", SystemRole.Originator, Operations.WriteStock);

        public string System => _calls.System;

        public SystemRole Role => _calls.Role;

        public IReadOnlyList<StockPage> Pages { get; set; } = [];

        public List<string?> Asked { get; } = [];

        public int BatchLimit(string operation) => _calls.BatchLimit(operation);

        public WebhookReading ReadWebhook(WebhookCall call) => _calls.ReadWebhook(call);

        public Interpretation Interpret(StoredMessage message) => _calls.Interpret(message);

        public Task<IReadOnlyList<CallOutcome>> SendAsync(IReadOnlyList<OutboundCall> calls, CancellationToken cancellationToken) => _calls.SendAsync(calls, cancellationToken);

        public Task<StockPage> ReadStockAsync(IReadOnlyList<string> centres, string? cursor, CancellationToken cancellationToken)
        {
            centres.ShouldBe(["dc-east"]);
            Asked.Add(cursor);
            return Pages.Count == 0 ? throw new HttpRequestException("The shop is closed.") : Task.FromResult(Pages[cursor is null ? 0 : 1]);
        }
    }
}
