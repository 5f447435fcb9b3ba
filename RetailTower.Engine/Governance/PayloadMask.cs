using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;

namespace RetailTower.Engine.Governance;

/// <summary>A payload as a person may see it.</summary>
/// <param name="Text">Laid out anew where something is hidden, else exactly what came.</param>
/// <param name="Hidden">True when something is.</param>
public sealed record ShownPayload(string Text, bool Hidden);

/// <summary>Hides personal data in JSON and XML by the names of the fields, and secrets from everyone.</summary>
public static class PayloadMask
{
    private static readonly JsonWriterOptions Layout = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly XmlReaderSettings NoOutsideWorld = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    /// <param name="unmasked">True when the viewer may see personal data. What cannot be read as JSON or XML is shown to such a viewer only.</param>
    public static ShownPayload Show(byte[] body, string contentType, bool unmasked)
    {
        var text = Encoding.UTF8.GetString(body);
        try
        {
            if (contentType.Contains("json", StringComparison.OrdinalIgnoreCase)) return Json(body, text, unmasked);
            if (contentType.Contains("xml", StringComparison.OrdinalIgnoreCase)) return Xml(body, text, unmasked);
        }
        catch (Exception unreadable) when (unreadable is JsonException or XmlException)
        {
            // Shown as the text it is, or not at all.
        }

        return unmasked ? new ShownPayload(text, false) : new ShownPayload($"{body.Length} bytes of {contentType} that cannot be masked; ask someone who may see personal data.", true);
    }

    private static ShownPayload Json(byte[] body, string text, bool unmasked)
    {
        using var document = JsonDocument.Parse(body);
        var hidden = false;
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Layout))
        {
            Write(document.RootElement, null, Sensitivity.None);

            void Write(JsonElement element, string? name, Sensitivity sensitivity)
            {
                switch (element.ValueKind)
                {
                    case JsonValueKind.Object:
                        writer.WriteStartObject();
                        var fields = element.EnumerateObject().Select(field => field.Name).ToArray();
                        foreach (var field in element.EnumerateObject())
                        {
                            writer.WritePropertyName(field.Name);
                            Write(field.Value, field.Name, SensitiveField.Of(field.Name, name, fields));
                        }

                        writer.WriteEndObject();
                        break;
                    case JsonValueKind.Array:
                        writer.WriteStartArray();
                        foreach (var item in element.EnumerateArray()) Write(item, name, sensitivity);
                        writer.WriteEndArray();
                        break;
                    case JsonValueKind.String or JsonValueKind.Number when SensitiveField.Hides(sensitivity, unmasked):
                        hidden = true;
                        writer.WriteStringValue(SensitiveField.Mask(element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText(), sensitivity));
                        break;
                    default:
                        element.WriteTo(writer);
                        break;
                }
            }
        }

        return new ShownPayload(hidden ? Encoding.UTF8.GetString(stream.ToArray()) : text, hidden);
    }

    private static ShownPayload Xml(byte[] body, string text, bool unmasked)
    {
        using var reader = XmlReader.Create(new MemoryStream(body), NoOutsideWorld);
        var document = XDocument.Load(reader);
        var hidden = false;
        foreach (var element in document.Descendants().ToList())
        {
            foreach (var attribute in element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration))
            {
                var sensitivity = SensitiveField.Of(attribute.Name.LocalName, element.Name.LocalName, element.Attributes().Select(a => a.Name.LocalName));
                if (SensitiveField.Hides(sensitivity, unmasked)) attribute.Value = Hide(attribute.Value, sensitivity);
            }

            if (element.HasElements || element.Value.Length == 0) continue;
            var kind = SensitiveField.Of(element.Name.LocalName, element.Parent?.Name.LocalName, element.Parent?.Elements().Select(e => e.Name.LocalName) ?? []);
            if (SensitiveField.Hides(kind, unmasked)) element.Value = Hide(element.Value, kind);
        }

        return new ShownPayload(hidden ? document.ToString() : text, hidden);

        string Hide(string value, Sensitivity sensitivity)
        {
            hidden = true;
            return SensitiveField.Mask(value, sensitivity);
        }
    }
}
