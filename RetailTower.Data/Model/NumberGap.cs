namespace RetailTower.Data.Model;

/// <summary>A running number that came with a document, until it is counted: a few seconds.</summary>
public sealed class ArrivedNumber
{
    public long Id { get; set; }

    /// <summary>The system that gives the numbers.</summary>
    public required string System { get; set; }

    /// <summary>How its numbers are written, with <c>#</c> for the figures.</summary>
    public required string Series { get; set; }

    public long Number { get; set; }

    /// <summary>When the numbered document was made, by its system's clock.</summary>
    public DateTimeOffset PlacedAt { get; set; }

    public DateTimeOffset ReceivedAt { get; set; }
}

/// <summary>How far the running numbers of a system have come.</summary>
public sealed class CountedSeries
{
    public required string System { get; set; }

    public required string Series { get; set; }

    public long Highest { get; set; }

    /// <summary>When the newest of its documents was made; never later than it was received.</summary>
    public DateTimeOffset PlacedAt { get; set; }

    /// <summary>Concurrency token.</summary>
    public int Version { get; set; }
}

/// <summary>Running numbers that were passed over and have not turned up. Gone as soon as each of them is accounted for.</summary>
public sealed class NumberGap
{
    public long Id { get; set; }

    public required string System { get; set; }

    public required string Series { get; set; }

    /// <summary>Those still missing, as <see cref="Stores.NumberSpans"/> writes them.</summary>
    public required string Missing { get; set; }

    public DateTimeOffset SeenAt { get; set; }

    /// <summary>When the system is asked (again) for what is missing; null when it is not asked, since the numbers go on elsewhere.</summary>
    public DateTimeOffset? AskAt { get; set; }

    /// <summary>When what is missing becomes a case; null once it is one.</summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>Those that the system showed when it was asked for them, written as <see cref="Missing"/>.</summary>
    public string Shown { get; set; } = "";

    /// <summary>Those of which the system said that it has none, written as <see cref="Missing"/>.</summary>
    public string None { get; set; } = "";

    /// <summary>Why the system did not answer when it was last asked; null when it did.</summary>
    public string? Silence { get; set; }

    /// <summary>Concurrency token.</summary>
    public int Version { get; set; }
}
