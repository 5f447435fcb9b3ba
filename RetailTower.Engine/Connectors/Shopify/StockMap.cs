using System.Text.Json;

namespace RetailTower.Engine.Connectors.Shopify;

/// <summary>The shop's own ids of SKUs and locations. Both maps are read whole and kept.</summary>
internal sealed class StockMap(ShopifyClient client, TimeProvider time) : IDisposable
{
    // Something that is not in the map yet makes it read again, but a flood of unknown SKUs must not.
    private static readonly TimeSpan Reread = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _reading = new(1, 1);
    private volatile Known? _known;

    /// <param name="Items">Inventory item by SKU.</param>
    /// <param name="Locations">Location by name.</param>
    public sealed record Known(IReadOnlyDictionary<string, long> Items, IReadOnlyDictionary<string, long> Locations, DateTimeOffset ReadAt);

    /// <summary>The maps, read anew when they do not suffice and were not read just now.</summary>
    public async Task<(Known? Known, CallOutcome? Problem)> ReadAsync(Func<Known, bool> suffices, CancellationToken cancellationToken)
    {
        if (_known is { } known && (suffices(known) || time.GetUtcNow() - known.ReadAt < Reread))
        {
            return (known, null);
        }
        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (_known is { } read && (suffices(read) || time.GetUtcNow() - read.ReadAt < Reread))
            {
                return (read, null);
            }
            var (locations, problem) = await IdsAsync("/locations.json", "locations", location => [(location.TextOf("name"), location.LongOf("id"))], cancellationToken);
            if (problem is not null)
            {
                return (null, problem);
            }
            var (items, other) = await IdsAsync("/products.json?fields=id,variants&limit=250", "products",
                product => product.ItemsOf("variants").Select(variant => (variant.TextOf("sku"), variant.LongOf("inventory_item_id"))), cancellationToken);
            return other is not null ? (null, other) : (_known = new Known(items, locations, time.GetUtcNow()), null);
        }
        finally
        {
            _reading.Release();
        }
    }

    private async Task<(Dictionary<string, long> Ids, CallOutcome? Problem)> IdsAsync(string path, string list, Func<JsonElement, IEnumerable<(string? Name, long? Id)>> pick, CancellationToken cancellationToken)
    {
        var ids = new Dictionary<string, long>(StringComparer.OrdinalIgnoreCase);
        for (string? next = client.ApiPath + path; next is not null;)
        {
            var answer = await client.GetAsync(next, cancellationToken);
            if (answer.Json is not { } json)
            {
                return (ids, answer.Problem);
            }
            foreach (var (name, id) in json.ItemsOf(list).SelectMany(pick))
            {
                if (name is not null && id is { } value)
                {
                    ids[name] = value;
                }
            }
            next = answer.NextPage;
        }
        return (ids, null);
    }

    public void Dispose() => _reading.Dispose();
}
