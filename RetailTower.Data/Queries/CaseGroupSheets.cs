using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Queries;

/// <summary>The one group that somebody opened: whom and what it concerns, and the messages at its beginning.</summary>
public sealed class CaseGroupSheets(TowerDatabase database)
{
    /// <summary>How far before the first bad message the last good one is looked for.</summary>
    private const int Reach = 20_000;

    /// <summary>Null when no case of it is open.</summary>
    public Task<CaseGroupSheet?> GetAsync(string fingerprint, CancellationToken cancellationToken) => database.ReadAsync<CaseGroupSheet?>(async (db, token) =>
    {
        var open = db.Cases.Where(c => c.State < CaseState.Resolved && c.Fingerprint == fingerprint);
        // The end of the index of each team that holds cases of it: whoever is closed is not passed over.
        var ends = db.CaseGroups.Where(g => g.Fingerprint == fingerprint).Select(g => g.OwnerTeam).Distinct()
            .Select(team => open.Where(c => c.OwnerTeam == team).OrderBy(c => c.OpenedAt).ThenBy(c => c.Id).Select(c => (long?)c.Id).FirstOrDefault());
        var oldest = await ends.ToListAsync(token);
        var first = await db.Cases.Where(c => oldest.Contains(c.Id)).OrderBy(c => c.OpenedAt).ThenBy(c => c.Id).Select(c => new { c.OutboxId, c.InboxId }).FirstOrDefaultAsync(token);
        if (first is null) return null;
        var keys = open.Where(c => c.OrderKey != null).Select(c => c.OrderKey!.Value).Distinct();
        var orders = db.Orders.Where(o => keys.Contains(o.Key));
        var lines = db.OrderLines.Where(l => keys.Contains(l.OrderKey));
        var origins = await orders.GroupBy(o => o.Origin).Select(g => new GroupReach(g.Key, g.Count())).ToListAsync(token);
        var centres = await lines.Where(l => l.Centre != null).GroupBy(l => l.Centre!).Select(g => new GroupReach(g.Key, g.Select(l => l.OrderKey).Distinct().Count())).ToListAsync(token);
        var (bad, good) = first.OutboxId is { } call ? await CallsAsync(db, call, token) : first.InboxId is { } message ? await MessagesAsync(db, message, token) : (null, null);
        return new CaseGroupSheet(
            await keys.CountAsync(token), await orders.Select(o => o.CustomerNumber).Distinct().CountAsync(token),
            await lines.Select(l => new { l.OrderKey, l.LineNo }).Distinct().CountAsync(token), bad, good,
            [.. origins.OrderByDescending(it => it.Orders)], [.. centres.OrderByDescending(it => it.Orders)]);
    }, cancellationToken);

    private static async Task<(GroupMessage? Bad, GroupMessage? Good)> CallsAsync(TowerDbContext db, long id, CancellationToken cancellationToken)
    {
        var bad = await db.Outbox.Where(m => m.Id == id).Select(m => new { m.System, m.Operation, m.CreatedAt, m.OrderKey }).SingleOrDefaultAsync(cancellationToken);
        if (bad is null) return (null, null);
        // Read backwards to the first that went well, mostly a few steps; no index leads there, and none is worth its cost for this.
        var before = db.Outbox.Where(m => m.Id < id && m.Id > id - Reach).OrderByDescending(m => m.Id).Select(m => new { m.Id, m.System, m.Operation, m.State, m.DoneAt, m.OrderKey });
        GroupMessage? good = null;
        await foreach (var it in before.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (it.State != OutboxState.Done || it.System != bad.System || it.Operation != bad.Operation || it.DoneAt is not { } done) continue;
            good = new GroupMessage(true, it.Id, it.System, it.Operation, done, it.OrderKey);
            break;
        }

        return (new GroupMessage(true, id, bad.System, bad.Operation, bad.CreatedAt, bad.OrderKey), good);
    }

    private static async Task<(GroupMessage? Bad, GroupMessage? Good)> MessagesAsync(TowerDbContext db, long id, CancellationToken cancellationToken)
    {
        var bad = await db.Inbox.Where(m => m.Id == id).Select(m => new { m.System, m.Kind, m.ReceivedAt, m.OrderKey }).SingleOrDefaultAsync(cancellationToken);
        if (bad is null) return (null, null);
        var before = db.Inbox.Where(m => m.Id < id && m.Id > id - Reach).OrderByDescending(m => m.Id).Select(m => new { m.Id, m.System, m.Kind, m.State, m.ReceivedAt, m.OrderKey });
        GroupMessage? good = null;
        await foreach (var it in before.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (it.State != InboxState.Done || it.System != bad.System || it.Kind != bad.Kind) continue;
            good = new GroupMessage(false, it.Id, it.System, it.Kind, it.ReceivedAt, it.OrderKey);
            break;
        }

        return (new GroupMessage(false, id, bad.System, bad.Kind, bad.ReceivedAt, bad.OrderKey), good);
    }
}
