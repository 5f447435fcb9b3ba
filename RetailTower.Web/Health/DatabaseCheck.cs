using Microsoft.Extensions.Diagnostics.HealthChecks;
using RetailTower.Data;

namespace RetailTower.Web.Health;

/// <summary>The database answers and its migrations are applied.</summary>
internal sealed class DatabaseCheck(DatabaseProbe probe) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await probe.FindFaultAsync(cancellationToken) is { } fault ? HealthCheckResult.Unhealthy(fault) : HealthCheckResult.Healthy();
}
