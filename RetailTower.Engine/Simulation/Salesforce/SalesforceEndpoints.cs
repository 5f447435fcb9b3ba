using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace RetailTower.Engine.Simulation.Salesforce;

/// <summary>The HTTP edge: sign-in, session check, usage header, then the REST API.</summary>
internal sealed partial class SalesforceEndpoints(RestApi api, Sessions sessions, ApiUsage usage)
{
    private const int DefaultBatch = 2000;

    [GeneratedRegex(@"batchSize\s*=\s*(\d+)")]
    private static partial Regex BatchSize();

    [GeneratedRegex(@"^v[1-9]\d\.0$")]
    private static partial Regex Version();

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/services/oauth2/token", (RequestDelegate)sessions.SignInAsync);
        routes.MapGet("/services/data", (RequestDelegate)(http => http.Response.WriteAsJsonAsync(
            new[] { new { label = "Winter '25", url = "/services/data/v62.0", version = "62.0" } }, http.RequestAborted)));
        routes.Map("/services/data/{version}/{**rest}", (RequestDelegate)AnswerAsync);
    }

    /// <summary>Answers with a refusal as the service words it.</summary>
    public Task RefuseAsync(HttpContext http, Refusal refusal) => WriteAsync(http, Reply.Of(refusal));

    private async Task AnswerAsync(HttpContext http)
    {
        if (!sessions.Knows(http.Request))
        {
            await RefuseAsync(http, new(401, "INVALID_SESSION_ID", "Session expired or invalid"));
            return;
        }
        if (!usage.Count())
        {
            await RefuseAsync(http, new(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."));
            return;
        }
        JsonElement? body;
        try
        {
            body = await ReadBodyAsync(http);
        }
        catch (JsonException unreadable)
        {
            await RefuseAsync(http, Refusal.Bad("JSON_PARSER_ERROR", unreadable.Message));
            return;
        }
        var call = CallOf(http.Request, body);
        await WriteAsync(http, Version().IsMatch(call.Version) ? api.Answer(call) : Reply.Of(Refusal.NoSuchResource()));
    }

    private static async Task<JsonElement?> ReadBodyAsync(HttpContext http)
    {
        if (http.Request.ContentLength is 0 || HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsDelete(http.Request.Method)) return null;
        using var document = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
        return document.RootElement.Clone();
    }

    private static Call CallOf(HttpRequest request, JsonElement? body)
    {
        // The raw target: a decoded path no longer shows which slashes belonged to an external id.
        var target = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var (path, query) = Call.Split(target);
        // A client whose platform knows no PATCH says so in the query.
        var method = request.Method == "POST" && query.TryGetValue("_HttpMethod", out var other) ? other : request.Method;
        var batch = BatchSize().Match(request.Headers["Sforce-Query-Options"].ToString());
        var size = batch.Success && int.TryParse(batch.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? Math.Clamp(asked, 200, DefaultBatch) : DefaultBatch;
        return new(method, path[2], [.. path.Skip(3)], query, body, size);
    }

    private async Task WriteAsync(HttpContext http, Reply reply)
    {
        http.Response.StatusCode = reply.Status;
        http.Response.Headers["Sforce-Limit-Info"] = usage.Header();
        if (reply.Body is null) return;
        http.Response.ContentType = "application/json;charset=UTF-8";
        http.Response.ContentLength = reply.Body.Length;
        await http.Response.Body.WriteAsync(reply.Body, http.RequestAborted);
    }
}
