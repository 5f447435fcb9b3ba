using RetailTower.Data.Kpis;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Data.Stores;
using RetailTower.Engine.Orders;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Desks;

/// <summary>What is asked of orders, figures and systems.</summary>
public sealed class QueryPlanTests : QueryPlans
{
    [Fact]
    public Task Search() => IndexedAsync(() => Store.Get<OrderQueries>().FindAsync("SF-10", null, Cancel));

    [Fact]
    public Task Search_by_phone() => IndexedAsync(() => Store.Get<OrderQueries>().FindAsync("020 7946 0958", null, Cancel));

    [Fact]
    public Task Search_by_text_in_the_list() => IndexedAsync(() => Store.Get<OrderQueries>().PageAsync(new OrderFilter(Text: "SF-10"), null, null, 50, Cancel));

    [Fact]
    public Task Orders_of_some_statuses() => IndexedAsync(() => Store.Get<OrderQueries>().PageAsync(new OrderFilter(Status: [OrderStatus.Held, OrderStatus.Rejected]), null, null, 50, Cancel));

    [Theory]
    [InlineData(null)]
    [InlineData(OrderStatus.Completed)]
    public Task Orders_of_an_originator(OrderStatus? status) => IndexedAsync(async () =>
    {
        (await Store.Get<OrderQueries>().PageAsync(new OrderFilter(Origin: "salesforce", Status: status is { } one ? [one] : null), null, null, 50, Cancel)).Items.Count.ShouldBe(status is null ? 1 : 0);
        await Store.Get<OrderQueries>().PageAsync(new OrderFilter(Origin: "nobody"), null, null, 50, Cancel);
    });

    [Fact]
    public async Task Orders_with_exceptions_of_a_status_are_looked_at_by_their_keys()
    {
        await Store.SeedAsync(Rows.Order(11, "SF-11", OrderStatus.Held));
        await IndexedAsync(async () => (await Store.Get<OrderQueries>().PageAsync(new OrderFilter(OnlyWithExceptions: true, Status: [OrderStatus.Held], Origin: "salesforce"), null, null, 50, Cancel)).Items.ShouldHaveSingleItem());
    }

    [Fact]
    public async Task What_did_not_arrive()
    {
        await Store.SeedAsync(Rows.Order(11, "SF-11"), new Expectation { OrderKey = 11, Step = "shipping:dc-east", System = "dc-east", SetAt = Noon.AddDays(-1), DueAt = Noon, AskAt = Noon }, Rows.Inbound("waits", InboxState.Waiting, age: TimeSpan.FromHours(1)));
        var store = new ExpectationStore(Store.Database, Store.Time);
        var question = Rows.Outbound("asked", OutboxState.Ready);
        question.CoalesceKey = "dc-east:ask:11";
        await IndexedAsync(async () =>
        {
            (await store.AskAsync(10, _ => question, _ => TimeSpan.FromMinutes(1), Cancel)).ShouldHaveSingleItem();
            (await store.OpenOverdueAsync(10, _ => Missing("missing:11"), Cancel)).ShouldHaveSingleItem();
            (await store.OpenForgottenAsync(10, TimeSpan.FromMinutes(1), _ => Missing("inbox:1"), Cancel)).ShouldBe(1);
        });

        static CaseOpening Missing(string subject) => new(CaseKind.Missing, Severity.Attention, Remedy.None, "integration", "dc-east", "shipping", "dc-east|shipping|missing", subject, "Missing", "It did not come.", "Integration", Noon);
    }

    /// <summary>Only what came since the last count, seconds ago, is read as it lies there.</summary>
    [Fact]
    public async Task Numbers_that_were_passed_over()
    {
        var gap = new NumberGap { System = "shop", Series = "S#", Missing = "2", SeenAt = Noon.AddDays(-1), AskAt = Noon, DueAt = Noon };
        await Store.SeedAsync(gap, new ArrivedNumber { System = "shop", Series = "S#", Number = 3, PlacedAt = Noon, ReceivedAt = Noon }, new CountedSeries { System = "shop", Series = "S#", Highest = 3, PlacedAt = Noon });
        var store = new NumberStore(Store.Database, Store.Time);
        var plans = await Store.PlansAsync(async () =>
        {
            (await store.CountAsync(10, _ => { }, _ => "", Cancel)).Counted.ShouldBe(1);
            (await store.ToAskAsync("shop", 10, Cancel)).ShouldHaveSingleItem();
            await store.AnsweredAsync(gap.Id, new NumberAnswer([], [], "away"), Noon, _ => "", Cancel);
            (await store.OpenDueAsync(10, it => new CaseOpening(
                CaseKind.Missing, Severity.Breach, Remedy.None, "order", "shop", "order-number", "shop|order-number|missing", NumberStore.Subject(it.Id), "Missing", "It did not come.", "Integration", Noon), Cancel)).ShouldBe(1);
            (await store.GiveUpAsync(Noon, Cancel)).ShouldBe(1);
        });

        plans.ShouldContain(step => step.Contains("IX_NumberGaps_System_AskAt (System=? AND AskAt<?)", StringComparison.Ordinal));
        plans.ShouldContain(step => step.Contains("IX_NumberGaps_DueAt", StringComparison.Ordinal));
        plans.Where(step => step.StartsWith("SCAN ", StringComparison.Ordinal)).Distinct().ShouldBe(["SCAN CONSTANT ROW", "SCAN a"], ignoreOrder: true);
    }

    [Fact]
    public async Task Times_of_steps()
    {
        var closed = Rows.Order(11, "SF-11", OrderStatus.Completed);
        closed.ClosedAt = Noon;
        await Store.SeedAsync(closed, new HistoryEntry { OrderKey = 11, At = Noon, Source = "erp", What = "Paid" });
        await IndexedAsync(async () => (await Store.Get<StepHistoryQueries>().NewestAsync(["Paid"], Cancel)).ShouldHaveSingleItem().Events.Count.ShouldBe(1));
    }

    [Fact]
    public Task Orders_of_a_span_of_placing() => IndexedAsync(() => Store.Get<OrderQueries>().PageAsync(new OrderFilter(PlacedFrom: Noon, PlacedTo: Noon.AddDays(1)), null, null, 50, Cancel));

    [Theory]
    [InlineData(OrderMoment.Received)]
    [InlineData(OrderMoment.Confirmed)]
    [InlineData(OrderMoment.Shipped)]
    [InlineData(OrderMoment.Finished)]
    [InlineData(OrderMoment.Resolved)]
    [InlineData(OrderMoment.AtRisk)]
    [InlineData(OrderMoment.Differing)]
    public async Task Orders_of_a_moment(OrderMoment moment)
    {
        var order = Rows.Order(11, "SF-11");
        (order.Country, order.ConfirmedAt, order.ShippedAt, order.ClosedAt) = ("GB", Noon, Noon, Noon);
        await Store.SeedAsync(order);

        await IndexedAsync(() => Store.Get<OrderQueries>().PageAsync(new OrderFilter(Span: new OrderSpan(moment, Noon, Noon.AddHours(1)), Origin: "salesforce", Country: "GB"), null, null, 50, Cancel));
    }

    /// <summary>However many orders an originator has: the span leads, and those of the originator are told from the others within it.</summary>
    [Theory]
    [InlineData(OrderMoment.Received, "IX_Orders_ReceivedAt")]
    [InlineData(OrderMoment.Confirmed, "IX_Orders_ConfirmedAt")]
    [InlineData(OrderMoment.Shipped, "IX_Orders_ShippedAt")]
    [InlineData(OrderMoment.Finished, "IX_Orders_ClosedAt")]
    [InlineData(OrderMoment.AtRisk, "IX_ExceptionCases_ResolvedAt")]
    public async Task Orders_of_a_moment_and_an_originator(OrderMoment moment, string index)
    {
        await Store.SeedAsync(Rows.Order(11, "SF-11"));

        var plans = await Store.PlansAsync(() => Store.Get<OrderQueries>().PageAsync(new OrderFilter(Span: new OrderSpan(moment, Noon, Noon.AddHours(1)), Origin: "salesforce", Country: "GB"), null, null, 50, Cancel));

        plans.ShouldContain(step => step.Contains(index, StringComparison.Ordinal));
        plans.ShouldNotContain(step => step.Contains("IX_Orders_Origin", StringComparison.Ordinal));
    }

    /// <summary>However many were closed since: they are found in an index that holds all that is asked of them.</summary>
    [Theory]
    [InlineData(OrderMoment.AtRisk)]
    [InlineData(OrderMoment.Differing)]
    public async Task Orders_that_had_an_exception_at_a_past_moment(OrderMoment moment)
    {
        await Store.SeedAsync(Rows.Order(11, "SF-11"));

        var plans = await Store.PlansAsync(() => Store.Get<OrderQueries>().PageAsync(new OrderFilter(Span: new OrderSpan(moment, Noon, Noon.AddHours(1))), null, null, 50, Cancel));

        plans.Where(step => step.Contains("IX_ExceptionCases_ResolvedAt", StringComparison.Ordinal)).ShouldNotBeEmpty();
        plans.Where(step => step.Contains("IX_ExceptionCases_ResolvedAt", StringComparison.Ordinal)).ShouldAllBe(step => step.Contains("COVERING", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(ReturnState.AwaitingApproval)]
    public Task Returns(ReturnState? state) => IndexedAsync(async () =>
    {
        var returns = Store.Get<ReturnQueries>();
        // The first page of all walks the end of its index, which a plan calls a scan.
        if (state is not null) await returns.PageAsync(state, null, 50, Cancel);
        await returns.PageAsync(state, "8de77eea5c10000.5", 50, Cancel);
        await returns.CountAsync(ReturnState.AwaitingApproval, Cancel);
    });

    [Fact]
    public Task Orders_with_exceptions() => IndexedAsync(() => Store.Get<OrderQueries>().PageAsync(new OrderFilter(OnlyWithExceptions: true), null, null, 50, Cancel));

    [Fact]
    public Task The_order_page() => IndexedAsync(async () =>
    {
        await Store.Get<OrderQueries>().GetAsync(10, Cancel);
        await Store.Get<MessageQueries>().OfOrderAsync(10, null, 50, Cancel);
        await Store.Get<EvidenceQueries>().OfOrderAsync(10, ["write-status", "post-shipment"], Cancel);
    });

    [Fact]
    public async Task A_comparison()
    {
        await Store.SeedAsync([Rows.Order(5000, "2")]);
        var store = new ComparisonStore(Store.Database, Store.Time);
        var id = (await store.StartAsync(null, "iris", Cancel)).ShouldNotBeNull();
        var running = (await store.RunningAsync(Cancel)).ShouldHaveSingleItem();
        await IndexedAsync(async () =>
        {
            await store.PageAsync(running, 50, Cancel);
            await store.OrderAsync(10, Cancel);
            await store.AdvanceAsync(id, new ComparedPage(10, [new ComparedTally("salesforce", "GB", 1, 0, 0)], 0, [], null, [], ["order:10:shown"]), Cancel);
            await store.RunningAsync(Cancel);
            await store.LastSampleAtAsync(Cancel);
            await Store.Get<ComparisonQueries>().PageAsync(Cursor.Write(900), 50, Cancel);
            await Store.Get<ComparisonQueries>().LastAsync(Cancel);
        });
    }

    [Fact]
    public Task Figures_of_the_board() => IndexedAsync(async () =>
    {
        var figures = Store.Get<FigureQueries>();
        await figures.OrdersReceivedAsync(Noon, Noon.AddMinutes(1), Cancel);
        await figures.ConfirmationLatenciesAsync(Noon, Noon.AddMinutes(1), Cancel);
        await figures.CaseAgesAsync(Noon, Cancel);
        await figures.StuckMessagesAsync(Noon, Cancel);
        await Store.Get<LaneQueries>().ListAsync(Cancel);
    }, covering: true);

    [Fact]
    public Task Payloads_to_be_archived() => IndexedAsync(async () =>
    {
        var retention = Store.Get<RetentionStore>();
        await Store.SeedAsync(new Order
        {
            Key = 999_999, Number = "Q1", Origin = "shop", CustomerNumber = "C1", CustomerName = "Ada", Currency = "EUR", ShipTo = "{}", QuietSince = Noon.AddDays(-1),
        });
        (await retention.MoveOrdersAsync(Noon, 25, Cancel)).Orders.ShouldBe(1);
        await retention.MoveLooseAsync(Noon, Cancel);
        await retention.RestoreAsync(10, Cancel);
    });

    [Fact]
    public async Task Hours_that_are_counted()
    {
        var (gone, done) = (Rows.Order(11, "SF-11", OrderStatus.Completed), Rows.Inbound("acted", InboxState.Done, 11));
        (gone.ConfirmedAt, gone.ShippedAt, gone.ClosedAt) = (Noon, Noon, Noon);
        await Store.SeedAsync(gone, done);
        await Store.SeedAsync(new AuditEntry { At = Noon, Who = "kim", Action = "message.replay", Target = $"{done.Id}" });
        (await new LeaseStore(Store.Database, Store.Time).TryTakeAsync("kpis", "me", Cancel)).ShouldBeTrue();

        await IndexedAsync(async () => (await Store.Get<KpiStore>().CountAsync(Noon, Noon.AddHours(2), "kpis", "me", Cancel)).ShouldBe(2));
    }

    /// <summary>However many calls are done: only those that tell of stock, and of those the hours that are counted.</summary>
    [Fact]
    public async Task How_long_stock_took_is_counted_from_its_own_index()
    {
        var told = Rows.Outbound("told", OutboxState.Done);
        (told.ChangedAt, told.DoneAt) = (Noon, Noon.AddSeconds(3));
        await Store.SeedAsync(told);
        (await new LeaseStore(Store.Database, Store.Time).TryTakeAsync("kpis", "me", Cancel)).ShouldBeTrue();

        var plans = await Store.PlansAsync(() => Store.Get<KpiStore>().CountAsync(Noon, Noon.AddHours(2), "kpis", "me", Cancel));

        plans.Where(step => step.Contains("IX_OutboxMessages", StringComparison.Ordinal)).ShouldAllBe(step => step.Contains("IX_OutboxMessages_State_DoneAt (State=? AND DoneAt>? AND DoneAt<?)", StringComparison.Ordinal));
        plans.ShouldContain(step => step.Contains("IX_OutboxMessages_State_DoneAt", StringComparison.Ordinal));
    }

    [Fact]
    public Task Kpis_are_read_from_counted_hours_alone() => IndexedAsync(async () =>
    {
        var (midnight, month) = (Noon.AddHours(-12), 24 * 30);
        foreach (var by in Enum.GetValues<KpiBy>())
        {
            await Store.Get<KpiQueries>().SumsAsync(Noon, Noon.AddDays(30), 24, by, Cancel);
            await Store.Get<KpiQueries>().SumsAsync(midnight, midnight.AddDays(30), 24, by, Cancel);
            await Store.Get<KpiQueries>().SumsAsync(Noon, Noon.AddDays(30), month, by, Cancel);
        }

        await Store.Get<KpiStore>().LastCountedAsync(Noon, Cancel);
    }, only: ["KpiHours", "KpiDays"]);

    /// <summary>However many orders left: counted and found in the index of when they did, which holds how far their money has come.</summary>
    [Fact]
    public Task Completeness_of_a_period() => IndexedAsync(async () =>
    {
        await Store.Get<SettlementQueries>().SumsAsync(Noon, Noon.AddDays(30), Cancel);
        await new SettlementStore(Store.Database, Store.Time).UnjudgedAsync(Noon, 500, Cancel);
    }, covering: true);

    [Theory]
    [InlineData(Settlement.Invoiced, Settlement.Matched)]
    [InlineData(null, Settlement.Shipped)]
    public async Task Orders_behind_a_number_of_a_period(Settlement? from, Settlement to)
    {
        var order = Rows.Order(11, "SF-11");
        (order.ShippedAt, order.Settlement) = (Noon, from);
        await Store.SeedAsync(order);

        await IndexedAsync(() => Store.Get<OrderQueries>().PageAsync(new OrderFilter(Span: new OrderSpan(OrderMoment.Shipped, Noon, Noon.AddDays(1)), Settled: new SettlementRange(from, to)), null, null, 50, Cancel));
    }

    [Fact]
    public Task Notes_on_the_chart() => IndexedAsync(() => Store.Get<AnnotationStore>().ListAsync(Noon, Noon.AddDays(30), Cancel));

    [Theory]
    [InlineData("Alder")]
    [InlineData("")]
    public async Task Orders_of_a_brand(string brand)
    {
        var order = Rows.Order(11, "SF-11");
        order.ShippedAt = Noon;
        await Store.SeedAsync(order);
        await Store.Get<BrandStore>().KeepAsync(brand.Length == 0 ? new Dictionary<string, string>() : new Dictionary<string, string> { ["salesforce"] = brand }, Cancel);

        await IndexedAsync(() => Store.Get<OrderQueries>().PageAsync(new OrderFilter(Span: new OrderSpan(OrderMoment.Shipped, Noon, Noon.AddHours(1)), Brand: brand), null, null, 50, Cancel));
    }

    [Fact]
    public Task Messages_that_do_not_flow() => IndexedAsync(() => Store.Get<MessageQueries>().PageAsync(new MessageFilter(), null, 50, Cancel));

    [Fact]
    public async Task Stock_that_is_kept_back_and_compared()
    {
        var stocks = new StockStore(Store.Database, Store.Time);
        await Store.SeedAsync(Rows.Order(11, "SF-11"), Rows.Line(11, 1, 1, 2, LineState.BackOrdered), new Stock { Sku = "SKU", Centre = "dc-east", Available = 3, KeptBack = 1, StatedAt = Noon.AddDays(-1) }, new FeedCursor { System = "dc-east", Feed = "inventory" });
        await IndexedAsync(async () =>
        {
            await stocks.KeepBackAsync(Noon.AddYears(1), ["dc-east"], _ => [], Cancel);
            await stocks.RequestAsync("shop", "kim", Cancel);
            var comparison = (await stocks.NextAsync(Cancel))!;
            await stocks.CompareAsync(comparison, new Dictionary<(string, string), decimal> { [("SKU", "dc-east")] = 9 }, TimeSpan.Zero, stock => stock.Available, stock => StockCalls.Of("shop", stock, new OrderPolicies(), Noon), Cancel);
            await stocks.FinishAsync(comparison, null, Cancel);
            await stocks.NewestAsync(["shop"], Cancel);
        });
    }
}
