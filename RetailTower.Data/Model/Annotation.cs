namespace RetailTower.Data.Model;

/// <summary>What a person wrote on the time line of the KPIs: "Peak sale started".</summary>
public sealed class Annotation
{
    public long Id { get; set; }

    /// <summary>The moment that it is about.</summary>
    public DateTimeOffset At { get; set; }

    public required string Text { get; set; }

    public required string Who { get; set; }

    public DateTimeOffset WrittenAt { get; set; }
}
