using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Stores;

/// <summary>What people wrote on the time line of the KPIs. Every addition and removal stands in the audit.</summary>
public sealed class AnnotationStore(TowerDatabase database, TimeProvider time)
{
    /// <summary>More than these on one chart nobody could read.</summary>
    private const int MostShown = 100;

    /// <summary>Those about moments of the span, the newest 100, oldest first.</summary>
    /// <param name="from">Inclusive.</param>
    /// <param name="to">Exclusive.</param>
    public Task<List<Annotation>> ListAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => database.ReadAsync(async (db, token) =>
    {
        var found = await db.Annotations.Where(it => it.At >= from && it.At < to).OrderByDescending(it => it.At).ThenByDescending(it => it.Id).Take(MostShown).ToListAsync(token);
        found.Reverse();
        return found;
    }, cancellationToken);

    public Task AddAsync(DateTimeOffset at, string text, string who, CancellationToken cancellationToken) => database.WriteAsync(async (db, token) =>
    {
        var written = new Annotation { At = at, Text = text, Who = who, WrittenAt = time.GetUtcNow() };
        db.Annotations.Add(written);
        await db.SaveChangesAsync(token);
        Record(db, who, "annotation.added", written);
    }, cancellationToken);

    /// <returns>False when it is gone already.</returns>
    public Task<bool> RemoveAsync(long id, string who, CancellationToken cancellationToken) => database.WriteAsync(async (db, token) =>
    {
        if (await db.Annotations.AsTracking().SingleOrDefaultAsync(it => it.Id == id, token) is not { } written) return false;
        db.Annotations.Remove(written);
        Record(db, who, "annotation.removed", written);
        return true;
    }, cancellationToken);

    private void Record(TowerDbContext db, string who, string action, Annotation about) =>
        db.Audit.Add(new AuditEntry { At = time.GetUtcNow(), Who = who, Action = action, Target = $"{about.Id}", Detail = $"{about.At.UtcDateTime:yyyy-MM-dd HH:mm} UTC: {about.Text}" });
}
