using RetailTower.Engine.Simulation.Core;

namespace RetailTower.Engine.Simulation.ThreePl;

/// <summary>Stock of one SKU at one centre, as the inventory feed tells it.</summary>
internal sealed record Stock(string Sku, int Available, long Version, DateTimeOffset UpdatedAt);

/// <summary>
/// The centre's goods: on hand, and of that reserved. `Version` grows per SKU whenever what is available changes. A change is
/// told once it is published.
/// </summary>
/// <param name="delay">By how much news is to be delayed that begins now; null when it is not.</param>
internal sealed class Shelves(TimeProvider time, Func<TimeSpan?> delay)
{
    private const int MostRemembered = 100_000;

    private readonly Dictionary<string, Shelf> _bySku = new(StringComparer.Ordinal);
    private readonly SortedSet<(long At, string Sku)> _byChange = [];
    private readonly Dictionary<string, TimeSpan?> _unpublished = [];
    private readonly Dictionary<(string Sku, long Version), Publication> _published = [];
    private readonly Queue<(string Sku, long Version)> _order = [];
    private long _lastChange;

    /// <summary>Whether anything has changed that is not published.</summary>
    public bool HasNews => _unpublished.Count > 0;

    public bool Knows(string sku) => _bySku.ContainsKey(sku);

    public Stock Read(string sku)
    {
        var shelf = _bySku[sku];
        return new Stock(sku, shelf.Available, shelf.Version, new DateTimeOffset(shelf.ChangedAt, TimeSpan.Zero));
    }

    /// <summary>Stock, but for what is delayed, changed after the given point, oldest change first; the point of a row is the ticks of its UpdatedAt.</summary>
    public IEnumerable<Stock> ChangedAfter(long point) =>
        _byChange.GetViewBetween((point + 1, ""), (long.MaxValue, "")).Where(c => _unpublished.GetValueOrDefault(c.Sku) is null).Select(c => Read(c.Sku))
            .Where(stock => !_published.TryGetValue((stock.Sku, stock.Version), out var it) || !it.Held);

    /// <summary>Everything counts as published.</summary>
    public void Open() => _unpublished.Clear();

    /// <summary>Publishes what has changed, but for what is to be delayed: that waits for its <see cref="Release(Stock)"/>.</summary>
    public IReadOnlyList<(Stock Stock, TimeSpan? Delay)> Publish()
    {
        List<(Stock, TimeSpan?)> news = [];
        foreach (var (stock, wait) in _unpublished.Select(it => (Read(it.Key), it.Value)))
        {
            news.Add((stock, wait));
            _published[(stock.Sku, stock.Version)] = new Publication(stock) { Held = wait is not null, Delayed = wait is not null };
            _order.Enqueue((stock.Sku, stock.Version));
            if (_order.Count > MostRemembered) _published.Remove(_order.Dequeue());
        }

        _unpublished.Clear();
        return news;
    }

    public void Release(Stock stock)
    {
        if (_published.TryGetValue((stock.Sku, stock.Version), out var it)) it.Held = false;
    }

    /// <summary>Somebody was told of it.</summary>
    public void Told(Stock stock)
    {
        if (_published.TryGetValue((stock.Sku, stock.Version), out var it)) it.ToldAt ??= time.GetUtcNow();
    }

    public IReadOnlyList<StockTold> History(string centre) =>
        [.. _order.Select(key => _published[key]).Select(it => new StockTold(centre, it.Stock.Sku, it.Stock.Available, it.Stock.Version, it.Stock.UpdatedAt, it.ToldAt, it.Delayed))];

    public void Arrive(string sku, int quantity)
    {
        if (!_bySku.TryGetValue(sku, out var shelf)) _bySku[sku] = shelf = new Shelf();
        Change(sku, shelf, quantity, 0);
    }

    /// <summary>Puts a shelf up as it was when the books were written.</summary>
    public void Restore(string sku, int onHand, int reserved, long version)
    {
        var shelf = _bySku[sku] = new Shelf { Version = version - 1 };
        Change(sku, shelf, onHand, reserved);
        _unpublished.Remove(sku);
    }

    public IEnumerable<(string Sku, int OnHand, int Reserved, long Version)> All() =>
        _bySku.Select(s => (s.Key, s.Value.OnHand, s.Value.Reserved, s.Value.Version));

    public int Reserve(string sku, int wanted)
    {
        var shelf = _bySku[sku];
        var granted = Math.Clamp(shelf.Available, 0, wanted);
        Change(sku, shelf, 0, granted);
        return granted;
    }

    public void Release(string sku, int reserved) => Change(sku, _bySku[sku], 0, -reserved);

    /// <summary>Takes goods out for a line: its reservation is used up, `taken` leaves the shelf, `missing` turns out not to be there.</summary>
    public void Take(string sku, int reserved, int taken, int missing) => Change(sku, _bySku[sku], -taken - missing, -reserved);

    private void Change(string sku, Shelf shelf, int onHand, int reserved)
    {
        var before = shelf.Available;
        shelf.OnHand += onHand;
        shelf.Reserved += reserved;
        if (shelf.Available == before && shelf.Version > 0) return;
        _byChange.Remove((shelf.ChangedAt, sku));
        // Every change has its own point in time, so that time alone is a cursor.
        shelf.ChangedAt = _lastChange = Math.Max(_lastChange + 1, time.GetUtcNow().UtcTicks);
        shelf.Version++;
        _byChange.Add((shelf.ChangedAt, sku));
        if (!_unpublished.ContainsKey(sku)) _unpublished.Add(sku, delay());
    }

    private sealed class Publication(Stock stock)
    {
        public Stock Stock => stock;
        public bool Held { get; set; }
        public bool Delayed { get; init; }
        public DateTimeOffset? ToldAt { get; set; }
    }

    private sealed class Shelf
    {
        public int OnHand { get; set; }
        public int Reserved { get; set; }
        public long Version { get; set; }
        public long ChangedAt { get; set; }
        public int Available => Math.Max(0, OnHand - Reserved);
    }
}
