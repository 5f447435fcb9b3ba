using System.Text.Json;
using System.Text.Json.Serialization;

namespace RetailTower.Engine.Connectors.BusinessCentral;

/// <summary>The service's JSON: unknown members are ignored, missing ones that are needed are errors.</summary>
internal static class JsonReading
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static string? Text(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    /// <exception cref="JsonException">Not a <typeparamref name="T"/>.</exception>
    public static T As<T>(this JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object) throw new JsonException($"Expected {typeof(T).Name}, found {element.ValueKind}.");
        return element.Deserialize<T>(Json)!;
    }

    /// <summary>The entities of a list answer.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static IReadOnlyList<JsonElement> Entities(this JsonElement answer) =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray()]
            : throw new JsonException("Expected a list of entities.", "#/value", null, null);
}
