using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;

namespace RetailTower.Engine.Simulation.Shopify;

/// <summary>Fulfilment orders, and the fulfilments that work them off.</summary>
internal sealed class FulfillmentResource(Books books, WebhookSender webhooks)
{
    public void Map(IEndpointRouteBuilder routes, ShopFront front)
    {
        front.Map(routes, "GET", "orders/{id:long}/fulfillment_orders.json", e =>
        {
            var order = OrderResource.OrderOf(books, e);
            return (200, json =>
            {
                json.WriteStartObject();
                Json.Array(json, "fulfillment_orders", order.FulfillmentOrders, (w, f) => Json.FulfillmentOrder(w, order, f));
                json.WriteEndObject();
            });
        });
        front.Map(routes, "GET", "orders/{id:long}/fulfillments.json", e =>
        {
            var order = OrderResource.OrderOf(books, e);
            return (200, json =>
            {
                json.WriteStartObject();
                Json.Array(json, "fulfillments", order.Fulfillments, (w, f) => Json.Fulfillment(w, order, f));
                json.WriteEndObject();
            });
        });
        front.Map(routes, "POST", "fulfillments.json", Create);
    }

    private (int, Action<Utf8JsonWriter>) Create(Exchange e)
    {
        var given = e.Resource("fulfillment");
        var wanted = given.Items("line_items_by_fulfillment_order").SelectMany(Wanted).ToList();
        if (wanted.Count == 0) throw Refusal.Required("line_items_by_fulfillment_order");
        if (wanted.Select(w => w.Order).Distinct().Count() > 1 || wanted.Select(w => w.Part.LocationId).Distinct().Count() > 1)
            throw Refusal.Invalid("base", "All fulfillment orders must belong to the same order and be assigned to the same location.");
        foreach (var line in wanted.GroupBy(w => w.Line))
        {
            if (line.Any(w => w.Quantity < 1) || line.Sum(w => w.Quantity) > line.Key.Fulfillable)
                throw Refusal.Invalid("base", "Invalid fulfillment order line item quantity requested.");
        }
        var (order, location) = (wanted[0].Order, wanted[0].Part.LocationId);
        var tracking = given.Member("tracking_info");
        var fulfillment = new Fulfillment(
            books.NewId(Ids.Fulfillment), string.Create(CultureInfo.InvariantCulture, $"#{order.Reference}.{order.Fulfillments.Count + 1}"), location, books.Now(),
            tracking?.Text("company"), tracking?.Text("number"), tracking?.Text("url"), [.. wanted.Select(w => new FulfilledLine(w.Line.LineItemId, w.Quantity))]);
        foreach (var (_, part, line, quantity) in wanted) Fulfil(order, part, line, quantity);
        order.Fulfillments.Add(fulfillment);
        books.Touch(order);
        webhooks.Fulfilled(order, fulfillment);
        return (201, json =>
        {
            json.WriteStartObject();
            json.WritePropertyName("fulfillment");
            Json.Fulfillment(json, order, fulfillment);
            json.WriteEndObject();
        });
    }

    // A fulfilment order named without lines means all that is left of it.
    private List<(ShopOrder Order, FulfillmentOrder Part, FulfillmentOrderLine Line, int Quantity)> Wanted(JsonElement named)
    {
        var id = named.Whole("fulfillment_order_id") ?? throw Refusal.Required("fulfillment_order_id");
        var order = books.OrderOfFulfillmentOrder(id) ?? throw Refusal.Invalid("base", $"Fulfillment order {id} does not exist.");
        var part = order.FulfillmentOrders.Find(f => f.Id == id)!;
        if (part.Status is not ("open" or "in_progress")) throw Refusal.Invalid("base", $"Fulfillment order {id} has an unfulfillable status= {part.Status}.");
        var lines = named.Items("fulfillment_order_line_items").Select(l => (
            order, part,
            part.Lines.Find(x => x.Id == l.Whole("id")) ?? throw Refusal.Invalid("base", "Invalid fulfillment order line item."),
            (int)(l.Whole("quantity") ?? throw Refusal.Required("quantity")))).ToList();
        return lines.Count > 0 ? lines : [.. part.Lines.Where(l => l.Fulfillable > 0).Select(l => (order, part, l, l.Fulfillable))];
    }

    private void Fulfil(ShopOrder order, FulfillmentOrder part, FulfillmentOrderLine line, int quantity)
    {
        line.Fulfillable -= quantity;
        var item = order.Lines.Find(l => l.Id == line.LineItemId)!;
        item.Fulfillable -= quantity;
        item.Fulfilled += quantity;
        part.Status = part.Lines.TrueForAll(l => l.Fulfillable == 0) ? "closed" : "in_progress";
        part.UpdatedAt = books.Now();
    }
}
