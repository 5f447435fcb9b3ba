using RetailTower.Engine.Canonical;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Connectors.Shopify;

namespace RetailTower.Tests.Connectors.Shopify;

internal static class ShopifyTestSettings
{
    public static readonly ShopifyOptions Options = new()
    {
        BaseAddress = new Uri("https://acme.myshopify.com"),
        ShopDomain = "acme.myshopify.com",
        AccessToken = "shpat_secret",
        ClientSecret = "hush",
        PreviousClientSecret = "older",
    };

    public static OutboundCall Call<T>(string operation, T command, string orderId = "450789469") =>
        new(1, operation, "key-1", CanonicalJson.Write(command), [new Reference("shopify", "order", orderId)], 1);
}
