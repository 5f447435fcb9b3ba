using System.Globalization;
using RetailTower.Engine.Simulation.Core;

namespace RetailTower.Engine.Simulation.Shopify;

/// <summary>
/// Sends what happened in the shop to those who subscribed to it, signed over the raw body. A real shop gives up after 8 attempts in 4 hours and deletes the
/// subscription; here the courier goes on, since its attempts follow each other faster.
/// </summary>
internal sealed class WebhookSender(Books books, WebhookCourier courier, string system, string shopDomain, string clientSecret, string apiVersion)
{
    /// <summary>The topics the shop can send.</summary>
    public static readonly IReadOnlySet<string> Topics = new HashSet<string>(StringComparer.Ordinal)
    {
        "orders/create", "orders/updated", "orders/cancelled", "orders/fulfilled", "orders/partially_fulfilled", "refunds/create", "fulfillments/create", "inventory_levels/update",
    };

    public void OrderCreated(ShopOrder order) => Send("orders/create", order.Reference, () => Json.Bytes(w => Json.Order(w, order)));

    public void OrderUpdated(ShopOrder order) => Send("orders/updated", order.Reference, () => Json.Bytes(w => Json.Order(w, order)));

    public void OrderCancelled(ShopOrder order)
    {
        Send("orders/cancelled", order.Reference, () => Json.Bytes(w => Json.Order(w, order)));
        OrderUpdated(order);
    }

    public void Fulfilled(ShopOrder order, Fulfillment fulfillment)
    {
        Send("fulfillments/create", order.Reference, () => Json.Bytes(w => Json.Fulfillment(w, order, fulfillment)));
        Send(order.FulfillmentStatus == "fulfilled" ? "orders/fulfilled" : "orders/partially_fulfilled", order.Reference, () => Json.Bytes(w => Json.Order(w, order)));
        OrderUpdated(order);
    }

    public void Refunded(ShopOrder order, Refund refund)
    {
        Send("refunds/create", order.Reference, () => Json.Bytes(w => Json.Refund(w, order, refund)));
        OrderUpdated(order);
    }

    public void InventoryChanged(InventoryLevel level) => Send("inventory_levels/update", "", () => Json.Bytes(w => InventoryResource.Write(w, level)));

    private void Send(string topic, string about, Func<byte[]> write)
    {
        byte[]? body = null;
        string? signature = null;
        var eventId = Guid.NewGuid().ToString();
        foreach (var subscription in books.Subscriptions)
        {
            if (subscription.Topic != topic) continue;
            body ??= write();
            signature ??= WebhookSignature.Of(clientSecret, body);
            courier.Send(new(system, new Uri(subscription.Address), "application/json", body, new Dictionary<string, string>
            {
                ["X-Shopify-Topic"] = topic,
                ["X-Shopify-Hmac-Sha256"] = signature,
                ["X-Shopify-Shop-Domain"] = shopDomain,
                ["X-Shopify-API-Version"] = apiVersion,
                ["X-Shopify-Webhook-Id"] = Guid.NewGuid().ToString(),
                ["X-Shopify-Event-Id"] = eventId,
                ["X-Shopify-Triggered-At"] = books.Now().ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture),
            }, topic, about));
        }
    }
}
