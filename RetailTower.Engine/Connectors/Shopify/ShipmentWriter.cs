using System.Text.Json;
using RetailTower.Engine.Canonical;

namespace RetailTower.Engine.Connectors.Shopify;

/// <summary>
/// Tells the shop of a parcel. Fulfilments have no idempotency key, so the parcel's tracking number is looked up first: what a fulfilment
/// with that number already holds is not fulfilled again.
/// </summary>
internal sealed class ShipmentWriter(string system, ShopifyOptions options, ShopifyClient client)
{
    /// <summary>A piece of a fulfilment order that can still be fulfilled. Orders at one location go into one fulfilment.</summary>
    private sealed record Open(long FulfilmentOrder, long Location, long Item, long LineId, decimal Quantity);

    public async Task<CallOutcome> WriteAsync(string orderId, WriteShipmentCommand command, CancellationToken cancellationToken)
    {
        var wanted = new Dictionary<long, decimal>();
        foreach (var line in command.Lines)
        {
            if (!long.TryParse(line.Reference, out var lineId))
            {
                return new CallOutcome.Rejected("line-unknown", $"Line {line.LineNo} has no id in the shop.", Domains.Shipment);
            }
            wanted[lineId] = wanted.GetValueOrDefault(lineId) + line.Quantity;
        }
        var told = await client.GetAsync($"{client.ApiPath}/orders/{orderId}/fulfillments.json?limit=250", cancellationToken);
        if (told.Json is not { } fulfilments)
        {
            return NotFound(told, orderId);
        }
        var references = new List<Reference>();
        foreach (var fulfilment in fulfilments.ItemsOf("fulfillments").Where(fulfilment => Carries(fulfilment, command.Parcel.TrackingNumber)))
        {
            references.Add(new Reference(system, "fulfillment", fulfilment.TextOf("id") ?? ""));
            foreach (var item in fulfilment.ItemsOf("line_items"))
            {
                var lineId = item.LongOf("id") ?? 0;
                wanted[lineId] = wanted.GetValueOrDefault(lineId) - (item.DecimalOf("quantity") ?? 0);
            }
        }
        if (wanted.Values.All(quantity => quantity <= 0))
        {
            return new CallOutcome.Done($"Parcel {command.Parcel.TrackingNumber} was told before", references, [], []);
        }
        var open = await client.GetAsync($"{client.ApiPath}/orders/{orderId}/fulfillment_orders.json", cancellationToken);
        if (open.Json is not { } fulfilmentOrders)
        {
            return NotFound(open, orderId);
        }
        if (Allocate(wanted, fulfilmentOrders) is not { } pieces)
        {
            return new CallOutcome.Rejected("nothing-to-fulfil", $"The shop has less left to fulfil than parcel {command.Parcel.TrackingNumber} holds.", Domains.Shipment);
        }
        // One fulfilment can only hold fulfilment orders of one location.
        foreach (var atLocation in pieces.GroupBy(piece => piece.Location))
        {
            var made = await client.SendAsync(HttpMethod.Post, $"{client.ApiPath}/fulfillments.json", Body(command.Parcel, atLocation), Domains.Shipment, cancellationToken);
            if (made.Json is not { } json)
            {
                return made.Problem!;
            }
            references.Add(new Reference(system, "fulfillment", (json.Member("fulfillment") ?? default).TextOf("id") ?? ""));
        }
        return new CallOutcome.Done($"Told the shop of parcel {command.Parcel.TrackingNumber}", references, [], []);
    }

    private static bool Carries(JsonElement fulfilment, string trackingNumber) =>
        fulfilment.TextOf("status") is not ("cancelled" or "error" or "failure")
        && (fulfilment.TextOf("tracking_number") == trackingNumber || fulfilment.ItemsOf("tracking_numbers").Any(number => number.ValueKind == JsonValueKind.String && number.GetString() == trackingNumber));

    private static List<Open>? Allocate(Dictionary<long, decimal> wanted, JsonElement fulfilmentOrders)
    {
        var open = fulfilmentOrders.ItemsOf("fulfillment_orders").Where(order => order.TextOf("status") is "open" or "in_progress")
            .SelectMany(order => order.ItemsOf("line_items").Select(item => new Open(order.LongOf("id") ?? 0, order.LongOf("assigned_location_id") ?? 0,
                item.LongOf("id") ?? 0, item.LongOf("line_item_id") ?? 0, item.DecimalOf("fulfillable_quantity") ?? 0)))
            .ToLookup(item => item.LineId);
        var pieces = new List<Open>();
        foreach (var (lineId, quantity) in wanted.Where(line => line.Value > 0))
        {
            var left = quantity;
            foreach (var item in open[lineId].Where(item => item.Quantity > 0))
            {
                var taken = Math.Min(left, item.Quantity);
                if (taken > 0)
                {
                    pieces.Add(item with { Quantity = taken });
                    left -= taken;
                }
            }
            if (left > 0)
            {
                return null;
            }
        }
        return pieces;
    }

    private byte[] Body(Parcel parcel, IEnumerable<Open> pieces) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        fulfillment = new
        {
            line_items_by_fulfillment_order = pieces.GroupBy(piece => piece.FulfilmentOrder).Select(order => new
            {
                fulfillment_order_id = order.Key,
                fulfillment_order_line_items = order.Select(piece => new { id = piece.Item, quantity = (long)piece.Quantity }),
            }),
            tracking_info = new { company = parcel.Carrier, number = parcel.TrackingNumber, url = parcel.TrackingUrl },
            notify_customer = options.NotifyCustomer,
        },
    });

    private static CallOutcome NotFound(ShopifyClient.Answer answer, string orderId) =>
        answer.Status == 404 ? new CallOutcome.Rejected("http-404", $"The shop holds no order {orderId}.", Domains.Order) : answer.Problem!;
}
