using RetailTower.Engine.Canonical;

namespace RetailTower.Engine.Connectors.BusinessCentral;

/// <summary>Deletes open orders. One that is not there, and was never posted, is as cancelled as it can be.</summary>
internal sealed class OrderCancellation(BusinessCentralClient client, Lookup lookup)
{
    public async Task<CallOutcome[]> RunAsync(IReadOnlyList<OutboundCall> calls, CancellationToken cancellationToken)
    {
        var works = Work<CancelOrderCommand>.Of(calls, c => c.Number);
        var found = await lookup.FindAsync([Sets.Orders, Sets.Invoices], works.Unfinished().Select(w => w.Command.Number), cancellationToken);
        foreach (var work in works.Unfinished()) work.Try(() => Look(work, found[0][work.Command.Number], found[1][work.Command.Number]));

        var open = works.Unfinished();
        // Whatever somebody changed meanwhile, the order is to go; that nothing of it is shipped, the ERP itself makes sure of.
        var parts = open.Select(w => new Part("DELETE", $"{Sets.Orders}({w.Order!.Id:D})", IfMatch: "*"));
        var answers = await client.BatchAsync([.. parts], Domains.Order, cancellationToken);
        foreach (var (work, answer) in open.Zip(answers))
            work.Outcome = answer.IsGone ? new CallOutcome.Done("It is no longer there") : answer.Trouble ?? new CallOutcome.Done($"Deleted sales order {work.Order!.Number}");
        return works.Outcomes();
    }

    private static void Look(Work<CancelOrderCommand> work, Found orders, Found invoices)
    {
        if ((work.Outcome = orders.Trouble ?? invoices.Trouble) is not null) return;
        if (orders.Documents.Count > 0) work.Order = orders.Documents[0].As<SalesOrder>();
        else if (invoices.Documents.Count > 0)
            work.Outcome = new CallOutcome.Rejected("already-invoiced", $"Order {work.Command.Number} is posted in full; it can only be credited.", Domains.Order);
        else work.Outcome = new CallOutcome.Done("Business Central holds no such order");
    }
}
