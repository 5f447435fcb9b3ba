using System.Collections.Concurrent;
using RetailTower.Data.Model;

namespace RetailTower.Data.Stores;

/// <summary>
/// The orders of one partition as the last turns under one lease left them, so that the next turn need not read them and their parts again: an order in
/// full life is in a turn many times within seconds. No other pump works on them while the lease has the same owner, which each commit proves for the length
/// of a lease; after that it may have been another's and come back. Whoever else writes an order moves its version, which the commit notices; what the turn
/// had taken from here is gone by then, and it begins again with what the database says. Used by one turn at a time.
/// </summary>
internal sealed class HotOrders
{
    /// <summary>Rows of one generation, an order's parts among them; there are two, so that what is not used any more falls out without a list of uses.</summary>
    private const int Generation = 10_000;

    private readonly string _owner;
    private DateTimeOffset _provedAt;
    private Dictionary<long, Order> _young = [], _old = [];
    private int _rows;

    private HotOrders(string owner) => _owner = owner;

    /// <summary>Those of the partition; none when its lease was taken anew, or may have been meanwhile.</summary>
    public static HotOrders Of(ConcurrentDictionary<int, HotOrders> all, int partition, string owner, DateTimeOffset now) => all.AddOrUpdate(
        partition, static (_, its) => new HotOrders(its.Owner), static (_, there, its) => there.Holds(its.Owner, its.Now) ? there : new HotOrders(its.Owner), (Owner: owner, Now: now));

    /// <summary>Takes those that are here out; until they are put back, they are read.</summary>
    public Dictionary<long, Order> Take(IReadOnlyCollection<long> keys)
    {
        var taken = new Dictionary<long, Order>(keys.Count);
        foreach (var key in keys)
            if (_young.Remove(key, out var order) || _old.Remove(key, out order)) taken.Add(key, order);
        return taken;
    }

    /// <summary>Puts orders here as they were committed, under a lease that was proved at <paramref name="provedAt"/>.</summary>
    public void Put(IEnumerable<Order> orders, DateTimeOffset provedAt)
    {
        _provedAt = provedAt;
        foreach (var order in orders)
        {
            _young[order.Key] = order;
            // Counted at each turn anew, which only makes a generation shorter.
            _rows += 1 + order.Lines.Count + order.Claims.Count + order.Parcels.Count + order.Invoices.Count + order.Returns.Count;
        }

        if (_rows < Generation) return;
        (_old, _young, _rows) = (_young, [], 0);
    }

    private bool Holds(string owner, DateTimeOffset now) => _owner == owner && now - _provedAt < LeaseStore.Length;
}
