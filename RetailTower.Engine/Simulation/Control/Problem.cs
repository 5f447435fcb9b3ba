using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace RetailTower.Engine.Simulation.Control;

/// <summary>Refusals and bodies of the control face.</summary>
internal static class Problem
{
    /// <summary>Answers with an RFC 9457 problem.</summary>
    public static Task WriteAsync(HttpContext http, int status, string detail)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(
            new { title = "The landscape cannot do this.", status, detail }, JsonSerializerOptions.Web, "application/problem+json", http.RequestAborted);
    }

    /// <summary>Reads a JSON body; null after a 400 was written.</summary>
    public static async Task<T?> ReadAsync<T>(HttpContext http)
        where T : class
    {
        try
        {
            var body = await JsonSerializer.DeserializeAsync<T>(http.Request.Body, JsonSerializerOptions.Web, http.RequestAborted);
            if (body is not null) return body;
            await WriteAsync(http, 400, "The body is null.");
        }
        catch (JsonException unreadable)
        {
            await WriteAsync(http, 400, $"The body is not readable: {unreadable.Message}");
        }
        return null;
    }
}
