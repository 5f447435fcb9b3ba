using System.Globalization;
using System.Text.Json;
using RetailTower.Engine.Canonical;

namespace RetailTower.Engine.Connectors.Shopify;

/// <summary>Writes an order's status into its note attributes and one tag, and cancels orders.</summary>
internal sealed class OrderWriter(ShopifyClient client)
{
    /// <summary>Note attributes that hold what the shop shows of the order, and when the tower wrote it.</summary>
    public const string Status = "tower_status", AsOf = "tower_status_at";

    private const string Detail = "tower_status_detail";
    private const string TagPrefix = "tower:";

    /// <summary>
    /// Reads before it writes: Shopify replaces all note attributes and tags at once, others' must stay, and a status that is there
    /// already, or a newer one, is not written again.
    /// </summary>
    public async Task<CallOutcome> WriteStatusAsync(string orderId, WriteStatusCommand command, CancellationToken cancellationToken)
    {
        var path = $"{client.ApiPath}/orders/{orderId}.json";
        var read = await client.GetAsync(path + "?fields=id,tags,note_attributes", cancellationToken);
        if (read.Json is not { } json)
        {
            return NotFound(read, orderId);
        }
        var order = json.Member("order") ?? default;
        if (DateTimeOffset.TryParse(OrderMapper.NoteAttribute(order, AsOf), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var written) && written >= command.AsOf)
        {
            return new CallOutcome.Done(written == command.AsOf ? $"Status {command.Status}" : $"Status {command.Status} was overtaken by a newer one");
        }
        var tags = (order.TextOf("tags") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(tag => !tag.StartsWith(TagPrefix, StringComparison.OrdinalIgnoreCase))
            .Append(TagPrefix + command.Status.ToLowerInvariant().Replace(' ', '-'));
        var attributes = order.ItemsOf("note_attributes").Select(attribute => (Name: attribute.TextOf("name") ?? "", Value: attribute.TextOf("value") ?? ""))
            .Where(attribute => attribute.Name is not (Status or Detail or AsOf))
            .Concat(new (string Name, string Value)[] { (Status, command.Status), (Detail, command.Detail), (AsOf, command.AsOf.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture)) });
        var body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            order = new
            {
                id = long.Parse(orderId, CultureInfo.InvariantCulture),
                tags = string.Join(", ", tags),
                note_attributes = attributes.Select(attribute => new { name = attribute.Name, value = attribute.Value }),
            },
        });
        var answer = await client.SendAsync(HttpMethod.Put, path, body, Domains.Order, cancellationToken);
        return answer.Json is null ? NotFound(answer, orderId) : new CallOutcome.Done($"Status {command.Status}");
    }

    /// <summary>Cancels. An order that is cancelled already, or that the shop does not hold, is done.</summary>
    public async Task<CallOutcome> CancelAsync(string orderId, CancelOrderCommand command, CancellationToken cancellationToken)
    {
        var answer = await client.SendAsync(HttpMethod.Post, $"{client.ApiPath}/orders/{orderId}/cancel.json", JsonSerializer.SerializeToUtf8Bytes(new { reason = "other", email = false }), Domains.Order, cancellationToken);
        if (answer.Json is not null)
        {
            return new CallOutcome.Done($"Cancelled order {command.Number}");
        }
        if (answer.Status == 404)
        {
            return new CallOutcome.Done($"The shop holds no order {orderId}");
        }
        if (answer.Status == 422)
        {
            // Shopify refuses a second cancellation; only the order itself says whether that is why.
            var read = await client.GetAsync($"{client.ApiPath}/orders/{orderId}.json?fields=id,cancelled_at", cancellationToken);
            if (read.Json is not { } json)
            {
                return read.Problem!;
            }
            if ((json.Member("order") ?? default).Member("cancelled_at") is not null)
            {
                return new CallOutcome.Done($"Order {command.Number} was cancelled before");
            }
        }
        return answer.Problem!;
    }

    private static CallOutcome NotFound(ShopifyClient.Answer answer, string orderId) =>
        answer.Status == 404 ? new CallOutcome.Rejected("http-404", $"The shop holds no order {orderId}.", Domains.Order) : answer.Problem!;
}
