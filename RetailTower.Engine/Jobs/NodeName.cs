using System.Globalization;

namespace RetailTower.Engine.Jobs;

/// <summary>
/// Names this process among the nodes, and each run of a job within it. New with each start and each run, so that neither a restarted node nor a
/// second run takes another's lease for its own.
/// </summary>
public sealed class NodeName(string value)
{
    private long _runs;

    public string Value { get; } = value;

    public static NodeName New() => new(string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}:{Environment.ProcessId}:{Guid.NewGuid():N}"));

    /// <summary>The name under which one run holds its lease.</summary>
    public string NextRun() => string.Create(CultureInfo.InvariantCulture, $"{Value}:{Interlocked.Increment(ref _runs)}");
}
