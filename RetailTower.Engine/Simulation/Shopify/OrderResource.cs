using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;

namespace RetailTower.Engine.Simulation.Shopify;

/// <summary>Orders: list, read, change, cancel.</summary>
internal sealed class OrderResource(Books books, WebhookSender webhooks, Func<bool> drifts)
{
    private static readonly string[] CancelReasons = ["customer", "fraud", "inventory", "declined", "other", "staff"];

    private static readonly string[] FilterNames = ["status", "updated_at_min", "updated_at_max", "created_at_min", "since_id", "ids", "name", "order"];

    private sealed record Listing(string Status, DateTimeOffset? UpdatedMin, DateTimeOffset? UpdatedMax, DateTimeOffset? CreatedMin, long SinceId, string? Ids, string? Name, string Order);

    /// <summary>A place in a listing: the filters, and the last order of the page before.</summary>
    private sealed record Cursor(Listing Listing, DateTimeOffset After, long AfterId);

    public void Map(IEndpointRouteBuilder routes, ShopFront front)
    {
        front.Map(routes, "GET", "orders.json", List);
        front.Map(routes, "GET", "orders/count.json", e => Ok(w => WriteCount(w, Found(ListingOf(e), null).Count())));
        front.Map(routes, "GET", "orders/{id:long}.json", e => Wrapped(OrderOf(books, e)));
        front.Map(routes, "PUT", "orders/{id:long}.json", Change);
        front.Map(routes, "POST", "orders/{id:long}/cancel.json", Cancel);
    }

    /// <summary>The order an exchange's path names.</summary>
    public static ShopOrder OrderOf(Books books, Exchange exchange) => books.Order(exchange.Id()) ?? throw Refusal.NotFound();

    private static (int, Action<Utf8JsonWriter>) Ok(Action<Utf8JsonWriter> write) => (200, write);

    private static (int, Action<Utf8JsonWriter>) Wrapped(ShopOrder order) => (200, json =>
    {
        json.WriteStartObject();
        json.WritePropertyName("order");
        Json.Order(json, order);
        json.WriteEndObject();
    });

    private static void WriteCount(Utf8JsonWriter json, int count)
    {
        json.WriteStartObject();
        json.WriteNumber("count", count);
        json.WriteEndObject();
    }

    private static Listing ListingOf(Exchange e) => new(
        e.Query("status") ?? "open", e.Time("updated_at_min"), e.Time("updated_at_max"), e.Time("created_at_min"),
        long.TryParse(e.Query("since_id"), NumberStyles.None, CultureInfo.InvariantCulture, out var since) ? since : 0, e.Query("ids"), e.Query("name"), e.Query("order") ?? "created_at desc");

    private static Cursor Read(Exchange e, string pageInfo)
    {
        if (FilterNames.Any(n => e.Query(n) is not null))
            throw new Refusal(400, "Cannot pass filters along with page_info", "page_info");
        try
        {
            return JsonSerializer.Deserialize<Cursor>(Convert.FromBase64String(pageInfo))!;
        }
        catch (Exception unreadable) when (unreadable is FormatException or JsonException)
        {
            throw new Refusal(400, "Invalid value.", "page_info");
        }
    }

    private (int, Action<Utf8JsonWriter>) List(Exchange e)
    {
        var limit = e.Limit();
        var cursor = e.Query("page_info") is { } pageInfo ? Read(e, pageInfo) : null;
        var listing = cursor?.Listing ?? ListingOf(e);
        var page = Found(listing, cursor).Take(limit + 1).ToList();
        if (page.Count > limit)
        {
            page.RemoveAt(limit);
            e.Next(Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(new Cursor(listing, KeyOf(listing, page[^1]), page[^1].Id))), limit);
        }
        return (200, json =>
        {
            json.WriteStartObject();
            Json.Array(json, "orders", page, Json.Order);
            json.WriteEndObject();
        });
    }

    private IEnumerable<ShopOrder> Found(Listing listing, Cursor? cursor)
    {
        var ids = listing.Ids?.Split(',').ToHashSet(StringComparer.Ordinal);
        // In order of change the index leads straight to the page; other orders are sorted, from the changed ones only where a time narrows them.
        var byChange = listing.Order == "updated_at asc";
        var from = byChange && cursor is not null ? books.ChangedSince(cursor.After, cursor.AfterId)
            : byChange || listing.UpdatedMin is not null ? books.ChangedSince(listing.UpdatedMin ?? DateTimeOffset.MinValue, -1)
            : books.Orders;
        var found = from.Where(o => Matches(listing, o) && (ids is null || ids.Contains(o.Id.ToString(CultureInfo.InvariantCulture))));
        if (byChange) return found;
        var descending = listing.Order.EndsWith(" desc", StringComparison.Ordinal);
        var sorted = descending
            ? found.OrderByDescending(o => KeyOf(listing, o)).ThenByDescending(o => o.Id)
            : found.OrderBy(o => KeyOf(listing, o)).ThenBy(o => o.Id);
        return cursor is null ? sorted : sorted.SkipWhile(o => !IsPast(listing, o, cursor, descending));
    }

    private static bool IsPast(Listing listing, ShopOrder order, Cursor cursor, bool descending)
    {
        var compared = (KeyOf(listing, order), order.Id).CompareTo((cursor.After, cursor.AfterId));
        return descending ? compared < 0 : compared > 0;
    }

    private static DateTimeOffset KeyOf(Listing listing, ShopOrder order) =>
        listing.Order.StartsWith("updated_at", StringComparison.Ordinal) ? order.UpdatedAt : order.CreatedAt;

    private static bool Matches(Listing listing, ShopOrder order) =>
        listing.Status switch { "any" => true, "cancelled" => order.CancelledAt is not null, "closed" => order.CancelledAt is not null, _ => order.CancelledAt is null }
        && order.Id > listing.SinceId
        && (listing.UpdatedMax is not { } max || order.UpdatedAt <= max)
        && (listing.CreatedMin is not { } created || order.CreatedAt >= created)
        && (listing.Name is not { } name || order.Reference == name.TrimStart('#'));

    private (int, Action<Utf8JsonWriter>) Change(Exchange e)
    {
        var order = OrderOf(books, e);
        var given = e.Resource("order");
        var (tags, note, email) = (given.Text("tags"), given.Text("note"), given.Text("email"));
        var attributes = given.Items("note_attributes")
            .Select(a => new NoteAttribute(a.Text("name") ?? throw Refusal.Required("note_attributes"), a.Member("value")?.ToString() ?? "")).ToList();
        if (tags?.Split(',').Any(t => t.Trim().Length > 40) is true) throw Refusal.Invalid("tags", "is too long (maximum is 40 characters)");
        if (email is not null && !email.Contains('@', StringComparison.Ordinal)) throw Refusal.Invalid("email", "is invalid");
        if (tags is not null) order.Tags = string.Join(", ", tags.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.OrdinalIgnoreCase));
        if (note is not null) order.Note = note;
        if (email is not null) order.Email = email;
        // As an app of the shop would, which puts back what it holds to be right.
        if (given.Member("note_attributes") is not null && !drifts()) order.NoteAttributes = attributes;
        books.Touch(order);
        webhooks.OrderUpdated(order);
        return Wrapped(order);
    }

    private (int, Action<Utf8JsonWriter>) Cancel(Exchange e)
    {
        var order = OrderOf(books, e);
        var reason = e.Body.Text("reason") ?? "other";
        if (!CancelReasons.Contains(reason)) throw Refusal.Invalid("reason", "is not included in the list");
        if (order.CancelledAt is not null) throw Refusal.Invalid("base", "Order has already been canceled");
        if (order.Fulfillments.Count > 0) throw Refusal.Invalid("base", "Cannot cancel an order with fulfilled line items");
        order.CancelledAt = books.Now();
        order.CancelReason = reason;
        foreach (var line in order.Lines) (line.Current, line.Fulfillable) = (0, 0);
        foreach (var part in order.FulfillmentOrders)
        {
            (part.Status, part.UpdatedAt) = ("cancelled", books.Now());
            part.Lines.ForEach(l => l.Fulfillable = 0);
        }
        books.Touch(order);
        webhooks.OrderCancelled(order);
        return Wrapped(order);
    }
}
