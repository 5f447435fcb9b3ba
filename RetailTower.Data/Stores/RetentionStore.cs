using System.Text;
using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Archive;
using RetailTower.Data.Model;

namespace RetailTower.Data.Stores;

/// <param name="Orders">Orders whose payloads were moved.</param>
/// <param name="Payloads">Payloads moved, of orders or of none.</param>
/// <param name="Size">Their bytes in the working tables.</param>
/// <param name="Packed">Their bytes in the archive.</param>
/// <param name="More">True when there may be more to move.</param>
public sealed record PayloadsMoved(int Orders, int Payloads, long Size, long Packed, bool More);

/// <summary>Moves payloads of finished work into archives, and back. Everything else of a message and of an order stays where it is.</summary>
public sealed class RetentionStore(TowerDatabase database, TimeProvider time)
{
    /// <summary>Payloads of one archive of messages without an order; together they compress better.</summary>
    private const int Together = 200;

    private static readonly InboxState[] FinishedIn = [InboxState.Done, InboxState.Discarded];
    private static readonly OutboxState[] FinishedOut = [OutboxState.Done, OutboxState.Superseded, OutboxState.Discarded];

    /// <summary>Moves the payloads of up to <paramref name="max"/> closed orders of which nothing was heard since <paramref name="quietSince"/>, in one commit.</summary>
    public async Task<PayloadsMoved> MoveOrdersAsync(DateTimeOffset quietSince, int max, CancellationToken cancellationToken)
    {
        var moved = await database.UnitAsync((db, token) => PackAsync(db, quietSince, max, token), CommitAsync, cancellationToken);
        return new PayloadsMoved(moved.Count, moved.Sum(it => it.Payloads), moved.Sum(it => it.Archive?.Size ?? 0), moved.Sum(it => it.Archive?.Content.LongLength ?? 0), moved.Count == max);
    }

    /// <summary>Moves the payloads of the next finished messages that concern no order and came before <paramref name="receivedBefore"/>, in one commit.</summary>
    public async Task<PayloadsMoved> MoveLooseAsync(DateTimeOffset receivedBefore, CancellationToken cancellationToken)
    {
        var moved = await database.UnitAsync(async (db, token) =>
        {
            var after = await db.Archives.Where(a => a.OrderKey == null).OrderByDescending(a => a.Id).Select(a => a.LastInboxId).FirstOrDefaultAsync(token);
            var next = await db.Inbox.Where(m => m.OrderKey == null && m.Id > after && m.ReceivedAt < receivedBefore).OrderBy(m => m.Id).Take(Together)
                .Select(m => new { m.Id, m.Body, m.State }).ToListAsync(token);
            var payloads = next.Where(m => m.Body is not null && FinishedIn.Contains(m.State)).ToDictionary(m => new PayloadName(false, m.Id), m => m.Body!);
            // Also without payloads, so that the next one goes on behind these messages.
            return next.Count == 0 ? null : new Move(null, 0, Archive(null, payloads, next[^1].Id), payloads.Keys);
        }, async (db, move, token) =>
        {
            if (move is not null) await MoveAsync(db, move, token);
        }, cancellationToken);
        return new PayloadsMoved(0, moved?.Payloads ?? 0, moved?.Archive?.Size ?? 0, moved?.Archive?.Content.LongLength ?? 0, moved is not null);
    }

    /// <summary>Puts the payloads of an order back to its messages, where they stay as long as if the order had closed now. Returns how many.</summary>
    public Task<int> RestoreAsync(long orderKey, CancellationToken cancellationToken) => database.WriteAsync(async (db, token) =>
    {
        var archives = await db.Archives.AsNoTracking().Where(a => a.OrderKey == orderKey).ToListAsync(token);
        if (archives.Count == 0) return 0;
        foreach (var (name, bytes) in archives.SelectMany(archive => PayloadPack.Unpack(archive.Content)))
        {
            if (name.Outbound) await db.Outbox.Where(m => m.Id == name.Id).ExecuteUpdateAsync(set => set.SetProperty(m => m.Payload, Encoding.UTF8.GetString(bytes)).SetProperty(m => m.ArchiveId, (long?)null), token);
            else await db.Inbox.Where(m => m.Id == name.Id).ExecuteUpdateAsync(set => set.SetProperty(m => m.Body, bytes).SetProperty(m => m.ArchiveId, (long?)null), token);
        }

        await db.Archives.Where(a => a.OrderKey == orderKey).ExecuteDeleteAsync(token);
        var now = time.GetUtcNow();
        await db.Orders.Where(o => o.Key == orderKey && o.ClosedAt != null)
            .ExecuteUpdateAsync(set => set.SetProperty(o => o.QuietSince, now).SetProperty(o => o.Version, o => o.Version + 1), token);
        return archives.Sum(archive => archive.Payloads);
    }, cancellationToken);

    private async Task<List<Move>> PackAsync(TowerDbContext db, DateTimeOffset quietSince, int max, CancellationToken cancellationToken)
    {
        var due = await db.Orders.Where(o => o.QuietSince < quietSince).OrderBy(o => o.QuietSince).Take(max).Select(o => new { o.Key, o.Version }).ToListAsync(cancellationToken);
        if (due.Count == 0) return [];
        var keys = due.ConvertAll(order => order.Key);
        var inbound = await db.Inbox.Where(m => keys.Contains(m.OrderKey!.Value) && m.Body != null && FinishedIn.Contains(m.State))
            .Select(m => new { m.Id, m.OrderKey, Body = m.Body! }).ToListAsync(cancellationToken);
        var outbound = await db.Outbox.Where(m => keys.Contains(m.OrderKey!.Value) && m.ArchiveId == null && FinishedOut.Contains(m.State))
            .Select(m => new { m.Id, m.OrderKey, m.Payload }).ToListAsync(cancellationToken);
        var payloads = inbound.Select(m => (m.OrderKey, Name: new PayloadName(false, m.Id), m.Body))
            .Concat(outbound.Select(m => (m.OrderKey, Name: new PayloadName(true, m.Id), Body: Encoding.UTF8.GetBytes(m.Payload)))).ToLookup(it => it.OrderKey!.Value, it => (it.Name, it.Body));
        return due.ConvertAll(order =>
        {
            var its = payloads[order.Key].OrderBy(it => it.Name.Outbound).ThenBy(it => it.Name.Id).ToDictionary(it => it.Name, it => it.Body);
            return new Move(order.Key, order.Version, its.Count == 0 ? null : Archive(order.Key, its, its.Keys.Where(name => !name.Outbound).Select(name => name.Id).DefaultIfEmpty().Max()), its.Keys);
        });
    }

    private static async Task CommitAsync(TowerDbContext db, List<Move> moves, CancellationToken cancellationToken)
    {
        foreach (var move in moves)
        {
            // A message that came meanwhile has moved the version: the order is not quiet, and all is read anew.
            var still = await db.Orders.Where(o => o.Key == move.OrderKey && o.Version == move.Version)
                .ExecuteUpdateAsync(set => set.SetProperty(o => o.QuietSince, (DateTimeOffset?)null).SetProperty(o => o.Version, o => o.Version + 1), cancellationToken);
            if (still == 0) throw new DbUpdateConcurrencyException($"Order {move.OrderKey} was changed by someone else.");
            await MoveAsync(db, move, cancellationToken);
        }
    }

    private static async Task MoveAsync(TowerDbContext db, Move move, CancellationToken cancellationToken)
    {
        if (move.Archive is not { } archive) return;
        db.Archives.Add(archive);
        await db.SaveChangesAsync(cancellationToken);
        db.Entry(archive).State = EntityState.Detached;
        List<long> inbound = [.. move.Names.Where(name => !name.Outbound).Select(name => name.Id)], outbound = [.. move.Names.Where(name => name.Outbound).Select(name => name.Id)];
        var id = (long?)archive.Id;
        await db.Inbox.Where(m => inbound.Contains(m.Id)).ExecuteUpdateAsync(set => set.SetProperty(m => m.Body, (byte[]?)null).SetProperty(m => m.ArchiveId, id), cancellationToken);
        await db.Outbox.Where(m => outbound.Contains(m.Id)).ExecuteUpdateAsync(set => set.SetProperty(m => m.Payload, "").SetProperty(m => m.ArchiveId, id), cancellationToken);
    }

    private PayloadArchive Archive(long? orderKey, Dictionary<PayloadName, byte[]> payloads, long last) => new()
    {
        OrderKey = orderKey, ArchivedAt = time.GetUtcNow(), LastInboxId = last, Payloads = payloads.Count, Size = payloads.Values.Sum(bytes => bytes.LongLength), Content = PayloadPack.Pack(payloads),
    };

    /// <param name="Version">Of the order, as it was read.</param>
    /// <param name="Archive">Null when the order has nothing to move.</param>
    private sealed record Move(long? OrderKey, int Version, PayloadArchive? Archive, IReadOnlyCollection<PayloadName> Names)
    {
        public int Payloads => Archive?.Payloads ?? 0;
    }
}
