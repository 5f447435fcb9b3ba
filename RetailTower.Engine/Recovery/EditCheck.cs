using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using RetailTower.Data.Queries;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Connectors;

namespace RetailTower.Engine.Recovery;

/// <summary>Whether a changed message can be sent, or worked on.</summary>
/// <param name="Problem">Where and why not; null when it can.</param>
/// <param name="Means">What the tower understands it to be; null when it is not understood.</param>
public sealed record EditCheck(string? Problem, string? Means)
{
    /// <summary>Fields that say which order, return or document a call is about; a change would make it another call.</summary>
    private static readonly string[] _names = ["number", "release", "rma", "memo", "resource", "id", "sku", "centre"];

    internal static EditCheck Of(MessageSource source, string text, ConnectorRegistry connectors) => source.Outbound ? Call(source, text) : Message(source, text, connectors);

    private static EditCheck Call(MessageSource source, string text)
    {
        if (CommandShapes.Problem(source.What, text) is var (where, why)) return new EditCheck($"{where}: {why}", null);
        var (was, now) = (Names(Encoding.UTF8.GetString(source.Original)), Names(text));
        var changed = was.Keys.Union(now.Keys).FirstOrDefault(name => was.GetValueOrDefault(name) != now.GetValueOrDefault(name));
        return changed is null
            ? new EditCheck(null, $"A valid {source.What} for {source.System}.")
            : new EditCheck($"$.{changed}: It says what the call is about and must stay {was.GetValueOrDefault(changed) ?? "as it was"}.", null);
    }

    private static EditCheck Message(MessageSource source, string text, ConnectorRegistry connectors)
    {
        if (Unreadable(text, source.ContentType) is { } unreadable) return new EditCheck(unreadable, null);
        if (connectors.Find(source.System) is not { } connector) return new EditCheck(null, null);
        var (original, meaning) = (Meaning(source.Original), Meaning(Encoding.UTF8.GetBytes(text)));
        // Another order's content would be applied to the order that the message came for.
        if (Numbers(original) is { Count: > 0 } numbers && !numbers.SetEquals(Numbers(meaning))) return new EditCheck($"It is about order {string.Join(", ", numbers)} and must stay so.", null);
        return meaning switch
        {
            Interpretation.Unknown unknown => new EditCheck($"{unknown.Where}: {unknown.Why}", null),
            Interpretation.Events { Items: var events } => new EditCheck(null, $"{source.System} says: {string.Join(", ", events.Select(it => it.GetType().Name).Distinct())}."),
            Interpretation.Nothing nothing => new EditCheck(null, nothing.Why),
            _ => new EditCheck(null, "It leads to documents that are read first."),
        };

        Interpretation Meaning(byte[] content) => connector.Interpret(new StoredMessage(source.System, source.MessageKey, source.What, source.Subject, source.ContentType, content, source.At));
    }

    private static HashSet<string> Numbers(Interpretation meaning) => meaning is not Interpretation.Events { Items: var events } ? []
        : [.. events.Select(it => it switch { OrderPlaced placed => placed.Order.Number, OrderAmended amended => amended.Order.Number, _ => null }).OfType<string>()];

    private static string? Unreadable(string text, string contentType)
    {
        try
        {
            if (contentType.Contains("json", StringComparison.OrdinalIgnoreCase)) JsonDocument.Parse(text).Dispose();
            else if (contentType.Contains("xml", StringComparison.OrdinalIgnoreCase)) XDocument.Parse(text);
            return null;
        }
        catch (JsonException wrong)
        {
            return $"Line {wrong.LineNumber + 1}: it is no JSON here.";
        }
        catch (XmlException wrong)
        {
            return $"Line {wrong.LineNumber}: {wrong.Message}";
        }
    }

    private static Dictionary<string, string> Names(string json)
    {
        var root = JsonNode.Parse(json) as JsonObject;
        var found = new Dictionary<string, string>();
        foreach (var name in _names)
        {
            if (root?[name] is JsonValue value) found[name] = value.ToString();
            if (root?["order"]?[name] is JsonValue within) found[$"order.{name}"] = within.ToString();
        }

        return found;
    }
}
