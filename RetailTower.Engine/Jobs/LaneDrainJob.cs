using System.Globalization;
using Hangfire;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Dispatch;
using RetailTower.Engine.Live;

namespace RetailTower.Engine.Jobs;

/// <summary>Hangfire job: sends what waits in one partition of a lane until nothing may go now.</summary>
[AutomaticRetry(Attempts = 0)]
[Queue(Queue)]
public sealed class LaneDrainJob(LaneDrain drain, PartitionRuns runs, ConnectorRegistry connectors, WorkSignal signal)
{
    /// <summary>The lanes' own queue, with workers of its own.</summary>
    public const string Queue = "lanes";

    public static string Key(string system, int partition) => string.Create(CultureInfo.InvariantCulture, $"lane:{system}:{partition}");

    [JobDisplayName("Drain lane {0}, partition {1}")]
    public async Task RunAsync(string system, int partition, CancellationToken cancellationToken)
    {
        if (!connectors.Ready) return;
        if (await runs.RunAsync(Key(system, partition), async (lease, token) => await drain.BatchAsync(lease.Name, lease.Owner, system, partition, token) > 0, cancellationToken)) signal.Lane(system);
    }
}
