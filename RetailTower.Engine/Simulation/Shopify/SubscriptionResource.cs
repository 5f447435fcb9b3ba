using System.Text.Json;
using Microsoft.AspNetCore.Routing;

namespace RetailTower.Engine.Simulation.Shopify;

/// <summary>Webhook subscriptions.</summary>
internal sealed class SubscriptionResource(Books books, string apiVersion)
{
    public void Map(IEndpointRouteBuilder routes, ShopFront front)
    {
        front.Map(routes, "GET", "webhooks.json", e => (200, json =>
        {
            var (topic, address) = (e.Query("topic"), e.Query("address"));
            json.WriteStartObject();
            Json.Array(json, "webhooks", books.Subscriptions.Where(s => (topic ?? s.Topic) == s.Topic && (address ?? s.Address) == s.Address), Write);
            json.WriteEndObject();
        }));
        front.Map(routes, "GET", "webhooks/{id:long}.json", e => Wrapped(200, Named(e)));
        front.Map(routes, "POST", "webhooks.json", Create);
        front.Map(routes, "PUT", "webhooks/{id:long}.json", e =>
        {
            var subscription = Named(e) with { Address = AddressIn(e.Resource("webhook")) };
            books.Put(subscription);
            return Wrapped(200, subscription);
        });
        front.Map(routes, "DELETE", "webhooks/{id:long}.json", e =>
        {
            books.Remove(Named(e));
            return (200, json =>
            {
                json.WriteStartObject();
                json.WriteEndObject();
            });
        });
    }

    // A real shop takes https only; the landscape's receivers are on loopback.
    private static string AddressIn(JsonElement given) =>
        given.Text("address") is { } address && Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? address : throw Refusal.Invalid("address", "is invalid");

    private Subscription Named(Exchange e) => books.Subscription(e.Id()) ?? throw Refusal.NotFound();

    private (int, Action<Utf8JsonWriter>) Create(Exchange e)
    {
        var given = e.Resource("webhook");
        var topic = given.Text("topic") ?? "";
        if (!WebhookSender.Topics.Contains(topic)) throw Refusal.Invalid("topic", $"Invalid topic specified. Topics allowed: {string.Join(", ", WebhookSender.Topics)}");
        if (given.Text("format") is not (null or "json")) throw Refusal.Invalid("format", "is not supported");
        var address = AddressIn(given);
        if (books.Subscriptions.Any(s => s.Topic == topic && s.Address == address)) throw Refusal.Invalid("address", "for this topic has already been taken");
        var subscription = new Subscription(books.NewId(Ids.Subscription), topic, address, books.Now());
        books.Put(subscription);
        return Wrapped(201, subscription);
    }

    private (int, Action<Utf8JsonWriter>) Wrapped(int status, Subscription subscription) => (status, json =>
    {
        json.WriteStartObject();
        json.WritePropertyName("webhook");
        Write(json, subscription);
        json.WriteEndObject();
    });

    private void Write(Utf8JsonWriter json, Subscription subscription)
    {
        json.WriteStartObject();
        json.WriteNumber("id", subscription.Id);
        json.WriteString("address", subscription.Address);
        json.WriteString("topic", subscription.Topic);
        json.WriteString("format", "json");
        json.WriteString("api_version", apiVersion);
        json.WriteString("created_at", Json.Text(subscription.CreatedAt));
        json.WriteString("updated_at", Json.Text(subscription.CreatedAt));
        json.WriteEndObject();
    }
}
