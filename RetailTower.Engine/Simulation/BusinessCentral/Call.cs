using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RetailTower.Engine.Simulation.BusinessCentral;

/// <summary>One API request, alone or as part of a $batch, below the API's base address.</summary>
internal sealed record Call
{
    public required string Method { get; init; }

    /// <summary>Scheme, host and path up to and including `api/v2.0`.</summary>
    public required string ApiBase { get; init; }

    /// <summary>Decoded path below the base, e.g. `companies(…)/salesOrders`.</summary>
    public required string Path { get; init; }
    public IReadOnlyDictionary<string, string> Query { get; init; } = new Dictionary<string, string>();
    public string? IfMatch { get; init; }

    /// <summary>`Prefer: odata.maxpagesize`.</summary>
    public int? MaxPageSize { get; init; }
    public JsonElement? Body { get; init; }

    public JsonElement RequiredBody => Body is { ValueKind: JsonValueKind.Object } body
        ? body
        : throw RefusalException.Malformed("The request body must be a JSON object.");

    public string? Option(string name) => Query.GetValueOrDefault(name);

    /// <summary>The navigation properties asked for by $expand; options in brackets are read over.</summary>
    public HashSet<string> Expanded(params string[] known)
    {
        HashSet<string> names = [];
        var depth = 0;
        var name = new StringBuilder();
        foreach (var c in (Option("$expand") ?? "") + ",")
        {
            depth += c switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth > 0 || c == ')') continue;
            if (c != ',')
            {
                name.Append(c);
                continue;
            }
            var wanted = name.ToString().Trim();
            name.Clear();
            if (wanted.Length == 0) continue;
            if (!known.Contains(wanted)) throw RefusalException.Malformed($"Could not find a property named '{wanted}' in '$expand'.");
            names.Add(wanted);
        }
        return names;
    }

    public int? Whole(string option)
    {
        if (Option(option) is not { } text) return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw RefusalException.Malformed($"Invalid value '{text}' for {option} query option found.");
    }

    /// <summary>Holds the request's If-Match against an entity's version: required, well formed, and current or `*`.</summary>
    public void RequireMatch(long rowVersion)
    {
        if (IfMatch is not { } tag)
            throw new RefusalException(400, "BadRequest_InvalidToken", "Could not validate the client concurrency token required by the service: the If-Match header is missing.");
        if (tag == "*") return;
        if (ETags.Version(tag) is not { } version)
            throw new RefusalException(400, "BadRequest_InvalidToken", "Could not validate the client concurrency token required by the service.");
        if (version != rowVersion)
            throw new RefusalException(409, "Request_EntityChanged", "Another user has already changed the record.");
    }
}

/// <summary>What is answered: `Body` is serialised as it is, so it may hold immutable rows but nothing that changes.</summary>
internal sealed record Answer(int Status, object? Body = null)
{
    public string? ETag { get; init; }
    public string? Location { get; init; }
    public bool PageSizeApplied { get; init; }

    public static Answer NoContent { get; } = new(204);

    public static Answer Error(RefusalException refusal, Guid correlation) => new(refusal.Status, new JsonObject
    {
        ["error"] = new JsonObject
        {
            ["code"] = refusal.Code,
            // Two spaces before the id: that is how the service writes it.
            ["message"] = $"{refusal.Message}  CorrelationId:  {correlation}.",
        },
    });
}

/// <summary>Weak ETags around a row version, in the look of the service's own.</summary>
internal static class ETags
{
    private const string Prefix = "20;";

    public static string Of(long rowVersion) =>
        $"W/\"{Convert.ToBase64String(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Prefix}{rowVersion};00;")))}\"";

    public static long? Version(string tag)
    {
        if (tag is not ['W', '/', '"', .. var encoded, '"']) return null;
        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, bytes, out var length)) return null;
        var text = Encoding.ASCII.GetString(bytes, 0, length);
        return text.StartsWith(Prefix, StringComparison.Ordinal) && text.EndsWith(";00;", StringComparison.Ordinal)
            && long.TryParse(text.AsSpan(Prefix.Length, text.Length - Prefix.Length - 4), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : null;
    }
}
