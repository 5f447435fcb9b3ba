using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace RetailTower.Engine.Simulation.Salesforce;

/// <summary><c>/composite</c>: up to 25 calls in one, later ones referring to the answers of earlier ones.</summary>
internal sealed partial class CompositeResource(Func<Call, Transaction, Reply> dispatch)
{
    private const int MaxCalls = 25;

    private sealed record Subrequest(string? Method, string? Url, string? ReferenceId, JsonElement? Body);

    private sealed record Request(bool? AllOrNone, IReadOnlyList<Subrequest>? CompositeRequest);

    [GeneratedRegex(@"@\{([A-Za-z0-9_]+)((?:\.[A-Za-z0-9_]+|\[\d+\])*)\}")]
    private static partial Regex Reference();

    [GeneratedRegex(@"^/services/data/(v\d+\.0)/(.*)$")]
    private static partial Regex ResourceUrl();

    public Reply Run(Call call, Transaction transaction)
    {
        var request = Read(call);
        var start = transaction.Mark;
        var answers = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        var replies = new List<(string ReferenceId, Reply Reply)>();
        var failed = false;
        foreach (var part in request.CompositeRequest!)
        {
            var reply = failed && request.AllOrNone is true ? Halted() : RunPart(part, call, answers, transaction);
            failed |= reply.Status >= 400;
            replies.Add((part.ReferenceId!, reply));
            answers[part.ReferenceId!] = reply is { Status: < 400, Body: { } body } ? JsonNode.Parse(body) : null;
        }
        if (failed && request.AllOrNone is true)
        {
            transaction.RollBackTo(start);
            replies = replies.ConvertAll(r => r.Reply.Status < 400 ? (r.ReferenceId, Halted()) : r);
        }
        return Reply.Write(200, writer => Write(writer, replies));
    }

    private static Reply Halted() =>
        Reply.Of(new Refusal(400, "PROCESSING_HALTED", "The transaction was rolled back since another operation in the same transaction failed."));

    private static void Write(Utf8JsonWriter writer, List<(string ReferenceId, Reply Reply)> replies)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("compositeResponse");
        foreach (var (referenceId, reply) in replies)
        {
            writer.WriteStartObject();
            writer.WritePropertyName("body");
            if (reply.Body is null) writer.WriteNullValue();
            else writer.WriteRawValue(reply.Body);
            writer.WriteStartObject("httpHeaders");
            writer.WriteEndObject();
            writer.WriteNumber("httpStatusCode", reply.Status);
            writer.WriteString("referenceId", referenceId);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static Request Read(Call call)
    {
        Request? request;
        try
        {
            request = call.Body?.Deserialize<Request>(JsonSerializerOptions.Web);
        }
        catch (JsonException unreadable)
        {
            throw Refusal.Bad("JSON_PARSER_ERROR", unreadable.Message);
        }
        if (request?.CompositeRequest is not { Count: > 0 } parts) throw Refusal.Bad("JSON_PARSER_ERROR", "The request body needs an array 'compositeRequest'");
        if (parts.Count > MaxCalls) throw Refusal.Bad("LIMIT_EXCEEDED", $"The maximum number of subrequests is {MaxCalls}");
        if (parts.Any(p => p.Method is null || p.Url is null || string.IsNullOrEmpty(p.ReferenceId)))
            throw Refusal.Bad("INVALID_INPUT", "Each subrequest needs method, url and referenceId");
        if (parts.DistinctBy(p => p.ReferenceId).Count() < parts.Count) throw Refusal.Bad("INVALID_INPUT", "The referenceId of a subrequest must be unique");
        return request;
    }

    private Reply RunPart(Subrequest part, Call whole, Dictionary<string, JsonNode?> answers, Transaction transaction)
    {
        try
        {
            var url = ResourceUrl().Match(Resolve(part.Url!, answers));
            if (!url.Success) throw Refusal.NoSuchResource();
            var (path, query) = Call.Split(url.Groups[2].Value);
            var body = part.Body is null ? part.Body : JsonSerializer.Deserialize<JsonElement>(Resolve(part.Body.Value.GetRawText(), answers));
            return path is ["composite"] ? throw Refusal.NoSuchResource() : dispatch(new(part.Method!, url.Groups[1].Value, path, query, body, whole.BatchSize), transaction);
        }
        catch (Refusal refusal)
        {
            return Reply.Of(refusal);
        }
    }

    private static string Resolve(string text, Dictionary<string, JsonNode?> answers) => Reference().Replace(text, match =>
    {
        var node = answers.GetValueOrDefault(match.Groups[1].Value);
        foreach (var step in match.Groups[2].Value.Split(['.', '['], StringSplitOptions.RemoveEmptyEntries))
            node = node is JsonArray array && int.TryParse(step.TrimEnd(']'), out var index) ? array.ElementAtOrDefault(index) : (node as JsonObject)?[step];
        return node is JsonValue value
            ? value.ToString()
            : throw Refusal.Bad("PROCESSING_HALTED", $"Invalid reference specified. No value for {match.Value[2..^1]} found.");
    });
}
