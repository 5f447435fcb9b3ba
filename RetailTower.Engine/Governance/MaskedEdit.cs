using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;

namespace RetailTower.Engine.Governance;

/// <summary>
/// Puts back what was hidden from a person who changed a payload: where the mask stands as it was shown, the original's value goes; what the person wrote over it
/// stays. So one can mend a line's number without seeing whose order it is.
/// </summary>
public static class MaskedEdit
{
    private static readonly JsonSerializerOptions _layout = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly XmlReaderSettings _noOutsideWorld = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    /// <param name="shown">The original as the person saw it.</param>
    /// <param name="edited">What the person made of it.</param>
    /// <returns>The text to send, or where a mask stands that was moved or changed.</returns>
    /// <exception cref="JsonException">It is no JSON any more.</exception>
    /// <exception cref="XmlException">It is no XML any more.</exception>
    public static (string? Text, string? Moved) Restore(string original, string shown, string edited, string contentType)
    {
        if (!edited.Contains(PersonalData.Hidden, StringComparison.Ordinal)) return (edited, null);
        return contentType.Contains("xml", StringComparison.OrdinalIgnoreCase) ? Xml(original, shown, edited) : Json(original, shown, edited);
    }

    private static (string?, string?) Json(string original, string shown, string edited)
    {
        string? moved = null;
        var root = Put(JsonNode.Parse(edited), JsonNode.Parse(shown), JsonNode.Parse(original), "$");
        return moved is null ? (root?.ToJsonString(_layout) ?? "null", null) : (null, moved);

        JsonNode? Put(JsonNode? at, JsonNode? seen, JsonNode? was, string path)
        {
            switch (at)
            {
                case JsonObject fields:
                    foreach (var (name, value) in fields.ToList())
                    {
                        var put = Put(value, (seen as JsonObject)?[name], (was as JsonObject)?[name], $"{path}.{name}");
                        if (!ReferenceEquals(put, value)) fields[name] = put;
                    }

                    return fields;
                case JsonArray items:
                    for (var place = 0; place < items.Count; place++)
                    {
                        var put = Put(items[place], ItemOf(seen, place), ItemOf(was, place), $"{path}[{place}]");
                        if (!ReferenceEquals(put, items[place])) items[place] = put;
                    }

                    return items;
                case JsonValue value when value.TryGetValue<string>(out var text) && text.Contains(PersonalData.Hidden, StringComparison.Ordinal):
                    if (seen is JsonValue mask && mask.TryGetValue<string>(out var masked) && masked == text && was is not null) return was.DeepClone();
                    moved ??= path;
                    return value;
                default:
                    return at;
            }
        }

        static JsonNode? ItemOf(JsonNode? node, int place) => node is JsonArray items && place < items.Count ? items[place] : null;
    }

    private static (string?, string?) Xml(string original, string shown, string edited)
    {
        var (document, seen, was) = (Read(edited), Leaves(Read(shown)), Leaves(Read(original)));
        string? moved = null;
        foreach (var (path, leaf) in Leaves(document))
        {
            if (!leaf.Contains(PersonalData.Hidden, StringComparison.Ordinal)) continue;
            if (seen.GetValueOrDefault(path) == leaf && was.TryGetValue(path, out var value)) Set(document, path, value);
            else moved ??= path;
        }

        return moved is null ? (document.ToString(), null) : (null, moved);
    }

    /// <summary>Every value by where it stands.</summary>
    private static Dictionary<string, string> Leaves(XDocument document)
    {
        var leaves = new Dictionary<string, string>();
        foreach (var element in document.Descendants())
        {
            if (!element.HasElements) leaves[PathOf(element)] = element.Value;
            foreach (var attribute in element.Attributes()) leaves[$"{PathOf(element)}@{attribute.Name}"] = attribute.Value;
        }

        return leaves;
    }

    private static void Set(XDocument document, string path, string value)
    {
        foreach (var element in document.Descendants().ToList())
        {
            var place = PathOf(element);
            if (place == path) element.Value = value;
            else if (element.Attributes().FirstOrDefault(attribute => $"{place}@{attribute.Name}" == path) is { } attribute) attribute.Value = value;
        }
    }

    private static string PathOf(XElement element) =>
        string.Join('/', element.AncestorsAndSelf().Reverse().Select(one => $"{one.Name.LocalName}[{one.ElementsBeforeSelf(one.Name).Count()}]"));

    private static XDocument Read(string text)
    {
        using var reader = XmlReader.Create(new StringReader(text), _noOutsideWorld);
        return XDocument.Load(reader);
    }
}
