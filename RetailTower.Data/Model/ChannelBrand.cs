namespace RetailTower.Data.Model;

/// <summary>The brand under which a channel sells. The tower's settings say it; it is kept here so that whoever reads only the database can split by it.</summary>
public sealed class ChannelBrand
{
    /// <summary>The configured originator.</summary>
    public required string Channel { get; set; }

    public required string Brand { get; set; }
}
