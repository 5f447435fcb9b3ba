using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RetailTower.Engine.Simulation.Core;

namespace RetailTower.Engine.Simulation.Shopify;

/// <summary>A Shopify shop with the REST Admin API and signed webhooks.</summary>
internal sealed class ShopifyShop : ISimulatedSystem, IOrderOrigin, IShowsStock
{
    private const string ApiVersion = "2026-04";
    private const string AccessToken = "shpat_simulated0000000000000000000001";
    private const string ClientSecret = "hush";
    private const string ShopDomain = "retail-demo.myshopify.com";

    private readonly Surroundings _around;
    private readonly Books _books;
    private readonly ShopFront _front;
    private readonly WebhookSender _webhooks;
    private readonly RefundResource _refunds;
    private readonly InventoryResource _inventory;
    private readonly Checkout _checkout;

    public ShopifyShop(Surroundings around)
    {
        _around = around;
        _books = new Books(around.Time);
        _webhooks = new WebhookSender(_books, around.Courier, Name, ShopDomain, ClientSecret, ApiVersion);
        _refunds = new RefundResource(_books, _webhooks);
        _inventory = new InventoryResource(_books, _webhooks);
        _checkout = new Checkout(_books, _webhooks, _refunds, around.Catalogue);
        var bucket = new LeakyBucket(around.Time, around.Options.StorefrontBucket, around.Options.StorefrontLeakPerSecond);
        _front = new ShopFront(_books, bucket, AccessToken, ApiVersion);
    }

    public string Name => "shopify";

    public string Protocol => $"Shopify REST Admin API {ApiVersion} with webhooks";

    public IReadOnlyDictionary<string, string> Credentials { get; } = new Dictionary<string, string>
    {
        ["accessToken"] = AccessToken,
        ["clientSecret"] = ClientSecret,
        ["shopDomain"] = ShopDomain,
    };

    public bool IsHeard
    {
        get { lock (_books.Gate) return _books.Subscriptions.Any(s => s.Topic == "orders/create"); }
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        new OrderResource(_books, _webhooks, () => _around.Faults.Strikes(Name, FaultKind.Drift)).Map(routes, _front);
        new FulfillmentResource(_books, _webhooks).Map(routes, _front);
        _refunds.Map(routes, _front);
        new ProductResource(_books).Map(routes, _front);
        _inventory.Map(routes, _front);
        new SubscriptionResource(_books, ApiVersion).Map(routes, _front);
        _front.MapRest(routes);
    }

    public IReadOnlyList<LedgerEntry> Ledger() => _checkout.Ledger(Name);

    public IReadOnlyList<StockShown> StockShown() => _inventory.Shown(Name);

    public Task RefuseAsync(HttpContext http, FaultKind kind) => ShopFront.RefuseAsync(http, kind switch
    {
        FaultKind.Throttled => ShopFront.Throttled(),
        FaultKind.Reject => Refusal.Invalid("base", "The shop does not allow this change."),
        _ => new(503, "Service Unavailable"),
    });

    public string NextReference() => _checkout.NextReference();

    public void Place(PlacedOrder order) => _checkout.Place(order);

    public bool TakeBack(Reduction reduction) => _checkout.TakeBack(reduction);

    public bool Amend(string reference, int line, decimal quantity) => _checkout.Amend(reference, line, quantity);

    public void Save(Utf8JsonWriter state)
    {
        lock (_books.Gate) _books.Save(state);
    }

    public void Restore(JsonElement state)
    {
        lock (_books.Gate) _books.Restore(state);
    }
}
