using RetailTower.Engine.Canonical;
namespace RetailTower.Engine.Connectors.BusinessCentral;

/// <summary>Finds the open sales orders of messages, and says what it means that one is not there.</summary>
internal sealed class OpenOrders<T>(Lookup lookup, Func<T, string> number)
    where T : class
{
    /// <summary>Reads each order; one that is not there finishes its message, as posted or as unknown.</summary>
    public async Task ReadAsync(Work<T>[] works, CancellationToken cancellationToken)
    {
        await FindAsync(works, cancellationToken);
        var missing = works.Where(w => w.Outcome is null && w.Order is null).ToArray();
        if (missing.Length == 0) return;
        var invoices = await lookup.FindAsync(Sets.Invoices, missing.Select(w => number(w.Command)), cancellationToken);
        foreach (var work in missing)
        {
            var (posted, trouble) = invoices[number(work.Command)];
            work.Outcome = trouble ?? (posted.Count > 0
                ? new CallOutcome.Rejected("already-invoiced", $"Order {number(work.Command)} is posted in full; it can only be credited.", Domains.Order)
                : new CallOutcome.Rejected("order-not-found", $"Business Central holds no order {number(work.Command)}.", Domains.Order));
        }
    }

    /// <summary>Reads each order; one that is not there leaves <see cref="Work{T}.Order"/> null.</summary>
    public async Task FindAsync(Work<T>[] works, CancellationToken cancellationToken)
    {
        if (works.Length == 0) return;
        var orders = await lookup.FindAsync(Sets.Orders, works.Select(w => number(w.Command)), cancellationToken);
        foreach (var work in works)
        {
            var (documents, trouble) = orders[number(work.Command)];
            work.Outcome = trouble;
            work.Try(() => work.Order = documents.Count > 0 ? documents[0].As<SalesOrder>() : null);
        }
    }
}
