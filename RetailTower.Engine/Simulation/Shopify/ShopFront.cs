using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace RetailTower.Engine.Simulation.Shopify;

/// <summary>Answers a call with a status and a resource.</summary>
internal delegate (int Status, Action<Utf8JsonWriter> Write) Answering(Exchange exchange);

/// <summary>The HTTP edge of the Admin API: access token, request bucket, version, error bodies.</summary>
internal sealed class ShopFront(Books books, LeakyBucket bucket, string accessToken, string apiVersion)
{
    private const string Root = "/admin/api/{version}/";

    /// <summary>Adds a resource of the Admin API; the books are held while it answers.</summary>
    public void Map(IEndpointRouteBuilder routes, string method, string path, Answering answer) =>
        routes.MapMethods(Root + path, [method], (RequestDelegate)(http => AnswerAsync(http, answer)));

    /// <summary>Answers paths that no resource has.</summary>
    public void MapRest(IEndpointRouteBuilder routes) =>
        routes.MapFallback("/{**path}", (RequestDelegate)(http => AnswerAsync(http, _ => throw Refusal.NotFound())));

    public static Task RefuseAsync(HttpContext http, Refusal refusal)
    {
        http.Response.StatusCode = refusal.Status;
        if (refusal.Status == StatusCodes.Status429TooManyRequests) http.Response.Headers.RetryAfter = "2.0";
        return http.Response.WriteAsJsonAsync(
            new Dictionary<string, object> { ["errors"] = refusal.Field is { } field ? new Dictionary<string, string[]> { [field] = [refusal.Message] } : refusal.Message },
            http.RequestAborted);
    }

    public static Refusal Throttled() => new(429, "Exceeded 20 calls per second for api client. Reduce request rates to resume uninterrupted service.");

    private async Task AnswerAsync(HttpContext http, Answering answer)
    {
        http.Response.Headers["X-Shopify-API-Version"] = apiVersion;
        if (http.Request.Headers["X-Shopify-Access-Token"] != accessToken)
        {
            await RefuseAsync(http, new(401, "[API] Invalid API key or access token (unrecognized login or wrong password)"));
            return;
        }
        var room = bucket.Take(out var level);
        http.Response.Headers["X-Shopify-Shop-Api-Call-Limit"] = level;
        if (!room)
        {
            await RefuseAsync(http, Throttled());
            return;
        }
        try
        {
            var exchange = new Exchange(http, await ReadBodyAsync(http));
            byte[] bytes;
            lock (books.Gate)
            {
                var (status, write) = answer(exchange);
                http.Response.StatusCode = status;
                bytes = Json.Bytes(write);
            }
            http.Response.ContentType = "application/json; charset=utf-8";
            http.Response.ContentLength = bytes.Length;
            await http.Response.Body.WriteAsync(bytes, http.RequestAborted);
        }
        catch (Refusal refusal)
        {
            await RefuseAsync(http, refusal);
        }
    }

    private static async Task<JsonElement> ReadBodyAsync(HttpContext http)
    {
        using var bytes = new MemoryStream();
        await http.Request.Body.CopyToAsync(bytes, http.RequestAborted);
        if (bytes.Length == 0) return default;
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        }
        catch (JsonException)
        {
            throw new Refusal(400, "Invalid JSON");
        }
    }
}
