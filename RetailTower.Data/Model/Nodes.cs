namespace RetailTower.Data.Model;

/// <summary>A process that works on this database, as it says of itself.</summary>
public sealed class Node
{
    /// <summary>New with each start, and the beginning of the owner of each lease it holds.</summary>
    public required string Name { get; set; }

    public required string Version { get; set; }

    /// <summary>Where it listens; null until it does.</summary>
    public string? Address { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    public DateTimeOffset HeartbeatAt { get; set; }
}

/// <summary>What changed on one node within a moment, for the screens of the others. Kept for a minute.</summary>
public sealed class NodeChange
{
    public long Id { get; set; }

    /// <summary>Name of the node that tells it.</summary>
    public required string Node { get; set; }

    public DateTimeOffset At { get; set; }

    /// <summary>Areas and keys, as JSON.</summary>
    public required string Changes { get; set; }
}
