using System.Text.Json;
using Microsoft.Extensions.Logging;
using RetailTower.Engine.Canonical;

namespace RetailTower.Engine.Connectors.Shopify;

/// <summary>A Shopify shop as an originator: orders arrive by webhook; status, parcels and stock go back by the REST Admin API.</summary>
public sealed class ShopifyConnector(string system, ShopifyOptions options, HttpClient http, TimeProvider time, ILogger<ShopifyConnector> log) : IConnector, IShowsOrders, INumbersOrders, IShowsStock, ISubscribes, IFeeds, ILimited, IDisposable
{
    // The REST API has no batch calls; more than a few at once only fills the shop's call bucket.
    private const int Batch = 16;
    private const int AtOnce = 4;

    private readonly WebhookReader _webhooks = new(system, options);
    private readonly OrderMapper _mapper = new(system, options);
    private readonly ShopifyClient _client = new(options, http, time, log);
    private StockMap? _map;
    private StockWriter? _writer;

    public string System => system;

    public SystemRole Role => SystemRole.Originator;

    public IReadOnlyList<Feed> Feeds { get; } = [new(OrderReader.FeedName, options.FeedInterval)];

    private OrderReader Orders => new(system, options, _client, time);

    // Kept, as it remembers the shop's ids of SKUs and locations.
    private StockMap Map => LazyInitializer.EnsureInitialized(ref _map, () => new StockMap(_client, time));

    // Kept, as it remembers which version of each figure it has set.
    private StockWriter Stock => LazyInitializer.EnsureInitialized(ref _writer, () => new StockWriter(options, _client, Map));

    public CallBudget Budget => _client.Budget;

    public int BatchLimit(string operation) =>
        operation is Operations.Fetch or Operations.WriteShipment or Operations.WriteStatus or Operations.CancelOrder or Operations.WriteStock or Operations.RefundReturn ? Batch : 0;

    public WebhookReading ReadWebhook(WebhookCall call) => _webhooks.Read(call);

    public Interpretation Interpret(StoredMessage message)
    {
        try
        {
            return message.Kind switch
            {
                OrderMapper.Kind => _mapper.Interpret(JsonElement.Parse(message.Body.Span)),
                var topic when OrderMapper.IsOrderTopic(topic) => _mapper.Interpret(JsonElement.Parse(message.Body.Span)),
                RefundMapper.Topic => RefundMapper.InterpretWebhook(JsonElement.Parse(message.Body.Span)),
                RefundMapper.Kind => RefundMapper.Interpret(JsonElement.Parse(message.Body.Span), message.MessageKey),
                OrderMapper.InventoryTopic => new Interpretation.Nothing("The shop echoes stock; centres state it."),
                "app/uninstalled" or "app/scopes_update" or "shop/update" => new Interpretation.Nothing("Concerns the app, not an order."),
                "customers/data_request" or "customers/redact" or "shop/redact" => new Interpretation.Unknown("topic", "A privacy request; a person must answer it."),
                var topic => new Interpretation.Unknown("topic", $"Webhooks of topic {topic} are not understood."),
            };
        }
        catch (JsonException e)
        {
            return new Interpretation.Unknown($"line {e.LineNumber}", "The document is not JSON.");
        }
    }

    public async Task<IReadOnlyList<CallOutcome>> SendAsync(IReadOnlyList<OutboundCall> calls, CancellationToken cancellationToken) =>
        calls.Count == 0 ? [] : calls[0].Operation switch
        {
            Operations.Fetch => await EachAsync(calls, call => call.Id, (call, token) => Orders.FetchAsync(call.Command<FetchCommand>(), token), cancellationToken),
            Operations.WriteShipment => await EachOrderAsync(calls, (id, call, token) => new ShipmentWriter(system, options, _client).WriteAsync(id, call.Command<WriteShipmentCommand>(), token), cancellationToken),
            Operations.WriteStatus => await EachOrderAsync(calls, (id, call, token) => new OrderWriter(_client).WriteStatusAsync(id, call.Command<WriteStatusCommand>(), token), cancellationToken),
            Operations.CancelOrder => await EachOrderAsync(calls, (id, call, token) => new OrderWriter(_client).CancelAsync(id, call.Command<CancelOrderCommand>(), token), cancellationToken),
            Operations.RefundReturn => await EachOrderAsync(calls, (id, call, token) => new RefundWriter(system, options, _client).WriteAsync(id, call.Command<RefundReturnCommand>(), time.GetUtcNow(), token), cancellationToken),
            Operations.WriteStock => await EachAsync(calls, call => StockOf(call), (call, token) => Stock.WriteAsync(call.Command<WriteStockCommand>(), token), cancellationToken),
            var other => [.. calls.Select(_ => new CallOutcome.Failed("unknown-operation", $"Shopify cannot do {other}."))],
        };

    public Task EnsureSubscribedAsync(Uri hookUrl, CancellationToken cancellationToken) => new WebhookSubscriptions(_client).EnsureAsync(hookUrl, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is no such feed.</exception>
    public Task<FeedPage> ReadFeedAsync(string feed, string? cursor, CancellationToken cancellationToken) =>
        feed == OrderReader.FeedName ? Orders.ReadChangedAsync(cursor, cancellationToken) : throw new ArgumentException($"Shopify has no feed {feed}.", nameof(feed));

    public Task<StockPage> ReadStockAsync(IReadOnlyList<string> centres, string? cursor, CancellationToken cancellationToken) =>
        new StockReader(options, _client, Map).ReadAsync(centres, cursor, cancellationToken);

    public IReadOnlyList<FetchCommand> DocumentsOf(string number, IReadOnlyList<Reference> references) =>
        [.. references.Where(reference => reference.System == system && reference.Type == OrderMapper.ReferenceType).Select(reference => new FetchCommand(OrderMapper.Kind, reference.Value))];

    public FetchCommand DocumentOf(string runningNumber) => new(OrderMapper.ByName, runningNumber);

    private Task<IReadOnlyList<CallOutcome>> EachOrderAsync(IReadOnlyList<OutboundCall> calls, Func<string, OutboundCall, CancellationToken, Task<CallOutcome>> work, CancellationToken cancellationToken)
    {
        string? OrderId(OutboundCall call) => call.References.FirstOrDefault(reference => reference.System == system && reference.Type == OrderMapper.ReferenceType && long.TryParse(reference.Value, out _))?.Value;
        return EachAsync(calls, call => OrderId(call) ?? "", (call, token) => OrderId(call) is { } id
            ? work(id, call, token)
            : Task.FromResult<CallOutcome>(new CallOutcome.Failed("order-id-unknown", "The tower does not know the shop's id of this order.")), cancellationToken);
    }

    private static (string, string) StockOf(OutboundCall call)
    {
        var command = call.Command<WriteStockCommand>();
        return (command.Sku, command.Centre);
    }

    // Calls of one group look up before they write, and so must not run beside each other, nor one of them overtake another that failed.
    private static async Task<IReadOnlyList<CallOutcome>> EachAsync<T>(IReadOnlyList<OutboundCall> calls, Func<OutboundCall, T> group, Func<OutboundCall, CancellationToken, Task<CallOutcome>> work, CancellationToken cancellationToken)
    {
        var outcomes = new CallOutcome[calls.Count];
        await Parallel.ForEachAsync(calls.Select((call, index) => (call, index)).GroupBy(item => group(item.call)), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (items, token) =>
        {
            CallOutcome? before = null;
            foreach (var (call, index) in items)
            {
                before = outcomes[index] = before switch
                {
                    null or CallOutcome.Done => await work(call, token),
                    CallOutcome.Retry retry => retry,
                    _ => new CallOutcome.Retry("behind", "An earlier call about the same thing did not succeed.", RetryScope.Message),
                };
            }
        });
        return outcomes;
    }

    public void Dispose() => _map?.Dispose();
}
