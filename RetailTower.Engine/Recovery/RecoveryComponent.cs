using Microsoft.Extensions.DependencyInjection;

namespace RetailTower.Engine.Recovery;

/// <summary>Registers what people do about cases.</summary>
public static class RecoveryComponent
{
    public static IServiceCollection Add(IServiceCollection services, RecoveryOptions options) => services
        .AddSingleton(options)
        .AddSingleton<RecoveryNews>()
        .AddSingleton<EditDesk>()
        .AddSingleton<RecoveryDesk>()
        .AddSingleton<ReplayDesk>()
        .AddSingleton<PatchDesk>()
        .AddSingleton<BulkWorker>();
}
