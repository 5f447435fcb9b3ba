using System.Text.Json;

namespace RetailTower.Engine.Connectors.ThreePl;

/// <summary>What is of use in an RFC 9457 problem. A member of the wrong JSON type counts as absent, as the RFC says.</summary>
/// <param name="Kind">Last segment of <c>type</c>, for example <c>already-picked</c>.</param>
internal sealed record ThreePlProblem(string? Kind, string? Text, IReadOnlyList<ThreePlProblem.Error> Errors)
{
    internal sealed record Error(string Detail, string Pointer);

    public static ThreePlProblem Read(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var root = json.RootElement;
            var type = Member(root, "type");
            var kind = type is null or "about:blank" ? null : type[(type.LastIndexOfAny(['/', '#', ':']) + 1)..];
            Error[] errors = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("errors", out var list) && list.ValueKind == JsonValueKind.Array
                ? [.. list.EnumerateArray().Select(e => new Error(Member(e, "detail") ?? "", Member(e, "pointer") ?? ""))]
                : [];
            var text = Member(root, "detail") ?? Member(root, "title");
            return new(string.IsNullOrEmpty(kind) ? null : kind, errors.Length == 0 ? text : string.Join(" ", errors.Select(e => e.Detail).Distinct()), errors);
        }
        catch (JsonException)
        {
            // A proxy in between answers in HTML; its status says enough.
            return new(null, null, []);
        }
    }

    private static string? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
