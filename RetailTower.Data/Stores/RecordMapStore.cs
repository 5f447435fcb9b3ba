using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Stores;

/// <summary>The versions of the map of systems of record. They are only ever added.</summary>
public sealed class RecordMapStore(TowerDatabase database, TimeProvider time)
{
    private const int NewestOrders = 100;
    private readonly RuleVersions<RecordMapVersion> _versions = new(database, time, (id, at, who, rules) => new() { Id = id, At = at, Who = who, Rules = rules }, "records.changed");

    /// <summary>Null while the map was never changed.</summary>
    public Task<RecordMapVersion?> CurrentAsync(CancellationToken cancellationToken) => _versions.CurrentAsync(cancellationToken);

    /// <summary>The newest 50, newest first.</summary>
    public Task<List<RecordMapVersion>> ListAsync(CancellationToken cancellationToken) => _versions.ListAsync(cancellationToken);

    /// <summary>Adds a version, with its entry in the audit, if <paramref name="after"/> is still the newest.</summary>
    /// <param name="after">Id of the version that the change was made from; 0 for none.</param>
    /// <returns>False when somebody else changed the map meanwhile.</returns>
    public Task<bool> AddAsync(long after, string rules, string what, string who, CancellationToken cancellationToken) => _versions.AddAsync(after, rules, what, who, cancellationToken);

    /// <summary>The newest 100 orders: key, the system each came from, the country it goes to.</summary>
    public Task<List<(long Key, string Origin, string? Country)>> NewestOrdersAsync(CancellationToken cancellationToken) => database.ReadAsync(
        async (db, token) => (await db.Orders.OrderByDescending(o => o.Key).Where(o => o.Number != "").Take(NewestOrders).Select(o => new { o.Key, o.Origin, o.Country }).ToListAsync(token)).ConvertAll(o => (o.Key, o.Origin, o.Country)), cancellationToken);
}
