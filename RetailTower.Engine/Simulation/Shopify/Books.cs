using System.Text.Json;

namespace RetailTower.Engine.Simulation.Shopify;

/// <summary>The shop's orders, products, stock and webhook subscriptions. Whoever reads or writes holds <see cref="Gate"/>.</summary>
internal sealed class Books(TimeProvider time)
{
    private readonly SortedDictionary<long, ShopOrder> _orders = [];
    private readonly Dictionary<string, List<ShopOrder>> _byReference = new(StringComparer.Ordinal);
    private readonly Dictionary<long, ShopOrder> _byFulfillmentOrder = [];
    private readonly SortedSet<(DateTimeOffset UpdatedAt, long Id)> _byChange = [];
    private readonly SortedDictionary<long, Variant> _products = [];
    private readonly Dictionary<string, Variant> _bySku = new(StringComparer.Ordinal);
    private readonly Dictionary<long, Variant> _byVariant = [];
    private readonly SortedDictionary<(long Item, long Location), InventoryLevel> _levels = [];
    private readonly SortedDictionary<long, Subscription> _subscriptions = [];
    private long _numbers;

    private sealed record Saved(
        long Numbers, long References, List<ShopOrder> Orders, List<Variant> Products, List<InventoryLevel> Levels, List<Subscription> Subscriptions);

    public Lock Gate { get; } = new();

    /// <summary>The number of the last order placed in the shop's own numbering.</summary>
    public long References { get; set; } = 100_000;

    public IReadOnlyCollection<ShopOrder> Orders => _orders.Values;

    public IReadOnlyCollection<Variant> Products => _products.Values;

    public IReadOnlyCollection<InventoryLevel> Levels => _levels.Values;

    public IReadOnlyCollection<Subscription> Subscriptions => _subscriptions.Values;

    public IEnumerable<IReadOnlyList<ShopOrder>> OrdersByReference => _byReference.Values;

    public DateTimeOffset Now() => time.GetUtcNow();

    /// <summary>A new id of its kind; kinds differ in their leading digits as in a shop.</summary>
    public long NewId(long kind) => kind + ++_numbers;

    public ShopOrder? Order(long id) => _orders.GetValueOrDefault(id);

    public ShopOrder? OrderOf(string reference) => _byReference.TryGetValue(reference, out var orders) ? orders[0] : null;

    public ShopOrder? OrderOfFulfillmentOrder(long id) => _byFulfillmentOrder.GetValueOrDefault(id);

    public Variant? Product(long id) => _products.GetValueOrDefault(id);

    public Variant? VariantOf(string sku) => _bySku.GetValueOrDefault(sku);

    public Variant? Variant(long id) => _byVariant.GetValueOrDefault(id);

    public InventoryLevel? Level(long inventoryItemId, long locationId) => _levels.GetValueOrDefault((inventoryItemId, locationId));

    public Subscription? Subscription(long id) => _subscriptions.GetValueOrDefault(id);

    /// <summary>Orders changed after a change, or at or after a time, longest unchanged first.</summary>
    public IEnumerable<ShopOrder> ChangedSince(DateTimeOffset since, long afterId) =>
        _byChange.GetViewBetween((since, afterId + 1), (DateTimeOffset.MaxValue, long.MaxValue)).Select(c => _orders[c.Id]);

    public void Add(ShopOrder order)
    {
        _orders.Add(order.Id, order);
        _byChange.Add((order.UpdatedAt, order.Id));
        if (!_byReference.TryGetValue(order.Reference, out var bearers)) _byReference[order.Reference] = bearers = [];
        bearers.Add(order);
        foreach (var part in order.FulfillmentOrders) _byFulfillmentOrder[part.Id] = order;
    }

    /// <summary>Marks the order as changed now.</summary>
    public void Touch(ShopOrder order)
    {
        _byChange.Remove((order.UpdatedAt, order.Id));
        order.UpdatedAt = Now();
        _byChange.Add((order.UpdatedAt, order.Id));
    }

    public void Add(Variant product, params IEnumerable<InventoryLevel> levels)
    {
        _products.Add(product.ProductId, product);
        _bySku.Add(product.Sku, product);
        _byVariant.Add(product.VariantId, product);
        foreach (var level in levels) _levels[(level.InventoryItemId, level.LocationId)] = level;
    }

    public void Put(Subscription subscription) => _subscriptions[subscription.Id] = subscription;

    public bool Remove(Subscription subscription) => _subscriptions.Remove(subscription.Id);

    public void Save(Utf8JsonWriter state) =>
        JsonSerializer.Serialize(state, new Saved(_numbers, References, [.. _orders.Values], [.. _products.Values], [.. _levels.Values], [.. _subscriptions.Values]));

    /// <summary>Replaces everything by what was saved.</summary>
    public void Restore(JsonElement state)
    {
        var saved = state.Deserialize<Saved>()!;
        (_numbers, References) = (saved.Numbers, saved.References);
        _orders.Clear();
        _byReference.Clear();
        _byFulfillmentOrder.Clear();
        _byChange.Clear();
        _products.Clear();
        _bySku.Clear();
        _byVariant.Clear();
        _levels.Clear();
        _subscriptions.Clear();
        saved.Orders.ForEach(Add);
        foreach (var product in saved.Products) Add(product);
        foreach (var level in saved.Levels) _levels[(level.InventoryItemId, level.LocationId)] = level;
        saved.Subscriptions.ForEach(Put);
    }
}

/// <summary>Where the ids of each kind begin.</summary>
internal static class Ids
{
    public const long Order = 5_600_000_000_000;
    public const long Line = 13_400_000_000_000;
    public const long FulfillmentOrder = 6_500_000_000_000;
    public const long FulfillmentOrderLine = 14_000_000_000_000;
    public const long Fulfillment = 4_900_000_000_000;
    public const long Refund = 930_000_000_000;
    public const long RefundLine = 470_000_000_000;
    public const long Product = 7_800_000_000_000;
    public const long Variant = 43_700_000_000_000;
    public const long InventoryItem = 45_800_000_000_000;
    public const long Subscription = 1_100_000_000_000;
}
