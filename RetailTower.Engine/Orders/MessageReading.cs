using System.Text.Json;
using RetailTower.Data.Model;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Connectors;

namespace RetailTower.Engine.Orders;

/// <summary>What a stored message means, whoever sent it.</summary>
internal static class MessageReading
{
    /// <summary>Never throws over a message's content: what cannot be understood is <see cref="Interpretation.Unknown"/>.</summary>
    public static Interpretation Interpret(ConnectorRegistry connectors, InboxMessage message)
    {
        try
        {
            if (message.System == TowerMessages.System) return TowerFact(message);
            if (message.Kind == TowerMessages.ApiOrder)
                return new Interpretation.Events([new OrderPlaced(JsonSerializer.Deserialize<CanonicalOrder>(message.Body, CanonicalJson.Options)!) { At = message.OccurredAt ?? message.ReceivedAt }]);
            return connectors.Find(message.System) is { } connector
                ? connector.Interpret(new StoredMessage(message.System, message.MessageKey, message.Kind, message.Subject, message.ContentType, message.Body ?? [], message.ReceivedAt))
                : new Interpretation.Unknown("system", $"No system named {message.System} is configured.");
        }
        catch (Exception failure) when (failure is JsonException or FormatException or InvalidOperationException or KeyNotFoundException or System.Xml.XmlException or ArgumentException)
        {
            return new Interpretation.Unknown("body", failure.Message);
        }
    }

    private static Interpretation.Events TowerFact(InboxMessage message) =>
        // What the message asks for is decided by its kind; only a call's result carries events of its own.
        new(message.Kind is TowerMessages.CallDone ? JsonSerializer.Deserialize<CallFact>(message.Body, CanonicalJson.Options)!.Events : []);
}
