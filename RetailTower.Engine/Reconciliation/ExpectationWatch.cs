using Hangfire;
using RetailTower.Data.Model;
using RetailTower.Data.Stores;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Exceptions;
using RetailTower.Engine.Live;
using RetailTower.Engine.Orders;

namespace RetailTower.Engine.Reconciliation;

/// <summary>
/// Hangfire job: silence is an exception too. Asks the source when an event is late (its webhook may be lost), and opens a Missing case when the
/// event's time is up; the event closes it.
/// </summary>
[AutomaticRetry(Attempts = 0)]
public sealed class ExpectationWatch(ExpectationStore store, ConnectorRegistry connectors, CaseBook cases, ChangeFeed feed, WorkSignal signal, TimeProvider time)
{
    private const int BatchSize = 500;
    private static readonly TimeSpan WaitsTooLong = TimeSpan.FromMinutes(10);

    [JobDisplayName("Watch for missing events")]
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var systems = connectors.All.Select(connector => connector.System).ToHashSet();
        // Before the systems are known nobody can be asked, and none may lose its turn.
        var asked = !connectors.Ready ? [] : await store.AskAsync(
            BatchSize, it => systems.Contains(it.System) ? Question(it, now) : null, it => ExpectedSteps.Of(it.Step).Question!.Next(now, it.DueAt), cancellationToken);
        foreach (var system in asked) signal.Lane(system);
        var overdue = await store.OpenOverdueAsync(BatchSize, due => cases.Missing(
            due.OrderKey, due.Step, due.Step switch { ExpectedSteps.Payment => Domains.Payment, ExpectedSteps.Invoice => Domains.Invoice, _ => Domains.Integration }, due.System,
            FormattableString.Invariant($"Asked {due.SetAt:u}, due {due.DueAt:u}, nothing heard. Ask {due.System} about order {due.Number}; the case closes itself when the event arrives."),
            due.Total, due.Currency), cancellationToken);
        var orphans = await store.OpenForgottenAsync(BatchSize, WaitsTooLong, message => cases.MessageOrphaned(message, WaitsTooLong), cancellationToken);
        if (overdue.Count > 0) feed.Publish(ChangeAreas.Orders, overdue.Select(OrderKey.Format).ToList());
        if (overdue.Count + orphans > 0) feed.Publish(ChangeAreas.Exceptions);
    }

    private static OutboxMessage Question(OverdueExpectation open, DateTimeOffset now)
    {
        var document = ExpectedSteps.Of(open.Step).Question!.Document;
        return new OutboxMessage
        {
            System = open.System,
            Operation = Operations.Fetch,
            Partition = Partitions.OfLane(null, open.Number),
            State = OutboxState.Ready,
            IdempotencyKey = FormattableString.Invariant($"ask:{open.System}:{document}:{open.OrderKey}:{now.UtcTicks}"),
            CoalesceKey = FormattableString.Invariant($"{open.System}:ask:{document}:{open.OrderKey}"),
            Payload = CanonicalJson.Write(new FetchCommand(document, open.Number)),
            CreatedAt = now,
            DueAt = now,
        };
    }
}
