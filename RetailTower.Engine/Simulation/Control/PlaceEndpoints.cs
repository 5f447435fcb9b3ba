using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RetailTower.Engine.Simulation.Orders;

namespace RetailTower.Engine.Simulation.Control;

/// <summary>Orders on request.</summary>
internal sealed class PlaceEndpoints(OrderTraffic traffic)
{
    private const int MaxOrders = 1_000_000;
    private const int MaxLines = 1_000;

    private sealed record Wish(int? Count, double? Rate, int? Lines);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/place", (RequestDelegate)PlaceAsync);
        routes.MapGet("/orders-file", (RequestDelegate)ReportAsync);
    }

    private Task ReportAsync(HttpContext http) => traffic.File is { } file
        ? http.Response.WriteAsJsonAsync(file.Report, http.RequestAborted)
        : Problem.WriteAsync(http, 404, "The landscape was started without an order file.");

    private async Task PlaceAsync(HttpContext http)
    {
        if (await Problem.ReadAsync<Wish>(http) is not { } wish) return;
        var (count, rate, lines) = (wish.Count ?? 1, wish.Rate ?? 10, wish.Lines ?? 3);
        if (count is < 1 or > MaxOrders || rate is not (> 0 and <= 100_000) || lines is < 1 or > MaxLines)
        {
            await Problem.WriteAsync(http, 400, $"count is 1 to {MaxOrders}, rate (per second) above 0, lines 1 to {MaxLines}.");
            return;
        }
        await http.Response.WriteAsJsonAsync(new { references = traffic.Promise(count, rate, lines) }, http.RequestAborted);
    }
}
