namespace RetailTower.Data.Model;

/// <summary>
/// The open cases of one root cause, of one team and in one currency, counted. Moved by the commit that opens, moves or closes a case, so that it is never
/// behind; there is no row where no case is open.
/// </summary>
public sealed class CaseGroupTotal
{
    public required string Fingerprint { get; set; }

    public CaseKind Kind { get; set; }

    public required string Domain { get; set; }

    public required string OwnerTeam { get; set; }

    /// <summary>Of <see cref="MoneyAtRisk"/>; empty for cases without money.</summary>
    public required string Currency { get; set; }

    public required string System { get; set; }

    public required string Operation { get; set; }

    /// <summary>How many are open.</summary>
    public int Cases { get; set; }

    public decimal MoneyAtRisk { get; set; }
}

/// <summary>How many cases of one root cause were opened in one UTC hour.</summary>
public sealed class CaseGroupHour
{
    /// <summary>Its beginning.</summary>
    public DateTimeOffset Hour { get; set; }

    public required string Fingerprint { get; set; }

    public int Opened { get; set; }
}
