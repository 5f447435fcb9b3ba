namespace RetailTower.Data.Model;

/// <summary>A walk through orders that asks every system what it holds of them; goes on after a restart.</summary>
public sealed class Comparison
{
    public long Id { get; set; }

    /// <summary>True for orders picked by chance, false for all.</summary>
    public bool Sample { get; set; }

    /// <summary>User name, or <c>tower</c> for one that started by itself.</summary>
    public required string RequestedBy { get; set; }

    public DateTimeOffset RequestedAt { get; set; }

    public OperationState State { get; set; }

    /// <summary>Orders to compare.</summary>
    public int Total { get; set; }

    /// <summary>Orders whose systems all answered and that were at rest.</summary>
    public int Compared { get; set; }

    /// <summary>Of those, orders of which the originator shows its people something that is not so.</summary>
    public int Untrue { get; set; }

    /// <summary>Orders of which the ERP or a centre knew something that the tower did not.</summary>
    public int Unheard { get; set; }

    /// <summary>Orders that could not be judged: a system did not answer, or they were on the move each time.</summary>
    public int Unjudged { get; set; }

    /// <summary>Which systems gave no answer the last time that one did not, and why; null while all did.</summary>
    public string? Silence { get; set; }

    /// <summary>The last order that was looked at; those after it are still to come.</summary>
    public long AfterKey { get; set; }

    /// <summary>The orders to look at, as a JSON array of their keys; null for all.</summary>
    public string? Keys { get; set; }

    /// <summary>Orders that are looked at once more when the others are done, as a JSON array of their keys.</summary>
    public required string Again { get; set; }

    /// <summary>True while <see cref="Keys"/> are those of <see cref="Again"/>: what cannot be judged now is given up.</summary>
    public bool SecondLook { get; set; }

    /// <summary>No order is looked at before this instant.</summary>
    public DateTimeOffset? NotBefore { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>Concurrency token: someone may pause it while a page is looked at.</summary>
    public long Version { get; set; }
}

/// <summary>What a comparison found among the orders of one channel and region; the rows of a comparison add up to what it has compared.</summary>
public sealed class ComparisonTally
{
    public long ComparisonId { get; set; }

    /// <summary>The originator of the orders; empty for what was compared before this was kept.</summary>
    public required string Channel { get; set; }

    /// <summary>The country that the orders go to; empty where it is not known.</summary>
    public required string Region { get; set; }

    public int Compared { get; set; }

    /// <summary>Orders of which the originator shows its people something that is not so.</summary>
    public int Untrue { get; set; }

    /// <summary>Orders of which a system is wrong about where the goods are; null for what was compared before this was judged.</summary>
    public int? UntrueFulfilment { get; set; }
}
