using System.Globalization;
using System.Text.Json;

namespace RetailTower.Engine.Simulation.BusinessCentral;

/// <summary>
/// Reads a request body's properties. A property the entity does not have, one that is read-only, or a value of the
/// wrong type is refused, as the service does. Null reads as not given.
/// </summary>
internal sealed class Fields
{
    private readonly JsonElement _body;
    private readonly string _entity;

    public Fields(JsonElement body, string entity, IReadOnlySet<string> writable, IReadOnlySet<string> readOnly)
    {
        _body = body;
        _entity = entity;
        if (body.ValueKind != JsonValueKind.Object) throw RefusalException.Malformed($"An {entity} must be a JSON object.");
        foreach (var property in body.EnumerateObject())
        {
            if (writable.Contains(property.Name) || property.Name.StartsWith('@')) continue;
            throw readOnly.Contains(property.Name)
                ? new RefusalException(400, "BadRequest_InvalidOperation", $"The control '{property.Name}' is read-only.")
                : RefusalException.Malformed($"The property '{property.Name}' does not exist on type 'Microsoft.NAV.{entity}'. Make sure to only use property names that are defined by the type.");
        }
    }

    public string? Text(string name, int most)
    {
        if (Value(name, JsonValueKind.String)?.GetString() is not { } text) return null;
        return text.Length <= most
            ? text
            : throw new RefusalException(400, "Application_StringExceededLength", $"The length of the string is {text.Length}, but it must be less than or equal to {most} characters. Value: {text}");
    }

    public string? OneOf(string name, params string[] allowed)
    {
        if (Text(name, 50) is not { } text) return null;
        return Array.Find(allowed, a => string.Equals(a, text, StringComparison.OrdinalIgnoreCase))
            ?? throw RefusalException.Malformed($"Requested value '{text}' was not found for property '{name}' of '{_entity}'.");
    }

    public decimal? Number(string name) => Value(name, JsonValueKind.Number) is not { } value ? null
        : value.TryGetDecimal(out var number) ? number
        : throw Wrong(name);

    public int? Whole(string name) => Value(name, JsonValueKind.Number) is not { } value ? null
        : value.TryGetInt32(out var number) ? number
        : throw Wrong(name);

    public bool? Flag(string name) => _body.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
        ? value.ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => throw Wrong(name) }
        : null;

    public Guid? Id(string name)
    {
        if (Value(name, JsonValueKind.String) is not { } value) return null;
        if (!value.TryGetGuid(out var id)) throw new RefusalException(400, "Application_InvalidGUID", $"Invalid format of GUID string '{value.GetString()}' for '{name}'.");
        return id == Guid.Empty ? null : id;
    }

    public DateOnly? Date(string name)
    {
        if (Value(name, JsonValueKind.String)?.GetString() is not { } text) return null;
        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : throw Wrong(name);
    }

    public IEnumerable<JsonElement> Items(string name) =>
        Value(name, JsonValueKind.Array) is { } array ? array.EnumerateArray() : Enumerable.Empty<JsonElement>();

    private JsonElement? Value(string name, JsonValueKind kind)
    {
        if (!_body.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        return value.ValueKind == kind ? value : throw Wrong(name);
    }

    private RefusalException Wrong(string name) =>
        RefusalException.Malformed($"Cannot convert the value of property '{name}' to its type in '{_entity}'.");
}
