using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;
using RetailTower.Data.Rows;

namespace RetailTower.Data.Stores;

/// <summary>How a new message finds its order.</summary>
public enum SubjectKind
{
    /// <summary>Introduces an order: an unknown reference gets an order key at once.</summary>
    Origin,
    /// <summary>Waits by its reference until another message has introduced the order.</summary>
    Known,
    /// <summary>Concerns no known order; <see cref="NewInboxMessage.Value"/> keeps related ones in one partition.</summary>
    Loose,
    /// <summary>The order key is given.</summary>
    Order,
}

/// <summary>A message to be stored. (<paramref name="ReferenceSystem"/>, <paramref name="Type"/>, <paramref name="Value"/>) is the reference it is about.</summary>
/// <param name="UnlessStored">A message key of the same system; when it is stored, this message of a feed is left out.</param>
public sealed record NewInboxMessage(
    string System, string MessageKey, string Kind, SubjectKind SubjectKind, string ReferenceSystem, string Type, string Value,
    long? OrderKey, string ContentType, byte[] Body, DateTimeOffset? OccurredAt = null, string? TraceParent = null, string? UnlessStored = null);

/// <param name="Partitions">Partitions that have new work.</param>
public sealed record InboxAdded(int Added, int Duplicates, IReadOnlySet<int> Partitions);

/// <summary>Inserts messages into the inbox inside somebody's transaction: duplicates are left out, references resolved, order keys given.</summary>
internal static class InboxRows
{
    private const string OrderSeries = "order";
    private static readonly RowLookup<InboxMessage> ByKey = new(nameof(InboxMessage.MessageKey), nameof(InboxMessage.System));

    public static async Task<InboxAdded> AddAsync(TowerDbContext db, IReadOnlyList<NewInboxMessage> messages, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var fresh = await WithoutDuplicatesAsync(db, messages, cancellationToken);
        var partitions = new HashSet<int>();
        if (fresh.Count == 0) return new InboxAdded(0, messages.Count, partitions);
        var known = await ReferenceRows.ResolveAsync(db, fresh.Where(m => m.SubjectKind is SubjectKind.Origin or SubjectKind.Known), cancellationToken);
        await IntroduceAsync(db, fresh, known, partitions, cancellationToken);
        var carriers = new Dictionary<byte[], InboxMessage>(ReferenceEqualityComparer.Instance);
        var rows = new List<InboxMessage>(fresh.Count);
        var borrowers = new List<(InboxMessage Row, InboxMessage Carrier)>();
        foreach (var message in fresh)
        {
            var row = Row(message, known, now);
            if (row.State == InboxState.Ready) partitions.Add(row.Partition);
            if (carriers.TryGetValue(message.Body, out var carrier))
            {
                borrowers.Add((row, carrier));
            }
            else
            {
                row.Body = message.Body;
                carriers.Add(message.Body, row);
                rows.Add(row);
            }
        }

        await db.InsertAsync(rows, cancellationToken);
        if (borrowers.Count > 0) await LendAsync(db, borrowers, cancellationToken);

        return new InboxAdded(fresh.Count, messages.Count - fresh.Count, partitions);
    }

    /// <summary>Sends a message back to be worked on, in its place.</summary>
    public static void WorkAgain(InboxMessage message, string who)
    {
        message.State = InboxState.Ready;
        message.DoneAt = null;
        // The pump closes the case of a message that has been tried before and succeeds now.
        message.Attempts = Math.Max(1, message.Attempts);
        message.Reason = $"Replayed by {who}.";
    }

    /// <summary>Messages of one call share the bytes of the first; they are stored after it, when its id is known.</summary>
    private static async Task LendAsync(TowerDbContext db, List<(InboxMessage Row, InboxMessage Carrier)> borrowers, CancellationToken cancellationToken)
    {
        var ids = new Dictionary<(string, string), long>();
        foreach (var carriers in borrowers.Select(it => it.Carrier).DistinctBy(carrier => (carrier.System, carrier.MessageKey)).GroupBy(carrier => carrier.System, carrier => carrier.MessageKey))
            foreach (var stored in await db.ReadByAsync(ByKey, carriers.ToList(), cancellationToken, carriers.Key)) ids.Add((stored.System, stored.MessageKey), stored.Id);
        foreach (var (row, carrier) in borrowers) row.BodyOf = ids[(carrier.System, carrier.MessageKey)];
        await db.InsertAsync(borrowers.ConvertAll(it => it.Row), cancellationToken);
    }

    private static async Task<List<NewInboxMessage>> WithoutDuplicatesAsync(TowerDbContext db, IReadOnlyList<NewInboxMessage> messages, CancellationToken cancellationToken)
    {
        var seen = new HashSet<(string, string)>();
        foreach (var bySystem in messages.GroupBy(m => m.System))
        {
            var keys = bySystem.Select(m => m.MessageKey).Distinct().ToList();
            foreach (var stored in await db.ReadByAsync(ByKey, keys, cancellationToken, bySystem.Key)) seen.Add((bySystem.Key, stored.MessageKey));
        }

        return messages.Where(m => seen.Add((m.System, m.MessageKey))).ToList();
    }

    private static async Task IntroduceAsync(
        TowerDbContext db, List<NewInboxMessage> fresh, Dictionary<(string, string, string), long> known, HashSet<int> partitions, CancellationToken cancellationToken)
    {
        var unknown = fresh.Where(m => m.SubjectKind == SubjectKind.Origin).Select(m => (m.ReferenceSystem, m.Type, m.Value))
            .Where(reference => !known.ContainsKey(reference)).Distinct().ToList();
        if (unknown.Count == 0) return;
        var key = await TakeNumbersAsync(db, OrderSeries, unknown.Count, cancellationToken);
        var references = new List<OrderReference>();
        foreach (var reference in unknown)
        {
            known[reference] = key;
            references.Add(new OrderReference { System = reference.ReferenceSystem, Type = reference.Type, Value = reference.Value, OrderKey = key });
            key++;
        }

        partitions.UnionWith(await ReferenceRows.RegisterAsync(db, references, cancellationToken));
    }

    /// <summary>Takes <paramref name="count"/> numbers of the series; returns the first. The row lock it takes orders concurrent takers.</summary>
    private static async Task<long> TakeNumbersAsync(TowerDbContext db, string series, int count, CancellationToken cancellationToken)
    {
        var updated = await db.NumberSeries.Where(x => x.Name == series)
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.Next, x => x.Next + count), cancellationToken);
        if (updated == 0)
        {
            const long first = 10_001;
            db.NumberSeries.Add(new NumberSeries { Name = series, Next = first + count });
            return first;
        }

        return await db.NumberSeries.Where(x => x.Name == series).Select(x => x.Next).SingleAsync(cancellationToken) - count;
    }

    private static InboxMessage Row(NewInboxMessage message, Dictionary<(string, string, string), long> known, DateTimeOffset now)
    {
        long? orderKey = message.OrderKey;
        if (message.SubjectKind is SubjectKind.Origin or SubjectKind.Known && known.TryGetValue((message.ReferenceSystem, message.Type, message.Value), out var found)) orderKey = found;
        var waiting = orderKey is null && message.SubjectKind == SubjectKind.Known;
        return new InboxMessage
        {
            System = message.System,
            MessageKey = message.MessageKey,
            Kind = message.Kind,
            Subject = ReferenceRows.Subject(message.Type, message.Value),
            OrderKey = orderKey,
            Partition = orderKey is { } key ? Partitions.OfOrder(key) : Partitions.OfText(message.Value),
            State = waiting ? InboxState.Waiting : InboxState.Ready,
            ReceivedAt = now,
            OccurredAt = message.OccurredAt,
            ContentType = message.ContentType,
            Reason = waiting ? $"Waits for the order that {message.ReferenceSystem} calls {message.Type} {message.Value}." : null,
            TraceParent = message.TraceParent,
        };
    }
}
