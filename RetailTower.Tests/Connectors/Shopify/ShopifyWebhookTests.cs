using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Connectors.Shopify;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Connectors.Shopify;

public sealed class ShopifyWebhookTests : IDisposable
{
    private const string Body = """{"id":820982911946154508,"email":"jon@example.com","total_price":"403.00"}""";
    private const string Signature = "U1ccMjH2FYDvXHngNSLFAi0QhStcm696l5sTvIkdLr8=";

    private readonly HttpClient _http = new();
    private readonly ShopifyConnector _connector;

    public ShopifyWebhookTests() => _connector = new ShopifyConnector("shopify", ShopifyTestSettings.Options, _http, new FakeTimeProvider(), NullLogger<ShopifyConnector>.Instance);

    public void Dispose()
    {
        _connector.Dispose();
        _http.Dispose();
    }

    [Theory]
    [InlineData(Body, Signature)]
    [InlineData(Body + "\n", "dTP1t+V8bIVll1VYlZFQUuvEFEiQncumcBCvtzFCAmM=")]
    public void The_published_signatures_are_genuine(string body, string signature)
    {
        var accepted = Read(body, signature).ShouldBeOfType<WebhookReading.Accepted>();
        accepted.Reply.Status.ShouldBe(200);
        var message = accepted.Messages.ShouldHaveSingleItem();
        message.Subject.ShouldBe(new Subject.Origin(new Reference("shopify", "order", "820982911946154508")));
        (message.MessageKey, message.Kind).ShouldBe(("orders/create:event-1", "orders/create"));
        message.OccurredAt.ShouldBe(new DateTimeOffset(2026, 1, 15, 10, 0, 0, TimeSpan.Zero));
        Encoding.UTF8.GetString(message.Body.Span).ShouldBe(body);
    }

    [Theory]
    [InlineData(Body, "dTP1t+V8bIVll1VYlZFQUuvEFEiQncumcBCvtzFCAmM=")]
    [InlineData("""{"id":820982911946154509,"email":"jon@example.com","total_price":"403.00"}""", Signature)]
    [InlineData(Body, "")]
    [InlineData(Body, "not base64")]
    [InlineData(Body, "AAAA")]
    [InlineData("", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")]
    public void A_tampered_unsigned_or_empty_body_is_not_authorised(string body, string signature) =>
        Read(body, signature).ShouldBeOfType<WebhookReading.Unauthorised>();

    [Fact]
    public void Both_secrets_are_valid_during_rotation_and_no_third()
    {
        Read(Body, Sign(Body, "older")).ShouldBeOfType<WebhookReading.Accepted>();
        Read(Body, Sign(Body, "oldest")).ShouldBeOfType<WebhookReading.Unauthorised>();
    }

    [Theory]
    [InlineData("X-Shopify-Topic")]
    [InlineData("X-Shopify-Shop-Domain")]
    [InlineData("X-Shopify-API-Version")]
    [InlineData("X-Shopify-Webhook-Id")]
    public void A_missing_header_is_named(string header) =>
        Read(Body, Signature, headers => headers.Remove(header)).ShouldBeOfType<WebhookReading.Unreadable>().Where.ShouldBe(header);

    [Fact]
    public void Another_shop_is_not_authorised() =>
        Read(Body, Signature, headers => headers["X-Shopify-Shop-Domain"] = "other.myshopify.com").ShouldBeOfType<WebhookReading.Unauthorised>();

    [Fact]
    public void Without_an_event_id_the_webhook_id_is_the_key() =>
        Read(Body, Signature, headers => headers.Remove("X-Shopify-Event-Id")).ShouldBeOfType<WebhookReading.Accepted>().Messages[0].MessageKey.ShouldBe("webhook-1");

    [Fact]
    public void The_newer_header_names_serve_as_well()
    {
        var reading = Read(Body, Signature, headers =>
        {
            foreach (var (name, value) in headers.ToList())
            {
                headers.Remove(name);
                headers[name.Replace("X-Shopify-", "shopify-", StringComparison.Ordinal)] = value;
            }
        });
        reading.ShouldBeOfType<WebhookReading.Accepted>();
    }

    [Theory]
    [InlineData("""{"id":1,"line_items":[""", "line")]
    [InlineData("""{"email":"x","line_items":[{"id":5}]}""", "/id")]
    [InlineData("""{"id":"one"}""", "/id")]
    [InlineData("[]", "/id")]
    [InlineData("hello", "line")]
    public void A_genuine_body_that_is_no_order_is_unreadable_and_says_where(string body, string where) =>
        Read(body, Sign(body, "hush")).ShouldBeOfType<WebhookReading.Unreadable>().Where.ShouldStartWith(where);

    [Fact]
    public void A_refund_waits_for_its_order_and_is_read_with_it()
    {
        const string Refund = """{"id":77,"order_id":450789469,"refund_line_items":[]}""";
        var message = Read(Refund, Sign(Refund, "hush"), headers => headers["X-Shopify-Topic"] = "refunds/create").ShouldBeOfType<WebhookReading.Accepted>().Messages.ShouldHaveSingleItem();
        message.Subject.ShouldBe(new Subject.Known(new Reference("shopify", "order", "450789469")));
        Interpret(message).ShouldBeOfType<Interpretation.Fetches>().Items.ShouldBe([new FetchCommand("refund", "450789469/77")]);
    }

    [Theory]
    [InlineData("inventory_levels/update", typeof(Interpretation.Nothing))]
    [InlineData("app/uninstalled", typeof(Interpretation.Nothing))]
    [InlineData("customers/redact", typeof(Interpretation.Unknown))]
    [InlineData("discounts/create", typeof(Interpretation.Unknown))]
    public void Other_topics_are_accepted_and_either_of_no_consequence_or_parked(string topic, Type meaning)
    {
        const string Other = """{"inventory_item_id":5,"available":3}""";
        var message = Read(Other, Sign(Other, "hush"), headers => headers["X-Shopify-Topic"] = topic).ShouldBeOfType<WebhookReading.Accepted>().Messages.ShouldHaveSingleItem();
        message.Subject.ShouldBeOfType<Subject.Loose>();
        Interpret(message).ShouldBeOfType(meaning);
    }

    private static string Sign(string body, string secret) => Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(body)));

    private WebhookReading Read(string body, string signature, Action<HeaderDictionary>? change = null)
    {
        var headers = new HeaderDictionary
        {
            ["X-Shopify-Hmac-Sha256"] = signature,
            ["X-Shopify-Topic"] = "orders/create",
            ["X-Shopify-Shop-Domain"] = "acme.myshopify.com",
            ["X-Shopify-API-Version"] = "2026-04",
            ["X-Shopify-Webhook-Id"] = "webhook-1",
            ["X-Shopify-Event-Id"] = "event-1",
            ["X-Shopify-Triggered-At"] = "2026-01-15T10:00:00.000Z",
        };
        change?.Invoke(headers);
        return _connector.ReadWebhook(new WebhookCall("POST", headers, QueryCollection.Empty, "application/json", Encoding.UTF8.GetBytes(body), DateTimeOffset.UnixEpoch));
    }

    private Interpretation Interpret(IncomingMessage message) =>
        _connector.Interpret(new StoredMessage("shopify", message.MessageKey, message.Kind, null, message.ContentType, message.Body, DateTimeOffset.UnixEpoch));
}
