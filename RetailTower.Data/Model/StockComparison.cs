namespace RetailTower.Data.Model;

/// <summary>One look at all the stock that a storefront shows.</summary>
public sealed class StockComparison
{
    public long Id { get; set; }

    /// <summary>The storefront.</summary>
    public required string System { get; set; }

    /// <summary>User name, or <c>tower</c> for one of the night.</summary>
    public required string RequestedBy { get; set; }

    public DateTimeOffset RequestedAt { get; set; }

    /// <summary>Figures, each of one article in one centre, that were compared.</summary>
    public int Compared { get; set; }

    /// <summary>Of those, the ones that were not what the storefront had been told, and were told it again.</summary>
    public int Differing { get; set; }

    /// <summary>Null while it is not over.</summary>
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>Why it ended early; null when it did not.</summary>
    public string? Failure { get; set; }
}
