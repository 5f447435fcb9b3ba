using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace RetailTower.Engine.Simulation.ThreePl;

/// <summary>`/v1/fulfilment-orders`: create, read by id or reference, cancel before picking.</summary>
internal sealed class FulfilmentEndpoints(string centre, Books books, Floor floor, Once once)
{
    public void Map(IEndpointRouteBuilder routes, Gate gate)
    {
        routes.MapPost("/v1/fulfilment-orders", gate.Then(http => once.RunAsync(http, Create)));
        routes.MapPost("/v1/fulfilment-orders/{id}/cancel", gate.Then(http => once.RunAsync(http, body => Cancel((string)http.GetRouteValue("id")!, body))));
        routes.MapGet("/v1/fulfilment-orders/{id}", gate.Then(http => Read((string)http.GetRouteValue("id")!).WriteAsync(http)));
        routes.MapGet("/v1/fulfilment-orders", gate.Then(http => List(http.Request.Query).WriteAsync(http)));
    }

    /// <summary>The answer to a create, as it was given then: later progress is not in it.</summary>
    public Answer Accepted(FulfilmentOrder order) => Answer.Of(201, new WireOrder(
        floor.Id(order), order.Reference, order.Release, centre, FulfilmentOrder.Accepted, 1, order.AcceptedAt,
        [.. order.Lines.Select(l => new WireLine(l.Number, l.Sku, l.Ordered, 0, 0, 0))], []));

    private (Answer Answer, FulfilmentOrder? Accepted) Create(Body body)
    {
        var (reference, release) = (body.Text("reference"), body.Text("release"));
        body.Date("requestedDeliveryDate");
        var shipTo = body.Object("shipTo");
        foreach (var part in (string[])["name", "line1", "city", "postcode", "country"]) shipTo.Text(part);
        var lines = body.Items("lines").Select(l => (Body: l, Line: l.Text("line"), Sku: l.Text("sku"), Quantity: l.Quantity("quantity"))).ToArray();
        foreach (var twice in lines.GroupBy(l => l.Line).SelectMany(g => g.Skip(1))) twice.Body.Wrong("line", $"Line '{twice.Line}' is there more than once.", 0);
        var order = books.Work(() =>
        {
            foreach (var line in lines.Where(l => l.Sku.Length > 0 && !books.Shelves.Knows(l.Sku)))
                line.Body.Wrong("sku", $"SKU '{line.Sku}' is not stocked at {centre}.", 0);
            return body.Faults.Count > 0 ? null : floor.Accept(reference, release, lines.Select(l => (l.Line, l.Sku, l.Quantity)));
        });
        return order is null ? (Answer.Of(Problem.Invalid(body.Faults)), null) : (Accepted(order), order);
    }

    private (Answer Answer, FulfilmentOrder? Accepted) Cancel(string id, Body body)
    {
        var asked = body.Has("lines")
            ? body.Items("lines").Select(l => (Body: l, Line: l.Text("line"), Quantity: l.Quantity("quantity"))).ToArray()
            : null;
        return (books.Work(() =>
        {
            if (Find(id) is not { } order) return Answer.Of(Problem.NotFound($"There is no fulfilment order '{id}' at {centre}."));
            if (order.Status == FulfilmentOrder.Cancelled) return Answer.Of(200, Wire(order));
            if (order.Status != FulfilmentOrder.Accepted)
                return Answer.Of(Problem.Of(409, "already-picked", "Already picked", $"Fulfilment order '{id}' is {order.Status}; nothing was changed."));
            List<(Line, int)> cut = [];
            if (asked is null) cut.AddRange(order.Lines.Where(l => l.Quantity > 0).Select(l => (l, l.Quantity)));
            foreach (var (at, number, quantity) in asked ?? [])
            {
                var line = order.Lines.FirstOrDefault(l => l.Number == number);
                if (line is null) at.Wrong("line", $"Fulfilment order '{id}' has no line '{number}'.", 0);
                else if (cut.Where(c => c.Item1 == line).Sum(c => c.Item2) + quantity > line.Quantity) at.Wrong("quantity", $"Line '{number}' has only {line.Quantity} left to cancel.", 0);
                else cut.Add((line, quantity));
            }
            if (body.Faults.Count > 0) return Answer.Of(Problem.Invalid(body.Faults));
            floor.Cancel(order, cut);
            return Answer.Of(200, Wire(order));
        }), null);
    }

    private Answer Read(string id) => books.Work(() => Find(id) is { } order
        ? Answer.Of(200, Wire(order))
        : Answer.Of(Problem.NotFound($"There is no fulfilment order '{id}' at {centre}.")));

    private Answer List(IQueryCollection query)
    {
        var (reference, release) = (query["reference"].ToString(), query["release"].ToString());
        if (reference.Length == 0) return Answer.Of(Problem.Of(400, "missing-parameter", "Missing parameter", "Give a 'reference'."));
        return books.Work(() => Answer.Of(200, new { Items = books.Of(reference).Where(o => release.Length == 0 || o.Release == release).Select(Wire).ToArray() }));
    }

    private FulfilmentOrder? Find(string id) => floor.NumberOf(id) is { } number ? books.Find(number) : null;

    private WireOrder Wire(FulfilmentOrder order) => new(
        floor.Id(order), order.Reference, order.Release, centre, order.Status, order.Version, order.UpdatedAt,
        [.. order.Lines.Select(l => new WireLine(l.Number, l.Sku, l.Quantity, l.Picked, l.Packed, l.Shipped))], [.. order.Parcels]);

    private sealed record WireOrder(
        string Id, string Reference, string Release, string Centre, string Status, int Version, DateTimeOffset UpdatedAt,
        IReadOnlyList<WireLine> Lines, IReadOnlyList<Parcel> Parcels);

    private sealed record WireLine(string Line, string Sku, int Quantity, int Picked, int Packed, int Shipped);
}
