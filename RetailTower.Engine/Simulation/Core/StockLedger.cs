namespace RetailTower.Engine.Simulation.Core;

/// <summary>A figure of stock that a centre had to tell.</summary>
/// <param name="Version">Grows with each change of the SKU at the centre; not every change is told singly.</param>
/// <param name="ChangedAt">When the shelf changed.</param>
/// <param name="ToldAt">When anybody first was told of it, by a webhook that no fault lost or by the feed; null while nobody was.</param>
/// <param name="Delayed">A fault held it back.</param>
public sealed record StockTold(string Centre, string Sku, decimal Available, long Version, DateTimeOffset ChangedAt, DateTimeOffset? ToldAt, bool Delayed);

/// <summary>What a storefront shows of a SKU in one place.</summary>
/// <param name="Place">The storefront's own name of the place.</param>
/// <param name="Writes">How often it was set from outside.</param>
public sealed record StockShown(string System, string Place, string Sku, decimal Available, long Writes);

/// <summary>A system that states stock.</summary>
public interface IStatesStock
{
    /// <summary>What it had to tell, oldest first. Of very much only the newest is kept.</summary>
    IReadOnlyList<StockTold> StockTold();
}

/// <summary>A system that shows stock to customers.</summary>
public interface IShowsStock
{
    IReadOnlyList<StockShown> StockShown();
}
