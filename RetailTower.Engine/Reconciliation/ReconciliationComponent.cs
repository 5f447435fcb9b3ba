using Microsoft.Extensions.DependencyInjection;
using RetailTower.Data.Stores;
using RetailTower.Engine.Reconciliation.Inventory;
using RetailTower.Engine.Reconciliation.Sequences;

namespace RetailTower.Engine.Reconciliation;

/// <summary>Registers what notices silence and difference.</summary>
public static class ReconciliationComponent
{
    public static IServiceCollection Add(IServiceCollection services, ReconciliationOptions options) => services
        .AddSingleton(options)
        .AddSingleton<ExpectationStore>()
        .AddSingleton<ExpectationWatch>()
        .AddSingleton<SettlementStore>()
        .AddSingleton<SettlementWatch>()
        .AddSingleton<ComparisonStore>()
        .AddSingleton<SourceProbe>()
        .AddSingleton<OrderComparison>()
        .AddSingleton<OrderInquiry>()
        .AddSingleton<ComparisonWorker>()
        .AddSingleton<ComparisonDesk>()
        .AddSingleton<NumberStore>()
        .AddSingleton<NumberWatch>()
        .AddSingleton<NumberInquiry>()
        .AddSingleton<NumberDesk>()
        .AddSingleton<StockStore>()
        .AddSingleton<StockGuard>()
        .AddSingleton<StockDesk>()
        .AddSingleton<StockComparer>();
}
