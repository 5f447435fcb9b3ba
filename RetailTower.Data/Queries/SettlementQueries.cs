using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Queries;

/// <summary>Orders of one currency whose money has come equally far.</summary>
/// <param name="State">Null for those that nobody has looked at yet.</param>
/// <param name="Value">What their goods that left cost.</param>
public sealed record SettlementSum(Settlement? State, string Currency, int Orders, decimal Value);

/// <summary>How complete the invoices and payments of a time are.</summary>
public sealed class SettlementQueries(TowerDatabase database)
{
    /// <summary>Of the orders whose first goods left in the span; counted from an index alone.</summary>
    /// <param name="from">Inclusive.</param>
    /// <param name="to">Exclusive.</param>
    public Task<List<SettlementSum>> SumsAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => database.ReadAsync((db, token) =>
        db.Orders.Where(o => o.ShippedAt >= from && o.ShippedAt < to).GroupBy(o => new { o.Settlement, o.Currency })
            .Select(g => new SettlementSum(g.Key.Settlement, g.Key.Currency, g.Count(), g.Sum(o => o.ShippedValue))).ToListAsync(token), cancellationToken);
}
