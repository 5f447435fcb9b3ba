namespace RetailTower.Engine.Jobs;

/// <summary>Section <c>Tower:Clock</c>: lets a tower live in another time than its machine, which is for drills only.</summary>
public sealed class ClockOptions
{
    private static readonly TimeSpan Most = TimeSpan.FromDays(7);

    /// <summary>How far the tower's clock runs ahead of the machine's.</summary>
    public TimeSpan Ahead { get; set; }

    public TimeProvider Clock() => Ahead == TimeSpan.Zero ? TimeProvider.System : new ShiftedClock(Ahead);

    /// <summary>Every problem of the section, each naming the key and the mend.</summary>
    public IEnumerable<string> Validate(string path)
    {
        if (Ahead.Duration() > Most) yield return $"{path}:Ahead must be from -{Most} to {Most}; it is {Ahead}. Leave it out except in a drill.";
    }

    private sealed class ShiftedClock(TimeSpan ahead) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + ahead;
    }
}
