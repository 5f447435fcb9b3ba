using System.Text.Json;
using Microsoft.Extensions.Logging;
using RetailTower.Engine.Canonical;

namespace RetailTower.Engine.Connectors.BusinessCentral;

/// <summary>Speaks to Business Central API v2.0. README.md in this folder holds the facts of the protocol and why each call is safe to repeat.</summary>
public sealed class BusinessCentralConnector : IConnector, IShowsOrders, ISubscribes, IFeeds, ILimited, IDisposable
{
    private const int PageSize = 500;
    private static readonly TimeSpan MasterDataInterval = TimeSpan.FromMinutes(1);

    private readonly TimeProvider _time;
    private readonly BusinessCentralClient _client;
    private readonly Documents _documents;
    private readonly NotificationReader _notifications;
    private readonly ChangedDocumentsFeed _changes;
    private readonly CustomerPayments _payments;
    private readonly Subscriptions _subscriptions;
    private readonly Dictionary<string, Func<IReadOnlyList<OutboundCall>, CancellationToken, Task<CallOutcome[]>>> _operations;

    public BusinessCentralConnector(string system, BusinessCentralOptions options, HttpClient http, TimeProvider time, ILogger<BusinessCentralConnector> log)
    {
        System = system;
        _time = time;
        _client = new BusinessCentralClient(options, http, time);
        _documents = new Documents(system, options.CompanyId);
        _notifications = new NotificationReader(options.ClientStates);
        _changes = new ChangedDocumentsFeed(options, _client, time);
        Feeds = [new Feed(Sets.Customers, MasterDataInterval), new Feed(Sets.Items, MasterDataInterval), .. ChangedDocumentsFeed.Names.Append(CustomerPayments.Feed).Select(name => new Feed(name, options.FeedInterval))];
        _subscriptions = new Subscriptions(options, _client, time, log);
        var lookup = new Lookup(_client);
        _payments = new CustomerPayments(options, _client, lookup, _documents, time);
        _operations = new()
        {
            [Operations.Fetch] = new DocumentFetch(_client, lookup, _documents, _payments).RunAsync,
            [Operations.SubmitOrder] = new OrderSubmission(_client, lookup, _documents).RunAsync,
            [Operations.AmendOrder] = new OrderAmendment(_client, lookup, _documents).RunAsync,
            [Operations.CancelOrder] = new OrderCancellation(_client, lookup).RunAsync,
            [Operations.PostShipment] = new ShipmentPosting(_client, lookup, _documents).RunAsync,
            [Operations.CreditReturn] = new ReturnCredit(system, _client, lookup, time).RunAsync,
            [Operations.PostCredit] = new CreditSettlement(_client, lookup, time).PostAsync,
            [Operations.WithdrawCredit] = new CreditSettlement(_client, lookup, time).WithdrawAsync,
        };
    }

    public string System { get; }

    public SystemRole Role => SystemRole.Erp;

    public IReadOnlyList<Feed> Feeds { get; }

    public CallBudget Budget => _client.Budget;

    /// <summary>A batch of the service takes a hundred requests.</summary>
    public int BatchLimit(string operation) => _operations.ContainsKey(operation) ? 100 : 0;

    public WebhookReading ReadWebhook(WebhookCall call) => _notifications.Read(call);

    public Interpretation Interpret(StoredMessage message) => _documents.Interpret(message);

    public async Task<IReadOnlyList<CallOutcome>> SendAsync(IReadOnlyList<OutboundCall> calls, CancellationToken cancellationToken)
    {
        if (calls.Count == 0) return [];
        return _operations.TryGetValue(calls[0].Operation, out var run)
            ? await run(calls, cancellationToken)
            : [.. calls.Select(c => new CallOutcome.Failed("unknown-operation", $"Business Central cannot do {c.Operation}."))];
    }

    public IReadOnlyList<FetchCommand> DocumentsOf(string number, IReadOnlyList<Reference> references) => [new(Sets.Orders, number), new(Sets.Invoices, number)];

    public Task EnsureSubscribedAsync(Uri hookUrl, CancellationToken cancellationToken) => _subscriptions.EnsureAsync(hookUrl, cancellationToken);

    public async Task<FeedPage> ReadFeedAsync(string feed, string? cursor, CancellationToken cancellationToken)
    {
        if (!Feeds.Any(f => f.Name == feed)) throw new ArgumentException($"No such feed: {feed}.", nameof(feed));
        if (ChangedDocumentsFeed.Names.Contains(feed)) return await _changes.ReadAsync(feed, cursor, cancellationToken);
        if (feed == CustomerPayments.Feed) return await _payments.ReadAsync(cursor, cancellationToken);
        var sweep = SweepCursor.Read(cursor);
        var answer = BusinessCentralClient.Require(sweep.Next is { } next
            ? await _client.FollowAsync(next, PageSize, cancellationToken)
            : await _client.GetAsync(sweep.Since is { } since ? $"{feed}?{Filters.ModifiedSince(since)}" : feed, PageSize, cancellationToken));
        try
        {
            IncomingMessage[] messages = [.. answer.Body.Entities().Select(e => _documents.Message(feed, e))];
            return sweep.Page(messages, answer.Body.Text("@odata.nextLink"), answer.At ?? _time.GetUtcNow());
        }
        catch (JsonException e)
        {
            throw new HttpRequestException($"The list of {feed} does not have the documented shape.", e);
        }
    }

    public void Dispose() => _client.Dispose();
}
