using System.Net.Http.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Connectors.ThreePl;
using RetailTower.Engine.Simulation;
using RetailTower.Tests.Simulation;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Connectors.ThreePl;

/// <summary>The connector against the simulated centre over loopback HTTP; each call by a connector that remembers nothing.</summary>
public sealed class ThreePlContractTests : IAsyncLifetime
{
    private const string Secret = "whsec_cmV0YWlsdG93ZXItdGVzdC1zZWNyZXQtMDEyMw==";

    private readonly List<HttpClient> _clients = [];
    private RunningLandscape _landscape = null!;
    private Uri _address = null!;
    private string _apiKey = "";

    public async ValueTask InitializeAsync() => await StartAsync(new LandscapeOptions { Pace = 0, ShortPickShare = 0, SeveralParcelsShare = 0 });

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients) client.Dispose();
        await _landscape.DisposeAsync();
    }

    [Fact]
    public async Task A_release_whose_answer_got_lost_is_released_once()
    {
        using var line = new LostAnswer("POST");
        (await SendAsync(Connector(line), Release("SF-1"))).ShouldBeOfType<CallOutcome.Retry>().Scope.ShouldBe(RetryScope.Unwell);
        line.WasLost.ShouldBeTrue();
        var first = (await SendAsync(Release("SF-1"))).ShouldBeOfType<CallOutcome.Done>();
        var second = (await SendAsync(Release("SF-1") with { Attempt = 2 })).ShouldBeOfType<CallOutcome.Done>();
        second.References.ShouldBe(first.References);
        (await _landscape.LedgerAsync("dc-east", "SF-1")).GetProperty("copies").GetInt32().ShouldBe(1);
        first.Events.ShouldHaveSingleItem().ShouldBeOfType<FulfilmentAccepted>().Lines.ShouldBe([new LineQuantity(1, 6)]);
    }

    [Fact]
    public async Task Its_webhooks_verify_and_tell_the_way_of_the_goods()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await Connector().EnsureSubscribedAsync(receiver.Url, TestContext.Current.CancellationToken);
        await Connector().EnsureSubscribedAsync(receiver.Url, TestContext.Current.CancellationToken);
        await SendAsync(Release("SF-1"));
        var told = new Dictionary<Type, CanonicalEvent>();
        while (!told.ContainsKey(typeof(ParcelShipped)) || !told.ContainsKey(typeof(GoodsPacked)) || !told.ContainsKey(typeof(GoodsPicked)))
        {
            var e = Meaning(await receiver.NextAsync());
            told[e.GetType()] = e;
        }
        told[typeof(ParcelShipped)].ShouldBeOfType<ParcelShipped>().Lines.ShouldBe([new LineQuantity(1, 6)]);
        told[typeof(ParcelShipped)].Version.ShouldNotBeNull().ShouldBeGreaterThan(told[typeof(GoodsPicked)].Version!.Value);

        var expected = await SendAsync(new OutboundCall(2, Operations.ExpectReturn, "k-ret", CanonicalJson.Write(new ExpectReturnCommand("SF-1", "R7", [new ReleaseLine(1, "85123A", 2)])), [], 1));
        var taken = expected.ShouldBeOfType<CallOutcome.Done>();
        taken.References.ShouldHaveSingleItem().Type.ShouldBe("return");
        taken.Events.ShouldHaveSingleItem().ShouldBeOfType<ReturnLabelled>().TrackingNumber.ShouldNotBeEmpty();
        var back = await receiver.EachAsync(w => w.Json.GetProperty("type").GetString() == "return.received", w => w.Json.GetProperty("type").GetString() == "return.inspected");
        Meaning(back[0]).ShouldBeOfType<GoodsReturned>().Rma.ShouldBe("R7");
        Meaning(back[1]).ShouldBeOfType<GoodsInspected>().Lines.ShouldHaveSingleItem().ShouldSatisfyAllConditions(it => it.LineNo.ShouldBe(1), it => (it.Restock + it.Refurbish + it.Scrap).ShouldBeGreaterThan(0));
    }

    [Fact]
    public async Task A_release_is_cancelled_before_picking_and_not_after()
    {
        await _landscape.DisposeAsync();
        await StartAsync(new LandscapeOptions { Pace = 1000 });
        await SendAsync(Release("SF-1"));
        for (var i = 0; i < 2; i++) (await SendAsync(Cancel("SF-1"))).ShouldBeOfType<CallOutcome.Done>();
        (await SendAsync(Cancel("SF-2"))).ShouldBeOfType<CallOutcome.Done>();

        await _landscape.DisposeAsync();
        await StartAsync(new LandscapeOptions { Pace = 0, ShortPickShare = 0, SeveralParcelsShare = 0 });
        await SendAsync(Release("SF-1"));
        await Eventually.UntilAsync(() => _landscape.LedgerAsync("dc-east", "SF-1"), e => e.GetProperty("shipments").GetInt32() == 1);
        var refused = (await SendAsync(Cancel("SF-1"))).ShouldBeOfType<CallOutcome.Rejected>();
        (refused.Code, refused.Domain).ShouldBe(("already-picked", Domains.Shipment));
    }

    [Fact]
    public async Task A_centre_whose_webhooks_are_lost_tells_when_it_is_asked()
    {
        (await SendAsync(Fetch("SF-1"))).ShouldBeOfType<CallOutcome.Done>().Messages.ShouldBeEmpty();
        await SendAsync(Release("SF-1"));
        await Eventually.UntilAsync(() => _landscape.LedgerAsync("dc-east", "SF-1"), e => e.GetProperty("shipments").GetInt32() == 1);

        var message = (await SendAsync(Fetch("SF-1"))).ShouldBeOfType<CallOutcome.Done>().Messages.ShouldHaveSingleItem();

        message.Subject.ShouldBe(new Subject.Known(new Reference("dc-east", "number", "SF-1")));
        var stated = Interpret(message).ShouldBeOfType<FulfilmentStated>();
        stated.Lines.ShouldBe([new LineProgress(1, 6, 6, 6, 0)]);
        stated.Parcels.ShouldHaveSingleItem().Lines.ShouldBe([new LineQuantity(1, 6)]);
        (await SendAsync(Fetch("SF-1"))).ShouldBeOfType<CallOutcome.Done>().Messages.ShouldHaveSingleItem().MessageKey.ShouldBe(message.MessageKey, "the same books are no second message");
    }

    [Fact]
    public async Task An_unknown_article_and_a_missing_postcode_are_refused_by_name()
    {
        (await SendAsync(Release("SF-1", sku: "NO-SUCH"))).ShouldBeOfType<CallOutcome.Rejected>().Code.ShouldBe("unknown-item");
        (await SendAsync(Release("SF-1", postcode: null))).ShouldBeOfType<CallOutcome.Rejected>().Code.ShouldBe("invalid-address");
        _apiKey = "wrong";
        (await SendAsync(Release("SF-1"))).ShouldBeOfType<CallOutcome.Failed>().Code.ShouldBe("unauthorised");
    }

    [Theory]
    [InlineData("unavailable", RetryScope.Unwell)]
    [InlineData("accept-then-drop", RetryScope.Unwell)]
    [InlineData("throttled", RetryScope.Throttled)]
    public async Task A_fault_is_a_reason_to_try_again(string kind, RetryScope scope)
    {
        await _landscape.Control.PostAsJsonAsync("/faults", new { system = "dc-east", kind, share = 1.0, seconds = 600 }, TestContext.Current.CancellationToken);
        (await SendAsync(Release("SF-1"))).ShouldBeOfType<CallOutcome.Retry>().Scope.ShouldBe(scope);
        await _landscape.Control.DeleteAsync("/faults", TestContext.Current.CancellationToken);
        (await SendAsync(Release("SF-1"))).ShouldBeOfType<CallOutcome.Done>();
        (await _landscape.LedgerAsync("dc-east", "SF-1")).GetProperty("copies").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task The_stock_feed_reads_everything_and_then_what_changed()
    {
        var page = await Connector().ReadFeedAsync("inventory", null, TestContext.Current.CancellationToken);
        page.Messages.Count.ShouldBeGreaterThan(10);
        page.Messages.ShouldAllBe(m => Interpret(m) is StockStated);
        var again = await Connector().ReadFeedAsync("inventory", page.Cursor, TestContext.Current.CancellationToken);
        again.Messages.Select(m => m.MessageKey).ShouldBeSubsetOf(page.Messages.Select(m => m.MessageKey));
    }

    private async Task StartAsync(LandscapeOptions options)
    {
        _landscape = await RunningLandscape.StartAsync(options);
        var system = await _landscape.SystemAsync("dc-east");
        _address = new Uri(system.GetProperty("baseAddress").GetString()!);
        _apiKey = system.GetProperty("credentials").GetProperty("apiKey").GetString()!;
    }

    private ThreePlConnector Connector(HttpMessageHandler? handler = null)
    {
        var http = handler is null ? new HttpClient() : new HttpClient(handler, disposeHandler: false);
        _clients.Add(http);
        var options = new ThreePlOptions { BaseAddress = _address, ApiKey = _apiKey, WebhookSecrets = [Secret] };
        return new ThreePlConnector("dc-east", options, http, TimeProvider.System, NullLogger<ThreePlConnector>.Instance);
    }

    private Task<CallOutcome> SendAsync(OutboundCall call) => SendAsync(Connector(), call);

    private static async Task<CallOutcome> SendAsync(ThreePlConnector connector, OutboundCall call) =>
        (await connector.SendAsync([call], TestContext.Current.CancellationToken)).ShouldHaveSingleItem();

    private CanonicalEvent Meaning(ReceivedWebhook webhook)
    {
        var headers = new HeaderDictionary();
        foreach (var (name, value) in webhook.Headers) headers[name] = value;
        var call = new WebhookCall("POST", headers, QueryCollection.Empty, "application/json", webhook.Body, TimeProvider.System.GetUtcNow());
        return Interpret(Connector().ReadWebhook(call).ShouldBeOfType<WebhookReading.Accepted>().Messages.ShouldHaveSingleItem());
    }

    private CanonicalEvent Interpret(IncomingMessage message) => Connector()
        .Interpret(new StoredMessage("dc-east", message.MessageKey, message.Kind, null, message.ContentType, message.Body, DateTimeOffset.UnixEpoch))
        .ShouldBeOfType<Interpretation.Events>().Items.ShouldHaveSingleItem();

    private static OutboundCall Release(string number, string sku = "85123A", string? postcode = "P") => new(1, Operations.Release, $"k-{number}",
        CanonicalJson.Write(new ReleaseCommand(number, "1", null, new PostalAddress("N", "S", null, "C", postcode, "GB"), [new ReleaseLine(1, sku, 6.0m)])), [], 1);

    private static OutboundCall Fetch(string number) => new(3, Operations.Fetch, $"f-{number}", CanonicalJson.Write(new FetchCommand("fulfilment-orders", number)), [], 1);

    private static OutboundCall Cancel(string number) =>
        new(1, Operations.CancelRelease, $"c-{number}", CanonicalJson.Write(new CancelReleaseCommand(number, "1", [])), [], 1);
}
