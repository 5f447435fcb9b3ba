using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RetailTower.Engine.Simulation.BusinessCentral;

/// <summary>How entities look on the wire: API v2.0's property names (camel case), times as UTC instants ending in Z.</summary>
internal static class Wire
{
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.Default,
    };

    /// <summary>The blank member of an enum, as the service escapes it.</summary>
    public static string Enum(string value) => value.Length == 0 ? "_x0020_" : value;
}

internal abstract class WireEntity(IRow row)
{
    [JsonPropertyName("@odata.context"), JsonPropertyOrder(-3)]
    public string? Context { get; set; }

    [JsonPropertyName("@odata.etag"), JsonPropertyOrder(-2)]
    public string ETag { get; } = ETags.Of(row.RowVersion);

    [JsonPropertyOrder(-1)]
    public Guid Id { get; } = row.Id;

    [JsonPropertyOrder(1)]
    public DateTime LastModifiedDateTime { get; } = row.ModifiedAt.UtcDateTime;
}
