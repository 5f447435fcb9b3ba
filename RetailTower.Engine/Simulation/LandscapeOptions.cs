namespace RetailTower.Engine.Simulation;

/// <summary>How a simulated landscape is set up.</summary>
public sealed record LandscapeOptions
{
    /// <summary>Address of the control face; the systems take the following ports. Port 0 takes free ports for all.</summary>
    public string Url { get; init; } = "http://127.0.0.1:5090";

    /// <summary>Orders that customers place by themselves, per minute; 0 places none.</summary>
    public double DemoOrdersPerMinute { get; init; }

    /// <summary>A CSV file in the UCI Online Retail layout whose orders are placed after the start.</summary>
    public string? OrdersFile { get; init; }

    /// <summary>Orders and cancellations of <see cref="OrdersFile"/> placed per second.</summary>
    public double Rate { get; init; } = 5;

    /// <summary>Multiplies every simulated delay; 0 lets everything happen at once.</summary>
    public double Pace { get; init; } = 1;

    /// <summary>File that keeps all books over a restart; null keeps them in memory only.</summary>
    public string? StateFile { get; init; }

    /// <summary>Seed of every random choice of the landscape.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Size of the storefront's request bucket (its Plus plan has 400).</summary>
    public int StorefrontBucket { get; init; } = 4000;

    /// <summary>Requests per second that leak out of the storefront's bucket (its Plus plan has 20).</summary>
    public double StorefrontLeakPerSecond { get; init; } = 5000;

    /// <summary>Requests the ERP takes in five minutes (Business Central online: 6,000 per user).</summary>
    public long ErpRequestsPerFiveMinutes { get; init; } = 6_000_000;

    /// <summary>Life of the ERP's access tokens, in seconds.</summary>
    public int ErpTokenSeconds { get; init; } = 3599;

    /// <summary>Requests each distribution centre takes in a minute.</summary>
    public int CentreRequestsPerMinute { get; init; } = 600_000;

    /// <summary>Share of warehouse orders in which a unit cannot be found, 0 to 1.</summary>
    public double ShortPickShare { get; init; } = 0.05;

    /// <summary>Share of warehouse orders sent in several parcels, 0 to 1.</summary>
    public double SeveralParcelsShare { get; init; } = 0.25;
}
