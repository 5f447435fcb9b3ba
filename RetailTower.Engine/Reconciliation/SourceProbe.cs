using RetailTower.Data.Queries;
using RetailTower.Data.Stores;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Connectors;

namespace RetailTower.Engine.Reconciliation;

/// <summary>What the systems hold of one order now.</summary>
/// <param name="Shown">Documents, and whose they are.</param>
/// <param name="Silent">Systems that gave no answer, and why.</param>
public sealed record ProbedOrder(List<(string System, IncomingMessage Document)> Shown, Dictionary<string, string> Silent)
{
    /// <summary>Systems that answered, and hold no such order.</summary>
    public HashSet<string> Without { get; } = [];
}

/// <summary>Asks the systems what they hold of orders. Beside the lanes, for no order waits for it: within what the lanes leave of each system's limit.</summary>
public sealed class SourceProbe(ConnectorRegistry connectors, LaneQueries lanes, ReconciliationOptions options, TimeProvider time)
{
    private const string Rests = "its lane rests";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500), Patience = TimeSpan.FromMinutes(1);

    public async Task<IReadOnlyDictionary<long, ProbedOrder>> AskAsync(IReadOnlyList<ComparedOrder> orders, CancellationToken cancellationToken)
    {
        var probed = orders.ToDictionary(it => it.Order.Key, _ => new ProbedOrder([], []));
        var resting = await RestingAsync(cancellationToken);
        await Task.WhenAll(connectors.All.Where(it => it is IShowsOrders).Select(connector => AskAsync(connector, resting.Contains(connector.System), orders, probed, cancellationToken)));
        return probed;
    }

    private async Task AskAsync(IConnector connector, bool rests, IReadOnlyList<ComparedOrder> orders, Dictionary<long, ProbedOrder> probed, CancellationToken cancellationToken)
    {
        var questions = new List<(long Order, FetchCommand Document)>();
        foreach (var order in orders.Where(it => connector.Role != SystemRole.Originator || it.Order.Origin == connector.System))
        {
            var documents = ((IShowsOrders)connector).DocumentsOf(order.Order.Number, [.. order.References.Select(it => new Reference(it.System, it.Type, it.Value))]);
            if (rests) Silent(order.Order.Key, Rests);
            else if (documents.Count == 0) Silent(order.Order.Key, "the tower does not know what it calls the order");
            else questions.AddRange(documents.Select(document => (order.Order.Key, document)));
        }

        foreach (var chunk in questions.Chunk(connector.BatchLimit(Operations.Fetch)))
        {
            if (!await RoomAsync(connector, cancellationToken))
            {
                foreach (var (key, _) in chunk) Silent(key, "its limit leaves no room beside the orders of the day");
                continue;
            }

            var outcomes = await connector.SendAsync([.. chunk.Select((it, i) => new OutboundCall(i, Operations.Fetch, "", CanonicalJson.Write(it.Document), [], 1))], cancellationToken);
            foreach (var ((key, _), outcome) in chunk.Zip(outcomes)) Take(key, outcome);
        }

        void Take(long key, CallOutcome outcome)
        {
            switch (outcome)
            {
                case CallOutcome.Done done:
                    lock (probed[key]) probed[key].Shown.AddRange(done.Messages.Select(document => (connector.System, document)));
                    break;
                case CallOutcome.Rejected:
                    lock (probed[key]) probed[key].Without.Add(connector.System);
                    break;
                case CallOutcome.Failed failed:
                    Silent(key, $"{failed.Code}: {failed.Message}");
                    break;
                case CallOutcome.Retry later:
                    Silent(key, $"{later.Code}: {later.Message}");
                    break;
                default:
                    throw new InvalidOperationException($"An outcome of no known kind: {outcome.GetType().Name}.");
            }
        }

        void Silent(long key, string why)
        {
            lock (probed[key]) probed[key].Silent[connector.System] = why;
        }
    }

    /// <summary>Why a system is not to be asked now; null when it may be.</summary>
    public async Task<string?> RestAsync(string system, CancellationToken cancellationToken) => (await RestingAsync(cancellationToken)).Contains(system) ? Rests : null;

    /// <summary>Waits until there is room beside the lanes; false when there is none for a minute.</summary>
    public async Task<bool> RoomAsync(IConnector connector, CancellationToken cancellationToken)
    {
        if (connector is not ILimited { Budget: var budget }) return true;
        for (var started = time.GetTimestamp(); time.GetElapsedTime(started) < Patience; await Task.Delay(Pause, time, cancellationToken))
        {
            var reading = budget.Read();
            if (!reading.Spent && !(reading.Left < reading.Size * options.LeaveShare)) return true;
        }

        return false;
    }

    private async Task<HashSet<string>> RestingAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return (await lanes.ListAsync(cancellationToken)).Where(lane => lane.Paused || lane.RestUntil > now).Select(lane => lane.System).ToHashSet();
    }
}
