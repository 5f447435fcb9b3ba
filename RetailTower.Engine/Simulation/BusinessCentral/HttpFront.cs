using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace RetailTower.Engine.Simulation.BusinessCentral;

/// <summary>Turns HTTP into calls and answers into HTTP: tokens, the request limit, JSON, ETag and paging headers.</summary>
internal sealed class HttpFront(string tenant, string environment, Tokens tokens, RequestWindow window, Api api, Api finance, Batch batch, Subscriptions subscriptions)
{
    private const string Json = "application/json; odata.metadata=minimal; odata.streaming=true";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/{tenant}/oauth2/v2.0/token", (string tenant, HttpRequest request, CancellationToken cancel) => tokens.GrantAsync(tenant, request, cancel));
        // With the tenant in the path or, when the token says it, without.
        routes.Map("/v2.0/{tenant}/{environment}/api/v2.0/{**path}", http => AnswerAsync(http, (string)http.GetRouteValue("tenant")!));
        routes.Map("/v2.0/{environment}/api/v2.0/{**path}", http => AnswerAsync(http, tenant));
        routes.Map("/v2.0/{tenant}/{environment}/api/microsoft/reportsFinance/beta/{**path}", http => AnswerAsync(http, (string)http.GetRouteValue("tenant")!, finance));
    }

    public static RefusalException TooMany() => new(429, "Application_TooManyRequests", "Too many requests reached. Retry the request after some time.");

    public static Task WriteAsync(HttpContext http, Answer answer)
    {
        http.Response.StatusCode = answer.Status;
        http.Response.Headers["OData-Version"] = "4.0";
        if (answer.ETag is { } tag) http.Response.Headers.ETag = tag;
        if (answer.Location is { } location) http.Response.Headers.Location = location;
        if (answer.PageSizeApplied) http.Response.Headers["Preference-Applied"] = "odata.maxpagesize";
        if (answer.Body is null) return Task.CompletedTask;
        var bytes = JsonSerializer.SerializeToUtf8Bytes(answer.Body, answer.Body.GetType(), Wire.Json);
        http.Response.ContentType = Json;
        http.Response.ContentLength = bytes.Length;
        return http.Response.Body.WriteAsync(bytes, http.RequestAborted).AsTask();
    }

    private async Task AnswerAsync(HttpContext http, string askedTenant, Api? only = null)
    {
        Answer answer;
        try
        {
            answer = await AnswerAsync(http.Request, askedTenant, (string)http.GetRouteValue("environment")!, only, http.RequestAborted);
        }
        catch (RefusalException refusal)
        {
            answer = Answer.Error(refusal, Guid.NewGuid());
        }
        await WriteAsync(http, answer);
    }

    private async Task<Answer> AnswerAsync(HttpRequest request, string askedTenant, string askedEnvironment, Api? only, CancellationToken cancel)
    {
        if (!tokens.Accepts(request.Headers.Authorization))
            throw new RefusalException(401, "Authentication_InvalidCredentials", "The server has rejected the client credentials.");
        if (!window.Admit())
            throw TooMany();
        if (!string.Equals(askedTenant, tenant, StringComparison.OrdinalIgnoreCase) || !string.Equals(askedEnvironment, environment, StringComparison.OrdinalIgnoreCase))
            throw new RefusalException(404, "BadRequest_ResourceNotFound", $"The environment '{askedEnvironment}' of tenant '{askedTenant}' was not found.");
        var path = ((string?)request.RouteValues["path"] ?? "").Trim('/');
        var full = request.Path.Value!.TrimEnd('/');
        var call = new Call
        {
            Method = request.Method,
            ApiBase = $"{request.Scheme}://{request.Host}{full[..(full.Length - path.Length)].TrimEnd('/')}",
            Path = path,
            Query = request.Query.ToDictionary(q => q.Key, q => q.Value.ToString(), StringComparer.Ordinal),
            IfMatch = request.Headers.IfMatch is [{ } tag] ? tag : null,
            MaxPageSize = Batch.PageSize(request.Headers["Prefer"]),
            Body = await ReadAsync(request, cancel),
        };
        if (only is not null) return only.Handle(call);
        if (path == "$batch") return batch.Handle(call, string.Equals(request.Headers["Isolation"], "snapshot", StringComparison.OrdinalIgnoreCase));
        return path.StartsWith("subscriptions", StringComparison.Ordinal) ? await subscriptions.HandleAsync(call, cancel) : api.Handle(call);
    }

    private static async Task<JsonElement?> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsDelete(request.Method)) return null;
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancel);
        if (body.Length == 0) return null;
        if (!request.HasJsonContentType())
            throw new RefusalException(415, "BadRequest", $"The content type '{request.ContentType}' is not supported; send application/json.");
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(body.GetBuffer().AsSpan(0, (int)body.Length));
        }
        catch (JsonException unreadable)
        {
            throw RefusalException.Malformed($"The request body is not JSON: {unreadable.Message}");
        }
    }
}
