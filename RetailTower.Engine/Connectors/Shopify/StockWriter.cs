using System.Collections.Concurrent;
using System.Text.Json;
using RetailTower.Engine.Canonical;

namespace RetailTower.Engine.Connectors.Shopify;

/// <summary>
/// Sets what is available of a SKU at a location. The shop knows SKUs and centres by ids of its own; both maps are read whole and kept.
/// Setting is absolute, so it may be repeated; an older version is not set after a newer one.
/// </summary>
internal sealed class StockWriter(ShopifyOptions options, ShopifyClient client, TimeProvider time) : IDisposable
{
    // Something that is not in the map yet makes it read again, but a flood of unknown SKUs must not.
    private static readonly TimeSpan Reread = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _reading = new(1, 1);
    private readonly ConcurrentDictionary<(string Sku, string Centre), long> _versions = new();
    private volatile Known? _known;

    private sealed record Known(IReadOnlyDictionary<string, long> Items, IReadOnlyDictionary<string, long> Locations, DateTimeOffset ReadAt);

    public async Task<CallOutcome> WriteAsync(WriteStockCommand command, CancellationToken cancellationToken)
    {
        if (_versions.TryGetValue((command.Sku, command.Centre), out var set) && set > command.Version)
        {
            return new CallOutcome.Done($"A newer stock of {command.Sku} at {command.Centre} was told before");
        }
        var location = options.Locations.GetValueOrDefault(command.Centre) ?? command.Centre;
        var (known, problem) = await KnownAsync(known => known.Items.ContainsKey(command.Sku) && known.Locations.ContainsKey(location), cancellationToken);
        if (known is null)
        {
            return problem!;
        }
        if (!known.Locations.TryGetValue(location, out var locationId))
        {
            return new CallOutcome.Failed("location-unknown", $"The shop has no location named {location}; name the location of centre {command.Centre} under Locations.");
        }
        if (!known.Items.TryGetValue(command.Sku, out var itemId))
        {
            return new CallOutcome.Done($"The shop does not sell {command.Sku}");
        }
        var body = JsonSerializer.SerializeToUtf8Bytes(new { location_id = locationId, inventory_item_id = itemId, available = (long)Math.Max(0, Math.Floor(command.Available)) });
        var answer = await client.SendAsync(HttpMethod.Post, $"{client.ApiPath}/inventory_levels/set.json", body, Domains.Inventory, cancellationToken);
        if (answer.Json is null)
        {
            return answer.Problem!;
        }
        _versions.AddOrUpdate((command.Sku, command.Centre), command.Version, (_, known) => Math.Max(known, command.Version));
        return new CallOutcome.Done($"{command.Sku} at {command.Centre}: {command.Available}");
    }

    private async Task<(Known? Known, CallOutcome? Problem)> KnownAsync(Func<Known, bool> suffices, CancellationToken cancellationToken)
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
            var (locations, problem) = await ReadAsync("/locations.json", "locations", location => [(location.TextOf("name"), location.LongOf("id"))], cancellationToken);
            if (problem is not null)
            {
                return (null, problem);
            }
            var (items, other) = await ReadAsync("/products.json?fields=id,variants&limit=250", "products",
                product => product.ItemsOf("variants").Select(variant => (variant.TextOf("sku"), variant.LongOf("inventory_item_id"))), cancellationToken);
            return other is not null ? (null, other) : (_known = new Known(items, locations, time.GetUtcNow()), null);
        }
        finally
        {
            _reading.Release();
        }
    }

    private async Task<(Dictionary<string, long> Ids, CallOutcome? Problem)> ReadAsync(string path, string list, Func<JsonElement, IEnumerable<(string? Name, long? Id)>> pick, CancellationToken cancellationToken)
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
