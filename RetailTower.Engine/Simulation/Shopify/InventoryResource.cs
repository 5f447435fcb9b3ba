using System.Globalization;
using System.Text.Json;
using RetailTower.Engine.Simulation.Core;
using Microsoft.AspNetCore.Routing;

namespace RetailTower.Engine.Simulation.Shopify;

/// <summary>Inventory levels: what is available of an item at a location.</summary>
internal sealed class InventoryResource(Books books, WebhookSender webhooks)
{
    public void Map(IEndpointRouteBuilder routes, ShopFront front)
    {
        front.Map(routes, "GET", "inventory_levels.json", List);
        front.Map(routes, "POST", "inventory_levels/set.json", e => Change(e, "available", (_, given) => given));
        front.Map(routes, "POST", "inventory_levels/adjust.json", e => Change(e, "available_adjustment", (level, given) => level.Available + given));
    }

    public static void Write(Utf8JsonWriter json, InventoryLevel level)
    {
        json.WriteStartObject();
        json.WriteNumber("inventory_item_id", level.InventoryItemId);
        json.WriteNumber("location_id", level.LocationId);
        json.WriteNumber("available", level.Available);
        json.WriteString("updated_at", Json.Text(level.UpdatedAt));
        json.WriteString("admin_graphql_api_id", $"gid://shopify/InventoryLevel/{level.LocationId}?inventory_item_id={level.InventoryItemId}");
        json.WriteEndObject();
    }

    /// <summary>What customers are shown of each article in each place.</summary>
    public IReadOnlyList<StockShown> Shown(string system)
    {
        lock (books.Gate)
            return [.. books.Products.SelectMany(it => Location.All.Select(place => (it.Sku, Place: place, Level: books.Level(it.InventoryItemId, place.Id))))
                .Where(it => it.Level is not null).Select(it => new StockShown(system, it.Place.Name, it.Sku, it.Level!.Available, it.Level.Writes))];
    }

    private static List<long>? Ids(Exchange e, string name)
    {
        if (e.Query(name) is not { } text) return null;
        return [.. text.Split(',', StringSplitOptions.TrimEntries).Select(t => long.TryParse(t, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : throw new Refusal(400, "is invalid", name))];
    }

    private (int, Action<Utf8JsonWriter>) List(Exchange e)
    {
        var limit = e.Limit();
        var after = Paging.After(e);
        var (items, locations) = (Ids(e, "inventory_item_ids"), Ids(e, "location_ids"));
        if (items is null && locations is null && after is null)
            throw Refusal.Invalid("base", "One of inventory_item_ids or location_ids must be specified.");
        var found = items is null
            ? books.Levels.Where(l => locations?.Contains(l.LocationId) ?? true)
            : items.Order().SelectMany(i => Location.All.Where(l => locations?.Contains(l.Id) ?? true).Select(l => books.Level(i, l.Id))).OfType<InventoryLevel>();
        // A level is one item at one of few locations, so the two ids make one number to continue from.
        static long Key(InventoryLevel level) => (level.InventoryItemId * Location.All.Count) + (level.LocationId == Location.All[0].Id ? 0 : 1);
        var page = found.Where(l => after is null || Key(l) > after).Take(limit + 1).ToList();
        if (page.Count > limit)
        {
            page.RemoveAt(limit);
            e.Next(Paging.Info(Key(page[^1])), limit);
        }
        return (200, json =>
        {
            json.WriteStartObject();
            Json.Array(json, "inventory_levels", page, Write);
            json.WriteEndObject();
        });
    }

    private (int, Action<Utf8JsonWriter>) Change(Exchange e, string name, Func<InventoryLevel, long, long> result)
    {
        var item = e.Body.Whole("inventory_item_id") ?? throw Refusal.Required("inventory_item_id");
        var location = e.Body.Whole("location_id") ?? throw Refusal.Required("location_id");
        var given = e.Body.Whole(name) ?? throw Refusal.Required(name);
        var level = books.Level(item, location) ?? throw Refusal.NotFound();
        level.Available = result(level, given);
        level.Writes++;
        level.UpdatedAt = books.Now();
        webhooks.InventoryChanged(level);
        return (200, json =>
        {
            json.WriteStartObject();
            json.WritePropertyName("inventory_level");
            Write(json, level);
            json.WriteEndObject();
        });
    }
}
