namespace RetailTower.Data.Model;

/// <summary>A customer as the ERP states it.</summary>
public sealed class Customer
{
    public required string Number { get; set; }

    public required string Name { get; set; }

    /// <summary>0 means no limit.</summary>
    public decimal CreditLimit { get; set; }

    public decimal BalanceDue { get; set; }

    public bool Blocked { get; set; }

    public long SourceVersion { get; set; }
}

/// <summary>An article as the ERP sells it.</summary>
public sealed class Product
{
    public required string Sku { get; set; }

    public required string Name { get; set; }

    /// <summary>Contract price in the ERP's own currency.</summary>
    public decimal UnitPrice { get; set; }

    public bool Blocked { get; set; }

    public long SourceVersion { get; set; }
}

/// <summary>What a centre says it has.</summary>
public sealed class Stock
{
    public required string Sku { get; set; }

    public required string Centre { get; set; }

    public decimal Available { get; set; }

    /// <summary>Units that orders have waited for without a centre, which storefronts are not offered; null for none.</summary>
    public decimal? KeptBack { get; set; }

    public long SourceVersion { get; set; }

    /// <summary>When it changed, by the centre's clock.</summary>
    public DateTimeOffset StatedAt { get; set; }
}
