using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Connectors.ThreePl;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Connectors.ThreePl;

/// <summary>The vectors are those of the Standard Webhooks specification and its C# library, and our own made with openssl.</summary>
public sealed class ThreePlWebhookTests
{
    private const string Current = "whsec_cmV0YWlsdG93ZXItdGVzdC1zZWNyZXQtMDEyMw==";
    private const string Former = "whsec_b2xkLXNlY3JldC1vbGQtc2VjcmV0LW9sZC0hIQ==";
    private const string ByCurrent = "v1,q/OAChkU2069v7UjzVsV+vryfbcNky+2hRuYMsQVbew=";
    private const string ByFormer = "v1,+RGbidACGNAHPEI7EB++DHn619zrcOADBaAcEgPOCh4=";
    private const string Body = """{"type":"order.updated","timestamp":"2026-01-15T10:00:00Z","data":{"id":"ord_1001","total":"129.90"}}""";
    private const long At = 1768471200;

    [Fact]
    public void The_official_vector_is_genuine()
    {
        // Its body is no event, so it is read as far as the missing type: the signature has been accepted.
        var reading = Read(["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"], """{"test": 2432232314}""", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330,
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", 1614265330);
        reading.ShouldBeOfType<WebhookReading.Unreadable>().Where.ShouldBe("#/type");
    }

    [Fact]
    public void A_signed_event_is_accepted_under_the_senders_id_and_bytes()
    {
        var message = Read([Current], Body, signature: ByCurrent).ShouldBeOfType<WebhookReading.Accepted>().Messages.ShouldHaveSingleItem();
        message.MessageKey.ShouldBe("msg_01HZX3Q4");
        message.Kind.ShouldBe("order.updated");
        message.Subject.ShouldBe(new Subject.Loose("order.updated"));
        message.OccurredAt.ShouldBe(DateTimeOffset.FromUnixTimeSeconds(At));
        Encoding.UTF8.GetString(message.Body.Span).ShouldBe(Body);
    }

    [Theory]
    [InlineData(Current)]
    [InlineData(Former)]
    public void Either_key_of_a_rotation_verifies_a_header_with_both_signatures(string secret) =>
        Read([secret], Body, signature: $"{ByFormer} {ByCurrent}").ShouldBeOfType<WebhookReading.Accepted>();

    [Theory]
    [InlineData(ByCurrent)]
    [InlineData(ByFormer)]
    public void Both_secrets_of_a_rotation_are_tried(string signature) =>
        Read([Current, Former], Body, signature: signature).ShouldBeOfType<WebhookReading.Accepted>();

    [Fact]
    public void The_bytes_are_signed_not_the_characters() =>
        Read([Current], "{\"name\":\"Käthe – 1 €\"}", signature: "v1,l77aFgfDuO98nAeaT6STnyVGqAmfg5Te6U3+UuLlaVU=")
            .ShouldBeOfType<WebhookReading.Unreadable>().Where.ShouldBe("#/type");

    [Theory]
    [InlineData("v1,")]
    [InlineData("v1")]
    [InlineData("v2,q/OAChkU2069v7UjzVsV+vryfbcNky+2hRuYMsQVbew=")]
    [InlineData("v1,q_OAChkU2069v7UjzVsV-vryfbcNky-2hRuYMsQVbew=")]
    [InlineData(ByFormer)]
    [InlineData("")]
    public void A_signature_that_is_none_of_ours_is_refused(string signature) =>
        Read([Current], Body, signature: signature).ShouldBeOfType<WebhookReading.Unauthorised>();

    [Fact]
    public void A_changed_byte_or_a_reserialised_body_is_refused()
    {
        Read([Current], Body.Replace("129.90", "129.91", StringComparison.Ordinal), signature: ByCurrent).ShouldBeOfType<WebhookReading.Unauthorised>();
        Read([Current], Body.Replace(":", ": ", StringComparison.Ordinal), signature: ByCurrent).ShouldBeOfType<WebhookReading.Unauthorised>();
    }

    [Theory]
    [InlineData(300, true)]
    [InlineData(-300, true)]
    [InlineData(301, false)]
    [InlineData(-301, false)]
    public void The_clock_may_differ_by_five_minutes(int seconds, bool genuine) =>
        (Read([Current], Body, signature: ByCurrent, receivedAt: At + seconds) is WebhookReading.Accepted).ShouldBe(genuine);

    [Theory]
    [InlineData("webhook-id")]
    [InlineData("webhook-timestamp")]
    [InlineData("webhook-signature")]
    public void A_missing_header_is_named(string name)
    {
        var headers = Headers("msg_01HZX3Q4", At, ByCurrent);
        headers.Remove(name);
        Read([Current], headers, Body, At).ShouldBeOfType<WebhookReading.Unauthorised>().Why.ShouldContain(name);
    }

    [Theory]
    [InlineData("""{"type":"fulfilment.picked","data":{"reference":"SF-1"}""", "#")]
    [InlineData("""[1]""", "#/type")]
    [InlineData("""{"type":7,"data":{}}""", "#/type")]
    [InlineData("""{"type":"fulfilment.picked"}""", "#/data")]
    public void A_genuine_body_that_cannot_be_read_says_where(string body, string where) =>
        Signed(body).ShouldBeOfType<WebhookReading.Unreadable>().Where.ShouldBe(where);

    [Theory]
    [InlineData("""{"type":"fulfilment.picked","data":{"reference":"SF-1"}}""")]
    [InlineData("""{"type":"return.received","data":{"reference":"SF-1"}}""")]
    public void An_event_of_an_order_is_about_that_order(string body) =>
        Signed(body).ShouldBeOfType<WebhookReading.Accepted>().Messages[0].Subject.ShouldBe(new Subject.Known(new Reference("dc-east", "number", "SF-1")));

    [Fact]
    public void A_stock_event_is_about_its_SKU() =>
        Signed("""{"type":"inventory.changed","data":{"sku":"85123A"}}""").ShouldBeOfType<WebhookReading.Accepted>()
            .Messages[0].Subject.ShouldBe(new Subject.Loose("stock/85123A"));

    [Theory]
    [InlineData("whsec_AAAA", 1)]
    [InlineData("whsec_c2hvcnQ=", 1)]
    [InlineData("v1,whsec_cmV0YWlsdG93ZXItdGVzdC1zZWNyZXQtMDEyMw==", 1)]
    [InlineData("whsec_cmV0YWlsdG93ZXItdGVzdC1zZWNyZXQtMDEyMw", 1)]
    [InlineData("whsec_cmV0YWlsdG93ZXIt dGVzdC1zZWNyZXQtMDEyMw==", 1)]
    [InlineData(Current, 0)]
    public void A_malformed_secret_is_found_at_start(string secret, int problems)
    {
        var options = new ThreePlOptions { BaseAddress = new Uri("http://127.0.0.1:1/"), ApiKey = "k", WebhookSecrets = [secret] };
        var found = options.Validate("Connections:dc-east").ToList();
        found.Count.ShouldBe(problems);
        found.ShouldAllBe(p => p.StartsWith("Connections:dc-east:WebhookSecrets:0") && !p.Contains(secret));
    }

    private static WebhookReading Signed(string body)
    {
        var key = Encoding.ASCII.GetBytes("retailtower-test-secret-0123");
        var mac = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"msg_1.{At}.{body}"));
        return Read([Current], body, "msg_1", At, "v1," + Convert.ToBase64String(mac), At);
    }

    private static WebhookReading Read(string[] secrets, string body, string id = "msg_01HZX3Q4", long stamp = At, string signature = "", long receivedAt = At) =>
        Read(secrets, Headers(id, stamp, signature), body, receivedAt);

    private static WebhookReading Read(string[] secrets, HeaderDictionary headers, string body, long receivedAt)
    {
        var options = new ThreePlOptions { BaseAddress = new Uri("http://127.0.0.1:1/"), ApiKey = "k", WebhookSecrets = secrets };
        using var http = new HttpClient();
        var connector = new ThreePlConnector("dc-east", options, http, TimeProvider.System, NullLogger<ThreePlConnector>.Instance);
        return connector.ReadWebhook(new WebhookCall("POST", headers, QueryCollection.Empty, "application/json", Encoding.UTF8.GetBytes(body),
            DateTimeOffset.FromUnixTimeSeconds(receivedAt)));
    }

    private static HeaderDictionary Headers(string id, long stamp, string signature) => new()
    {
        ["webhook-id"] = id,
        ["webhook-timestamp"] = stamp.ToString(CultureInfo.InvariantCulture),
        ["webhook-signature"] = signature,
    };
}
