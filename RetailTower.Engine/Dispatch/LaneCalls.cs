using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using RetailTower.Data.Model;
using RetailTower.Data.Stores;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Insight;

namespace RetailTower.Engine.Dispatch;

/// <summary>A call that has ended, one outcome per head.</summary>
internal sealed record FinishedCall(LaneHead[] Heads, IReadOnlyList<CallOutcome> Outcomes, DateTimeOffset At);

/// <summary>The calls of one batch: what waits for a slot, what is under way, what has ended. Used by one drain at a time.</summary>
internal sealed class LaneCalls(
    IConnector connector, LaneState state, LaneTurn turn, CallBudget? budget, EngineMetrics metrics, TimeProvider time, ILogger log, CancellationToken life)
{
    private readonly Queue<ArraySegment<LaneHead>> _waiting = new();
    private readonly HashSet<long> _held = [], _orders = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly List<Task> _underWay = [];
    private readonly Channel<FinishedCall> _finished = Channel.CreateUnbounded<FinishedCall>(new UnboundedChannelOptions { SingleReader = true });
    private Task<bool>? _next;

    /// <summary>Calls begun whose end was not taken yet.</summary>
    public int UnderWay { get; private set; }

    /// <summary>Messages that are under way or not yet committed.</summary>
    public int Held => _held.Count;

    /// <summary>Whether more could be sent beside what is under way.</summary>
    public bool HasRoom(int most) => _waiting.Count == 0 && _held.Count < most && turn is { Probe: false, Paced: false };

    /// <summary>
    /// Puts heads in line that are not held already, as many to a call as the connector takes of their operation. One whose order has a call under way, or that
    /// belongs to no order and has the name of one under way, waits for that: it may have made it needless in the database, but not at the system, where the older
    /// one could arrive last.
    /// </summary>
    public void Add(IReadOnlyList<LaneHead> heads)
    {
        var named = new HashSet<string>(_names);
        foreach (var operation in heads.Where(head => MayGo(head.Message, named)).GroupBy(head => head.Message.Operation))
        {
            foreach (var chunk in operation.Chunk(Math.Max(1, connector.BatchLimit(operation.Key)))) _waiting.Enqueue(chunk);
        }
    }

    /// <summary>Begins as many calls as may be under way. What the lane may no longer send is let go: the database still holds it.</summary>
    public void Start()
    {
        _underWay.RemoveAll(task => task.IsCompleted);
        while (_waiting.TryPeek(out var heads))
        {
            if (state.Enter(turn, heads.Count, budget) is not { } slot) break;
            _waiting.Dequeue();
            var rest = heads[slot.Messages..];
            LaneHead[] sent = rest.Count == 0 && heads.Offset == 0 && heads.Count == heads.Array!.Length ? heads.Array : heads[..slot.Messages].ToArray();
            if (rest.Count > 0) turn.Paced = true;
            foreach (var head in sent)
            {
                _held.Add(head.Message.Id);
                if (head.Message.OrderKey is { } order) _orders.Add(order);
                else if (head.Message.CoalesceKey is { } name) _names.Add(name);
            }

            UnderWay++;
            _underWay.Add(CallAsync(sent, slot));
        }

        if (UnderWay == 0 || turn.Paced) _waiting.Clear();
    }

    /// <summary>Waits until a call ends. False when the time is up first.</summary>
    public async Task<bool> WaitAsync(TimeSpan most, CancellationToken cancellationToken)
    {
        _next ??= _finished.Reader.WaitToReadAsync(cancellationToken).AsTask();
        if (!_next.IsCompleted && most <= TimeSpan.Zero) return false;
        if (!_next.IsCompleted && await Task.WhenAny(_next, Task.Delay(most, time, cancellationToken)) != _next)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }

        await _next;
        _next = null;
        return true;
    }

    /// <summary>Takes what has ended.</summary>
    public void Take(List<FinishedCall> into)
    {
        while (_finished.Reader.TryRead(out var call))
        {
            UnderWay--;
            into.Add(call);
        }
    }

    /// <summary>Their results are committed.</summary>
    public void Release(List<FinishedCall> calls)
    {
        foreach (var call in calls)
        {
            foreach (var head in call.Heads)
            {
                _held.Remove(head.Message.Id);
                if (head.Message.OrderKey is { } order) _orders.Remove(order);
                else if (head.Message.CoalesceKey is { } name) _names.Remove(name);
            }
        }
    }

    /// <summary>Waits for what is under way, after it was cancelled.</summary>
    public Task EndAsync() => Task.WhenAll(_underWay);

    /// <param name="named">Names of calls under way and of those that go before it; its own is added.</param>
    private bool MayGo(OutboxMessage message, HashSet<string> named) =>
        !_held.Contains(message.Id) && (message.OrderKey is { } order ? !_orders.Contains(order) : message.CoalesceKey is not { } name || named.Add(name));

    private async Task CallAsync(LaneHead[] heads, LaneSlot slot)
    {
        var operation = heads[0].Message.Operation;
        IReadOnlyList<CallOutcome> outcomes = [];
        try
        {
            outcomes = await SendAsync(operation, heads);
        }
        catch (OperationCanceledException) when (life.IsCancellationRequested)
        {
            // The turn is over; nobody knows what became of the call, and it will be repeated.
        }

        metrics.CallTook(connector.System, operation, state.Exit(turn, slot, operation, outcomes, budget));
        if (outcomes.Count > 0) _finished.Writer.TryWrite(new FinishedCall(heads, outcomes, time.GetUtcNow()));
    }

    private async Task<IReadOnlyList<CallOutcome>> SendAsync(string operation, LaneHead[] heads)
    {
        if (connector.BatchLimit(operation) == 0)
            return Array.ConvertAll(heads, _ => (CallOutcome)new CallOutcome.Failed("unknown-operation", $"{connector.System} cannot do {operation}."));
        var calls = Array.ConvertAll(heads, head => new OutboundCall(
            head.Message.Id, operation, head.Message.IdempotencyKey, head.Message.Payload,
            head.References.Select(r => new Reference(r.System, r.Type, r.Value)).ToList(), head.Message.Attempts + 1));
        using var trace = EngineMetrics.Traces.StartActivity($"{connector.System} {operation}", ActivityKind.Client, heads[0].Message.TraceParent);
        trace?.SetTag("messages", calls.Length);
        try
        {
            var outcomes = await connector.SendAsync(calls, life);
            return outcomes.Count == calls.Length ? outcomes : throw new InvalidOperationException($"{outcomes.Count} outcomes for {calls.Length} calls.");
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !life.IsCancellationRequested)
        {
            // A connector must not throw; when it does, its messages wait and the defect is on record rather than the lane at a stand.
            log.LogError(failure, "The connector of {System} threw on {Operation}", connector.System, operation);
            return Array.ConvertAll(heads, _ => (CallOutcome)new CallOutcome.Retry("connector-error", failure.Message, RetryScope.Message));
        }
    }
}
