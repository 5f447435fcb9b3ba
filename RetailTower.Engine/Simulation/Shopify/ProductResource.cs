using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;

namespace RetailTower.Engine.Simulation.Shopify;

/// <summary>Products, each with one variant, and the shop's locations.</summary>
internal sealed class ProductResource(Books books)
{
    public void Map(IEndpointRouteBuilder routes, ShopFront front)
    {
        front.Map(routes, "GET", "products.json", List);
        front.Map(routes, "GET", "products/count.json", _ => (200, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("count", books.Products.Count);
            json.WriteEndObject();
        }));
        front.Map(routes, "GET", "products/{id:long}.json", e => Wrapped("product", books.Product(e.Id()), WriteProduct));
        front.Map(routes, "GET", "variants/{id:long}.json", e => Wrapped("variant", books.Variant(e.Id()), WriteVariant));
        front.Map(routes, "GET", "locations.json", _ => (200, json =>
        {
            json.WriteStartObject();
            Json.Array(json, "locations", Location.All, WriteLocation);
            json.WriteEndObject();
        }));
        front.Map(routes, "GET", "locations/{id:long}.json", e => Wrapped("location", Location.All.FirstOrDefault(l => l.Id == e.Id()), WriteLocation));
    }

    private static (int, Action<Utf8JsonWriter>) Wrapped<T>(string name, T? resource, Action<Utf8JsonWriter, T> write)
        where T : class
    {
        var found = resource ?? throw Refusal.NotFound();
        return (200, json =>
        {
            json.WriteStartObject();
            json.WritePropertyName(name);
            write(json, found);
            json.WriteEndObject();
        });
    }

    private static void WriteLocation(Utf8JsonWriter json, Location location)
    {
        json.WriteStartObject();
        json.WriteNumber("id", location.Id);
        json.WriteString("name", location.Name);
        json.WriteBoolean("active", true);
        json.WriteString("country_code", "GB");
        json.WriteEndObject();
    }

    private static void WriteProduct(Utf8JsonWriter json, Variant product)
    {
        json.WriteStartObject();
        json.WriteNumber("id", product.ProductId);
        json.WriteString("title", product.Title);
        json.WriteString("status", "active");
        json.WriteString("created_at", Json.Text(product.CreatedAt));
        json.WriteString("updated_at", Json.Text(product.CreatedAt));
        Json.Array(json, "variants", [product], WriteVariant);
        json.WriteEndObject();
    }

    private static void WriteVariant(Utf8JsonWriter json, Variant variant)
    {
        json.WriteStartObject();
        json.WriteNumber("id", variant.VariantId);
        json.WriteNumber("product_id", variant.ProductId);
        json.WriteString("title", "Default Title");
        json.WriteString("sku", variant.Sku);
        json.WriteString("price", Json.Text(variant.Price));
        json.WriteNumber("inventory_item_id", variant.InventoryItemId);
        json.WriteString("inventory_management", "shopify");
        json.WriteEndObject();
    }

    private (int, Action<Utf8JsonWriter>) List(Exchange e)
    {
        var limit = e.Limit();
        var after = Paging.After(e) ?? (long.TryParse(e.Query("since_id"), NumberStyles.None, CultureInfo.InvariantCulture, out var since) ? since : 0);
        var page = books.Products.Where(p => p.ProductId > after).Take(limit + 1).ToList();
        if (page.Count > limit)
        {
            page.RemoveAt(limit);
            e.Next(Paging.Info(page[^1].ProductId), limit);
        }
        return (200, json =>
        {
            json.WriteStartObject();
            Json.Array(json, "products", page, WriteProduct);
            json.WriteEndObject();
        });
    }
}

/// <summary>Page cursors of listings in order of id.</summary>
internal static class Paging
{
    public static string Info(long lastId) => Convert.ToBase64String(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"after:{lastId}")));

    /// <summary>The last id of the page before, or null on the first page.</summary>
    public static long? After(Exchange e)
    {
        if (e.Query("page_info") is not { } info) return null;
        Span<byte> bytes = stackalloc byte[64];
        return Convert.TryFromBase64String(info, bytes, out var length) && Encoding.ASCII.GetString(bytes[..length]) is var text
            && text.StartsWith("after:", StringComparison.Ordinal) && long.TryParse(text.AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : throw new Refusal(400, "Invalid value.", "page_info");
    }
}
