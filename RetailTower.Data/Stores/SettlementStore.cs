using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Stores;

/// <summary>Finds orders whose goods, invoices and payments are to be looked at although no message came.</summary>
public sealed class SettlementStore(TowerDatabase database, TimeProvider time)
{
    /// <summary>Orders of which goods left and which nobody has looked at yet, as those from before the tower matched documents; by when the first goods left.</summary>
    public Task<List<(long Key, DateTimeOffset ShippedAt)>> UnjudgedAsync(DateTimeOffset after, int max, CancellationToken cancellationToken) => database.ReadAsync(async (db, token) =>
        (await db.Orders.Where(o => o.ShippedAt > after && o.Settlement == null).OrderBy(o => o.ShippedAt).Select(o => new { o.Key, o.ShippedAt }).Take(max).ToListAsync(token)).ConvertAll(it => (it.Key, it.ShippedAt!.Value)),
        cancellationToken);

    /// <summary>Numbers of the orders with an open case of this matter.</summary>
    public Task<List<string>> WithOpenCaseAsync(string domain, string matter, int max, CancellationToken cancellationToken) => database.ReadAsync((db, token) =>
        db.Cases.Where(c => c.Domain == domain && c.State < CaseState.Resolved && c.Operation == matter).OrderBy(c => c.OpenedAt).Take(max).Join(db.Orders, c => c.OrderKey, o => o.Key, (_, o) => o.Number).ToListAsync(token), cancellationToken);

    /// <summary>Adds the questions to the outbox that were not asked within <paramref name="again"/>, and do not wait there. Returns whether there were any.</summary>
    public Task<bool> AskAsync(IReadOnlyList<OutboxMessage> questions, TimeSpan again, CancellationToken cancellationToken) => database.WriteAsync(async (db, token) =>
    {
        var asked = await Questions.AddAsync(db, questions, time.GetUtcNow() - again, token);
        return asked.Count > 0;
    }, cancellationToken);
}
