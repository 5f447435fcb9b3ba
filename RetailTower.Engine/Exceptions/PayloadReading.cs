using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using RetailTower.Data.Queries;
using RetailTower.Engine.Governance;

namespace RetailTower.Engine.Exceptions;

/// <summary>
/// The values of a message by which its case may be found. What is hidden from anyone on screen is left out for everyone: a search must not tell what a
/// screen may not show, and personal data is not kept a second time.
/// </summary>
public static class PayloadReading
{
    private static readonly XmlReaderSettings NoOutsideWorld = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    /// <summary>Nothing of what cannot be read as JSON or XML: nobody could tell what in it is personal.</summary>
    public static IReadOnlyList<PayloadField> Read(byte[] body, string contentType)
    {
        if (body.Length == 0) return [];
        try
        {
            if (contentType.Contains("json", StringComparison.OrdinalIgnoreCase)) return Json(body);
            if (contentType.Contains("xml", StringComparison.OrdinalIgnoreCase)) return Xml(body);
        }
        catch (Exception unreadable) when (unreadable is JsonException or XmlException)
        {
            // Its case is found by its cause and its order alone.
        }

        return [];
    }

    private static List<PayloadField> Json(byte[] body)
    {
        var fields = new List<PayloadField>();
        using var document = JsonDocument.Parse(body);
        Take(document.RootElement, "", null, Sensitivity.None);
        return fields;

        void Take(JsonElement element, string path, string? name, Sensitivity sensitivity)
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.Object:
                    var names = element.EnumerateObject().Select(field => field.Name).ToArray();
                    foreach (var field in element.EnumerateObject()) Take(field.Value, path.Length == 0 ? field.Name : $"{path}.{field.Name}", field.Name, SensitiveField.Of(field.Name, name, names));
                    break;
                case JsonValueKind.Array:
                    foreach (var (place, item) in element.EnumerateArray().Index()) Take(item, $"{path}[{place}]", name, sensitivity);
                    break;
                case JsonValueKind.Null or JsonValueKind.Undefined:
                    break;
                default:
                    if (sensitivity == Sensitivity.None) fields.Add(new PayloadField(path, element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText()));
                    break;
            }
        }
    }

    private static List<PayloadField> Xml(byte[] body)
    {
        var fields = new List<PayloadField>();
        using var reader = XmlReader.Create(new MemoryStream(body), NoOutsideWorld);
        if (XDocument.Load(reader).Root is { } root) Take(root, root.Name.LocalName);
        return fields;

        void Take(XElement element, string path)
        {
            var attributes = element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration).ToList();
            foreach (var attribute in attributes) Add(attribute.Name.LocalName, element.Name.LocalName, attributes.Select(one => one.Name.LocalName), $"{path}.{attribute.Name.LocalName}", attribute.Value);
            if (!element.HasElements)
            {
                Add(element.Name.LocalName, element.Parent?.Name.LocalName, element.Parent?.Elements().Select(one => one.Name.LocalName) ?? [], path, element.Value);
                return;
            }

            // Only what comes more than once is numbered.
            foreach (var alike in element.Elements().GroupBy(child => child.Name))
            {
                var (children, name) = (alike.ToList(), alike.Key.LocalName);
                foreach (var (place, child) in children.Index()) Take(child, children.Count == 1 ? $"{path}.{name}" : $"{path}.{name}[{place}]");
            }
        }

        void Add(string name, string? parent, IEnumerable<string> siblings, string path, string value)
        {
            if (SensitiveField.Of(name, parent, siblings) == Sensitivity.None) fields.Add(new PayloadField(path, value));
        }
    }
}
