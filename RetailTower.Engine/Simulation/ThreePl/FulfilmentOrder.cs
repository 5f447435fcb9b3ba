namespace RetailTower.Engine.Simulation.ThreePl;

/// <summary>One release of an order at this centre, from acceptance to its last parcel. Changed only under its books' lock.</summary>
internal sealed class FulfilmentOrder
{
    public const string Accepted = "accepted";
    public const string Picked = "picked";
    public const string Packed = "packed";
    public const string PartShipped = "part_shipped";
    public const string Shipped = "shipped";
    public const string Cancelled = "cancelled";

    /// <summary>Nothing of it was found; it ends here.</summary>
    public const string Short = "short";

    public required long Number { get; init; }
    public required string Reference { get; init; }
    public required string Release { get; init; }
    public required DateTimeOffset AcceptedAt { get; init; }
    public required Line[] Lines { get; init; }
    public string Status { get; set; } = Accepted;

    /// <summary>Grows with each event told about this order; 1 = accepted.</summary>
    public int Version { get; set; } = 1;
    public DateTimeOffset UpdatedAt { get; set; }
    public List<Parcel> Parcels { get; init; } = [];

    /// <summary>Parcels packed and still to leave, in the order they leave.</summary>
    public Queue<Piece[]> Packing { get; init; } = [];
}

internal sealed class Line
{
    public required string Number { get; init; }
    public required string Sku { get; init; }

    /// <summary>As first accepted.</summary>
    public required int Ordered { get; init; }

    /// <summary>What is still wanted: ordered less cancelled.</summary>
    public int Quantity { get; set; }
    public int Reserved { get; set; }
    public int Picked { get; set; }
    public int Packed { get; set; }
    public int Shipped { get; set; }
}

/// <summary>Some units of one line.</summary>
internal sealed record Piece(string Line, string Sku, int Quantity);

internal sealed record Parcel(string Id, string Carrier, string Service, string TrackingNumber, string TrackingUrl, IReadOnlyList<Piece> Lines);

/// <summary>Goods a customer sends back, expected until the last of them is looked at.</summary>
/// <param name="Steps">How many arrivals and inspections lie behind it; they take turns.</param>
internal sealed record Return(long Number, string Reference, string Rma, IReadOnlyList<Piece> Lines, int Steps);
