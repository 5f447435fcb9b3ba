using RetailTower.Engine.Simulation.Core;

namespace RetailTower.Engine.Simulation.ThreePl;

/// <summary>Something that has happened, to be told to every webhook endpoint.</summary>
/// <param name="About">The order's reference, or the SKU.</param>
/// <param name="Stock">The figure that it tells, if it tells one.</param>
internal sealed record CentreEvent(string Type, DateTimeOffset At, string About, object Data, Stock? Stock = null);

/// <summary>
/// What one distribution centre holds: fulfilment orders by number and reference, stock, returns. Everything happens
/// under one lock; what is to be told leaves in the order it happened, once the lock is free.
/// </summary>
/// <param name="delay">By how much news of stock that begins now is to be delayed; null when it is not.</param>
internal sealed class Books(TimeProvider time, Func<TimeSpan?> delay)
{
    public const long FirstOrder = 1_000_001;
    public const long FirstReturn = 500_001;

    private readonly Lock _gate = new();
    private readonly List<FulfilmentOrder> _orders = [];
    private readonly Dictionary<string, List<FulfilmentOrder>> _byReference = new(StringComparer.Ordinal);
    private readonly List<CentreEvent> _events = [];

    public Shelves Shelves { get; } = new(time, delay);

    public List<Return> Returns { get; } = [];

    public long ParcelsSent { get; set; }

    public IReadOnlyList<FulfilmentOrder> Orders => _orders;

    /// <summary>Called outside the lock with what a piece of work has to tell, and whether stock changed untold.</summary>
    public Action<IReadOnlyList<CentreEvent>, bool>? Tell { get; set; }

    public DateTimeOffset Now => time.GetUtcNow();

    public TResult Work<TResult>(Func<TResult> work)
    {
        TResult result;
        CentreEvent[] told;
        bool stockChanged;
        lock (_gate)
        {
            result = work();
            told = [.. _events];
            _events.Clear();
            stockChanged = Shelves.HasNews;
        }
        if (told.Length > 0 || stockChanged) Tell?.Invoke(told, stockChanged);
        return result;
    }

    public void Work(Action work) => Work(() =>
    {
        work();
        return true;
    });

    public void Note(string type, string reference, object data) => _events.Add(new CentreEvent(type, Now, reference, data));

    /// <summary>Stock is told as of the moment at which the shelf changed.</summary>
    public void Note(string centre, Stock stock) =>
        _events.Add(new CentreEvent("inventory.changed", stock.UpdatedAt, stock.Sku, new { Centre = centre, stock.Sku, stock.Available, stock.Version }, stock));

    public FulfilmentOrder Add(string reference, string release, Line[] lines)
    {
        var order = new FulfilmentOrder
        {
            Number = FirstOrder + _orders.Count,
            Reference = reference,
            Release = release,
            Lines = lines,
            AcceptedAt = Now,
            UpdatedAt = Now,
        };
        Keep(order);
        return order;
    }

    /// <summary>Takes up an order as it is; its number must be the next.</summary>
    public void Keep(FulfilmentOrder order)
    {
        _orders.Add(order);
        if (_byReference.TryGetValue(order.Reference, out var others)) others.Add(order);
        else _byReference[order.Reference] = [order];
    }

    public FulfilmentOrder? Find(long number) =>
        number >= FirstOrder && number < FirstOrder + _orders.Count ? _orders[(int)(number - FirstOrder)] : null;

    public IReadOnlyList<FulfilmentOrder> Of(string reference) => _byReference.TryGetValue(reference, out var found) ? found : [];

    public IReadOnlyList<LedgerEntry> Ledger(string centre) => Work(() => _byReference.Select(held =>
    {
        var orders = held.Value;
        return new LedgerEntry(
            centre,
            held.Key,
            orders.CountBy(o => o.Release).Max(c => c.Value),
            orders.FirstOrDefault(o => o.Status is not (FulfilmentOrder.Cancelled or FulfilmentOrder.Shipped))?.Status ?? orders[^1].Status,
            [.. orders.SelectMany(o => o.Lines).GroupBy(l => (l.Number, l.Sku)).Select(g => new LedgerLine(g.Key.Sku, g.Sum(l => l.Quantity), g.Sum(l => l.Shipped), 0))],
            orders.Sum(o => o.Parcels.Count),
            0,
            orders.Max(o => o.UpdatedAt));
    }).ToArray());
}
