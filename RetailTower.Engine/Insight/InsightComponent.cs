using Microsoft.Extensions.DependencyInjection;

namespace RetailTower.Engine.Insight;

/// <summary>Registers the Tower page's figures.</summary>
public static class InsightComponent
{
    public static IServiceCollection Add(IServiceCollection services) => services.AddSingleton<TowerBoard>();
}
