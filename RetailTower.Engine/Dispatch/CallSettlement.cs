using System.Text.Json;
using RetailTower.Data.Model;
using RetailTower.Data.Stores;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Exceptions;
using RetailTower.Engine.Intake;
using RetailTower.Engine.Orders;

namespace RetailTower.Engine.Dispatch;

/// <summary>Says what an outcome means for its message: done, again later, or a case; and which facts the order learns.</summary>
public sealed class CallSettlement(CaseBook cases, RetryPolicy retry, DispatchOptions options, TimeProvider time)
{
    /// <param name="resting">The lane rests, so that no message is to blame for its failure.</param>
    public LaneResult Settle(string system, LaneHead head, CallOutcome outcome, bool resting)
    {
        var message = head.Message;
        switch (outcome)
        {
            case CallOutcome.Done done:
                return new LaneResult(message, "done", "", done.Summary, null, false, true, Facts(system, message, done), null);
            case CallOutcome.Rejected refusal when Journey.Expects(message.Operation, refusal.Code):
                return new LaneResult(message, "refused", refusal.Code, refusal.Message, null, false, true, Refusal(message, refusal), null);
            case CallOutcome.Rejected refusal:
                return new LaneResult(message, "rejected", refusal.Code, refusal.Message, null, true, true, Refusal(message, refusal),
                    cases.CallRejected(message, refusal.Code, refusal.Message, refusal.Domain));
            case CallOutcome.Failed failed:
                return new LaneResult(message, "failed", failed.Code, failed.Message, null, true, true, [],
                    cases.CallUndeliverable(message, failed.Code, failed.Message));
            case CallOutcome.Retry again:
                var counts = again.Scope != RetryScope.Throttled && !resting;
                var failures = message.Attempts + (counts ? 1 : 0);
                if (failures >= options.MaxAttempts && counts)
                {
                    return new LaneResult(message, "gave up", again.Code, again.Message, null, true, true, [],
                        cases.CallUndeliverable(message, again.Code, $"{failures} attempts failed. Last: {again.Message}"));
                }

                var due = time.GetUtcNow() + retry.Delay(Math.Max(1, failures), again.After);
                return new LaneResult(message, "retry", again.Code, again.Message, due, false, counts, [], null);
            default:
                throw new InvalidOperationException($"An outcome of no known kind: {outcome.GetType().Name}.");
        }
    }

    private static List<NewInboxMessage> Facts(string system, OutboxMessage message, CallOutcome.Done done)
    {
        var facts = IntakeDesk.Rows(system, done.Messages);
        if (message.OrderKey is not null && (done.References.Count > 0 || done.Events.Count > 0))
            facts.Insert(0, Fact(message, TowerMessages.CallDone, done.Summary, null, done.References, done.Events));
        return facts;
    }

    /// <summary>A refusal concerns the order's journey; a refused reading has none.</summary>
    private static IReadOnlyList<NewInboxMessage> Refusal(OutboxMessage message, CallOutcome.Rejected refusal) =>
        message.OrderKey is null ? [] : [Fact(message, TowerMessages.CallRejected, refusal.Message, refusal.Code, [], [])];

    private static NewInboxMessage Fact(
        OutboxMessage message, string kind, string text, string? code, IReadOnlyList<Reference> references, IReadOnlyList<CanonicalEvent> events) =>
        new(TowerMessages.System, FormattableString.Invariant($"outbox:{message.Id}:{message.DueAt.UtcTicks}:{kind}"), kind, SubjectKind.Order, TowerMessages.System, "order",
            message.OrderKey is { } key ? OrderKey.Format(key) : "", message.OrderKey, "application/json",
            JsonSerializer.SerializeToUtf8Bytes(new CallFact(message.System, message.Operation, message.Id, text, code, references, events), CanonicalJson.Options), null, message.TraceParent);
}
