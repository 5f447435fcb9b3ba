using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using RetailTower.Engine.Governance;

namespace RetailTower.Engine.Recovery;

/// <summary>Messages laid out for reading and comparing.</summary>
internal static class MessageLayout
{
    private static readonly JsonSerializerOptions _layout = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Masked for those who may not see personal data; JSON on lines of its own.</summary>
    public static ShownPayload Show(byte[] content, string contentType, bool unmasked)
    {
        var shown = PayloadMask.Show(content, contentType, unmasked);
        if (shown.Hidden || !contentType.Contains("json", StringComparison.OrdinalIgnoreCase)) return shown;
        try
        {
            return shown with { Text = JsonNode.Parse(shown.Text)?.ToJsonString(_layout) ?? shown.Text };
        }
        catch (JsonException)
        {
            // Broken as it came: that is what is to be mended.
            return shown;
        }
    }
}
