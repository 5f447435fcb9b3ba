namespace RetailTower.Engine.Dispatch;

/// <summary>How lanes send, retry and protect the systems. Section <c>Tower:Dispatch</c>.</summary>
public sealed class DispatchOptions
{
    /// <summary>Calls under way at once in one lane on this node, to begin with; from there on the system's answers set it.</summary>
    public int Concurrency { get; set; } = 8;

    /// <summary>What throttling, failures and slowness bring it down to.</summary>
    public int MinConcurrency { get; set; } = 1;

    /// <summary>What quick answers bring it up to.</summary>
    public int MaxConcurrency { get; set; } = 16;

    /// <summary>An answer this many times slower than is usual for its operation, and slower than <see cref="SlowFloor"/>, counts as a sign of overload.</summary>
    public double SlowFactor { get; set; } = 3;

    /// <summary>An answer within this time is never called slow.</summary>
    public TimeSpan SlowFloor { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Messages of one batch.</summary>
    public int BatchSize { get; set; } = 200;

    /// <summary>Longest that a result waits for slower calls of its batch before it is committed without them.</summary>
    public TimeSpan CommitWithin { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Attempts of one message before it becomes a case; an outage of the whole system does not use them up.</summary>
    public int MaxAttempts { get; set; } = 12;

    public TimeSpan FirstDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    public TimeSpan LongestDelay { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Calls in a row that must fail before the lane's breaker opens.</summary>
    public int BreakerThreshold { get; set; } = 8;

    /// <summary>Every problem of the section, each naming the key and the mend.</summary>
    public IEnumerable<string> Validate(string path)
    {
        if (MinConcurrency < 1) yield return $"{path}:MinConcurrency must be at least 1; it is {MinConcurrency}.";
        if (Concurrency < MinConcurrency || Concurrency > MaxConcurrency)
            yield return $"{path}:Concurrency must lie from MinConcurrency ({MinConcurrency}) to MaxConcurrency ({MaxConcurrency}); it is {Concurrency}.";
        if (MaxConcurrency > 256) yield return $"{path}:MaxConcurrency must be at most 256; it is {MaxConcurrency}.";
        if (SlowFactor is not (> 1 and < 1000)) yield return $"{path}:SlowFactor must be greater than 1; it is {SlowFactor}.";
        if (SlowFloor < TimeSpan.Zero) yield return $"{path}:SlowFloor must not be negative; it is {SlowFloor}.";
        if (BatchSize < 1) yield return $"{path}:BatchSize must be at least 1; it is {BatchSize}.";
        if (CommitWithin < TimeSpan.Zero || CommitWithin > TimeSpan.FromSeconds(10)) yield return $"{path}:CommitWithin must lie from zero to 10 seconds; it is {CommitWithin}.";
        if (MaxAttempts < 1) yield return $"{path}:MaxAttempts must be at least 1; it is {MaxAttempts}.";
        if (BreakerThreshold < 1) yield return $"{path}:BreakerThreshold must be at least 1; it is {BreakerThreshold}.";
        if (FirstDelay <= TimeSpan.Zero || FirstDelay > LongestDelay) yield return $"{path}:FirstDelay must be longer than zero and not longer than LongestDelay ({LongestDelay}); it is {FirstDelay}.";
    }
}
