using System.Text.Encodings.Web;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;

namespace RetailTower.Web.Components.Controls;

/// <summary>Sets a stored payload out for reading. The stored bytes are never touched.</summary>
internal static class PayloadText
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Indented JSON or XML and its name; what is neither, or broken, comes back as it is, with the reason when it looked like one.</summary>
    public static (string Text, string Kind, string? Problem) Format(string content)
    {
        var trimmed = content.AsSpan().TrimStart();
        if (trimmed.Length == 0) return (content, "empty", null);
        try
        {
            return trimmed[0] switch
            {
                '{' or '[' => (PrettyJson(content), "JSON", null),
                '<' => (PrettyXml(content), "XML", null),
                _ => (content, "text", null),
            };
        }
        catch (JsonException problem)
        {
            return (content, "text", $"Not readable as JSON at line {problem.LineNumber + 1}, byte {problem.BytePositionInLine}.");
        }
        catch (XmlException problem)
        {
            return (content, "text", $"Not readable as XML at line {problem.LineNumber}, column {problem.LinePosition}.");
        }
    }

    private static string PrettyJson(string content)
    {
        using var document = JsonDocument.Parse(content);
        return JsonSerializer.Serialize(document.RootElement, Indented);
    }

    private static string PrettyXml(string content)
    {
        // DTDs stay forbidden: a payload comes from outside, and entities in it could read files or never end.
        using var reader = XmlReader.Create(new StringReader(content), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        var document = XDocument.Load(reader);
        return (document.Declaration is { } declaration ? declaration + "\n" : "") + document.ToString().ReplaceLineEndings("\n");
    }
}
