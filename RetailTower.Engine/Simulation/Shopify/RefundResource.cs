using System.Text.Json;
using RetailTower.Engine.Simulation.Core;
using Microsoft.AspNetCore.Routing;

namespace RetailTower.Engine.Simulation.Shopify;

/// <summary>Refunds: cancelling what has not shipped, taking back what has.</summary>
internal sealed class RefundResource(Books books, WebhookSender webhooks)
{
    private static readonly string[] RestockTypes = ["no_restock", "cancel", "return"];

    public void Map(IEndpointRouteBuilder routes, ShopFront front)
    {
        front.Map(routes, "GET", "orders/{id:long}/refunds.json", e =>
        {
            var order = OrderResource.OrderOf(books, e);
            return (200, json =>
            {
                json.WriteStartObject();
                Json.Array(json, "refunds", order.Refunds, (w, r) => Json.Refund(w, order, r));
                json.WriteEndObject();
            });
        });
        front.Map(routes, "POST", "orders/{id:long}/refunds.json", Create);
        front.Map(routes, "POST", "orders/{id:long}/refunds/calculate.json", Calculate);
    }

    /// <summary>Books a refund and tells about it. The lines are known to be possible.</summary>
    public Refund Book(ShopOrder order, string? note, IReadOnlyList<(LineItem Line, int Quantity, string RestockType, long? LocationId)> lines, decimal? paid = null)
    {
        foreach (var (line, quantity, restock, _) in lines)
        {
            line.Current -= quantity;
            if (restock == "cancel") TakeFromFulfillmentOrders(order, line, quantity);
            else line.Returned += quantity;
        }
        var refund = new Refund(books.NewId(Ids.Refund), books.Now(), note,
            [.. lines.Select(l => new RefundLine(books.NewId(Ids.RefundLine), l.Line.Id, l.Quantity, l.RestockType, l.LocationId, l.Quantity * l.Line.Price))], paid);
        order.Refunds.Add(refund);
        books.Touch(order);
        webhooks.Refunded(order, refund);
        return refund;
    }

    private (int, Action<Utf8JsonWriter>) Create(Exchange e)
    {
        var order = OrderResource.OrderOf(books, e);
        var given = e.Resource("refund");
        var lines = LinesOf(order, given);
        // Without a transaction goods are written down as refunded, and no money moves.
        var paid = given.Items("transactions").Where(t => t.Text("kind") == "refund").Sum(t => t.Amount("amount") ?? 0);
        if (paid > lines.Sum(l => l.Quantity * l.Line.Price)) throw Refusal.Invalid("base", "Refund amount cannot be greater than the amount of the refunded lines");
        var refund = Book(order, given.Text("note"), lines, paid);
        return (201, json =>
        {
            json.WriteStartObject();
            json.WritePropertyName("refund");
            Json.Refund(json, order, refund);
            json.WriteEndObject();
        });
    }

    /// <summary>What a refund of these lines would come to, and which payment it would go back to.</summary>
    private (int, Action<Utf8JsonWriter>) Calculate(Exchange e)
    {
        var order = OrderResource.OrderOf(books, e);
        var lines = LinesOf(order, e.Resource("refund"));
        return (200, json =>
        {
            json.WriteStartObject();
            json.WriteStartObject("refund");
            Json.Array(json, "refund_line_items", lines, (w, l) =>
            {
                w.WriteStartObject();
                w.WriteNumber("line_item_id", l.Line.Id);
                w.WriteNumber("quantity", l.Quantity);
                w.WriteString("restock_type", l.RestockType);
                w.WriteString("subtotal", Json.Text(l.Quantity * l.Line.Price));
                w.WriteEndObject();
            });
            Json.Array(json, "transactions", [lines.Sum(l => l.Quantity * l.Line.Price)], (w, amount) =>
            {
                w.WriteStartObject();
                w.WriteNumber("order_id", order.Id);
                w.WriteNumber("parent_id", order.Id);
                w.WriteString("kind", "suggested_refund");
                w.WriteString("gateway", "manual");
                w.WriteString("amount", Json.Text(amount));
                w.WriteString("currency", Catalogue.Currency);
                w.WriteEndObject();
            });
            json.WriteEndObject();
            json.WriteEndObject();
        });
    }

    /// <summary>The lines that a refund names; all of them possible.</summary>
    private static List<(LineItem Line, int Quantity, string RestockType, long? LocationId)> LinesOf(ShopOrder order, JsonElement given)
    {
        var lines = given.Items("refund_line_items").Select(l => (
            Line: order.Lines.Find(x => x.Id == l.Whole("line_item_id")) ?? throw Refusal.Invalid("refund_line_items", "line item does not belong to the order"),
            Quantity: (int)(l.Whole("quantity") ?? throw Refusal.Required("quantity")),
            RestockType: l.Text("restock_type") ?? "no_restock",
            LocationId: l.Whole("location_id"))).ToList();
        foreach (var line in lines.GroupBy(l => (l.Line, Cancels: l.RestockType == "cancel")))
        {
            if (line.Any(l => l.Quantity < 1 || !RestockTypes.Contains(l.RestockType))) throw Refusal.Invalid("refund_line_items", "is invalid");
            var possible = line.Key.Cancels ? line.Key.Line.Fulfillable : line.Key.Line.Fulfilled - line.Key.Line.Returned;
            if (line.Sum(l => l.Quantity) > possible) throw Refusal.Invalid("base", "Refund line items quantity cannot refund more items than were purchased");
        }
        return lines;
    }

    private void TakeFromFulfillmentOrders(ShopOrder order, LineItem line, int quantity)
    {
        line.Fulfillable -= quantity;
        foreach (var part in order.FulfillmentOrders)
        {
            foreach (var open in part.Lines.Where(l => l.LineItemId == line.Id))
            {
                var taken = Math.Min(quantity, open.Fulfillable);
                quantity -= taken;
                open.Fulfillable -= taken;
                open.Quantity -= taken;
            }
            if (part.Status is "open" or "in_progress" && part.Lines.TrueForAll(l => l.Fulfillable == 0)) part.Status = "closed";
            part.UpdatedAt = books.Now();
        }
    }
}
