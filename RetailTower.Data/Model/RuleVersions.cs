namespace RetailTower.Data.Model;

/// <summary>One version of rules that administrators write; the newest is in force, older ones stay.</summary>
public abstract class RuleVersion
{
    public long Id { get; set; }

    public DateTimeOffset At { get; set; }

    public required string Who { get; set; }

    /// <summary>As canonical JSON.</summary>
    public required string Rules { get; set; }
}

/// <summary>Which system has the last word on what.</summary>
public sealed class RecordMapVersion : RuleVersion;

/// <summary>By when the events of each step must come, where it is not the usual time.</summary>
public sealed class StepTimesVersion : RuleVersion;
