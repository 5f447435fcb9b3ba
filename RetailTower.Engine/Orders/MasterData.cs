using RetailTower.Data.Model;
using RetailTower.Engine.Canonical;

namespace RetailTower.Engine.Orders;

/// <summary>The tower's copy of what the rules need to know: customers, articles, stock. An older statement never overwrites a newer one.</summary>
internal static class MasterData
{
    /// <summary>True when the event is master data (and was applied or found stale).</summary>
    public static bool Apply(TurnContext context, CanonicalEvent it)
    {
        var version = it.Version ?? it.At.UtcTicks;
        switch (it)
        {
            case CustomerStated stated:
                var customer = context.Work.Customers.GetValueOrDefault(stated.Number);
                if (customer is null) context.Work.Customers.Add(stated.Number, customer = new Customer { Number = stated.Number, Name = stated.Name });
                else if (customer.SourceVersion > version) return true;
                (customer.Name, customer.CreditLimit, customer.BalanceDue, customer.Blocked, customer.SourceVersion) = (stated.Name, stated.CreditLimit, stated.BalanceDue, stated.Blocked, version);
                return true;
            case ProductStated stated:
                var product = context.Work.Products.GetValueOrDefault(stated.Sku);
                if (product is null) context.Work.Products.Add(stated.Sku, product = new Product { Sku = stated.Sku, Name = stated.Name });
                else if (product.SourceVersion > version) return true;
                (product.Name, product.UnitPrice, product.Blocked, product.SourceVersion) = (stated.Name, stated.UnitPrice, stated.Blocked, version);
                return true;
            case StockStated stated:
                var stock = context.Work.Stocks.GetValueOrDefault((stated.Sku, stated.Centre));
                var isNew = stock is null;
                if (stock is null) context.Work.Stocks.Add((stated.Sku, stated.Centre), stock = new Stock { Sku = stated.Sku, Centre = stated.Centre });
                else if (stock.SourceVersion >= version) return true;
                (stock.Available, stock.SourceVersion, stock.StatedAt) = (stated.Available, version, it.At);
                // What a tower learns first is no change that storefronts could have been late to show.
                WriteStock(context, stock, isNew ? null : it.At);
                return true;
            default:
                return false;
        }
    }

    private static void WriteStock(TurnContext context, Stock stock, DateTimeOffset? changedAt)
    {
        foreach (var system in StockCalls.Listeners(context.Systems))
        {
            var call = StockCalls.Of(system, stock, context.Policies, context.Now, changedAt: changedAt);
            if (context.Work.Outbox.Find(o => o.CoalesceKey == call.CoalesceKey) is { } needless)
            {
                context.Work.Outbox.Remove(needless);
                if (needless.ChangedAt < changedAt) call.ChangedAt = needless.ChangedAt;
            }

            context.Work.Outbox.Add(call);
        }
    }
}
