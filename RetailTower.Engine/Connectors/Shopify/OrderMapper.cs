using System.Globalization;
using System.Text.Json;
using RetailTower.Engine.Canonical;

namespace RetailTower.Engine.Connectors.Shopify;

/// <summary>What an order document of Shopify means; webhooks and the API carry the same one.</summary>
internal sealed class OrderMapper(string system, ShopifyOptions options)
{
    public const string ReferenceType = "order";
    public const string InventoryTopic = "inventory_levels/update";

    /// <summary>What an order is asked for by when only its name is known.</summary>
    public const string ByName = "order-by-name";

    /// <summary>Kind of an order document that was read, not pushed.</summary>
    public const string Kind = "order";

    public static bool IsOrderTopic(string topic) =>
        topic is "orders/create" or "orders/updated" or "orders/cancelled" or "orders/paid" or "orders/fulfilled" or "orders/partially_fulfilled";

    public Interpretation Interpret(JsonElement document)
    {
        if (document.LongOf("id") is null)
        {
            return Missing("/id");
        }
        if (NumberOf(document) is not { Length: > 0 } number)
        {
            return Missing("/name");
        }
        if (document.TimeOf("updated_at") is not { } changed)
        {
            return Missing("/updated_at");
        }
        if ((document.TimeOf("processed_at") ?? document.TimeOf("created_at")) is not { } placed)
        {
            return Missing("/created_at");
        }
        if (document.TextOf("currency") is not { } currency)
        {
            return Missing("/currency");
        }
        var cancelled = document.Member("cancelled_at") is not null;
        var refunded = cancelled ? [] : RefundMapper.Refunded(document);
        var lines = new List<CanonicalOrderLine>();
        foreach (var item in document.ItemsOf("line_items"))
        {
            var where = $"/line_items/{lines.Count}";
            if (item.LongOf("id") is not { } lineId)
            {
                return Missing($"{where}/id");
            }
            if (item.DecimalOf("quantity") is not { } quantity)
            {
                return Missing($"{where}/quantity");
            }
            if (item.DecimalOf("price") is not { } price)
            {
                return Missing($"{where}/price");
            }
            // An edit lowers current_quantity and so does a refund; only the edit changes what was ordered, a refund has an event of its own.
            var ordered = !cancelled && item.DecimalOf("current_quantity") is { } current
                ? Math.Min(quantity, current + refunded.GetValueOrDefault(lineId))
                : quantity;
            // A custom item has no SKU: the business's to mend, validation refuses it.
            lines.Add(new CanonicalOrderLine(lines.Count + 1, item.TextOf("sku") ?? "", item.TextOf("name") ?? item.TextOf("title") ?? "", ordered, NetPrice(item, price, quantity), item.TextOf("id")));
        }
        if (lines.Count == 0)
        {
            return Missing("/line_items");
        }
        var order = new CanonicalOrder(number, NoteAttribute(document, "erp_customer") ?? options.GuestCustomer, Buyer(document), document.TextOf("email") ?? document.TextOf("contact_email"), Phone(document),
            document.TextOf("po_number"), currency, placed, DateOnly.TryParse(NoteAttribute(document, "requested_delivery"), out var day) ? day : null, ShipTo(document), lines);
        IReadOnlyList<Reference> references = [new(system, ReferenceType, document.TextOf("id")!)];
        var events = new List<CanonicalEvent> { new OrderPlaced(order) { At = changed, Version = changed.UtcTicks, References = references, RunningNumber = number } };
        if (cancelled)
        {
            events.Add(new CancelRequested([], $"Cancelled in the shop ({document.TextOf("cancel_reason") ?? "no reason"})") { At = changed, Version = changed.UtcTicks, References = references });
        }
        if (NoteAttribute(document, OrderWriter.Status) is { } status)
        {
            events.Add(new StatusShown(status, DateTimeOffset.TryParse(NoteAttribute(document, OrderWriter.AsOf), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var told) ? told : null, Shown(document))
            {
                At = changed, Version = changed.UtcTicks,
            });
        }
        return new Interpretation.Events(events);
    }

    /// <summary>"#S100001" is how the shop shows the number S100001.</summary>
    public static string? NumberOf(JsonElement document) => document.TextOf("name")?.TrimStart('#');

    /// <summary>What the shop's fulfilments hold of each line; it keeps no invoices.</summary>
    private static IReadOnlyList<ShownLine> Shown(JsonElement document)
    {
        var shipped = document.ItemsOf("fulfillments").Where(fulfilment => fulfilment.TextOf("status") is not ("cancelled" or "error" or "failure"))
            .SelectMany(fulfilment => fulfilment.ItemsOf("line_items")).GroupBy(item => item.LongOf("id") ?? 0).ToDictionary(line => line.Key, line => line.Sum(item => item.DecimalOf("quantity") ?? 0));
        return [.. document.ItemsOf("line_items").Select((item, index) => new ShownLine(index + 1, shipped.GetValueOrDefault(item.LongOf("id") ?? 0), null))];
    }

    public static string? NoteAttribute(JsonElement document, string name) =>
        document.ItemsOf("note_attributes").FirstOrDefault(attribute => attribute.TextOf("name") == name).TextOf("value");

    // Shopify spreads order discounts over lines; the ERP bills what the buyer pays.
    private static decimal NetPrice(JsonElement item, decimal price, decimal quantity)
    {
        var discount = item.ItemsOf("discount_allocations").Sum(allocation => allocation.DecimalOf("amount") ?? 0);
        return discount == 0 || quantity == 0 ? price : Math.Round(price - discount / quantity, 4);
    }

    private static string Buyer(JsonElement document)
    {
        var customer = document.Member("customer") ?? default;
        var name = $"{customer.TextOf("first_name")} {customer.TextOf("last_name")}".Trim();
        return name.Length > 0 ? name : Address(document)?.TextOf("name") ?? "Guest";
    }

    // The shop asks for a number in up to three places; the buyer's own goes before that of whom the goods go to.
    private static string? Phone(JsonElement document) =>
        document.TextOf("phone") ?? (document.Member("customer") ?? default).TextOf("phone") ?? (Address(document) ?? default).TextOf("phone");

    // A pick-up or digital order has no address to ship to; what it lacks is for validation to say.
    private static PostalAddress ShipTo(JsonElement document)
    {
        var address = Address(document) ?? default;
        return new PostalAddress(address.TextOf("name") ?? Buyer(document), address.TextOf("address1") ?? "", address.TextOf("address2"), address.TextOf("city") ?? "",
            address.TextOf("zip"), address.TextOf("country_code") ?? address.TextOf("country") ?? "");
    }

    private static JsonElement? Address(JsonElement document) => document.Member("shipping_address") ?? document.Member("billing_address");

    private static Interpretation.Unknown Missing(string where) => new(where, "Missing or unreadable.");
}
