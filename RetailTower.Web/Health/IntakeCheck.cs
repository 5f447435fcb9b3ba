using Microsoft.Extensions.Diagnostics.HealthChecks;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Intake;

namespace RetailTower.Web.Health;

/// <summary>Messages of the foreign systems can be taken.</summary>
internal sealed class IntakeCheck(IntakeDesk intake, IntakeOptions limits, ConnectorRegistry connectors) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(Check());

    private HealthCheckResult Check()
    {
        if (!intake.Healthy) return HealthCheckResult.Unhealthy("The last commit of the inbox failed; senders are told to try again.");
        if (intake.Closed is { } why) return HealthCheckResult.Unhealthy(why);
        if (intake.Waiting >= limits.QueueLimit) return HealthCheckResult.Unhealthy($"{intake.Waiting} messages wait for their commit; senders are told to try again.");
        return HealthCheckResult.Healthy(connectors.All.Count == 0 ? "No system is connected." : $"{connectors.All.Count} systems are connected.");
    }
}
