using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Stores;

/// <summary>The versions of the map of systems of record. They are only ever added.</summary>
public sealed class RecordMapStore(TowerDatabase database, TimeProvider time)
{
    private const int MostShown = 50, NewestOrders = 100;

    /// <summary>Null while the map was never changed.</summary>
    public Task<RecordMapVersion?> CurrentAsync(CancellationToken cancellationToken) =>
        database.ReadAsync((db, token) => db.RecordMapVersions.OrderByDescending(v => v.Id).FirstOrDefaultAsync(token), cancellationToken);

    /// <summary>The newest 50, newest first.</summary>
    public Task<List<RecordMapVersion>> ListAsync(CancellationToken cancellationToken) =>
        database.ReadAsync((db, token) => db.RecordMapVersions.OrderByDescending(v => v.Id).Take(MostShown).ToListAsync(token), cancellationToken);

    /// <summary>Adds a version, with its entry in the audit, if <paramref name="after"/> is still the newest.</summary>
    /// <param name="after">Id of the version that the change was made from; 0 for none.</param>
    /// <returns>False when somebody else changed the map meanwhile.</returns>
    public Task<bool> AddAsync(long after, string rules, string what, string who, CancellationToken cancellationToken) => database.WriteAsync(async (db, token) =>
    {
        if ((await db.RecordMapVersions.MaxAsync(v => (long?)v.Id, token) ?? 0) != after) return false;
        var now = time.GetUtcNow();
        // Its number is given, not generated: of two nodes that add at once one meets the other's.
        db.RecordMapVersions.Add(new RecordMapVersion { Id = after + 1, At = now, Who = who, Rules = rules });
        db.Audit.Add(new AuditEntry { At = now, Who = who, Action = "records.changed", Target = $"{after + 1}", Detail = what });
        return true;
    }, cancellationToken);

    /// <summary>The newest 100 orders: key and the system each came from.</summary>
    public Task<List<(long Key, string Origin)>> NewestOrdersAsync(CancellationToken cancellationToken) => database.ReadAsync(
        async (db, token) => (await db.Orders.OrderByDescending(o => o.Key).Where(o => o.Number != "").Take(NewestOrders).Select(o => new { o.Key, o.Origin }).ToListAsync(token)).ConvertAll(o => (o.Key, o.Origin)), cancellationToken);
}
