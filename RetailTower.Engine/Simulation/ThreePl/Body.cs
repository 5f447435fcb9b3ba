using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace RetailTower.Engine.Simulation.ThreePl;

/// <summary>Reads request bodies, noting what is wrong with them and where.</summary>
internal sealed class Body(JsonElement root, string at = "#")
{
    public List<Fault> Faults { get; private init; } = [];

    public static async Task<byte[]> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        using var bytes = new MemoryStream();
        await request.Body.CopyToAsync(bytes, cancel);
        return bytes.ToArray();
    }

    public static Body? Parse(byte[] bytes)
    {
        try
        {
            var root = JsonSerializer.Deserialize<JsonElement>(bytes);
            return root.ValueKind == JsonValueKind.Object ? new Body(root) : null;
        }
        catch (JsonException)
        {
            // Not JSON: the caller answers 400 for it as for any other body that is no object.
            return null;
        }
    }

    public bool Has(string name) => root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    public string Text(string name)
    {
        if (root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text) return text;
        return Wrong(name, $"'{name}' must be a text that is not empty.", "");
    }

    public int Quantity(string name)
    {
        if (root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= 1) return number;
        return Wrong(name, $"'{name}' must be a whole number of at least 1.", 0);
    }

    public void Date(string name)
    {
        if (Has(name) && !DateOnly.TryParseExact(root.GetProperty(name).ToString(), "yyyy-MM-dd", out _)) Wrong(name, $"'{name}' must be a date such as 2026-12-01.", 0);
    }

    public Body Object(string name) => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object
        ? new Body(value, $"{at}/{name}") { Faults = Faults }
        : Wrong(name, $"'{name}' must be an object.", new Body(Empty, $"{at}/{name}"));

    public IReadOnlyList<Body> Items(string name)
    {
        if (root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0)
            return [.. value.EnumerateArray().Select((item, i) => new Body(item.ValueKind == JsonValueKind.Object ? item : Empty, $"{at}/{name}/{i}") { Faults = Faults })];
        return Wrong<IReadOnlyList<Body>>(name, $"'{name}' must be a list with at least one entry.", []);
    }

    public T Wrong<T>(string name, string detail, T instead)
    {
        Faults.Add(new Fault(detail, $"{at}/{name}"));
        return instead;
    }

    private static JsonElement Empty => JsonSerializer.Deserialize<JsonElement>("{}");
}
