using Hangfire;
using RetailTower.Data.Stores;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Reconciliation.Sequences;

namespace RetailTower.Engine.Jobs;

/// <summary>Hangfire job: asks systems for the numbers that they passed over, each beside the others. A lease makes it the only one on any node, taken only when there is something to ask.</summary>
[AutomaticRetry(Attempts = 0)]
public sealed class NumberJob(NumberInquiry inquiry, ConnectorRegistry connectors, LeaseStore leases, JobGate gate, NodeName node, TimeProvider time)
{
    [JobDisplayName("Ask for missing numbers")]
    public Task RunAsync(CancellationToken cancellationToken) =>
        connectors.Ready ? Task.WhenAll(connectors.All.Where(connector => connector is INumbersOrders).Select(connector => AskAsync(connector, cancellationToken))) : Task.CompletedTask;

    private async Task AskAsync(IConnector connector, CancellationToken cancellationToken)
    {
        var key = $"numbers:{connector.System}";
        if (!gate.Enter(key)) return;
        HeldLease? lease = null;
        try
        {
            await inquiry.AskAsync(connector, async token =>
            {
                if (lease is not null) return await lease.RenewAsync(token);
                return (lease = await HeldLease.TryTakeAsync(leases, key, node, time, token)) is not null;
            }, cancellationToken);
        }
        finally
        {
            if (lease is not null) await lease.DisposeAsync();
            gate.Leave(key);
        }
    }
}
