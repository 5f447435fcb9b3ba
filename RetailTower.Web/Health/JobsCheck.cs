using Hangfire;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace RetailTower.Web.Health;

/// <summary>Some server works on jobs. One that has not been heard of for a while is dead, though the storage still lists it.</summary>
internal sealed class JobsCheck(JobStorage jobs, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(2);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var since = time.GetUtcNow().UtcDateTime - Silence;
        var alive = jobs.GetMonitoringApi().Servers().Count(server => server.Heartbeat is { } heard ? heard >= since : server.StartedAt >= since);
        return Task.FromResult(alive > 0 ? HealthCheckResult.Healthy($"{alive} servers work on jobs.") : HealthCheckResult.Unhealthy("No server works on jobs."));
    }
}
