using RetailTower.Data.Queries;
using RetailTower.Engine.Connectors;

namespace RetailTower.Engine.Dispatch;

/// <summary>What this node knows of a lane from moment to moment.</summary>
/// <param name="Concurrency">Calls that may be under way at once.</param>
/// <param name="UnderWay">Calls under way.</param>
/// <param name="LongestCall">How long the oldest of them has been; null when there is none.</param>
/// <param name="Budget">What the system still takes; null when it is not connected.</param>
public sealed record LanePulse(int Concurrency, int UnderWay, TimeSpan? LongestCall, BudgetReading? Budget, DrainForecast Drain);

/// <summary>A lane as the Systems page shows it: what the database holds, and what this node sees.</summary>
public sealed record LaneView(LaneRow Row, BreakerState Breaker, LanePulse Pulse)
{
    public string System => Row.System;
}
