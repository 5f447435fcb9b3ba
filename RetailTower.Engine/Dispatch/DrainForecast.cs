namespace RetailTower.Engine.Dispatch;

/// <summary>When a lane will be empty if all goes on as it does.</summary>
/// <param name="ArrivalPerSecond">Messages that come in.</param>
/// <param name="CapacityPerSecond">Messages that can go out while the system answers; null until it was seen.</param>
/// <param name="Within">Zero when it is empty, infinite when more comes in than can go out, null when nobody can say yet.</param>
public readonly record struct DrainForecast(double ArrivalPerSecond, double? CapacityPerSecond, TimeSpan? Within)
{
    /// <summary>At this rate it will never be empty.</summary>
    public bool Never => Within == Timeout.InfiniteTimeSpan;
}
