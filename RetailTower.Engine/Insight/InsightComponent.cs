using Microsoft.Extensions.DependencyInjection;
using RetailTower.Engine.Insight.Kpis;

namespace RetailTower.Engine.Insight;

/// <summary>Registers the Tower page's figures and the KPIs.</summary>
public static class InsightComponent
{
    public static IServiceCollection Add(IServiceCollection services, KpiOptions kpis) => services
        .AddSingleton(kpis)
        .AddSingleton<TowerBoard>()
        .AddSingleton<SettlementBoard>()
        .AddSingleton<KpiRollup>()
        .AddSingleton<KpiBoard>()
        .AddSingleton<AnnotationDesk>();
}
