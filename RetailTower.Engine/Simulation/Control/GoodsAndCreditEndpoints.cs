using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RetailTower.Engine.Simulation.Core;

namespace RetailTower.Engine.Simulation.Control;

/// <summary>Mends what orders fail for: goods arrive, credit is granted, invoices and payments are put right.</summary>
internal sealed class GoodsAndCreditEndpoints(IReadOnlyList<ISimulatedSystem> systems)
{
    private sealed record Goods(string? Centre, string? Sku, decimal? Quantity);

    private sealed record Credit(string? Number, decimal? CreditLimit, bool? Blocked);

    private sealed record Documents(string? Reference);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/stock", (RequestDelegate)ReceiveAsync);
        routes.MapPost("/customers", (RequestDelegate)SetCreditAsync);
        routes.MapPost("/documents", (RequestDelegate)PutRightAsync);
    }

    private async Task ReceiveAsync(HttpContext http)
    {
        if (await Problem.ReadAsync<Goods>(http) is not { } goods) return;
        var keepers = systems.OfType<IStockKeeper>().ToList();
        var keeper = keepers.Find(k => k.StockPlace == goods.Centre);
        if (keeper is null)
            await Problem.WriteAsync(http, 400, $"There is no centre '{goods.Centre}'; known are {string.Join(", ", keepers.Select(k => k.StockPlace))}.");
        else if (goods.Quantity is not > 0)
            await Problem.WriteAsync(http, 400, "quantity must be above 0.");
        else if (!keeper.ReceiveGoods(goods.Sku ?? "", goods.Quantity.Value))
            await Problem.WriteAsync(http, 404, $"'{goods.Centre}' knows no SKU '{goods.Sku}'.");
        else
            http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task PutRightAsync(HttpContext http)
    {
        if (await Problem.ReadAsync<Documents>(http) is not { } documents) return;
        if (!systems.OfType<IBookkeeper>().Any(k => k.PutRight(documents.Reference ?? "")))
            await Problem.WriteAsync(http, 404, $"Nothing is wrong with the invoices and payments of '{documents.Reference}'.");
        else
            http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task SetCreditAsync(HttpContext http)
    {
        if (await Problem.ReadAsync<Credit>(http) is not { } credit) return;
        if (!systems.OfType<ICreditKeeper>().Any(k => k.SetCredit(credit.Number ?? "", credit.CreditLimit, credit.Blocked)))
            await Problem.WriteAsync(http, 404, $"There is no customer '{credit.Number}'.");
        else
            http.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
