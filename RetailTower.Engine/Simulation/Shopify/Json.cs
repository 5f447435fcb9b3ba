using System.Globalization;
using System.Text.Json;
using RetailTower.Engine.Simulation.Core;

namespace RetailTower.Engine.Simulation.Shopify;

/// <summary>Writes resources as the Admin API and the webhooks carry them. Amounts are strings; times have whole seconds and the shop's offset, here UTC.</summary>
internal static class Json
{
    public static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    public static string Text(decimal amount) => amount.ToString("0.00", CultureInfo.InvariantCulture);

    public static byte[] Bytes(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer)) write(writer);
        return buffer.ToArray();
    }

    public static void Order(Utf8JsonWriter json, ShopOrder order)
    {
        var total = order.Lines.Sum(l => l.Price * l.Quantity);
        var current = order.Lines.Sum(l => l.Price * l.Current);
        json.WriteStartObject();
        json.WriteNumber("id", order.Id);
        json.WriteString("admin_graphql_api_id", $"gid://shopify/Order/{order.Id}");
        json.WriteString("name", $"#{order.Reference}");
        json.WriteNumber("number", order.Number);
        json.WriteNumber("order_number", order.Number);
        json.WriteString("created_at", Text(order.CreatedAt));
        json.WriteString("processed_at", Text(order.CreatedAt));
        json.WriteString("updated_at", Text(order.UpdatedAt));
        Time(json, "cancelled_at", order.CancelledAt);
        Time(json, "closed_at", order.CancelledAt);
        json.WriteString("cancel_reason", order.CancelReason);
        json.WriteBoolean("confirmed", true);
        json.WriteBoolean("test", false);
        json.WriteBoolean("taxes_included", true);
        json.WriteString("currency", Catalogue.Currency);
        json.WriteString("presentment_currency", Catalogue.Currency);
        json.WriteString("financial_status", FinancialStatus(order, current));
        json.WriteString("fulfillment_status", order.FulfillmentStatus);
        foreach (var name in (string[])["subtotal_price", "total_price", "total_line_items_price"]) json.WriteString(name, Text(total));
        foreach (var name in (string[])["total_tax", "total_discounts", "total_outstanding"]) json.WriteString(name, "0.00");
        json.WriteString("current_subtotal_price", Text(current));
        json.WriteString("current_total_price", Text(current));
        Money(json, "total_price_set", total);
        Money(json, "current_total_price_set", current);
        json.WriteString("email", order.Email);
        json.WriteString("contact_email", order.Email);
        json.WriteNull("phone");
        json.WriteString("note", order.Note);
        json.WriteString("tags", order.Tags);
        json.WriteString("source_name", "web");
        json.WriteNull("po_number");
        json.WriteNull("location_id");
        Array(json, "note_attributes", order.NoteAttributes, (w, a) =>
        {
            w.WriteStartObject();
            w.WriteString("name", a.Name);
            w.WriteString("value", a.Value);
            w.WriteEndObject();
        });
        Customer(json, order);
        PostalAddress(json, "shipping_address", order.ShipTo);
        PostalAddress(json, "billing_address", order.ShipTo);
        Array(json, "line_items", order.Lines, Line);
        Array(json, "fulfillments", order.Fulfillments, (w, f) => Fulfillment(w, order, f));
        Array(json, "refunds", order.Refunds, (w, r) => Refund(w, order, r));
        foreach (var name in (string[])["tax_lines", "discount_codes", "discount_applications", "shipping_lines"])
        {
            json.WriteStartArray(name);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    public static void Fulfillment(Utf8JsonWriter json, ShopOrder order, Fulfillment fulfillment)
    {
        json.WriteStartObject();
        json.WriteNumber("id", fulfillment.Id);
        json.WriteNumber("order_id", order.Id);
        json.WriteString("name", fulfillment.Name);
        json.WriteString("status", "success");
        json.WriteNull("shipment_status");
        json.WriteString("service", "manual");
        json.WriteNumber("location_id", fulfillment.LocationId);
        json.WriteString("created_at", Text(fulfillment.CreatedAt));
        json.WriteString("updated_at", Text(fulfillment.CreatedAt));
        json.WriteString("tracking_company", fulfillment.TrackingCompany);
        json.WriteString("tracking_number", fulfillment.TrackingNumber);
        json.WriteString("tracking_url", fulfillment.TrackingUrl);
        Array<string>(json, "tracking_numbers", fulfillment.TrackingNumber is { } number ? [number] : [], (w, v) => w.WriteStringValue(v));
        Array<string>(json, "tracking_urls", fulfillment.TrackingUrl is { } url ? [url] : [], (w, v) => w.WriteStringValue(v));
        Array(json, "line_items", fulfillment.Lines, (w, l) => Line(w, order.Lines.Find(i => i.Id == l.LineItemId)!, l.Quantity));
        json.WriteEndObject();
    }

    public static void FulfillmentOrder(Utf8JsonWriter json, ShopOrder order, FulfillmentOrder part)
    {
        var location = Location.All.First(l => l.Id == part.LocationId);
        json.WriteStartObject();
        json.WriteNumber("id", part.Id);
        json.WriteNumber("order_id", order.Id);
        json.WriteNumber("assigned_location_id", part.LocationId);
        json.WriteString("status", part.Status);
        json.WriteString("request_status", "unsubmitted");
        json.WriteString("created_at", Text(order.CreatedAt));
        json.WriteString("updated_at", Text(part.UpdatedAt));
        Array<string>(json, "supported_actions", part.Status is "open" or "in_progress" ? ["create_fulfillment", "hold", "move"] : [], (w, a) => w.WriteStringValue(a));
        json.WriteStartObject("assigned_location");
        json.WriteNumber("location_id", location.Id);
        json.WriteString("name", location.Name);
        json.WriteEndObject();
        Array(json, "line_items", part.Lines, (w, l) =>
        {
            var item = order.Lines.Find(i => i.Id == l.LineItemId)!;
            w.WriteStartObject();
            w.WriteNumber("id", l.Id);
            w.WriteNumber("fulfillment_order_id", part.Id);
            w.WriteNumber("line_item_id", l.LineItemId);
            w.WriteNumber("variant_id", item.VariantId);
            w.WriteNumber("quantity", l.Quantity);
            w.WriteNumber("fulfillable_quantity", l.Fulfillable);
            w.WriteEndObject();
        });
        json.WriteEndObject();
    }

    public static void Refund(Utf8JsonWriter json, ShopOrder order, Refund refund)
    {
        json.WriteStartObject();
        json.WriteNumber("id", refund.Id);
        json.WriteNumber("order_id", order.Id);
        json.WriteString("created_at", Text(refund.CreatedAt));
        json.WriteString("processed_at", Text(refund.CreatedAt));
        json.WriteString("note", refund.Note);
        json.WriteBoolean("restock", refund.Lines.Any(l => l.RestockType != "no_restock"));
        Array(json, "refund_line_items", refund.Lines, (w, l) =>
        {
            w.WriteStartObject();
            w.WriteNumber("id", l.Id);
            w.WriteNumber("line_item_id", l.LineItemId);
            w.WriteNumber("quantity", l.Quantity);
            w.WriteString("restock_type", l.RestockType);
            if (l.LocationId is { } location) w.WriteNumber("location_id", location);
            else w.WriteNull("location_id");
            w.WriteNumber("subtotal", l.Subtotal);
            w.WriteNumber("total_tax", 0);
            w.WritePropertyName("line_item");
            Line(w, order.Lines.Find(i => i.Id == l.LineItemId)!);
            w.WriteEndObject();
        });
        Array<Refund>(json, "transactions", refund.Amount > 0 ? [refund] : [], (w, r) =>
        {
            w.WriteStartObject();
            w.WriteString("kind", "refund");
            w.WriteString("gateway", "manual");
            w.WriteString("status", "success");
            w.WriteString("amount", Text(r.Amount));
            w.WriteString("currency", Catalogue.Currency);
            w.WriteString("processed_at", Text(r.CreatedAt));
            w.WriteEndObject();
        });
        json.WriteStartArray("order_adjustments");
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void Array<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items) write(json, item);
        json.WriteEndArray();
    }

    private static string FinancialStatus(ShopOrder order, decimal current) =>
        order.Refunds.Count == 0 ? "paid" : current == 0 ? "refunded" : "partially_refunded";

    private static void Line(Utf8JsonWriter json, LineItem line) => Line(json, line, line.Quantity);

    private static void Line(Utf8JsonWriter json, LineItem line, int quantity)
    {
        json.WriteStartObject();
        json.WriteNumber("id", line.Id);
        json.WriteNumber("variant_id", line.VariantId);
        json.WriteString("sku", line.Sku);
        json.WriteString("title", line.Title);
        json.WriteString("name", line.Title);
        json.WriteNumber("quantity", quantity);
        json.WriteNumber("current_quantity", line.Current);
        json.WriteNumber("fulfillable_quantity", line.Fulfillable);
        json.WriteString("fulfillment_status", line.Fulfilled == 0 ? null : line.Fulfillable == 0 ? "fulfilled" : "partial");
        json.WriteString("price", Text(line.Price));
        json.WriteString("total_discount", "0.00");
        json.WriteBoolean("requires_shipping", true);
        json.WriteBoolean("taxable", true);
        json.WriteBoolean("gift_card", false);
        json.WriteEndObject();
    }

    private static void Customer(Utf8JsonWriter json, ShopOrder order)
    {
        if (order.CustomerNumber == Catalogue.Guest)
        {
            json.WriteNull("customer");
            return;
        }
        json.WriteStartObject("customer");
        json.WriteString("email", order.Email);
        json.WriteString("first_name", order.CustomerName);
        json.WriteString("last_name", "");
        json.WriteString("phone", order.Phone);
        json.WriteEndObject();
    }

    private static void PostalAddress(Utf8JsonWriter json, string name, Address address)
    {
        json.WriteStartObject(name);
        json.WriteString("name", address.Name);
        json.WriteString("address1", address.Street);
        json.WriteNull("address2");
        json.WriteString("city", address.City);
        json.WriteString("zip", address.PostalCode);
        json.WriteString("country", address.Country);
        json.WriteString("country_code", address.Country);
        json.WriteEndObject();
    }

    private static void Money(Utf8JsonWriter json, string name, decimal amount)
    {
        json.WriteStartObject(name);
        foreach (var kind in (string[])["shop_money", "presentment_money"])
        {
            json.WriteStartObject(kind);
            json.WriteString("amount", Text(amount));
            json.WriteString("currency_code", Catalogue.Currency);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void Time(Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } at) json.WriteString(name, Text(at));
        else json.WriteNull(name);
    }
}
