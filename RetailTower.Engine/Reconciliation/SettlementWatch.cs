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
/// Hangfire job: matches what no message brings to be matched. Each message about an order has its goods, invoices and payments matched; orders that none came for since the tower can do so are
/// looked at here, all of them once a day. The ERP is asked whether money that paid for nothing does by now, of which it sends no news.
/// </summary>
[AutomaticRetry(Attempts = 0)]
public sealed class SettlementWatch(SettlementStore store, InboxStore inbox, ConnectorRegistry connectors, ReconciliationOptions options, WorkSignal signal, TimeProvider time)
{
    private const int BatchSize = 500;

    /// <summary>Of Business Central; another ERP would have another word for its customers' accounts.</summary>
    private const string Payments = "customerLedgerEntries";

    private static readonly TimeSpan Round = TimeSpan.FromDays(1);
    private DateTimeOffset _next, _after;

    [JobDisplayName("Match invoices and payments")]
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!connectors.Ready) return;
        await MatchAsync(cancellationToken);
        await AskAsync(cancellationToken);
    }

    private async Task MatchAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now < _next) return;
        var unjudged = await store.UnjudgedAsync(_after, BatchSize, cancellationToken);
        if (unjudged.Count > 0)
        {
            var added = await inbox.AddAsync([.. unjudged.Select(it => TowerMessages.Of(it.Key, TowerMessages.Match, new ActionFact(TowerMessages.System, null)))], cancellationToken);
            signal.Inbox(added.Partitions);
        }

        (_after, _next) = unjudged.Count == BatchSize ? (unjudged[^1].ShippedAt, _next) : (default, now + Round);
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        if (connectors.Roles.Erp is not { } erp) return;
        var now = time.GetUtcNow();
        var numbers = await store.WithOpenCaseAsync(Domains.Payment, CaseMatters.DoublyPaid, BatchSize, cancellationToken);
        if (numbers.Count > 0 && await store.AskAsync(numbers.ConvertAll(number => Question(erp, number, now)), options.AskPaymentsEvery, cancellationToken)) signal.Lane(erp);
    }

    private static OutboxMessage Question(string erp, string number, DateTimeOffset now) => new()
    {
        System = erp,
        Operation = Operations.Fetch,
        Partition = Partitions.OfLane(null, number),
        State = OutboxState.Ready,
        IdempotencyKey = FormattableString.Invariant($"ask:{erp}:{Payments}:{number}:{now.UtcTicks}"),
        CoalesceKey = $"{erp}:ask:{Payments}:{number}",
        Payload = CanonicalJson.Write(new FetchCommand(Payments, number)),
        CreatedAt = now,
        DueAt = now,
    };
}
