namespace RetailTower.Data.Model;

/// <summary>
/// How often something happened in one UTC hour, in one channel and region. Rows of several hours, channels or regions add up, except those of a level
/// (what is open), which is as of the hour's end.
/// </summary>
public sealed class KpiHour
{
    /// <summary>Its beginning.</summary>
    public DateTimeOffset Hour { get; set; }

    /// <summary>One of <see cref="Kpis.KpiFigures"/>.</summary>
    public required string Figure { get; set; }

    /// <summary>The originator of the orders; empty for exceptions that concern no order.</summary>
    public required string Channel { get; set; }

    /// <summary>The country that the orders go to; empty where it is not known.</summary>
    public required string Region { get; set; }

    /// <summary>Of <see cref="Amount"/>; empty for figures without money.</summary>
    public required string Currency { get; set; }

    /// <summary>Of a span of time, its place in <see cref="Kpis.KpiBuckets"/>; otherwise 0.</summary>
    public int Bucket { get; set; }

    public long Count { get; set; }

    public decimal Amount { get; set; }
}
