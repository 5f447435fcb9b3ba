using System.Globalization;
using System.Text.Json;

namespace RetailTower.Engine.Simulation.Salesforce;

/// <summary>Field values between JSON and records.</summary>
internal static class Values
{
    private const string DateTimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'+0000'";
    private static readonly string[] DateTimeFormats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ssK"];

    /// <summary>Reads a value for the field.</summary>
    /// <exception cref="Refusal">The value is of another type, too long, or not in the picklist.</exception>
    public static object? Read(Field field, JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Null)
            return field.Required ? throw Refusal.Bad("REQUIRED_FIELD_MISSING", $"Required fields are missing: [{field.Name}]", field.Name) : null;
        return field.Type switch
        {
            FieldType.Boolean when json.ValueKind is JsonValueKind.True or JsonValueKind.False => json.GetBoolean(),
            FieldType.Double when json.ValueKind == JsonValueKind.Number && json.TryGetDecimal(out var number) => number,
            FieldType.Double when json.ValueKind == JsonValueKind.String
                && decimal.TryParse(json.GetString(), NumberStyles.Number, CultureInfo.InvariantCulture, out var number) => number,
            FieldType.Date when json.ValueKind == JsonValueKind.String
                && DateOnly.TryParseExact(json.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) => date,
            FieldType.DateTime when json.ValueKind == JsonValueKind.String && TryParseDateTime(json.GetString()!, out var time) => time,
            FieldType.String when json.ValueKind == JsonValueKind.String => Short(field, json.GetString()!),
            FieldType.Picklist when json.ValueKind == JsonValueKind.String => Listed(field, json.GetString()!),
            FieldType.Reference when json.ValueKind == JsonValueKind.String => SalesforceId.Normalise(json.GetString()!)
                ?? throw Refusal.Bad("MALFORMED_ID", $"{field.Name}: id value of incorrect type: {json.GetString()}", field.Name),
            _ => throw Refusal.Bad("JSON_PARSER_ERROR", $"Cannot deserialize instance of {Word(field.Type)} from {json.ValueKind} value {json.GetRawText()}"),
        };
    }

    /// <summary>Writes a value as a JSON value.</summary>
    public static void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null: writer.WriteNullValue(); break;
            case bool flag: writer.WriteBooleanValue(flag); break;
            // Salesforce writes every number with a decimal point.
            case decimal number: writer.WriteNumberValue(number == decimal.Truncate(number) ? decimal.Truncate(number) + 0.0m : number); break;
            default: writer.WriteStringValue(Text(value)); break;
        }
    }

    /// <summary>The value as it stands in XML and JSON strings.</summary>
    public static string Text(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.UtcDateTime.ToString(DateTimeFormat, CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>Reads a point in time with offset <c>Z</c>, <c>+0000</c> or <c>+00:00</c>.</summary>
    public static bool TryParseDateTime(string text, out DateTimeOffset time)
    {
        var parsed = DateTimeOffset.TryParseExact(
            text, DateTimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
        if (parsed || text.Length < 6 || text[^5] is not ('+' or '-')) return parsed;
        return TryParseDateTime(text[..^2] + ":" + text[^2..], out time);
    }

    public static string Word(FieldType type) => type switch
    {
        FieldType.Date => "date",
        FieldType.DateTime => "datetime",
        FieldType.Boolean => "boolean",
        FieldType.Double => "double",
        FieldType.Picklist => "picklist",
        FieldType.Reference => "reference",
        FieldType.Id => "id",
        _ => "string",
    };

    private static string? Short(Field field, string value)
    {
        if (value.Length == 0) return null;
        return value.Length <= field.MaxLength
            ? value
            : throw Refusal.Bad("STRING_TOO_LONG", $"{field.Name}: data value too large: {value} (max length={field.MaxLength})", field.Name);
    }

    private static string Listed(Field field, string value) => field.Values!.Contains(value)
        ? value
        : throw Refusal.Bad("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", $"{field.Name}: bad value for restricted picklist field: {value}", field.Name);
}
