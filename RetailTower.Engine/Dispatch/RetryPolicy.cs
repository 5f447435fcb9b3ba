namespace RetailTower.Engine.Dispatch;

/// <summary>When to try again: exponential with full jitter, never before the system's own wish.</summary>
public sealed class RetryPolicy(DispatchOptions options, Random random)
{
    /// <param name="failures">Failed attempts so far, this one included.</param>
    /// <param name="wish">The system's Retry-After, if it gave one.</param>
    public TimeSpan Delay(int failures, TimeSpan? wish)
    {
        var ceiling = Ceiling(failures);
        var jittered = options.FirstDelay + (ceiling - options.FirstDelay) * random.NextDouble();
        return wish is { } asked && asked > jittered ? asked : jittered;
    }

    /// <summary>How long a lane rests whose breaker opened: the same curve, without jitter, from the threshold on.</summary>
    public TimeSpan Rest(int unwellInARow, TimeSpan? wish)
    {
        var rest = Ceiling(unwellInARow - options.BreakerThreshold + 2);
        return wish is { } asked && asked > rest ? asked : rest;
    }

    private TimeSpan Ceiling(int failures)
    {
        var factor = Math.Pow(2, Math.Clamp(failures, 1, 30));
        return TimeSpan.FromTicks((long)Math.Min(options.LongestDelay.Ticks, options.FirstDelay.Ticks * factor));
    }
}
