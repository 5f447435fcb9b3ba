using System.Collections.Concurrent;
using System.Text.Json;
using RetailTower.Engine.Canonical;

namespace RetailTower.Engine.Connectors.Shopify;

/// <summary>
/// Sets what is available of a SKU at a location. Setting is absolute, so it may be repeated; an older version is not set after a newer one.
/// </summary>
internal sealed class StockWriter(ShopifyOptions options, ShopifyClient client, StockMap map)
{
    private readonly ConcurrentDictionary<(string Sku, string Centre), long> _versions = new();

    public async Task<CallOutcome> WriteAsync(WriteStockCommand command, CancellationToken cancellationToken)
    {
        if (_versions.TryGetValue((command.Sku, command.Centre), out var set) && set > command.Version)
        {
            return new CallOutcome.Done($"A newer stock of {command.Sku} at {command.Centre} was told before");
        }
        var location = options.Locations.GetValueOrDefault(command.Centre) ?? command.Centre;
        var (known, problem) = await map.ReadAsync(known => known.Items.ContainsKey(command.Sku) && known.Locations.ContainsKey(location), cancellationToken);
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
}
