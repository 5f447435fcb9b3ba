using System.Text.Json;
using System.Text.Json.Nodes;

namespace RetailTower.Engine.Simulation.Salesforce;

/// <summary>A REST call, whether it came over HTTP or inside a composite request. The path starts behind <c>/services/data/vNN.0/</c>.</summary>
internal sealed record Call(string Method, string Version, IReadOnlyList<string> Path, IReadOnlyDictionary<string, string> Query, JsonElement? Body, int BatchSize)
{
    /// <summary>Splits a path and query behind the version, decoding each segment by itself so that an encoded slash stays in its segment.</summary>
    public static (IReadOnlyList<string> Path, IReadOnlyDictionary<string, string> Query) Split(string pathAndQuery)
    {
        var mark = pathAndQuery.IndexOf('?', StringComparison.Ordinal);
        var path = mark < 0 ? pathAndQuery : pathAndQuery[..mark];
        var query = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in (mark < 0 ? "" : pathAndQuery[(mark + 1)..]).Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            query[Decode(parts[0])] = parts.Length == 2 ? Decode(parts[1]) : "";
        }
        return ([.. path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)], query);
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}

/// <summary>The answer to a <see cref="Call"/>; a null body is an empty one.</summary>
internal sealed record Reply(int Status, byte[]? Body)
{
    public static Reply Of(int status, JsonNode body) => new(status, JsonSerializer.SerializeToUtf8Bytes(body));

    public static Reply Of(Refusal refusal) => Of(refusal.Status, new JsonArray(ErrorNode(refusal, "errorCode")));

    public static Reply Write(int status, Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer)) write(writer);
        return new(status, buffer.ToArray());
    }

    /// <summary>One error; its code is called <c>errorCode</c> in REST answers and <c>statusCode</c> in collection results.</summary>
    public static JsonObject ErrorNode(Refusal refusal, string codeName)
    {
        var error = new JsonObject { ["message"] = refusal.Message, [codeName] = refusal.ErrorCode };
        if (refusal.Fields.Count > 0 || codeName == "statusCode") error["fields"] = new JsonArray([.. refusal.Fields.Select(f => (JsonNode)f)]);
        return error;
    }
}
