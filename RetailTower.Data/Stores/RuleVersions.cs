using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Stores;

/// <summary>The versions of one kind of rules. They are only ever added.</summary>
/// <param name="make">A version of a number, a time, an author and rules.</param>
/// <param name="action">What the audit calls a change.</param>
internal sealed class RuleVersions<T>(TowerDatabase database, TimeProvider time, Func<long, DateTimeOffset, string, string, T> make, string action) where T : RuleVersion
{
    private const int MostShown = 50;

    /// <summary>Null while nobody changed them.</summary>
    public Task<T?> CurrentAsync(CancellationToken cancellationToken) =>
        database.ReadAsync((db, token) => db.Set<T>().OrderByDescending(v => v.Id).FirstOrDefaultAsync(token), cancellationToken);

    /// <summary>The newest 50, newest first.</summary>
    public Task<List<T>> ListAsync(CancellationToken cancellationToken) =>
        database.ReadAsync((db, token) => db.Set<T>().OrderByDescending(v => v.Id).Take(MostShown).ToListAsync(token), cancellationToken);

    /// <summary>Adds a version, with its entry in the audit, if <paramref name="after"/> is still the newest.</summary>
    /// <param name="after">Id of the version that the change was made from; 0 for none.</param>
    /// <returns>False when somebody else changed the rules meanwhile.</returns>
    public Task<bool> AddAsync(long after, string rules, string what, string who, CancellationToken cancellationToken) => database.WriteAsync(async (db, token) =>
    {
        if ((await db.Set<T>().MaxAsync(v => (long?)v.Id, token) ?? 0) != after) return false;
        var now = time.GetUtcNow();
        // Its number is given, not generated: of two nodes that add at once one meets the other's.
        db.Add(make(after + 1, now, who, rules));
        db.Audit.Add(new AuditEntry { At = now, Who = who, Action = action, Target = $"{after + 1}", Detail = what });
        return true;
    }, cancellationToken);
}
