namespace RetailTower.Engine.Connectors.Shopify;

/// <summary>Reads what the shop shows of its articles in the locations that are centres of ours.</summary>
internal sealed class StockReader(ShopifyOptions options, ShopifyClient client, StockMap map)
{
    /// <exception cref="HttpRequestException">The shop refused or could not be reached.</exception>
    public async Task<StockPage> ReadAsync(IReadOnlyList<string> centres, string? cursor, CancellationToken cancellationToken)
    {
        var (known, problem) = await map.ReadAsync(_ => true, cancellationToken);
        if (known is null) throw Refused(problem);
        var places = centres.Select(centre => (Centre: centre, Id: known.Locations.GetValueOrDefault(options.Locations.GetValueOrDefault(centre) ?? centre))).Where(it => it.Id != 0).ToDictionary(it => it.Id, it => it.Centre);
        if (places.Count == 0) return new StockPage(new Dictionary<(string, string), decimal>(), null);
        var skus = known.Items.ToDictionary(it => it.Value, it => it.Key);
        var answer = await client.GetAsync(cursor ?? $"{client.ApiPath}/inventory_levels.json?limit=250&location_ids={string.Join(',', places.Keys)}", cancellationToken);
        if (answer.Json is not { } json) throw Refused(answer.Problem);
        var shown = new Dictionary<(string, string), decimal>();
        foreach (var level in json.ItemsOf("inventory_levels"))
        {
            if (level.LongOf("inventory_item_id") is { } item && level.LongOf("location_id") is { } location && level.LongOf("available") is { } available
                && skus.TryGetValue(item, out var sku) && places.TryGetValue(location, out var centre)) shown[(sku, centre)] = available;
        }

        return new StockPage(shown, answer.NextPage);
    }

    private static HttpRequestException Refused(CallOutcome? problem) => new($"Shopify did not give its stock: {problem}");
}
