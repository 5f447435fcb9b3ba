using RetailTower.Data.Model;
using RetailTower.Data.Stores;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Connectors;

namespace RetailTower.Engine.Orders;

/// <summary>What storefronts are told of stock: never more than they may sell.</summary>
public static class StockCalls
{
    /// <summary>Whole units that a storefront may sell: what the centre says it has, without what is kept back for orders and by rule.</summary>
    public static decimal Offered(Stock stock, OrderPolicies policies) => Math.Max(0, Math.Floor(stock.Available - (stock.KeptBack ?? 0) - policies.KeepBack));

    /// <summary>The call that tells a storefront. A newer one of the same article and centre replaces it.</summary>
    /// <param name="occasion">What it is told for, beside the centre's statement itself; distinguishes calls of one statement.</param>
    /// <param name="changedAt">When it changed at the centre, where that is measured.</param>
    public static OutboxMessage Of(string system, Stock stock, OrderPolicies policies, DateTimeOffset now, string occasion = "", DateTimeOffset? changedAt = null) => new()
    {
        System = system,
        Operation = Operations.WriteStock,
        Partition = Partitions.OfLane(null, stock.Sku),
        State = OutboxState.Ready,
        IdempotencyKey = FormattableString.Invariant($"stock:{stock.Centre}:{stock.Sku}:{stock.SourceVersion}{occasion}"),
        CoalesceKey = $"{system}:stock:{stock.Centre}:{stock.Sku}",
        Payload = CanonicalJson.Write(new WriteStockCommand(stock.Sku, stock.Centre, Offered(stock, policies), stock.SourceVersion)),
        CreatedAt = now,
        DueAt = now,
        ChangedAt = changedAt,
    };

    /// <summary>Systems that are told of stock.</summary>
    public static IEnumerable<string> Listeners(SystemRoles roles) => roles.Operations.Where(o => o.Operation == Operations.WriteStock).Select(o => o.System);
}
