using RetailTower.Data.Model;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Exceptions;
using RetailTower.Engine.Exceptions.Ownership;
using RetailTower.Engine.Reconciliation;
using RetailTower.Tests.Desks;
using Shouldly;
using Xunit;
using Parcel = RetailTower.Data.Model.Parcel;

namespace RetailTower.Tests.Engine.Reconciliation;

/// <summary>What a comparison makes of what systems hold of an order of three pieces, two of which left dc-east, are invoiced and paid.</summary>
public sealed class OrderComparisonTests
{
    private const string Sales = "salesforce", Erp = "erp", East = "dc-east";
    private readonly ConnectorRegistry _connectors = new();

    public OrderComparisonTests() => _connectors.Fill(
    [
        new Showing(Sales, SystemRole.Originator, Operations.Fetch, Operations.WriteStatus), new Showing(Erp, SystemRole.Erp, Operations.Fetch), new Showing(East, SystemRole.Centre, Operations.Fetch),
    ]);

    private OrderComparison Comparison => new(_connectors, new CaseBook(TimeProvider.System, new TeamBook(new OwnershipOptions())));

    [Fact]
    public void Nothing_differs_when_all_is_as_the_tower_has_it()
    {
        var probed = AllTrue();

        Comparison.Untold(Order(), probed).ShouldBeEmpty();
        Comparison.Of(Order(), probed, []).ShouldBeEmpty();
    }

    [Fact]
    public void An_originator_that_shows_another_status_or_quantity_is_told_what_is_true()
    {
        var probed = Probed((Sales, Shown("Confirmed", shipped: 0)), (Erp, Stated(2)), (Erp, Invoiced()), (East, Fulfilled()));

        var difference = Comparison.Of(Order(), probed, []).ShouldHaveSingleItem();

        difference.ShouldSatisfyAllConditions(
            it => it.System.ShouldBe(Sales), it => it.Remedy.ShouldBe(Remedy.Restate), it => it.Detail.ShouldBe("Shown is Confirmed, true is Part shipped. Line 1: 0 shipped are shown, true are 2."));
        Comparison.Case(Order(), difference).ShouldSatisfyAllConditions(it => it.Kind.ShouldBe(CaseKind.Disagreement), it => it.SubjectKey.ShouldBe("order:10:shown"), it => it.OwnerTeam.ShouldBe("Customer service"));
    }

    [Theory]
    [InlineData("Part shipped", 2, null)]
    [InlineData("Part shipped", 1, true)]
    [InlineData("Shipped", 2, true)]
    [InlineData("In fulfilment", 2, true)]
    [InlineData("packed by elves", 2, true)]
    public void An_originator_is_wrong_about_the_goods_when_its_status_or_pieces_say_that_other_goods_have_left(string status, decimal shipped, bool? ofGoods) =>
        Comparison.Of(Order(), Probed((Sales, Shown(status, shipped)), (Erp, Stated(2)), (East, Fulfilled())), []).SingleOrDefault()?.OfGoods.ShouldBe(ofGoods!.Value);

    [Theory]
    [InlineData("Completed", false)]
    [InlineData("Invoiced", false)]
    [InlineData("Part shipped", true)]
    public void A_status_that_differs_only_in_money_is_not_wrong_about_the_goods(string status, bool ofGoods)
    {
        var order = Order();
        order.Lines.RemoveAt(1);
        order.Status = OrderStatus.Shipped;

        Comparison.Of(order, Probed((Sales, Shown(status, 2)), (Erp, Stated(2)), (East, Fulfilled())), []).ShouldHaveSingleItem().OfGoods.ShouldBe(ofGoods);
    }

    [Theory]
    [InlineData(Erp, false)]
    [InlineData(East, true)]
    public void Only_a_centre_that_lost_the_order_is_wrong_about_the_goods(string loser, bool ofGoods)
    {
        var probed = AllTrue();
        probed.Shown.RemoveAll(it => it.System == loser);

        Comparison.Of(Order(), probed, []).ShouldHaveSingleItem().OfGoods.ShouldBe(ofGoods);
    }

    [Fact]
    public void The_newest_document_of_an_originator_counts()
    {
        var old = Shown("Confirmed", shipped: 0) with { Version = 1 };

        Comparison.Of(Order(), Probed((Sales, Shown("Part shipped", 2)), (Sales, old), (Erp, Stated(2)), (East, Fulfilled())), []).ShouldBeEmpty();
    }

    [Fact]
    public void An_originator_that_shows_no_status_at_all_is_found()
    {
        var probed = Probed((Sales, Placed()), (Erp, Stated(2)), (East, Fulfilled()));

        Comparison.Of(Order(), probed, []).ShouldHaveSingleItem().Detail.ShouldBe("No status is shown, true is Part shipped.");
    }

    [Theory]
    [InlineData(Sales)]
    [InlineData(Erp)]
    [InlineData(East)]
    public void A_system_that_took_the_order_on_and_holds_nothing_of_it_has_lost_it(string loser)
    {
        var probed = AllTrue();
        probed.Shown.RemoveAll(it => it.System == loser);
        if (loser == Sales) probed.Without.Add(Sales);

        Comparison.Of(Order(), probed, []).ShouldHaveSingleItem().ShouldSatisfyAllConditions(it => it.System.ShouldBe(loser), it => it.Title.ShouldBe($"{loser} holds no such order"));
    }

    [Fact]
    public void A_system_that_was_never_given_anything_of_the_order_need_not_hold_it()
    {
        var held = Rows.Order(10, "1", OrderStatus.Held);
        held.Lines.Add(Rows.Line(10, 1, 1, 3, LineState.Held));

        Comparison.Of(held, Probed((Sales, Placed())), []).ShouldBeEmpty();
    }

    [Fact]
    public void What_a_system_of_record_knows_and_the_tower_does_not_is_news()
    {
        IsNews(Erp, Stated(3)).ShouldBeTrue("one piece more is allocated");
        IsNews(Erp, Stated(2)).ShouldBeFalse();
        IsNews(Erp, Stated(3) with { Reviewed = false }).ShouldBeFalse("a draft decides nothing");
        IsNews(Erp, Invoiced("I-2")).ShouldBeTrue("an invoice the tower never heard of");
        IsNews(Erp, Invoiced()).ShouldBeFalse();
        IsNews(Erp, Invoiced() with { Cancelled = true }).ShouldBeTrue();
        IsNews(East, Fulfilled("P-2")).ShouldBeTrue("a parcel the tower never heard of");
        IsNews(Sales, Shown("Completed", 3)).ShouldBeFalse("an originator is not the system of record of a status");
        var unpaid = Order();
        unpaid.Invoices[0].Paid = false;
        Comparison.Untold(unpaid, Probed((Erp, Invoiced()))).ShouldNotBeEmpty();
    }

    [Fact]
    public void What_was_heard_and_does_not_fit_is_a_difference_of_its_own()
    {
        Comparison.Of(Order(), AllTrue(), [Erp]).ShouldHaveSingleItem().Title.ShouldBe("erp says what does not fit the order");
        Comparison.Matters(Order()).ShouldBe(["shown", "lost:salesforce", "untaken:salesforce", "lost:erp", "untaken:erp", "lost:dc-east", "untaken:dc-east"]);
    }

    private bool IsNews(string system, CanonicalEvent said) => Comparison.Untold(Order(), Probed((system, said))).Any();

    private static Order Order()
    {
        var order = Rows.Order(10, "1", OrderStatus.PartShipped);
        order.ConfirmedAt = StoreFixture.Noon;
        var shipped = Rows.Line(10, 1, 1, 2, LineState.Closed);
        (shipped.Centre, shipped.ParcelId, shipped.InvoiceNumber) = (East, "P-1", "I-1");
        order.Lines.AddRange([shipped, Rows.Line(10, 1, 2, 1, LineState.BackOrdered)]);
        order.Parcels.Add(new Parcel { OrderKey = 10, Centre = East, ParcelId = "P-1", Carrier = "DPD", TrackingNumber = "1", Lines = "[]" });
        order.Invoices.Add(new Invoice { OrderKey = 10, Number = "I-1", Currency = "GBP", Paid = true });
        return order;
    }

    private ProbedOrder AllTrue() => Probed((Sales, Shown("Part shipped", 2)), (Erp, Stated(2)), (Erp, Invoiced()), (East, Fulfilled()));

    /// <summary>Each system shows one document, which means what is given.</summary>
    private ProbedOrder Probed(params (string System, CanonicalEvent Meaning)[] shown)
    {
        var probed = new ProbedOrder([], []);
        foreach (var (system, meaning) in shown)
        {
            var key = $"{system}-{Guid.NewGuid()}";
            ((Showing)_connectors.Find(system)!).Meanings[key] = meaning;
            probed.Shown.Add((system, new IncomingMessage(key, "document", new Subject.Loose(key), "application/json", ReadOnlyMemory<byte>.Empty)));
        }

        return probed;
    }

    private static StatusShown Shown(string status, decimal shipped) => new(status, StoreFixture.Noon, [new ShownLine(1, shipped, null)]) { At = StoreFixture.Noon, Version = 2 };

    private static CancelRequested Placed() => new([], "") { At = StoreFixture.Noon };

    private static ErpOrderStated Stated(decimal allocated) => new("E-1", true, [new ErpLine(1, 3, allocated, 2, 2)]) { At = StoreFixture.Noon };

    private static InvoiceStated Invoiced(string number = "I-1") => new(number, 10, "GBP", true, false, [new InvoicedLine(1, 2)]) { At = StoreFixture.Noon };

    private static FulfilmentStated Fulfilled(string parcel = "P-1") => new(East, "1", "F-1", "shipped", [],
        [new ParcelShipped(East, "1", "F-1", new RetailTower.Engine.Canonical.Parcel(parcel, "DPD", null, "1", null), [new LineQuantity(1, 2)]) { At = StoreFixture.Noon }]) { At = StoreFixture.Noon };

    private sealed class Showing(string system, SystemRole role, params string[] operations) : IConnector, IShowsOrders
    {
        public Dictionary<string, CanonicalEvent> Meanings { get; } = [];

        public string System => system;

        public SystemRole Role => role;

        public int BatchLimit(string operation) => operations.Contains(operation) ? 10 : 0;

        public WebhookReading ReadWebhook(WebhookCall call) => new WebhookReading.Unauthorised("No webhooks here.");

        public Interpretation Interpret(StoredMessage message) => new Interpretation.Events([Meanings[message.MessageKey]]);

        public Task<IReadOnlyList<CallOutcome>> SendAsync(IReadOnlyList<OutboundCall> calls, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<CallOutcome>>([]);

        public IReadOnlyList<FetchCommand> DocumentsOf(string number, IReadOnlyList<Reference> references) => [];
    }
}
