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
public sealed class ExpectationWatch(ExpectationStore store, ConnectorRegistry connectors, CaseBook cases, ReconciliationOptions options, ChangeFeed feed, WorkSignal signal, TimeProvider time)
{
    private const int BatchSize = 500;
    private static readonly TimeSpan WaitsTooLong = TimeSpan.FromMinutes(10), ErpAfter = TimeSpan.FromSeconds(15), ErpAgain = TimeSpan.FromMinutes(1);

    /// <summary>A centre works for hours, a customer pays in weeks: their systems are asked when the time is nearly up.</summary>
    private static readonly TimeSpan CentreAgain = TimeSpan.FromSeconds(20);

    /// <summary>Many customers pay late, and an invoice stays unpaid for long: the ERP is not asked for each of them all the time.</summary>
    private static readonly TimeSpan PaymentAgain = TimeSpan.FromHours(6);

    /// <summary>Steps whose source can be asked, and for what; those of a centre end in its name.</summary>
    private static readonly Dictionary<string, string> ErpDocuments = new() { [ExpectedSteps.ErpReview] = "salesOrders", [ExpectedSteps.Invoice] = "salesInvoices", [ExpectedSteps.Payment] = "salesInvoices" };

    private const string CentreDocuments = "fulfilment-orders";

    [JobDisplayName("Watch for missing events")]
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        string[] centres = [.. connectors.Roles.Centres.SelectMany(centre => new[] { $"{ExpectedSteps.CentreAccepts}:{centre}", $"{ExpectedSteps.Shipping}:{centre}" })];
        var erps = await store.AskAsync([ExpectedSteps.ErpReview, ExpectedSteps.Invoice], now - ErpAfter, DateTimeOffset.MaxValue, ErpAgain, BatchSize, it => Question(it, now), cancellationToken);
        var asked = await store.AskAsync(centres, now, now + options.AskAhead, CentreAgain, BatchSize, it => Question(it, now), cancellationToken);
        var payments = await store.AskAsync([ExpectedSteps.Payment], now, now + options.AskAhead, PaymentAgain, BatchSize, it => Question(it, now), cancellationToken);
        foreach (var system in erps.Union(asked).Union(payments)) signal.Lane(system);
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
        var document = ErpDocuments.GetValueOrDefault(open.Step, CentreDocuments);
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
