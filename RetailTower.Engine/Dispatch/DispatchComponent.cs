using Microsoft.Extensions.DependencyInjection;

namespace RetailTower.Engine.Dispatch;

/// <summary>Registers the lanes as people and metrics see them; who drains them is registered with the jobs.</summary>
public static class DispatchComponent
{
    public static IServiceCollection Add(IServiceCollection services, DispatchOptions options) => services
        .AddSingleton(options)
        .AddSingleton(new RetryPolicy(options, Random.Shared))
        .AddSingleton<LaneStates>()
        .AddSingleton<LaneDesk>()
        .AddSingleton<LaneWatch>();
}
