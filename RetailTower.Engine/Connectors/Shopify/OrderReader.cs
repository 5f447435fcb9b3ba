using System.Globalization;
using System.Text;
using System.Text.Json;
using RetailTower.Engine.Canonical;

namespace RetailTower.Engine.Connectors.Shopify;

/// <summary>Reads orders: one by id, or those that changed. An order brings its refunds along as messages of their own.</summary>
internal sealed class OrderReader(string system, ShopifyOptions options, ShopifyClient client, TimeProvider time)
{
    public const string FeedName = "changed-orders";

    private const int PageSize = 250;

    public async Task<CallOutcome> FetchAsync(FetchCommand command, CancellationToken cancellationToken)
    {
        if (command.Resource == OrderMapper.ByName) return await FetchByNameAsync(command.Id, cancellationToken);
        var ids = command.Id.Split('/');
        var isRefund = command.Resource == RefundMapper.Kind && ids.Length == 2;
        if ((!isRefund && command.Resource != OrderMapper.Kind) || !ids.All(id => long.TryParse(id, out _)))
        {
            return new CallOutcome.Failed("unknown-document", $"Shopify has no document {command.Resource} {command.Id}.");
        }
        var answer = await client.GetAsync($"{client.ApiPath}/orders/{ids[0]}.json", cancellationToken);
        if (answer.Status == 404)
        {
            return new CallOutcome.Rejected("http-404", $"The shop holds no order {ids[0]}.", Domains.Order);
        }
        if (answer.Json is not { } json)
        {
            return answer.Problem!;
        }
        var messages = json.Member("order") is { } order ? Messages(order) : [];
        if (messages.Count == 0)
        {
            return new CallOutcome.Failed("unexpected-answer", "The answer holds no order.");
        }
        return isRefund && !messages.Any(message => message.MessageKey == RefundMapper.MessageKey(ids[1]))
            ? new CallOutcome.Retry("refund-not-there", $"Order {ids[0]} does not show refund {ids[1]} yet.", RetryScope.Message)
            : new CallOutcome.Done($"Read order {ids[0]}", [], [], messages);
    }

    public async Task<FeedPage> ReadChangedAsync(string? cursor, CancellationToken cancellationToken)
    {
        var sweep = SweepCursor.Read(cursor);
        var since = sweep.Since ?? time.GetUtcNow() - options.FeedLookback;
        var first = $"{client.ApiPath}/orders.json?status=any&limit={PageSize}&order=updated_at%20asc&updated_at_min={Uri.EscapeDataString(since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture))}";
        var answer = await client.GetAsync(sweep.Next ?? first, cancellationToken);
        if (sweep.Next is not null && answer.Status is >= 400 and < 500 and not 429)
        {
            // A page cursor does not live long; what is read again is dropped as a duplicate.
            answer = await client.GetAsync(first, cancellationToken);
        }
        if (answer.Json is not { } json)
        {
            throw new HttpRequestException($"Shopify did not give its changed orders: {answer.Problem}");
        }
        return sweep.Page([.. json.ItemsOf("orders").SelectMany(Messages)], answer.NextPage, answer.At ?? time.GetUtcNow());
    }

    private async Task<CallOutcome> FetchByNameAsync(string name, CancellationToken cancellationToken)
    {
        var answer = await client.GetAsync($"{client.ApiPath}/orders.json?status=any&limit={PageSize}&name={Uri.EscapeDataString(name)}", cancellationToken);
        if (answer.Json is not { } json)
        {
            return answer.Problem!;
        }
        // The shop looks for the name also within longer ones.
        var messages = json.ItemsOf("orders").Where(order => OrderMapper.NumberOf(order) == name).SelectMany(Messages).ToList();
        return messages.Count == 0
            ? new CallOutcome.Rejected("not-there", $"The shop holds no order named {name}.", Domains.Order)
            : new CallOutcome.Done($"Read order {name}", [], [], messages);
    }

    private IReadOnlyList<IncomingMessage> Messages(JsonElement order)
    {
        if (order.TextOf("id") is not { } id || order.TextOf("updated_at") is not { } stamp)
        {
            return [];
        }
        var body = Encoding.UTF8.GetBytes(order.GetRawText());
        var reference = new Reference(system, OrderMapper.ReferenceType, id);
        var refunds = order.ItemsOf("refunds").Select(refund => refund.TextOf("id")).OfType<string>()
            .Select(refund => new IncomingMessage(RefundMapper.MessageKey(refund), RefundMapper.Kind, new Subject.Known(reference), "application/json", body));
        return [new IncomingMessage($"{OrderMapper.Kind}/{id}/{stamp}", OrderMapper.Kind, new Subject.Origin(reference), "application/json", body, order.TimeOf("updated_at")), .. refunds];
    }
}
