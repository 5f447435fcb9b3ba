namespace RetailTower.Data.Model;

/// <summary>The hours of one UTC day added up; a level is as of the last of them that was counted. Long spans are read from days.</summary>
public sealed class KpiDay
{
    /// <summary>Its beginning.</summary>
    public DateTimeOffset Day { get; set; }

    /// <summary>As in <see cref="KpiHour"/>.</summary>
    public required string Figure { get; set; }

    /// <summary>As in <see cref="KpiHour"/>.</summary>
    public required string Channel { get; set; }

    /// <summary>As in <see cref="KpiHour"/>.</summary>
    public required string Region { get; set; }

    /// <summary>As in <see cref="KpiHour"/>.</summary>
    public required string Currency { get; set; }

    /// <summary>As in <see cref="KpiHour"/>.</summary>
    public int Bucket { get; set; }

    public long Count { get; set; }

    public decimal Amount { get; set; }
}
