using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Connectors.ThreePl;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Connectors.ThreePl;

public sealed class ThreePlInterpretationTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 15, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Progress_events_carry_their_quantities_version_and_fulfilment_number()
    {
        Event("fulfilment.accepted").ShouldBeOfType<FulfilmentAccepted>().Lines.ShouldBe([new LineQuantity(1, 6), new LineQuantity(12, 1.5m)]);
        Event("fulfilment.packed").ShouldBeOfType<GoodsPacked>();
        Event("fulfilment.cancelled").ShouldBeOfType<FulfilmentCancelled>();
        var picked = Event("fulfilment.picked").ShouldBeOfType<GoodsPicked>();
        picked.ShouldSatisfyAllConditions(
            () => picked.Centre.ShouldBe("dc-east"),
            () => picked.Release.ShouldBe("1"),
            () => picked.FulfilmentId.ShouldBe("FO-E-1"),
            () => picked.Version.ShouldBe(3),
            () => picked.At.ShouldBe(At),
            () => picked.References.ShouldBe([new Reference("dc-east", "fulfilmentOrder", "FO-E-1")]));
    }

    [Fact]
    public void A_short_pick_says_what_is_missing() =>
        Single("fulfilment.short_picked", Data("""[{"line":"1","sku":"A","ordered":6,"picked":4},{"line":"2","sku":"B","ordered":1,"picked":1}]"""))
            .ShouldBeOfType<GoodsShortPicked>().Missing.ShouldBe([new LineQuantity(1, 2)]);

    [Fact]
    public void A_shipment_is_one_parcel_with_its_tracking_number()
    {
        var shipped = Single("fulfilment.shipped", Data("""[{"line":"1","sku":"A","quantity":6}]""",
            ""","parcel":{"id":"P-1","carrier":"DPD","service":null,"trackingNumber":"JD01","trackingUrl":"https://t/JD01","weight":3}""")).ShouldBeOfType<ParcelShipped>();
        shipped.Parcel.ShouldBe(new Parcel("P-1", "DPD", null, "JD01", "https://t/JD01"));
        shipped.References.ShouldContain(new Reference("dc-east", "tracking", "JD01"));
    }

    [Fact]
    public void Stock_is_stated_alike_by_webhook_and_by_feed()
    {
        var pushed = Single("inventory.changed", """{"centre":"dc-east","sku":"A","available":5,"version":17}""").ShouldBeOfType<StockStated>();
        var read = Events("inventory.item", """{"sku":"A","available":5,"version":17,"updatedAt":"2026-01-15T10:00:00Z"}""").ShouldBeOfType<StockStated>();
        read.ShouldSatisfyAllConditions(
            () => (read.Centre, read.Sku, read.Available, read.Version).ShouldBe((pushed.Centre, pushed.Sku, pushed.Available, pushed.Version)),
            () => read.At.ShouldBe(At));
    }

    [Fact]
    public void A_return_is_known_by_the_originators_number() =>
        Single("return.received", """{"returnId":"RT-1","rma":"R7","reference":"SF-1","centre":"dc-east","lines":[{"line":"1","sku":"A","quantity":2}]}""")
            .ShouldBeOfType<GoodsReturned>().ShouldSatisfyAllConditions(r => r.Rma.ShouldBe("R7"), r => r.Lines.ShouldBe([new LineQuantity(1, 2)]));

    [Theory]
    [InlineData("fulfilment.teleported", "{}")]
    [InlineData("fulfilment.picked", """{"reference":"SF-1"}""")]
    [InlineData("fulfilment.picked", """{"fulfilmentOrderId":"F","reference":"SF-1","release":"1","centre":"dc-east","version":1,"lines":null}""")]
    [InlineData("fulfilment.picked", """{"fulfilmentOrderId":"F","reference":"SF-1","release":"1","centre":"dc-east","version":1,"lines":[{"line":"x","sku":"A","quantity":1}]}""")]
    [InlineData("fulfilment.picked", """{"fulfilmentOrderId":"F","reference":"SF-1","release":"1","centre":"dc-west","version":1,"lines":[]}""")]
    public void What_is_not_understood_is_unknown_with_a_place(string kind, string data)
    {
        var unknown = Interpret(kind, Envelope(kind, data)).ShouldBeOfType<Interpretation.Unknown>();
        unknown.Where.ShouldNotBeNullOrEmpty();
        unknown.Why.ShouldNotBeNullOrEmpty();
    }

    private static CanonicalEvent Event(string kind) =>
        Single(kind, Data("""[{"line":"1","sku":"A","quantity":6},{"line":"12","sku":"B","quantity":1.5,"lot":"x"}]"""));

    private static CanonicalEvent Single(string kind, string data) => Events(kind, Envelope(kind, data));

    private static CanonicalEvent Events(string kind, string body) =>
        Interpret(kind, body).ShouldBeOfType<Interpretation.Events>().Items.ShouldHaveSingleItem();

    private static string Data(string lines, string more = "") =>
        $$"""{"fulfilmentOrderId":"FO-E-1","reference":"SF-1","release":"1","centre":"dc-east","version":3,"lines":{{lines}}{{more}}}""";

    private static string Envelope(string kind, string data) => $$"""{"type":"{{kind}}","timestamp":"2026-01-15T10:00:00Z","data":{{data}}}""";

    private static Interpretation Interpret(string kind, string body)
    {
        var options = new ThreePlOptions { BaseAddress = new Uri("http://127.0.0.1:1/"), ApiKey = "k", WebhookSecrets = [] };
        using var http = new HttpClient();
        return new ThreePlConnector("dc-east", options, http, TimeProvider.System, NullLogger<ThreePlConnector>.Instance)
            .Interpret(new StoredMessage("dc-east", "k", kind, null, "application/json", Encoding.UTF8.GetBytes(body), At));
    }
}
