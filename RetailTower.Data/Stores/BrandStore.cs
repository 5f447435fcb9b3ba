using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Stores;

/// <summary>Which brand each channel sells.</summary>
public sealed class BrandStore(TowerDatabase database)
{
    public Task<Dictionary<string, string>> ReadAsync(CancellationToken cancellationToken) =>
        database.ReadAsync((db, token) => db.ChannelBrands.ToDictionaryAsync(it => it.Channel, it => it.Brand, token), cancellationToken);

    /// <summary>Makes them what the settings say.</summary>
    public Task KeepAsync(IReadOnlyDictionary<string, string> brands, CancellationToken cancellationToken) => database.WriteAsync(async (db, token) =>
    {
        var kept = await db.ChannelBrands.AsTracking().ToListAsync(token);
        db.RemoveRange(kept.Where(it => !brands.ContainsKey(it.Channel)));
        foreach (var (channel, brand) in brands)
        {
            if (kept.Find(it => it.Channel == channel) is { } known) known.Brand = brand;
            else db.Add(new ChannelBrand { Channel = channel, Brand = brand });
        }
    }, cancellationToken);
}
