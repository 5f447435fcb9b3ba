using Microsoft.Extensions.DependencyInjection;

namespace RetailTower.Engine.Governance;

/// <summary>Registers the audit trail.</summary>
public static class GovernanceComponent
{
    public static IServiceCollection Add(IServiceCollection services) => services.AddSingleton<AuditTrail>();
}
