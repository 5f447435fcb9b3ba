namespace RetailTower.Engine.Simulation.ThreePl;

/// <summary>Stock of one SKU at one centre, as the inventory feed tells it.</summary>
internal sealed record Stock(string Sku, int Available, long Version, DateTimeOffset UpdatedAt);

/// <summary>The centre's goods: on hand, and of that reserved. `Version` grows per SKU whenever what is available changes.</summary>
internal sealed class Shelves(TimeProvider time)
{
    private readonly Dictionary<string, Shelf> _bySku = new(StringComparer.Ordinal);
    private readonly SortedSet<(long At, string Sku)> _byChange = [];
    private long _lastChange;

    /// <summary>SKUs whose availability has changed since they were last told of.</summary>
    public HashSet<string> Untold { get; } = [];

    public bool Knows(string sku) => _bySku.ContainsKey(sku);

    public Stock Read(string sku)
    {
        var shelf = _bySku[sku];
        return new Stock(sku, shelf.Available, shelf.Version, new DateTimeOffset(shelf.ChangedAt, TimeSpan.Zero));
    }

    /// <summary>Stock changed after the given point, oldest change first; the point of a row is the ticks of its UpdatedAt.</summary>
    public IEnumerable<Stock> ChangedAfter(long point) =>
        _byChange.GetViewBetween((point + 1, ""), (long.MaxValue, "")).Select(c => Read(c.Sku));

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
        Untold.Remove(sku);
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
        Untold.Add(sku);
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
