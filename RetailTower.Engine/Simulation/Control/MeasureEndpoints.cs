using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RetailTower.Engine.Simulation.Core;

namespace RetailTower.Engine.Simulation.Control;

/// <summary>For whoever measures: what went over the wire, and an exchange that does nothing else.</summary>
internal sealed class MeasureEndpoints(Surroundings around)
{
    private const int MostBytes = 16 * 1024 * 1024;
    private static readonly byte[] Filling = new byte[64 * 1024];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/tally", (RequestDelegate)TallyAsync);
        routes.MapPost("/bare", (RequestDelegate)BareAsync);
    }

    private Task TallyAsync(HttpContext http) => http.Response.WriteAsJsonAsync(new { calls = Wire(around.Calls), webhooks = Wire(around.Courier.Webhooks) }, http.RequestAborted);

    private static object Wire(WireTally tally) => new { tally.Exchanges, tally.AskedBytes, tally.AnsweredBytes };

    private static async Task BareAsync(HttpContext http)
    {
        if (!int.TryParse(http.Request.Query["answer"], NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) || bytes > MostBytes)
        {
            await Problem.WriteAsync(http, 400, $"answer is the number of bytes to answer, up to {MostBytes}.");
            return;
        }
        await http.Request.Body.CopyToAsync(Stream.Null, http.RequestAborted);
        http.Response.ContentType = "application/octet-stream";
        http.Response.ContentLength = bytes;
        for (var left = bytes; left > 0; left -= Filling.Length)
            await http.Response.Body.WriteAsync(Filling.AsMemory(0, Math.Min(left, Filling.Length)), http.RequestAborted);
    }
}
