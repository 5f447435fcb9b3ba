using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RetailTower.Engine.Simulation.Core;
using RetailTower.Engine.Simulation.Orders;

namespace RetailTower.Engine.Simulation.Control;

/// <summary>The face for whoever tests the tower: what there is, what it holds, and what shall go wrong.</summary>
internal sealed class ControlFace(Surroundings around, IReadOnlyList<ISimulatedSystem> systems, OrderTraffic traffic, Func<int, Uri> addressOfFace)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", (RequestDelegate)DescribeAsync);
        routes.MapGet("/ledger", (RequestDelegate)LedgerAsync);
        routes.MapGet("/ledger/stock", (RequestDelegate)StockAsync);
        routes.MapGet("/ledger/lost", (RequestDelegate)LostAsync);
        new FaultEndpoints(around, systems).Map(routes);
        new GoodsAndCreditEndpoints(systems).Map(routes);
        new PlaceEndpoints(traffic).Map(routes);
        new MeasureEndpoints(around).Map(routes);
        foreach (var system in systems.OfType<IAdministered>()) system.MapSetup(routes);
    }

    private Task DescribeAsync(HttpContext http) => http.Response.WriteAsJsonAsync(
        new
        {
            address = Plain(addressOfFace(0)),
            systems = systems.Select((system, number) => new
            {
                name = system.Name,
                baseAddress = Plain(addressOfFace(number + 1)),
                protocol = system.Protocol,
                heard = system.IsHeard,
                credentials = system.Credentials,
            }),
        },
        http.RequestAborted);

    private Task LedgerAsync(HttpContext http)
    {
        var wanted = http.Request.Query["system"].ToString();
        var asked = systems.Where(s => wanted.Length == 0 || s.Name == wanted).ToList();
        if (asked.Count == 0) return Problem.WriteAsync(http, 400, $"There is no system '{wanted}'.");
        return http.Response.WriteAsJsonAsync(asked.SelectMany(s => s.Ledger()), JsonSerializerOptions.Web, http.RequestAborted);
    }

    private Task StockAsync(HttpContext http) => http.Response.WriteAsJsonAsync(
        new { told = systems.OfType<IStatesStock>().SelectMany(s => s.StockTold()), shown = systems.OfType<IShowsStock>().SelectMany(s => s.StockShown()) }, JsonSerializerOptions.Web, http.RequestAborted);

    private Task LostAsync(HttpContext http) => http.Response.WriteAsJsonAsync(around.Courier.Lost.All(), JsonSerializerOptions.Web, http.RequestAborted);

    private static string Plain(Uri address) => address.ToString().TrimEnd('/');
}
