using System.Collections.Concurrent;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Connectors;

namespace RetailTower.Tests.Engine;

/// <summary>A system that answers as the test says, and remembers what it was asked.</summary>
internal sealed class TestConnector(string system, SystemRole role, params string[] operations) : IConnector, INumbersOrders, ILimited
{
    public string System => system;

    public SystemRole Role => role;

    public ConcurrentQueue<OutboundCall> Calls { get; } = [];

    /// <summary>Calls that one request takes.</summary>
    public int Batch { get; init; } = 1;

    public Func<OutboundCall, CallOutcome> Answer { get; set; } = call => new CallOutcome.Done($"Did {call.Operation}");

    /// <summary>What a request waits for before it is answered.</summary>
    public Func<IReadOnlyList<OutboundCall>, CancellationToken, Task> Takes { get; set; } = (_, _) => Task.CompletedTask;

    public CallBudget Budget { get; init; } = new(TimeProvider.System);

    public Func<StoredMessage, Interpretation> Meaning { get; set; } = _ => new Interpretation.Nothing("Of no consequence.");

    public int BatchLimit(string operation) => operations.Contains(operation) ? Batch : 0;

    public FetchCommand DocumentOf(string runningNumber) => new("order-number", runningNumber);

    public WebhookReading ReadWebhook(WebhookCall call) => new WebhookReading.Unauthorised("No webhooks here.");

    public Interpretation Interpret(StoredMessage message) => Meaning(message);

    public async Task<IReadOnlyList<CallOutcome>> SendAsync(IReadOnlyList<OutboundCall> calls, CancellationToken cancellationToken)
    {
        foreach (var call in calls) Calls.Enqueue(call);
        await Takes(calls, cancellationToken);
        return [.. calls.Select(Answer)];
    }
}
