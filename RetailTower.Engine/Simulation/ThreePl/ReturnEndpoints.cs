using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace RetailTower.Engine.Simulation.ThreePl;

/// <summary>`/v1/returns`: announces goods on their way back; `return.received` tells when they are in, `return.inspected` what they turned out to be.</summary>
internal sealed class ReturnEndpoints(string centre, Books books, Floor floor, Once once)
{
    public void Map(IEndpointRouteBuilder routes, Gate gate) => routes.MapPost("/v1/returns", gate.Then(http => once.RunAsync(http, Create)));

    private (Answer Answer, FulfilmentOrder? Accepted) Create(Body body)
    {
        var (reference, rma) = (body.Text("reference"), body.Text("rma"));
        var lines = body.Items("lines").Select(l => (Body: l, Piece: new Piece(l.Text("line"), l.Text("sku"), l.Quantity("quantity")))).ToArray();
        return (books.Work(() =>
        {
            foreach (var (at, piece) in lines)
                if (piece.Sku.Length > 0 && !books.Shelves.Knows(piece.Sku)) at.Wrong("sku", $"SKU '{piece.Sku}' is not stocked at {centre}.", 0);
            if (body.Faults.Count > 0) return Answer.Of(Problem.Invalid(body.Faults));
            var goods = floor.Expect(reference, rma, [.. lines.Select(l => l.Piece)]);
            return Answer.Of(201, new { Id = floor.Id(goods), goods.Reference, goods.Rma, Status = "expected", Label = floor.Label(goods) });
        }), null);
    }
}
