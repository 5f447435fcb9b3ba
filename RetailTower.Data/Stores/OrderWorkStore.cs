using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Stores;

/// <summary>
/// One turn of a pump: the messages of a partition in sequence, and everything needed to work on them. Whoever works changes
/// <see cref="Orders"/> in place and adds to the lists; the store commits all of it together, or nothing.
/// </summary>
public sealed class OrderWork
{
    public required IReadOnlyList<InboxMessage> Messages { get; init; }

    /// <summary>Orders of the messages that exist already, by key. New ones are added here too.</summary>
    public required Dictionary<long, Order> Orders { get; init; }

    public Dictionary<string, Customer> Customers { get; internal set; } = [];

    public Dictionary<string, Product> Products { get; internal set; } = [];

    /// <summary>By SKU, then centre.</summary>
    public Dictionary<(string Sku, string Centre), Stock> Stocks { get; internal set; } = [];

    /// <summary>Orders that originators' numbers belong to already, by (origin, number).</summary>
    public Dictionary<(string Origin, string Number), long> Numbers { get; internal set; } = [];

    /// <summary>Of the documents that were asked for, those that are stored.</summary>
    public HashSet<StoredDocument> Stored { get; } = [];

    /// <summary>Keys that turned out to be second names of an order that is known already, and that order's key.</summary>
    public Dictionary<long, long> SameAs { get; } = [];

    public List<HistoryEntry> History { get; } = [];

    public List<OutboxMessage> Outbox { get; } = [];

    public List<OrderReference> References { get; } = [];

    /// <summary>Running numbers that came with new documents.</summary>
    public List<ArrivedNumber> Numbered { get; } = [];

    public List<CaseOpening> Cases { get; } = [];

    /// <summary>Subject keys of cases that this work settles, with the reason.</summary>
    public Dictionary<string, string> Settled { get; } = [];
}

/// <summary>What a turn must know besides its orders.</summary>
/// <param name="Products">SKUs of the articles it must know.</param>
/// <param name="Stocks">SKUs whose stock in all centres it must know.</param>
/// <param name="Numbers">Originators' order numbers of the orders that the turn would create.</param>
/// <param name="Stored">Documents of which it must know whether they are stored.</param>
public sealed record OrderWorkNeeds(
    IReadOnlyCollection<string> CustomerNumbers, IReadOnlyCollection<string> Products, IReadOnlyCollection<string> Stocks, IReadOnlyCollection<string> Numbers, IReadOnlyCollection<StoredDocument> Stored);

/// <summary>A document of a system as of a time or later, whatever became of its message.</summary>
/// <param name="KeyStart">How the keys of its messages begin.</param>
/// <param name="At">The time at the source.</param>
public sealed record StoredDocument(string System, string KeyStart, DateTimeOffset At);

/// <param name="Messages">Number of messages worked on.</param>
/// <param name="More">True when the partition may hold more that is ready now.</param>
/// <param name="Lanes">(system, partition) that have new work.</param>
public sealed record OrderWorkDone(int Messages, IReadOnlyList<long> OrderKeys, IReadOnlySet<(string System, int Partition)> Lanes, IReadOnlySet<int> Partitions, bool CasesChanged, bool More);

/// <summary>Reads and commits the turns of the pumps. Under a partition's lease it is the only writer of that partition's orders.</summary>
public sealed class OrderWorkStore(TowerDatabase database, TimeProvider time)
{
    private readonly ConcurrentDictionary<int, HotOrders> _hot = new();

    /// <summary>
    /// Takes up to <paramref name="max"/> ready messages of the partition, lets <paramref name="needs"/> say what else to read, then lets
    /// <paramref name="work"/> change the orders, and commits. Messages of a locked order are left alone.
    /// </summary>
    /// <exception cref="LeaseLostException">The lease went to someone else; nothing was committed.</exception>
    public async Task<OrderWorkDone> TurnAsync(
        string lease, string owner, int partition, int max, Func<OrderWork, OrderWorkNeeds> needs, Action<OrderWork> work, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var hot = HotOrders.Of(_hot, partition, owner, now);
        var woken = new HashSet<int>();
        var done = await database.UnitAsync(
            async (db, token) =>
            {
                await db.Database.OpenConnectionAsync(token);
                var read = await OrderWorkRows.ReadAsync(db, hot, partition, max, token);
                var turn = read.Work;
                if (turn.Messages.Count == 0) return read;
                await read.ReadNeedsAsync(needs(turn), token);
                work(turn);
                return read;
            },
            async (db, read, token) =>
            {
                if (read.Work.Messages.Count == 0) return;
                now = time.GetUtcNow();
                await LeaseStore.ProveAsync(db, lease, owner, now, token);
                woken = await read.CommitAsync(db, now, token);
            },
            cancellationToken);
        var turn = done.Work;
        if (turn.Messages.Count > 0) hot.Put(done.Settled(), now);
        return new OrderWorkDone(
            turn.Messages.Count, turn.Orders.Keys.ToList(), turn.Outbox.Select(o => (o.System, o.Partition)).ToHashSet(), woken,
            turn.Cases.Count > 0 || turn.Settled.Count > 0, turn.Messages.Count == max || woken.Contains(partition));
    }
}
