namespace RetailTower.Engine.Dispatch;

/// <summary>A lane's circuit breaker.</summary>
public enum BreakerState
{
    /// <summary>Calls flow.</summary>
    Closed,

    /// <summary>The system failed too often in a row; no call goes out until its rest is over or someone asks for a probe.</summary>
    Open,

    /// <summary>One call alone finds out whether the system is well again.</summary>
    HalfOpen,
}
