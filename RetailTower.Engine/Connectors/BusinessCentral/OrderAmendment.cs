using RetailTower.Engine.Canonical;

namespace RetailTower.Engine.Connectors.BusinessCentral;

/// <summary>Brings line quantities to what they should be. They are absolute, so doing it twice changes nothing; a line that has them already is left alone.</summary>
internal sealed class OrderAmendment(BusinessCentralClient client, Lookup lookup, Documents documents)
{
    public async Task<CallOutcome[]> RunAsync(IReadOnlyList<OutboundCall> calls, CancellationToken cancellationToken)
    {
        var works = Work<AmendOrderCommand>.Of(calls, c => c.Number);
        var orders = new OpenOrders<AmendOrderCommand>(lookup, c => c.Number);
        await orders.ReadAsync(works.Unfinished(), cancellationToken);
        var lines = new LineChanges<AmendOrderCommand>(client, orders.ReadAsync, Domains.Order);
        await lines.ApplyAsync(works.Unfinished(), Changes, cancellationToken);

        // The quantities that the ERP now holds, and what it makes of them, are facts like any other.
        var amended = works.Unfinished();
        var after = await lookup.FindAsync(Sets.Orders, amended.Select(w => w.Command.Number), cancellationToken);
        foreach (var work in amended)
        {
            var (entities, trouble) = after[work.Command.Number];
            work.Try(() => work.Outcome = trouble ?? new CallOutcome.Done(
                $"Amended sales order {work.Order!.Number}", documents.OrderReferences(work.Order), [], [.. entities.Select(e => documents.Message(Sets.Orders, e))]));
        }
        return works.Outcomes();
    }

    private static IEnumerable<(SalesOrderLine Line, object Change)> Changes(Work<AmendOrderCommand> work)
    {
        foreach (var wanted in work.Command.Lines)
        {
            if (work.Order!.TowerLines.FirstOrDefault(l => l.LineNo == wanted.LineNo) is not { } line)
            {
                // Nothing is wanted of a line that is not there: it is as it should be.
                if (wanted.Quantity == 0) continue;
                work.Outcome = new CallOutcome.Rejected("unknown-line", $"Sales order {work.Order.Number} has no line {wanted.LineNo}.", Domains.Order);
                yield break;
            }
            if (line.Quantity != wanted.Quantity) yield return (line, new { quantity = wanted.Quantity });
        }
    }
}
