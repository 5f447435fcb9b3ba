using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RetailTower.Engine.Simulation.Core;

namespace RetailTower.Engine.Simulation.ThreePl;

/// <summary>One distribution centre of a third-party logistics provider: REST in, Standard Webhooks out.</summary>
public sealed class ThreePlSystem : ISimulatedSystem, IStockKeeper, IStatesStock
{
    private readonly Surroundings _around;
    private readonly Func<Product, decimal> _openingStock;
    private readonly Books _books;
    private readonly Floor _floor;
    private readonly IdempotencyKeys _keys;
    private readonly Once _once;
    private readonly Gate _gate;
    private readonly WebhookEndpoints _endpoints = new();

    /// <summary>A centre, `dc-east` or `dc-west`, that opens with its share of every product.</summary>
    public ThreePlSystem(string centre, Surroundings around, Func<Product, decimal> openingStock)
    {
        (Name, _around, _openingStock) = (centre, around, openingStock);
        var apiKey = $"{centre}-landscape-test-key";
        Credentials = new Dictionary<string, string> { ["apiKey"] = apiKey };
        _gate = new Gate(apiKey, new RateLimit(around.Time, around.Options.CentreRequestsPerMinute));
        _books = new Books(around.Time, () => around.Faults.Delay(centre));
        _floor = new Floor(centre, _books, around.Scheduler, new FloorHabits(around.Options.ShortPickShare, around.Options.SeveralParcelsShare), around.Options.Seed);
        _keys = new IdempotencyKeys(around.Time);
        _once = new Once(_keys);
        _books.Tell = new Announcer(centre, _books, _endpoints, around, Post).Tell;
        around.Courier.SignWith(centre, Sign);
        around.Courier.GiveUpWhen(centre, IsFinal);
        foreach (var product in around.Catalogue.Products) Stock(product);
        // What lies there at the opening is no news.
        _books.Work(() => _books.Shelves.Open());
        around.Catalogue.ProductAdded += Stock;
    }

    public string Name { get; }

    public string Protocol => "3PL fulfilment REST API v1 with Standard Webhooks";

    public string StockPlace => Name;

    public IReadOnlyDictionary<string, string> Credentials { get; }

    public bool IsHeard => _endpoints.All.Any(e => !e.Off);

    public void Map(IEndpointRouteBuilder routes)
    {
        var fulfilment = new FulfilmentEndpoints(Name, _books, _floor, _once);
        _once.Replay = fulfilment.Accepted;
        fulfilment.Map(routes, _gate);
        new ReturnEndpoints(Name, _books, _floor, _once).Map(routes, _gate);
        new InventoryEndpoints(_books).Map(routes, _gate);
        _endpoints.Map(routes, _gate);
    }

    public IReadOnlyList<LedgerEntry> Ledger() => _books.Ledger(Name);

    public IReadOnlyList<StockTold> StockTold() => _books.Work(() => _books.Shelves.History(Name));

    public bool ReceiveGoods(string sku, decimal quantity) => _books.Work(() =>
    {
        if (!_books.Shelves.Knows(sku)) return false;
        _books.Shelves.Arrive(sku, (int)quantity);
        return true;
    });

    public Task RefuseAsync(HttpContext http, FaultKind kind)
    {
        switch (kind)
        {
            case FaultKind.Throttled:
                return RateLimit.Exceeded(http.Response).WriteAsync(http);
            case FaultKind.Unavailable:
                http.Response.Headers.RetryAfter = "1";
                return Answer.Of(new Problem("https://iana.org/assignments/http-problem-types#temporary-reduced-capacity", "Request cannot be satisfied due to temporary server capacity constraints", 503,
                    $"{Name} is not taking requests at the moment.")).WriteAsync(http);
            default:
                return Answer.Of(Problem.Of(422, "refused", "The centre refuses this request", $"{Name} cannot carry this out.")).WriteAsync(http);
        }
    }

    public void Save(Utf8JsonWriter state) => State.Save(state, _books, _endpoints, _keys);

    public void Restore(JsonElement state) => State.Restore(state, _books, _floor, _endpoints, _keys);

    private void Stock(Product product) => _books.Work(() =>
    {
        if (!_books.Shelves.Knows(product.Sku)) _books.Shelves.Arrive(product.Sku, (int)_openingStock(product));
    });

    private bool Post(Endpoint endpoint, string id, CentreEvent told, byte[] body) => _around.Courier.Send(
        new WebhookDelivery(Name, endpoint.Url, "application/json", body, new Dictionary<string, string> { ["webhook-id"] = id }, told.Type, told.About));

    private void Sign(HttpRequestMessage request, WebhookDelivery delivery, DateTimeOffset now)
    {
        var timestamp = now.ToUnixTimeSeconds();
        // Two endpoints at one URL have two secrets: either signature may be the one its owner can check.
        var signatures = _endpoints.All.Where(e => e.Url == delivery.Destination)
            .Select(e => WebhookSignature.Sign(e.Key, delivery.Headers["webhook-id"], timestamp, delivery.Body));
        request.Headers.TryAddWithoutValidation("webhook-timestamp", $"{timestamp}");
        request.Headers.TryAddWithoutValidation("webhook-signature", string.Join(' ', signatures));
    }

    /// <summary>Standard Webhooks: 410 turns the endpoint off; any other failure is tried again.</summary>
    private bool IsFinal(WebhookDelivery delivery, int status)
    {
        if (status != 410) return false;
        foreach (var endpoint in _endpoints.All.Where(e => e.Url == delivery.Destination)) _endpoints.TurnOff(endpoint);
        return true;
    }
}
