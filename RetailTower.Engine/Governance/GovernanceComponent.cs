using Microsoft.Extensions.DependencyInjection;
using RetailTower.Data.Stores;

namespace RetailTower.Engine.Governance;

/// <summary>Registers the audit trail and the retention.</summary>
public static class GovernanceComponent
{
    public static IServiceCollection Add(IServiceCollection services, RetentionOptions retention) => services
        .AddSingleton<AuditTrail>()
        .AddSingleton(retention)
        .AddSingleton<RetentionStore>()
        .AddSingleton<Retention>();
}
