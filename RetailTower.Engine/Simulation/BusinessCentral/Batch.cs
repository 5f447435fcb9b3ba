using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace RetailTower.Engine.Simulation.BusinessCentral;

/// <summary>
/// `$batch` as JSON (`webservices/use-odata-batch.md`): at most 100 requests, each answered with its own status. Under
/// `Isolation: snapshot` one failure takes back the others' work, although they still report success.
/// </summary>
internal sealed class Batch(Api api, Books books)
{
    private const int Most = 100;

    public Answer Handle(Call outer, bool snapshot)
    {
        try
        {
            if (outer.Method != "POST") throw RefusalException.MethodNotAllowed(outer.Method);
            var calls = Read(outer);
            return new Answer(200, new { Responses = snapshot ? books.Transact(() => Snapshot(calls)) : [.. calls.Select(Part)] });
        }
        catch (RefusalException refusal)
        {
            return Answer.Error(refusal, Guid.NewGuid());
        }
    }

    private PartAnswer[] Snapshot(List<(string Id, Call Call)> calls)
    {
        var answers = calls.Select(Part).ToArray();
        if (answers.Any(a => a.Status >= 400)) books.Undo();
        return answers;
    }

    private PartAnswer Part((string Id, Call Call) part)
    {
        var answer = api.Handle(part.Call);
        Dictionary<string, string> headers = new() { ["odata-version"] = "4.0" };
        if (answer.Body is not null) headers["content-type"] = "application/json; odata.metadata=minimal";
        if (answer.Location is { } location) headers["location"] = location;
        if (answer.ETag is { } tag) headers["etag"] = tag;
        return new PartAnswer(part.Id, answer.Status, headers, answer.Body);
    }

    private static List<(string Id, Call Call)> Read(Call outer)
    {
        if (!outer.RequiredBody.TryGetProperty("requests", out var requests) || requests.ValueKind != JsonValueKind.Array)
            throw RefusalException.Malformed("The batch must have a 'requests' array.");
        if (requests.GetArrayLength() > Most)
            throw RefusalException.Malformed($"The current batch message contains too many parts. Only batch messages with a maximum number of '{Most}' query operations and change sets are allowed.");
        var calls = new List<(string, Call)>();
        HashSet<string> ids = [];
        foreach (var request in requests.EnumerateArray())
        {
            var id = Text(request, "id");
            if (!ids.Add(id)) throw RefusalException.Malformed($"The request id '{id}' is used more than once in the batch.");
            calls.Add((id, Read(outer, request)));
        }
        return calls;
    }

    private static Call Read(Call outer, JsonElement request)
    {
        var url = Text(request, "url");
        if (url.StartsWith(outer.ApiBase, StringComparison.OrdinalIgnoreCase)) url = url[outer.ApiBase.Length..];
        var mark = url.IndexOf('?', StringComparison.Ordinal);
        return new Call
        {
            Method = Text(request, "method").ToUpperInvariant(),
            ApiBase = outer.ApiBase,
            Path = Uri.UnescapeDataString(mark < 0 ? url : url[..mark]).Trim('/'),
            Query = mark < 0 ? [] : QueryHelpers.ParseQuery(url[mark..]).ToDictionary(q => q.Key, q => q.Value.ToString()),
            IfMatch = Header(request, "If-Match"),
            MaxPageSize = PageSize(Header(request, "Prefer")),
            Body = request.TryGetProperty("body", out var body) ? body : null,
        };
    }

    public static int? PageSize(string? prefer)
    {
        const string Name = "odata.maxpagesize=";
        var wanted = prefer?.Split([',', ';'], StringSplitOptions.TrimEntries)
            .FirstOrDefault(p => p.StartsWith(Name, StringComparison.OrdinalIgnoreCase));
        return wanted is not null && int.TryParse(wanted[Name.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : null;
    }

    private static string Text(JsonElement request, string name) =>
        request.ValueKind == JsonValueKind.Object && request.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw RefusalException.Malformed($"Every request of a batch must have a string '{name}'.");

    private static string? Header(JsonElement request, string name)
    {
        if (!request.TryGetProperty("headers", out var headers) || headers.ValueKind != JsonValueKind.Object) return null;
        foreach (var header in headers.EnumerateObject())
            if (string.Equals(header.Name, name, StringComparison.OrdinalIgnoreCase)) return header.Value.ToString();
        return null;
    }

    private sealed record PartAnswer(string Id, int Status, IReadOnlyDictionary<string, string> Headers, object? Body);
}
