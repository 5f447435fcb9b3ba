namespace RetailTower.Engine.Dispatch;

/// <summary>One batch of one partition under way.</summary>
/// <param name="probe">One call alone finds out whether the system is well again.</param>
internal sealed class LaneTurn(bool probe)
{
    public bool Probe { get; } = probe;

    /// <summary>Its calls under way.</summary>
    public int UnderWay { get; set; }

    /// <summary>The system's limit lets nothing more go now.</summary>
    public bool Paced { get; set; }
}

/// <summary>The right to make one call.</summary>
/// <param name="Messages">How many it may carry.</param>
/// <param name="BegunAt">By the clock's timestamp.</param>
internal readonly record struct LaneSlot(int Messages, long BegunAt);
