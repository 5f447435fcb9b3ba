using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;
using RetailTower.Data.Rows;

namespace RetailTower.Data.Stores;

/// <summary>References of orders, inside somebody's transaction.</summary>
internal static class ReferenceRows
{
    public static readonly RowLookup<OrderReference> ByValue = new(nameof(OrderReference.Value));

    private static readonly RowQuery<InboxMessage> Waiting = new("WHERE [State] = @p0", nameof(InboxMessage.State));

    public static string Subject(string type, string value) => $"{type}:{value}";

    public static async Task<Dictionary<(string System, string Type, string Value), long>> ResolveAsync(
        TowerDbContext db, IEnumerable<NewInboxMessage> messages, CancellationToken cancellationToken)
    {
        var values = messages.Select(m => m.Value).Distinct().ToList();
        if (values.Count == 0) return [];
        var rows = await db.ReadByAsync(ByValue, values, cancellationToken);
        return rows.ToDictionary(r => (r.System, r.Type, r.Value), r => r.OrderKey);
    }

    /// <summary>Adds those that are not there yet, and wakes the messages that waited for them. Returns the partitions that have new work.</summary>
    public static async Task<HashSet<int>> RegisterAsync(TowerDbContext db, IReadOnlyCollection<OrderReference> references, CancellationToken cancellationToken)
    {
        var woken = new HashSet<int>();
        if (references.Count == 0) return woken;
        var values = references.Select(r => r.Value).Distinct().ToList();
        var there = (await db.ReadByAsync(ByValue, values, cancellationToken)).Select(r => (r.System, r.Type, r.Value)).ToHashSet();
        var added = references.Where(r => there.Add((r.System, r.Type, r.Value))).ToList();
        if (added.Count == 0) return woken;
        await db.InsertAsync(added, cancellationToken);
        var orders = added.ToDictionary(r => (r.System, Subject(r.Type, r.Value)), r => r.OrderKey);
        var systems = added.Select(r => r.System).Distinct().ToList();
        var subjects = orders.Keys.Select(k => k.Item2).Distinct().ToList();
        // Mostly nothing waits at all, which one look into the index of states tells.
        if (!await db.AnyAsync(Waiting, cancellationToken, InboxState.Waiting)) return woken;
        var waiting = await db.Inbox.AsTracking().Where(m => systems.Contains(m.System) && subjects.Contains(m.Subject!) && m.State == InboxState.Waiting).ToListAsync(cancellationToken);
        foreach (var message in waiting)
        {
            if (!orders.TryGetValue((message.System, message.Subject!), out var orderKey)) continue;
            message.OrderKey = orderKey;
            message.Partition = Partitions.OfOrder(orderKey);
            message.State = InboxState.Ready;
            message.Reason = null;
            woken.Add(message.Partition);
        }

        return woken;
    }
}
