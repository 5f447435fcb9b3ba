using System.Globalization;
using System.Text.Json;

namespace RetailTower.Engine.Connectors;

/// <summary>Reads foreign JSON by name, where anything may be absent, null or written as text.</summary>
internal static class JsonReading
{
    /// <summary>The member, or null when it is absent, null, or <paramref name="json"/> is no object.</summary>
    public static JsonElement? Member(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>The member as text (a number as it was written); null when absent, null, blank, or an object or array.</summary>
    public static string? TextOf(this JsonElement json, string name) => json.Member(name) switch
    {
        { ValueKind: JsonValueKind.String } text when text.GetString() is { } value && !string.IsNullOrWhiteSpace(value) => value,
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };

    /// <summary>The member as a decimal, written as a number or as text; null when it is neither.</summary>
    public static decimal? DecimalOf(this JsonElement json, string name) =>
        decimal.TryParse(json.TextOf(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;

    public static long? LongOf(this JsonElement json, string name) =>
        long.TryParse(json.TextOf(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    public static bool IsTrue(this JsonElement json, string name) => json.Member(name)?.ValueKind == JsonValueKind.True;

    /// <summary>The member as an instant in UTC; null when absent or unreadable. Accepts offsets without a colon, as Salesforce writes them.</summary>
    public static DateTimeOffset? TimeOf(this JsonElement json, string name) =>
        DateTimeOffset.TryParse(json.TextOf(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var value) ? value : null;

    public static DateOnly? DateOf(this JsonElement json, string name) =>
        DateOnly.TryParse(json.TextOf(name), CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>The member's elements; empty when it is absent or no array.</summary>
    public static IEnumerable<JsonElement> ItemsOf(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];
}
