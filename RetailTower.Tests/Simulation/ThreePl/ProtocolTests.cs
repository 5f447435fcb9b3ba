using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using RetailTower.Engine.Simulation.ThreePl;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Simulation.ThreePl;

public sealed class ProtocolTests
{
    [Theory]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [InlineData(CentreCaller.Secret, "msg_01HZX3Q4", 1768471200, "{\"type\":\"order.updated\",\"timestamp\":\"2026-01-15T10:00:00Z\",\"data\":{\"id\":\"ord_1001\",\"total\":\"129.90\"}}", "v1,q/OAChkU2069v7UjzVsV+vryfbcNky+2hRuYMsQVbew=")]
    [InlineData("whsec_b2xkLXNlY3JldC1vbGQtc2VjcmV0LW9sZC0hIQ==", "msg_01HZX3Q4", 1768471200, "{\"type\":\"order.updated\",\"timestamp\":\"2026-01-15T10:00:00Z\",\"data\":{\"id\":\"ord_1001\",\"total\":\"129.90\"}}", "v1,+RGbidACGNAHPEI7EB++DHn619zrcOADBaAcEgPOCh4=")]
    [InlineData(CentreCaller.Secret, "msg_01HZX3Q4", 1768471200, "{\"name\":\"Käthe – 1 €\"}", "v1,l77aFgfDuO98nAeaT6STnyVGqAmfg5Te6U3+UuLlaVU=")]
    public void Signatures_agree_with_the_published_vectors(string secret, string id, long timestamp, string body, string signature) =>
        WebhookSignature.Sign(WebhookSignature.Key(secret)!, id, timestamp, Encoding.UTF8.GetBytes(body)).ShouldBe(signature);

    [Fact]
    public async Task Every_attempt_at_a_webhook_is_signed_anew_under_the_same_id()
    {
        await using var dc = await CentreCaller.StartAsync(o => o with { Pace = 1000 });
        await using var receiver = await WebhookReceiver.StartAsync();
        var put = await dc.ListenAsync(receiver);
        (put.Status, put.Text("name")).ShouldBe((HttpStatusCode.OK, "tower"));
        put.Body.TryGetProperty("secret", out _).ShouldBeFalse();
        var answers = new Queue<HttpStatusCode>([HttpStatusCode.InternalServerError]);
        receiver.Answer = () => answers.TryDequeue(out var next) ? next : HttpStatusCode.OK;
        await dc.ReleaseAsync("SF-1");

        bool IsAcceptance(ReceivedWebhook w) => w.Json.GetProperty("type").GetString() == "fulfilment.accepted";
        var first = await receiver.NextAsync(IsAcceptance);
        var second = await receiver.NextAsync(IsAcceptance);

        second.Headers["webhook-id"].ShouldBe(first.Headers["webhook-id"]);
        second.Body.ShouldBe(first.Body);
        foreach (var webhook in (ReceivedWebhook[])[first, second])
        {
            using var hmac = new HMACSHA256(Encoding.ASCII.GetBytes("retailtower-test-secret-0123"));
            var content = Encoding.UTF8.GetBytes($"{webhook.Headers["webhook-id"]}.{webhook.Headers["webhook-timestamp"]}.").Concat(webhook.Body).ToArray();
            webhook.Headers["webhook-signature"].ShouldBe("v1," + Convert.ToBase64String(hmac.ComputeHash(content)));
        }
    }

    [Fact]
    public async Task A_410_turns_the_endpoint_off()
    {
        await using var dc = await CentreCaller.StartAsync(o => o with { Pace = 1000 });
        await using var receiver = await WebhookReceiver.StartAsync();
        await dc.ListenAsync(receiver);
        receiver.Answer = () => HttpStatusCode.Gone;
        await dc.ReleaseAsync("SF-1");
        await receiver.NextAsync();
        receiver.Answer = () => HttpStatusCode.OK;
        await Eventually.UntilAsync(() => dc.GetAsync("/v1/webhook-endpoints"), e => e.List("items").Length == 0);
    }

    [Theory]
    [InlineData("not-a-secret")]
    [InlineData("whsec_c2hvcnQ=")]
    public async Task A_weak_secret_is_refused(string secret)
    {
        await using var dc = await CentreCaller.StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        var refused = await dc.ListenAsync(receiver, secret);
        (refused.Status, refused.List("errors")[0].GetProperty("pointer").GetString()).ShouldBe((HttpStatusCode.UnprocessableEntity, "#/secret"));
    }

    [Fact]
    public async Task The_same_key_does_the_work_once()
    {
        await using var dc = await CentreCaller.StartAsync();
        var first = await dc.PostAsync("/v1/fulfilment-orders", CentreCaller.Order("SF-1"), "\"key-1\"");
        await Eventually.UntilAsync(() => dc.GetAsync($"/v1/fulfilment-orders/{first.Id}"), o => o.Text("status") == "shipped");
        var again = await dc.PostAsync("/v1/fulfilment-orders", CentreCaller.Order("SF-1"), "key-1");
        again.Status.ShouldBe(HttpStatusCode.Created);
        again.Body.GetRawText().ShouldBe(first.Body.GetRawText());
        (await dc.PostAsync("/v1/fulfilment-orders", CentreCaller.Order("SF-2"), "key-1")).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await dc.GetAsync("/v1/fulfilment-orders?reference=SF-1")).List("items").Length.ShouldBe(1);
        (await dc.GetAsync("/v1/fulfilment-orders?reference=SF-2")).List("items").ShouldBeEmpty();

        // Without the key's protection the ledger shows the double.
        await dc.PostAsync("/v1/fulfilment-orders", CentreCaller.Order("SF-1"), "key-2");
        (await dc.Landscape.LedgerAsync("dc-east", "SF-1")).GetProperty("copies").GetInt32().ShouldBe(2);
        (await dc.ReleaseAsync("SF-1", "2")).Status.ShouldBe(HttpStatusCode.Created);
        (await dc.Landscape.LedgerAsync("dc-east", "SF-1")).GetProperty("copies").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task A_key_whose_request_still_runs_is_refused()
    {
        await using var dc = await CentreCaller.StartAsync();
        using var slow = new StallingContent(JsonContent.Create(CentreCaller.Order("SF-1")));
        var running = dc.SendAsync(CentreCaller.Request(HttpMethod.Post, "/v1/fulfilment-orders", slow, "key-1"));
        await slow.Started;
        await Eventually.UntilAsync(() => dc.PostAsync("/v1/fulfilment-orders", CentreCaller.Order("SF-1"), "key-1"), a => a.Status == HttpStatusCode.Conflict);
        slow.Finish();
        (await running).Status.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task What_is_wrong_is_said_and_where()
    {
        await using var dc = await CentreCaller.StartAsync();
        (await dc.PostAsync("/v1/fulfilment-orders", CentreCaller.Order("SF-1"), null)).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await dc.PostAsync("/v1/fulfilment-orders", Array.Empty<int>(), "k-1")).Status.ShouldBe(HttpStatusCode.BadRequest);
        var wrong = await dc.PostAsync("/v1/fulfilment-orders", CentreCaller.Order("SF-1", "1", ("85123A", 0), ("NO-SUCH", 1)), "k-2");
        wrong.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        wrong.List("errors").Select(e => e.GetProperty("pointer").GetString()).ShouldBe(["#/lines/0/quantity", "#/lines/1/sku"]);
        // A refusal has done nothing, so its key is still good.
        (await dc.PostAsync("/v1/fulfilment-orders", CentreCaller.Order("SF-1"), "k-2")).Status.ShouldBe(HttpStatusCode.Created);
        (await dc.GetAsync("/v1/fulfilment-orders/FO-E-1")).Status.ShouldBe(HttpStatusCode.NotFound);
        dc.Client.DefaultRequestHeaders.Authorization = new("Bearer", "wrong");
        var stranger = await dc.GetAsync("/v1/inventory");
        (stranger.Status, stranger.ContentType).ShouldBe((HttpStatusCode.Unauthorized, "application/problem+json"));
    }

    [Fact]
    public async Task Every_answer_tells_the_quota_and_beyond_it_when_to_come_back()
    {
        await using var dc = await CentreCaller.StartAsync(o => o with { CentreRequestsPerMinute = 2 });
        (await dc.GetAsync("/v1/inventory")).Headers.GetValues("RateLimit").Single().ShouldStartWith("\"default\";r=1;t=");
        await dc.GetAsync("/v1/inventory");
        var refused = await dc.GetAsync("/v1/inventory");
        refused.Status.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(1, 60);
        refused.Headers.GetValues("RateLimit").Single().ShouldStartWith("\"default\";r=0;t=");
    }

    /// <summary>A body whose end keeps the server waiting until told.</summary>
    private sealed class StallingContent : HttpContent
    {
        private readonly HttpContent _inner;
        private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _finish = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public StallingContent(HttpContent inner)
        {
            _inner = inner;
            Headers.ContentType = inner.Headers.ContentType;
        }

        public Task Started => _started.Task;

        public void Finish() => _finish.SetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync("  "u8.ToArray());
            await stream.FlushAsync();
            _started.SetResult();
            await _finish.Task;
            await _inner.CopyToAsync(stream);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) _inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
