using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using RetailTower.Engine.Canonical;

namespace RetailTower.Engine.Connectors.ThreePl;

/// <summary>Speaks to one distribution centre. README.md in this folder holds the facts of the protocol and why each call is safe to repeat.</summary>
public sealed class ThreePlConnector(string system, ThreePlOptions options, HttpClient http, TimeProvider time, ILogger<ThreePlConnector> log)
    : IConnector, IShowsOrders, ISubscribes, IFeeds, ILimited
{
    private const string Inventory = "inventory";
    private const int PageSize = 500;

    private readonly ThreePlClient _client = new(options, http, time);
    private readonly ThreePlWebhookReader _reader = new(system, options.WebhookSecrets);

    public string System => system;

    public SystemRole Role => SystemRole.Centre;

    public IReadOnlyList<Feed> Feeds { get; } = [new Feed(Inventory, TimeSpan.FromMinutes(1))];

    public CallBudget Budget => _client.Budget;

    /// <summary>The service takes one order per call, so a batch is that many calls at once.</summary>
    public int BatchLimit(string operation) =>
        operation is Operations.Release or Operations.CancelRelease or Operations.ExpectReturn or Operations.Fetch ? 16 : 0;

    public WebhookReading ReadWebhook(WebhookCall call) => _reader.Read(call);

    public Interpretation Interpret(StoredMessage message) => ThreePlEvents.Interpret(message);

    public async Task<IReadOnlyList<CallOutcome>> SendAsync(IReadOnlyList<OutboundCall> calls, CancellationToken cancellationToken) =>
        await Task.WhenAll(calls.Select(call => SendAsync(call, cancellationToken)));

    /// <summary>Asked whether or not the tower has released anything there: it is what nobody asked for that a comparison must find.</summary>
    public IReadOnlyList<FetchCommand> DocumentsOf(string number, IReadOnlyList<Reference> references) => [new(ThreePlEvents.FulfilmentOrders, number)];

    public async Task EnsureSubscribedAsync(Uri hookUrl, CancellationToken cancellationToken)
    {
        var endpoint = new { url = hookUrl.AbsoluteUri, secret = options.WebhookSecrets[0] };
        await _client.RequireAsync(HttpMethod.Put, "v1/webhook-endpoints/retailtower", endpoint, cancellationToken);
        log.LogInformation("{System} sends its events to {HookUrl}.", system, hookUrl);
    }

    public async Task<FeedPage> ReadFeedAsync(string feed, string? cursor, CancellationToken cancellationToken)
    {
        if (feed != Inventory) throw new ArgumentException($"No such feed: {feed}.", nameof(feed));
        var sweep = SweepCursor.Read(cursor);
        var path = string.Create(CultureInfo.InvariantCulture, $"v1/inventory?limit={PageSize}");
        if (sweep.Since is { } since) path += $"&updatedSince={Uri.EscapeDataString(since.UtcDateTime.ToString("O", CultureInfo.InvariantCulture))}";
        if (sweep.Next is { } next) path += $"&cursor={Uri.EscapeDataString(next)}";
        var answer = await _client.RequireAsync(HttpMethod.Get, path, null, cancellationToken);
        try
        {
            using var page = JsonDocument.Parse(answer.Body);
            IncomingMessage[] messages = [.. page.RootElement.GetProperty("items").EnumerateArray().Select(StockMessage)];
            var after = page.RootElement.TryGetProperty("nextCursor", out var value) ? value.GetString() : null;
            return sweep.Page(messages, after, answer.At ?? time.GetUtcNow());
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new HttpRequestException("The inventory page does not have the documented shape.", e);
        }
    }

    private static IncomingMessage StockMessage(JsonElement item)
    {
        var stock = item.Deserialize<WireStockItem>(ThreePlWire.Json) ?? throw new JsonException("An inventory item is null.");
        var body = Encoding.UTF8.GetBytes(item.GetRawText());
        var key = string.Create(CultureInfo.InvariantCulture, $"{ThreePlEvents.InventoryItem}/{stock.Sku}/{stock.Version}");
        return new IncomingMessage(key, ThreePlEvents.InventoryItem, ThreePlEvents.StockSubject(stock.Sku), "application/json", body, stock.UpdatedAt);
    }

    private async Task<CallOutcome> SendAsync(OutboundCall call, CancellationToken cancellationToken)
    {
        try
        {
            return call.Operation switch
            {
                Operations.Release => await ReleaseAsync(call, cancellationToken),
                Operations.CancelRelease => await CancelReleaseAsync(call, cancellationToken),
                Operations.ExpectReturn => await ExpectReturnAsync(call, cancellationToken),
                Operations.Fetch => await FetchAsync(call.Command<FetchCommand>(), cancellationToken),
                _ => new CallOutcome.Failed("unknown-operation", $"A distribution centre cannot do {call.Operation}."),
            };
        }
        catch (JsonException)
        {
            return new CallOutcome.Failed("unexpected-shape", "The command or the centre's answer does not have the documented shape.");
        }
    }

    private async Task<CallOutcome> ReleaseAsync(OutboundCall call, CancellationToken cancellationToken)
    {
        var command = call.Command<ReleaseCommand>();
        if (call.Attempt > 1)
        {
            // The centre forgets keys after a while, and a person may retry days later.
            var (earlier, unread) = await FindAsync(command.Number, command.Release, cancellationToken);
            if (unread is not null) return unread;
            if (earlier is not null) return new CallOutcome.Done($"Released as {earlier.Id} before", [new(system, "fulfilmentOrder", earlier.Id)], [], []);
        }
        var to = command.ShipTo;
        var body = new
        {
            reference = command.Number,
            release = command.Release,
            requestedDeliveryDate = command.RequestedDelivery,
            shipTo = new { name = to.Name, line1 = to.Street, line2 = to.Street2, city = to.City, postcode = to.PostalCode, country = to.Country },
            lines = command.Lines.Select(WireLine),
        };
        var answer = await _client.SendAsync(HttpMethod.Post, "v1/fulfilment-orders", call.IdempotencyKey, body, cancellationToken);
        if (answer.Trouble is { } trouble) return trouble;
        var order = answer.Read<WireFulfilmentOrder>();
        Reference[] references = [new(system, "fulfilmentOrder", order.Id)];
        var accepted = new FulfilmentAccepted(system, order.Release, order.Id, ThreePlEvents.Quantities(order.Lines))
        {
            At = order.UpdatedAt,
            Version = order.Version,
            References = references,
        };
        return new CallOutcome.Done($"Released as {order.Id}", references, [accepted], []);
    }

    private async Task<CallOutcome> CancelReleaseAsync(OutboundCall call, CancellationToken cancellationToken)
    {
        var command = call.Command<CancelReleaseCommand>();
        var (order, unread) = await FindAsync(command.Number, command.Release, cancellationToken);
        if (unread is not null) return unread;
        if (order is null) return new CallOutcome.Done("The centre holds no such release");
        if (order.Status == "cancelled") return new CallOutcome.Done($"{order.Id} is cancelled already");
        object body = command.Lines.Count == 0
            ? new { }
            : new { lines = command.Lines.Select(l => new { line = Text(l.LineNo), quantity = ThreePlWire.Plain(l.Quantity) }) };
        var path = $"v1/fulfilment-orders/{Uri.EscapeDataString(order.Id)}/cancel";
        var answer = await _client.SendAsync(HttpMethod.Post, path, call.IdempotencyKey, body, cancellationToken);
        return answer.Trouble ?? new CallOutcome.Done($"Cancelled in {order.Id}");
    }

    private async Task<CallOutcome> ExpectReturnAsync(OutboundCall call, CancellationToken cancellationToken)
    {
        var command = call.Command<ExpectReturnCommand>();
        var body = new { reference = command.Number, rma = command.Rma, lines = command.Lines.Select(WireLine) };
        var answer = await _client.SendAsync(HttpMethod.Post, "v1/returns", call.IdempotencyKey, body, cancellationToken);
        if (answer.Trouble is { } trouble) return trouble;
        var expected = answer.Read<WireReturn>();
        CanonicalEvent[] labelled = expected.Label is { } label
            ? [new ReturnLabelled(system, expected.Rma, label.Carrier, label.TrackingNumber, label.TrackingUrl) { At = time.GetUtcNow() }]
            : [];
        return new CallOutcome.Done($"Return {expected.Rma} expected as {expected.Id}", [new(system, "return", expected.Id)], labelled, []);
    }

    private async Task<(WireFulfilmentOrder? Order, CallOutcome? Trouble)> FindAsync(string number, string release, CancellationToken cancellationToken)
    {
        var query = $"reference={Uri.EscapeDataString(number)}&release={Uri.EscapeDataString(release)}";
        var found = await _client.SendAsync(HttpMethod.Get, $"v1/fulfilment-orders?{query}", null, null, cancellationToken);
        if (found.Trouble is not null) return (null, found.Trouble);
        // The filter by release is the service's offer, not its promise: a wrong match would cancel goods that are wanted.
        return (found.Read<WireList>().Items.FirstOrDefault(o => o.Reference == number && o.Release == release), null);
    }

    /// <summary>Reads what the centre's books hold of an order: a message for each of its releases.</summary>
    private async Task<CallOutcome> FetchAsync(FetchCommand command, CancellationToken cancellationToken)
    {
        if (command.Resource != ThreePlEvents.FulfilmentOrders) return new CallOutcome.Failed("unknown-resource", $"A distribution centre has no {command.Resource}.");
        var found = await _client.SendAsync(HttpMethod.Get, $"v1/fulfilment-orders?reference={Uri.EscapeDataString(command.Id)}", null, null, cancellationToken);
        if (found.Trouble is { } trouble) return trouble;
        using var page = JsonDocument.Parse(found.Body);
        if (!page.RootElement.TryGetProperty("items", out var items)) throw new JsonException("A list has no items.");
        IncomingMessage[] messages = [.. items.EnumerateArray().Select(FulfilmentMessage)];
        return new CallOutcome.Done($"Read {messages.Length} fulfilment order(s)", [], [], messages);
    }

    private IncomingMessage FulfilmentMessage(JsonElement item)
    {
        var order = item.Deserialize<WireFulfilmentState>(ThreePlWire.Json) ?? throw new JsonException("A fulfilment order is null.");
        var key = string.Create(CultureInfo.InvariantCulture, $"{ThreePlEvents.FulfilmentOrder}/{order.Id}/{order.Version}");
        var subject = new Subject.Known(new Reference(system, "number", order.Reference));
        return new IncomingMessage(key, ThreePlEvents.FulfilmentOrder, subject, "application/json", Encoding.UTF8.GetBytes(item.GetRawText()), order.UpdatedAt);
    }

    private static object WireLine(ReleaseLine line) => new { line = Text(line.LineNo), sku = line.Sku, quantity = ThreePlWire.Plain(line.Quantity) };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
