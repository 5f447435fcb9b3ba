namespace RetailTower.Data.Model;

/// <summary>One version of the map of systems of record; the newest is in force, older ones stay.</summary>
public sealed class RecordMapVersion
{
    public long Id { get; set; }

    public DateTimeOffset At { get; set; }

    public required string Who { get; set; }

    /// <summary>Its rules as canonical JSON.</summary>
    public required string Rules { get; set; }
}
