using Microsoft.Extensions.Logging;

namespace RetailTower.Engine.Simulation.Core;

/// <summary>What every simulated system stands on.</summary>
public sealed record Surroundings(
    LandscapeOptions Options,
    TimeProvider Time,
    Catalogue Catalogue,
    SimulationScheduler Scheduler,
    FaultGate Faults,
    WebhookCourier Courier,
    Dice Dice,
    ILoggerFactory Logs)
{
    /// <summary>Calls that the systems answered.</summary>
    public WireTally Calls { get; } = new();
}
