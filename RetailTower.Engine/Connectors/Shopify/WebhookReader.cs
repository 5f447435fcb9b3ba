using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using RetailTower.Engine.Canonical;

namespace RetailTower.Engine.Connectors.Shopify;

/// <summary>Reads a webhook of the shop: base64 HMAC-SHA256 over the raw bytes, keyed with the app's client secret.</summary>
internal sealed class WebhookReader(string system, ShopifyOptions options)
{
    private static readonly WebhookReply Ok = new(200);

    private readonly byte[][] _secrets = [.. new[] { options.ClientSecret, options.PreviousClientSecret }.OfType<string>().Select(Encoding.UTF8.GetBytes)];

    public WebhookReading Read(WebhookCall call)
    {
        if (Header(call, "Hmac-Sha256") is not { } signature)
        {
            return new WebhookReading.Unauthorised("X-Shopify-Hmac-Sha256 is missing.");
        }
        if (!IsSigned(call.Body.Span, signature))
        {
            return new WebhookReading.Unauthorised("X-Shopify-Hmac-Sha256 does not match the body.");
        }
        if (Header(call, "Shop-Domain") is not { } shop)
        {
            return Missing("Shop-Domain");
        }
        if (!string.Equals(shop, options.ShopDomain, StringComparison.OrdinalIgnoreCase))
        {
            return new WebhookReading.Unauthorised("X-Shopify-Shop-Domain is not the connected shop.");
        }
        if (Header(call, "Topic")?.ToLowerInvariant() is not { } topic)
        {
            return Missing("Topic");
        }
        if (Header(call, "API-Version") is null)
        {
            return Missing("API-Version");
        }
        if (Header(call, "Webhook-Id") is not { } webhookId)
        {
            return Missing("Webhook-Id");
        }
        // The event id also tells two subscriptions' deliveries of one event as one; but one merchant action may raise several topics under it.
        var key = Header(call, "Event-Id") is { } eventId ? $"{topic}:{eventId}" : webhookId;
        DateTimeOffset? triggered = DateTimeOffset.TryParse(Header(call, "Triggered-At"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : null;
        try
        {
            var (subject, where) = SubjectOf(topic, call.Body.Span);
            return subject is null
                ? new WebhookReading.Unreadable(where, "Missing, or no whole number.")
                : new WebhookReading.Accepted([new IncomingMessage(key, topic, subject, "application/json", call.Body, triggered)], Ok);
        }
        catch (JsonException e)
        {
            return new WebhookReading.Unreadable($"line {e.LineNumber}, byte {e.BytePositionInLine}", "The body is not JSON.");
        }
    }

    private static string? Header(WebhookCall call, string name) =>
        // Newer "Events" subscriptions leave the X away.
        call.Headers.TryGetValue("X-Shopify-" + name, out var classic) && classic is [{ Length: > 0 } value] ? value
            : call.Headers.TryGetValue("shopify-" + name, out var modern) && modern is [{ Length: > 0 } other] ? other
            : null;

    private static WebhookReading.Unreadable Missing(string name) => new($"X-Shopify-{name}", "The header is missing.");

    private bool IsSigned(ReadOnlySpan<byte> body, string signature)
    {
        Span<byte> told = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (body.IsEmpty || !Convert.TryFromBase64String(signature, told, out var length) || length != told.Length)
        {
            return false;
        }
        var signed = false;
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        foreach (var secret in _secrets)
        {
            HMACSHA256.HashData(secret, body, mac);
            signed |= CryptographicOperations.FixedTimeEquals(mac, told);
        }
        return signed;
    }

    private (Subject? Subject, string Where) SubjectOf(string topic, ReadOnlySpan<byte> body)
    {
        var isOrder = OrderMapper.IsOrderTopic(topic);
        var isRefund = topic == RefundMapper.Topic;
        var name = isOrder ? "id" : isRefund ? "order_id" : topic == OrderMapper.InventoryTopic ? "inventory_item_id" : null;
        var id = NumberOf(body, name);
        return (isOrder, isRefund) switch
        {
            (true, _) => (id is null ? null : new Subject.Origin(new Reference(system, OrderMapper.ReferenceType, id)), "/id"),
            (_, true) => (id is null ? null : new Subject.Known(new Reference(system, OrderMapper.ReferenceType, id)), "/order_id"),
            _ => (new Subject.Loose(id is null ? topic : $"{topic}:{id}"), ""),
        };
    }

    // Passes over the whole body, so that a broken one is refused now rather than parked later, but keeps one number of it.
    private static string? NumberOf(ReadOnlySpan<byte> body, string? name)
    {
        var json = new Utf8JsonReader(body);
        string? found = null;
        while (json.Read())
        {
            if (json.CurrentDepth == 1 && json.TokenType == JsonTokenType.PropertyName && name is not null && json.ValueTextEquals(name))
            {
                json.Read();
                found = json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var number) ? number.ToString(CultureInfo.InvariantCulture) : null;
                json.Skip();
            }
        }
        return found;
    }
}
