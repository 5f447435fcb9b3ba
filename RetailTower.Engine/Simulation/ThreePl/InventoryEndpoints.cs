using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace RetailTower.Engine.Simulation.ThreePl;

/// <summary>`/v1/inventory`: what is available, in the order it changed, page by page. Stock that changes meanwhile is met again later on.</summary>
internal sealed class InventoryEndpoints(Books books)
{
    private const int LargestPage = 500;

    public void Map(IEndpointRouteBuilder routes, Gate gate) => routes.MapGet("/v1/inventory", gate.Then(http => List(http.Request.Query).WriteAsync(http)));

    private Answer List(IQueryCollection query)
    {
        var (point, size) = (0L, LargestPage);
        if (query["updatedSince"].ToString() is { Length: > 0 } since)
        {
            if (!DateTimeOffset.TryParse(since, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)) return Bad("updatedSince", "an ISO 8601 instant");
            point = at.UtcTicks - 1;
        }
        if (query["cursor"].ToString() is { Length: > 0 } cursor && !long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out point)) return Bad("cursor", "one this service gave");
        if (query["limit"].ToString() is { Length: > 0 } limit && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out size) || size is < 1 or > LargestPage))
            return Bad("limit", $"a whole number from 1 to {LargestPage}");
        var found = books.Work(() => books.Shelves.ChangedAfter(point).Take(size + 1).ToList());
        var more = found.Count > size;
        if (more) found.RemoveAt(size);
        books.Work(() => found.ForEach(books.Shelves.Told));
        return Answer.Of(200, new Page(found, more ? found[^1].UpdatedAt.UtcTicks.ToString(CultureInfo.InvariantCulture) : null));
    }

    private static Answer Bad(string name, string wanted) => Answer.Of(Problem.Of(400, "bad-parameter", "Bad parameter", $"'{name}' must be {wanted}."));

    private sealed record Page(IReadOnlyList<Stock> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? NextCursor);
}
