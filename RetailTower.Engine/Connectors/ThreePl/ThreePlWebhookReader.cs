using System.Text.Json;
using RetailTower.Engine.Canonical;

namespace RetailTower.Engine.Connectors.ThreePl;

/// <summary>Authenticates a centre's webhook and finds its kind and subject.</summary>
internal sealed class ThreePlWebhookReader(string system, IReadOnlyList<string> secrets)
{
    private readonly StandardWebhook _signature = new([.. secrets.Select(StandardWebhook.TryDecodeSecret).OfType<byte[]>()]);

    public WebhookReading Read(WebhookCall call)
    {
        if (_signature.Refuse(call.Headers, call.Body.Span, call.ReceivedAt) is { } why) return new WebhookReading.Unauthorised(why);
        try
        {
            using var body = JsonDocument.Parse(call.Body);
            var root = body.RootElement;
            if (Text(root, "type") is not { Length: > 0 } kind) return new WebhookReading.Unreadable("#/type", "A string is expected.");
            if (!root.TryGetProperty("data", out var data)) return new WebhookReading.Unreadable("#/data", "It is missing.");
            DateTimeOffset? occurredAt = root.TryGetProperty("timestamp", out var at) && at.ValueKind == JsonValueKind.String
                && at.TryGetDateTimeOffset(out var time) ? time : null;
            var id = call.Headers["webhook-id"].ToString();
            return new WebhookReading.Accepted(
                [new IncomingMessage(id, kind, SubjectOf(kind, data), call.ContentType ?? "application/json", call.Body, occurredAt)],
                new WebhookReply(204));
        }
        catch (JsonException e)
        {
            return new WebhookReading.Unreadable("#", $"The body is not JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.");
        }
    }

    /// <summary>A kind that nobody knows waits for no order: it is parked for a person at once.</summary>
    private Subject SubjectOf(string kind, JsonElement data) => kind switch
    {
        ThreePlEvents.InventoryChanged when Text(data, "sku") is { Length: > 0 } sku => ThreePlEvents.StockSubject(sku),
        _ when ThreePlEvents.ConcernsOrder(kind) && Text(data, "reference") is { Length: > 0 } reference =>
            new Subject.Known(new Reference(system, "number", reference)),
        _ => new Subject.Loose(kind),
    };

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
