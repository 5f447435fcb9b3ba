using System.Text.Json;
using Microsoft.Extensions.Logging;
using RetailTower.Engine.Canonical;

namespace RetailTower.Engine.Connectors.Salesforce;

/// <summary>Salesforce as an originator: orders arrive by Outbound Message and are read back, their status goes to custom fields of the order.</summary>
public sealed class SalesforceConnector(string system, SalesforceOptions options, HttpClient http, TimeProvider time, ILogger<SalesforceConnector> log) : IConnector, IShowsOrders, INumbersOrders, IFeeds, ILimited, IDisposable
{
    private const int FetchBatch = 100;
    private const int StatusBatch = 200;

    private readonly SalesforceClient _client = new(options, http, time, log);
    private readonly OutboundMessageReader _webhooks = new(system, options.OrganizationId);
    private readonly OrderMapper _mapper = new(system, options);

    public string System => system;

    public SystemRole Role => SystemRole.Originator;

    public CallBudget Budget => _client.Budget;

    /// <summary>The org's API usage as its last answer stated it; null before the first answer.</summary>
    public ApiUsage? Usage => _client.Usage;

    public IReadOnlyList<Feed> Feeds { get; } = [new(ChangedOrdersFeed.Name, options.FeedInterval)];

    private OrderQuery Orders => new(system, options, _client);

    public int BatchLimit(string operation) => operation switch
    {
        Operations.Fetch => FetchBatch,
        Operations.WriteStatus => StatusBatch,
        _ => 0,
    };

    public WebhookReading ReadWebhook(WebhookCall call) => _webhooks.Read(call);

    public Interpretation Interpret(StoredMessage message)
    {
        if (message.Kind.StartsWith(OutboundMessageReader.KindPrefix, StringComparison.Ordinal))
        {
            return OutboundMessageReader.Interpret(message);
        }
        if (message.Kind != OrderMapper.Resource)
        {
            return new Interpretation.Unknown("kind", $"Salesforce messages of kind {message.Kind} are not understood.");
        }
        try
        {
            return _mapper.Interpret(message.Body);
        }
        catch (JsonException e)
        {
            return new Interpretation.Unknown(e.Path ?? $"line {e.LineNumber}", "The document is not JSON.");
        }
    }

    public async Task<IReadOnlyList<CallOutcome>> SendAsync(IReadOnlyList<OutboundCall> calls, CancellationToken cancellationToken) =>
        calls.Count == 0 ? [] : calls[0].Operation switch
        {
            Operations.Fetch => await FetchAsync([.. calls.Select(call => call.Command<FetchCommand>())], cancellationToken),
            Operations.WriteStatus => await new StatusWriter(_client).WriteAsync([.. calls.Select(call => call.Command<WriteStatusCommand>())], cancellationToken),
            var other => [.. calls.Select(_ => new CallOutcome.Failed("unknown-operation", $"Salesforce cannot do {other}."))],
        };

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is no such feed.</exception>
    public Task<FeedPage> ReadFeedAsync(string feed, string? cursor, CancellationToken cancellationToken) =>
        feed == ChangedOrdersFeed.Name
            ? new ChangedOrdersFeed(options, Orders, time).ReadAsync(cursor, cancellationToken)
            : throw new ArgumentException($"Salesforce has no feed {feed}.", nameof(feed));

    public IReadOnlyList<FetchCommand> DocumentsOf(string number, IReadOnlyList<Reference> references) =>
        [.. references.Where(reference => reference.System == system && reference.Type == OrderMapper.Resource).Select(reference => new FetchCommand(OrderMapper.Resource, reference.Value))];

    public FetchCommand DocumentOf(string runningNumber) => new(OrderMapper.Number, runningNumber);

    private async Task<IReadOnlyList<CallOutcome>> FetchAsync(IReadOnlyList<FetchCommand> commands, CancellationToken cancellationToken)
    {
        var ids = commands.Where(command => command.Resource == OrderMapper.Resource).Select(command => SalesforceId.Normalise(command.Id)).OfType<string>().Distinct().ToList();
        var (documents, problem) = ids.Count == 0 ? (new Dictionary<string, IncomingMessage>(), null) : await Orders.ByIdAsync(ids, cancellationToken);
        var numbers = commands.Where(command => command.Resource == OrderMapper.Number).Select(command => command.Id).Where(IsNumber).Distinct().ToList();
        var (numbered, unread) = numbers.Count == 0 ? (new Dictionary<string, IncomingMessage>(), null) : await Orders.ByNumberAsync(numbers, cancellationToken);
        return [.. commands.Select(command => command.Resource == OrderMapper.Number && IsNumber(command.Id)
            ? Outcome(command.Id, numbered.GetValueOrDefault(command.Id), unread)
            : Outcome(command, documents, problem))];
    }

    /// <summary>It stands in a query, where a quote would end it.</summary>
    private static bool IsNumber(string text) => text.Length > 0 && text.All(it => char.IsAsciiLetterOrDigit(it) || "-_./ ".Contains(it, StringComparison.Ordinal));

    private static CallOutcome Outcome(FetchCommand command, IReadOnlyDictionary<string, IncomingMessage> documents, CallOutcome? problem)
    {
        if (command.Resource != OrderMapper.Resource || SalesforceId.Normalise(command.Id) is not { } id)
        {
            return new CallOutcome.Failed("unknown-document", $"Salesforce has no document {command.Resource} {command.Id}.");
        }
        return Outcome(id, documents.GetValueOrDefault(id), problem);
    }

    private static CallOutcome Outcome(string name, IncomingMessage? document, CallOutcome? problem) =>
        document is not null ? new CallOutcome.Done($"Read order {name}", [], [], [document])
            : problem ?? new CallOutcome.Rejected("NOT_FOUND", $"Salesforce holds no order {name}, or hides it from the tower's run-as user.", Domains.Order);

    public void Dispose() => _client.Dispose();
}
