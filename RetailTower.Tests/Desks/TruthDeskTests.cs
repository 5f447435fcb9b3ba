using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Data.Stores;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Orders;
using RetailTower.Engine.Orders.Truth;
using RetailTower.Tests.Engine;
using Shouldly;
using Xunit;
using Parcel = RetailTower.Engine.Canonical.Parcel;

namespace RetailTower.Tests.Desks;

public sealed class TruthDeskTests : IAsyncLifetime
{
    private const string Shop = "shop", Erp = "erp", East = "dc-east", West = "dc-west";
    private const long Order = 10;

    private readonly ConnectorRegistry _connectors = new();
    private readonly List<CanonicalEvent> _said = [];
    private SqliteStore _store = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static DateTimeOffset Noon => StoreFixture.Noon;

    public async ValueTask InitializeAsync()
    {
        _store = await SqliteStore.StartAsync();
        await _store.SeedAsync(Rows.Order(Order, "1"));
        _connectors.Fill([Speaker(Shop, SystemRole.Originator), Speaker(Erp, SystemRole.Erp), Speaker(East, SystemRole.Centre), Speaker(West, SystemRole.Centre)]);

        TestConnector Speaker(string system, SystemRole role) => new(system, role) { Meaning = message => new Interpretation.Events([_said[message.Body.Span[0]]]) };
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task The_system_of_record_has_the_last_word_and_the_proof_is_what_it_sent()
    {
        await SayAsync(Shop, new OrderPlaced(Wants(5)) { At = Noon });
        await SayAsync(Erp, Stated(ordered: 5, allocated: 3));

        var truth = await TruthAsync();

        truth.Disputed.ShouldBe(0);
        var wanted = Of(truth, TruthField.Wanted);
        (wanted.Value, wanted.Record, wanted.Holders.ShouldHaveSingleItem()).ShouldBe((5, RecordHolder.Originator, Shop));
        wanted.Claims.Select(it => (it.Claim.System, it.Standing)).ShouldBe([(Erp, ClaimStanding.Agrees), (Shop, ClaimStanding.Record)]);
        Of(truth, TruthField.Allocated).Value.ShouldBe(3);
        var proof = wanted.Claims[1].Claim.Proof;
        (proof.Outbound, proof.Hash).ShouldBe((false, Convert.ToHexStringLower(SHA256.HashData([0]))));
    }

    [Fact]
    public async Task Who_differs_since_the_record_changed_disagrees_and_who_spoke_before_is_behind()
    {
        await SayAsync(Erp, Stated(ordered: 4, allocated: 4));
        await SayAsync(Shop, new OrderPlaced(Wants(5)) { At = Noon });
        Of(await TruthAsync(), TruthField.Wanted).Claims.Select(it => it.Standing).ShouldBe([ClaimStanding.Behind, ClaimStanding.Record]);

        await SayAsync(Erp, Stated(ordered: 4, allocated: 4, version: 2));

        var truth = await TruthAsync();
        truth.Disputed.ShouldBe(1);
        Of(truth, TruthField.Wanted).Claims.Select(it => it.Standing).ShouldBe([ClaimStanding.Disagrees, ClaimStanding.Record]);
    }

    [Fact]
    public async Task Parcels_of_all_centres_add_up_and_one_that_is_told_twice_counts_once()
    {
        await SayAsync(East, Shipped(East, "p1", 2));
        await SayAsync(West, Shipped(West, "p1", 1));
        await SayAsync(East, Shipped(East, "p1", 2));
        await SayAsync(East, Shipped(East, "p2", 1));

        Of(await TruthAsync(), TruthField.Shipped).Value.ShouldBe(4);
    }

    [Fact]
    public async Task What_was_said_earlier_at_its_source_changes_nothing_however_late_it_comes()
    {
        await SayAsync(Erp, Stated(ordered: 5, allocated: 5, version: 2));
        await SayAsync(Erp, Stated(ordered: 5, allocated: 1, version: 1));

        Of(await TruthAsync(), TruthField.Allocated).Value.ShouldBe(5);
    }

    [Fact]
    public async Task What_the_customer_gives_up_is_no_longer_wanted_and_a_cancelled_invoice_counts_nothing()
    {
        await SayAsync(Shop, new OrderPlaced(Wants(5)) { At = Noon });
        await SayAsync(Shop, new CancelRequested([new LineQuantity(1, 2)], "Too many") { At = Noon.AddMinutes(5) });
        await SayAsync(Erp, Invoice("I1", 3, cancelled: false));
        await SayAsync(Erp, Invoice("I1", 3, cancelled: true, version: 2));
        await SayAsync(Erp, Invoice("I2", 2, cancelled: false));

        var truth = await TruthAsync();
        Of(truth, TruthField.Wanted).Value.ShouldBe(3);
        Of(truth, TruthField.Invoiced).Value.ShouldBe(2);
        truth.Verdicts.Single(verdict => verdict.Field == TruthField.Payment).Value.ShouldBe(20);
    }

    [Fact]
    public async Task A_past_moment_knows_nothing_of_what_came_later()
    {
        await SayAsync(Erp, Stated(ordered: 5, allocated: 1));
        await SayAsync(Erp, Stated(ordered: 5, allocated: 5, version: 2));
        var now = await TruthAsync();
        now.Moments.Count.ShouldBe(2);

        var then = await TruthAsync(now.Moments[0]);

        Of(now, TruthField.Allocated).Value.ShouldBe(5);
        Of(then, TruthField.Allocated).Value.ShouldBe(1);
        then.Moments.ShouldBe(now.Moments);
    }

    [Fact]
    public async Task An_originator_claims_what_it_was_told_last()
    {
        await SayAsync(East, Shipped(East, "p1", 2));
        await _store.SeedAsync(new OutboxMessage
        {
            System = Shop, Operation = Operations.WriteStatus, OrderKey = Order, State = OutboxState.Done, IdempotencyKey = "w", CreatedAt = Noon, DueAt = Noon, DoneAt = Noon.AddHours(1),
            Payload = CanonicalJson.Write(new WriteStatusCommand("1", "Shipped", "", null, Noon.AddHours(1), [new WriteStatusLine(1, "Shipped", 3, 0)])),
        });

        var shipped = Of(await TruthAsync(), TruthField.Shipped);
        shipped.Value.ShouldBe(2);
        var told = shipped.Claims.Single(it => it.Claim.System == Shop);
        (told.Claim.Value, told.Standing, told.Claim.Proof.Outbound).ShouldBe((3, ClaimStanding.Disagrees, true));
    }

    [Fact]
    public async Task An_erp_that_took_a_posting_holds_it_as_shipped_although_it_never_states_the_order_again()
    {
        await SayAsync(East, Shipped(East, "p1", 2));
        await _store.SeedAsync(new OutboxMessage
        {
            System = Erp, Operation = Operations.PostShipment, OrderKey = Order, State = OutboxState.Done, IdempotencyKey = "p", CreatedAt = Noon, DueAt = Noon, DoneAt = Noon.AddHours(1),
            Payload = CanonicalJson.Write(new PostShipmentCommand("1", [new LineQuantity(1, 2)])),
        });

        var posted = Of(await TruthAsync(), TruthField.Shipped).Claims.Single(it => it.Claim.System == Erp);
        (posted.Claim.Value, posted.Standing, posted.Claim.Proof.Outbound).ShouldBe((2, ClaimStanding.Agrees, true));
    }

    [Fact]
    public async Task Another_map_gives_another_the_last_word_and_a_preview_says_for_which_orders()
    {
        await SayAsync(Erp, Stated(3, 3));
        await SayAsync(East, Shipped(East, "p1", 2));
        var map = SystemsOfRecord.Usual.With(TruthField.Shipped, null, RecordHolder.Erp);

        var preview = await Desk.PreviewAsync(map, Stop);
        (await Records.ChangeAsync(await Records.CurrentAsync(Stop), map, "Shipped: the ERP", "alma", Stop)).ShouldBeTrue();

        preview.Orders.ShouldBe(1);
        preview.Changed.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            it => it.OrderKey.ShouldBe(Order), it => it.Now.Value.ShouldBe(2), it => it.Then.Value.ShouldBe(0), it => it.Now.Disputed.ShouldBeFalse(), it => it.Then.Disputed.ShouldBeTrue());
        Of(await TruthAsync(), TruthField.Shipped).ShouldSatisfyAllConditions(it => it.Value.ShouldBe(0), it => it.Record.ShouldBe(RecordHolder.Erp), it => it.Holders.ShouldBe([Erp]));
    }

    [Fact]
    public async Task A_change_of_the_map_is_a_version_of_its_own_and_is_not_made_over_another_persons()
    {
        var seen = await Records.CurrentAsync(Stop);
        var map = SystemsOfRecord.Usual.With(TruthField.Payment, Shop, RecordHolder.Originator);

        (await Records.ChangeAsync(seen, map, "Payment of shop", "alma", Stop)).ShouldBeTrue();
        (await Records.ChangeAsync(seen, SystemsOfRecord.Usual, "Nothing", "bert", Stop)).ShouldBeFalse();

        var versions = await Records.ListAsync(Stop);
        versions.ShouldHaveSingleItem().ShouldSatisfyAllConditions(it => it.Id.ShouldBe(1), it => it.Who.ShouldBe("alma"), it => it.Map.Of(TruthField.Payment, Shop, null).ShouldBe(RecordHolder.Originator), it => it.Map.Of(TruthField.Payment, "market", null).ShouldBe(RecordHolder.Erp));
        (await _store.ReadAsync(db => db.Audit.Select(a => new { a.Who, a.Action, a.Detail }).ToListAsync(Stop))).ShouldHaveSingleItem().ShouldBe(new { Who = "alma", Action = "records.changed", Detail = (string?)"Payment of shop" });
    }

    [Fact]
    public void A_rule_that_says_the_same_as_the_rest_of_the_map_is_no_rule()
    {
        var all = SystemsOfRecord.Usual.With(TruthField.Shipped, null, RecordHolder.Erp).With(TruthField.Shipped, Shop, RecordHolder.Centres);
        all.Rules.Count.ShouldBe(2);

        all.With(TruthField.Shipped, Shop, RecordHolder.Erp).Rules.ShouldHaveSingleItem();
        all.With(TruthField.Shipped, null, RecordHolder.Centres).Of(TruthField.Shipped, Shop, null).ShouldBe(RecordHolder.Centres);
        SystemsOfRecord.Usual.With(TruthField.Wanted, Shop, RecordHolder.Originator).Rules.ShouldBeEmpty();
    }

    [Fact]
    public void A_rule_for_a_country_goes_before_one_for_an_originator_that_before_one_for_its_brand_and_that_before_one_for_all()
    {
        var map = (SystemsOfRecord.Usual with { Brands = new Brands { OfSystem = new Dictionary<string, string> { [Shop] = "Alder" } } })
            .With(TruthField.Payment, OrderScope.OfBrand("Alder"), RecordHolder.Originator);
        (map.Of(TruthField.Payment, Shop, "GB"), map.Of(TruthField.Payment, "market", "GB")).ShouldBe((RecordHolder.Originator, RecordHolder.Erp));

        map = map.With(TruthField.Payment, Shop, RecordHolder.Centres);
        (map.Of(TruthField.Payment, Shop, "GB"), map.In(TruthField.Payment, OrderScope.OfBrand("Alder"))).ShouldBe((RecordHolder.Centres, RecordHolder.Originator));

        map = map.With(TruthField.Payment, OrderScope.OfCountry("gb"), RecordHolder.Originator);
        (map.Of(TruthField.Payment, Shop, "GB"), map.Of(TruthField.Payment, Shop, "DE"), map.Of(TruthField.Payment, "market", "gb")).ShouldBe((RecordHolder.Originator, RecordHolder.Centres, RecordHolder.Originator));
        map.With(TruthField.Payment, Shop, null).Of(TruthField.Payment, Shop, "DE").ShouldBe(RecordHolder.Originator);
    }

    private RecordMapDesk Records => new(new RecordMapStore(_store.Database, _store.Time), Brands.None);

    private TruthDesk Desk => new(new EvidenceQueries(_store.Database), Records, _connectors);

    private static Verdict Of(OrderTruth truth, TruthField field) => truth.Verdicts.Single(verdict => verdict.Field == field && verdict.LineNo == 1);

    private static CanonicalOrder Wants(decimal quantity) => new(
        "1", "C-1", "Ann", null, null, null, "GBP", Noon, null, new PostalAddress("Ann", "1 High Street", null, "Leeds", null, "GB"), [new CanonicalOrderLine(1, "MUG", "Mug", quantity, 10, null)]);

    private static ErpOrderStated Stated(decimal ordered, decimal allocated, long version = 1) =>
        new("SO1", true, [new ErpLine(1, ordered, allocated, 0, 0)]) { At = Noon, Version = version };

    private static ParcelShipped Shipped(string centre, string parcel, decimal quantity) =>
        new(centre, "1", "F1", new Parcel(parcel, "DHL", null, "T1", null), [new LineQuantity(1, quantity)]) { At = Noon };

    private static InvoiceStated Invoice(string number, decimal quantity, bool cancelled, long version = 1) =>
        new(number, quantity * 10, "GBP", false, cancelled, [new InvoicedLine(1, quantity)]) { At = Noon, Version = version };

    private Task<OrderTruth> TruthAsync(DateTimeOffset? asOf = null) => Desk.OfOrderAsync(Order, Shop, null, asOf, Stop);

    /// <summary>Stores a message, a minute after the one before, whose body stands for the event.</summary>
    private async Task SayAsync(string system, CanonicalEvent said)
    {
        _said.Add(said);
        _store.Time.Advance(TimeSpan.FromMinutes(1));
        await _store.SeedAsync(new InboxMessage
        {
            System = system, MessageKey = $"{_said.Count}", Kind = "told", OrderKey = Order, State = InboxState.Done, ContentType = "application/json",
            Body = [(byte)(_said.Count - 1)], ReceivedAt = _store.Time.GetUtcNow(),
        });
    }
}
