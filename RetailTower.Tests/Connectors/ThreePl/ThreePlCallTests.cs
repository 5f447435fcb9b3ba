using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Connectors.ThreePl;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Connectors.ThreePl;

public sealed class ThreePlCallTests
{
    private const string Order =
        """{"id":"FO-E-1","reference":"SF-1","release":"1","centre":"dc-east","status":"accepted","version":1,"updatedAt":"2026-01-15T10:00:00Z","lines":[{"line":"1","sku":"A","quantity":6,"picked":0,"packed":0,"shipped":0}],"parcels":[]}""";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 15, 10, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_release_carries_its_key_in_quotes_and_states_the_acceptance()
    {
        using var http = new CannedHttp(_ => CannedHttp.Json(HttpStatusCode.Created, Order));
        var done = (await SendAsync(http, Release())).ShouldBeOfType<CallOutcome.Done>();
        done.References.ShouldBe([new Reference("dc-east", "fulfilmentOrder", "FO-E-1")]);
        done.Events.ShouldHaveSingleItem().ShouldBeOfType<FulfilmentAccepted>().Version.ShouldBe(1);
        var asked = http.Asked.ShouldHaveSingleItem();
        asked.Header("Idempotency-Key").ShouldBe("\"key-1\"");
        asked.Header("Authorization").ShouldBe("Bearer secret-key");
        asked.Body.ShouldBe("""{"reference":"SF-1","release":"1","requestedDeliveryDate":"2026-12-01","shipTo":{"name":"N","line1":"S","line2":null,"city":"C","postcode":"P","country":"GB"},"lines":[{"line":"1","sku":"A","quantity":6}]}""");
    }

    [Fact]
    public async Task A_later_attempt_first_looks_whether_an_earlier_one_got_through()
    {
        using var http = new CannedHttp(_ => CannedHttp.Json(HttpStatusCode.OK, $$"""{"items":[{{Order}}]}"""));
        (await SendAsync(http, Release(attempt: 2))).ShouldBeOfType<CallOutcome.Done>().References.ShouldHaveSingleItem();
        http.Asked.ShouldHaveSingleItem().Method.ShouldBe("GET");
    }

    [Theory]
    [InlineData(503, "", "http-503", RetryScope.Unwell)]
    [InlineData(408, "<html>", "http-408", RetryScope.Unwell)]
    [InlineData(409, """{"type":"https://3pl.example/problems/request-outstanding","detail":"busy"}""", "request-outstanding", RetryScope.Message)]
    [InlineData(429, """{"type":"https://iana.org/assignments/http-problem-types#quota-exceeded"}""", "rate-limit", RetryScope.Throttled)]
    public async Task What_may_pass_is_tried_again_when_the_centre_says(int status, string body, string code, RetryScope scope)
    {
        using var http = new CannedHttp(_ => CannedHttp.Json((HttpStatusCode)status, body, ("Retry-After", "7")));
        var retry = (await SendAsync(http, Release())).ShouldBeOfType<CallOutcome.Retry>();
        (retry.Code, retry.Scope, retry.After).ShouldBe((code, scope, TimeSpan.FromSeconds(7)));
    }

    [Theory]
    [InlineData("#/lines/0/sku", "unknown-item", Domains.Product)]
    [InlineData("#/shipTo/postcode", "invalid-address", Domains.Customer)]
    [InlineData("#/lines/0/quantity", "invalid-request", Domains.Shipment)]
    public async Task A_refused_order_is_the_matter_of_whoever_owns_the_field(string at, string code, string domain)
    {
        var problem = $$"""{"type":"x/invalid","title":"Invalid","errors":[{"detail":"No such SKU.","pointer":"{{at}}"}]}""";
        using var http = new CannedHttp(_ => CannedHttp.Json(HttpStatusCode.UnprocessableEntity, problem));
        (await SendAsync(http, Release())).ShouldBe(new CallOutcome.Rejected(code, "No such SKU.", domain));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(400)]
    [InlineData(422)]
    public async Task A_call_that_is_wrong_in_itself_fails(int status)
    {
        using var http = new CannedHttp(_ => CannedHttp.Json((HttpStatusCode)status, "{}"));
        (await SendAsync(http, Release())).ShouldBeOfType<CallOutcome.Failed>();
    }

    [Fact]
    public async Task A_broken_connection_leaves_the_outcome_open()
    {
        using var http = new CannedHttp(_ => throw new HttpRequestException(HttpRequestError.ResponseEnded));
        (await SendAsync(http, Release())).ShouldBeOfType<CallOutcome.Retry>().Scope.ShouldBe(RetryScope.Unwell);
        using var slow = new CannedHttp(_ => throw new TaskCanceledException("", new TimeoutException()));
        (await SendAsync(slow, Release())).ShouldBeOfType<CallOutcome.Retry>().Code.ShouldBe("timeout");
    }

    [Fact]
    public async Task A_used_up_quota_holds_back_the_next_call_until_it_is_renewed()
    {
        using var http = new CannedHttp(_ => CannedHttp.Json(HttpStatusCode.Created, Order, ("RateLimit", "\"default\";r=0;t=5")));
        using var client = http.Client();
        var connector = Connector(client);
        (await SendAsync(connector, Release())).ShouldBeOfType<CallOutcome.Done>();
        var held = (await SendAsync(connector, Release())).ShouldBeOfType<CallOutcome.Retry>();
        (held.Scope, held.After).ShouldBe((RetryScope.Throttled, TimeSpan.FromSeconds(5)));
        http.Asked.Count.ShouldBe(1);
        _time.Advance(TimeSpan.FromSeconds(5));
        (await SendAsync(connector, Release())).ShouldBeOfType<CallOutcome.Done>();
    }

    [Fact]
    public async Task What_is_picked_already_cannot_be_taken_out()
    {
        using var http = new CannedHttp(r => r.Method == "GET"
            ? CannedHttp.Json(HttpStatusCode.OK, $$"""{"items":[{{Order}}]}""")
            : CannedHttp.Json(HttpStatusCode.Conflict, """{"type":"https://3pl.example/problems/already-picked","detail":"Picked."}"""));
        (await SendAsync(http, Cancel("1"))).ShouldBe(new CallOutcome.Rejected("already-picked", "Picked.", Domains.Shipment));
        http.Asked[1].Address.AbsolutePath.ShouldBe("/v1/fulfilment-orders/FO-E-1/cancel");
        http.Asked[1].Body.ShouldBe("""{"lines":[{"line":"1","quantity":2}]}""");
    }

    [Fact]
    public async Task A_release_the_centre_does_not_hold_needs_no_cancelling()
    {
        using var http = new CannedHttp(_ => CannedHttp.Json(HttpStatusCode.OK, $$"""{"items":[{{Order}}]}"""));
        (await SendAsync(http, Cancel("2"))).ShouldBeOfType<CallOutcome.Done>();
        http.Asked.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task The_inventory_feed_pages_through_and_then_starts_a_little_earlier()
    {
        using var http = new CannedHttp(r => CannedHttp.Json(HttpStatusCode.OK, r.Address.Query.Contains("cursor=", StringComparison.Ordinal)
            ? """{"items":[],"nextCursor":null}"""
            : """{"items":[{"sku":"A","available":5,"version":17,"updatedAt":"2026-01-15T09:00:00Z"}],"nextCursor":"c 2"}"""));
        using var client = http.Client();
        var connector = Connector(client);
        var first = await connector.ReadFeedAsync("inventory", null, TestContext.Current.CancellationToken);
        first.More.ShouldBeTrue();
        first.Messages.ShouldHaveSingleItem().MessageKey.ShouldBe("inventory.item/A/17");
        var last = await connector.ReadFeedAsync("inventory", first.Cursor, TestContext.Current.CancellationToken);
        last.More.ShouldBeFalse();
        await connector.ReadFeedAsync("inventory", last.Cursor, TestContext.Current.CancellationToken);
        http.Asked.Select(r => r.Address.Query).ShouldBe(
            ["?limit=500", "?limit=500&cursor=c%202", "?limit=500&updatedSince=2026-01-15T09%3A58%3A00.0000000Z"]);
    }

    [Fact]
    public async Task Its_webhooks_are_asked_for_by_name_and_a_refusal_is_told()
    {
        var status = HttpStatusCode.OK;
        using var http = new CannedHttp(_ => CannedHttp.Json(status, "{}"));
        using var client = http.Client();
        var connector = Connector(client);
        await connector.EnsureSubscribedAsync(new Uri("http://127.0.0.1:5080/hooks/dc-east"), TestContext.Current.CancellationToken);
        http.Asked[0].Address.AbsolutePath.ShouldBe("/v1/webhook-endpoints/retailtower");
        status = HttpStatusCode.Unauthorized;
        await Should.ThrowAsync<HttpRequestException>(() =>
            connector.EnsureSubscribedAsync(new Uri("http://127.0.0.1:5080/hooks/dc-east"), TestContext.Current.CancellationToken));
    }

    private static OutboundCall Release(int attempt = 1) => new(1, Operations.Release, "key-1", CanonicalJson.Write(new ReleaseCommand(
        "SF-1", "1", new DateOnly(2026, 12, 1), new PostalAddress("N", "S", null, "C", "P", "GB"), [new ReleaseLine(1, "A", 6.0m)])), [], attempt);

    private static OutboundCall Cancel(string release) =>
        new(1, Operations.CancelRelease, "key-2", CanonicalJson.Write(new CancelReleaseCommand("SF-1", release, [new LineQuantity(1, 2.00m)])), [], 1);

    private async Task<CallOutcome> SendAsync(CannedHttp http, OutboundCall call)
    {
        using var client = http.Client();
        return await SendAsync(Connector(client), call);
    }

    private static async Task<CallOutcome> SendAsync(ThreePlConnector connector, OutboundCall call) =>
        (await connector.SendAsync([call], TestContext.Current.CancellationToken)).ShouldHaveSingleItem();

    private ThreePlConnector Connector(HttpClient http) => new("dc-east", new ThreePlOptions
    {
        BaseAddress = new Uri("http://127.0.0.1:1/"),
        ApiKey = "secret-key",
        WebhookSecrets = ["whsec_cmV0YWlsdG93ZXItdGVzdC1zZWNyZXQtMDEyMw=="],
    }, http, _time, NullLogger<ThreePlConnector>.Instance);
}
