using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Stores;

/// <summary>Links to the wall: made and revoked by administrators, and each of that in the audit.</summary>
public sealed class WallLinkStore(TowerDatabase database, TimeProvider time)
{
    /// <summary>More than these nobody looks through.</summary>
    private const int MostShown = 100;

    /// <summary>Newest first.</summary>
    public Task<List<WallLink>> ListAsync(CancellationToken cancellationToken) =>
        database.ReadAsync((db, token) => db.WallLinks.OrderByDescending(link => link.Id).Take(MostShown).ToListAsync(token), cancellationToken);

    /// <returns>The link's id, of which its token is made.</returns>
    public Task<long> AddAsync(string name, TimeSpan lasts, string who, CancellationToken cancellationToken) => database.WriteAsync(async (db, token) =>
    {
        var now = time.GetUtcNow();
        var link = new WallLink { Name = name, CreatedBy = who, CreatedAt = now, ExpiresAt = now + lasts };
        db.WallLinks.Add(link);
        await db.SaveChangesAsync(token);
        Record(db, who, "wall-link.made", link, $"{name}, until {link.ExpiresAt:u}");
        return link.Id;
    }, cancellationToken);

    /// <returns>False when there is no such link, or it is revoked already.</returns>
    public Task<bool> RevokeAsync(long id, string who, CancellationToken cancellationToken) => database.WriteAsync(async (db, token) =>
    {
        if (await db.WallLinks.AsTracking().SingleOrDefaultAsync(it => it.Id == id && it.RevokedAt == null, token) is not { } link) return false;
        (link.RevokedBy, link.RevokedAt) = (who, time.GetUtcNow());
        Record(db, who, "wall-link.revoked", link, link.Name);
        return true;
    }, cancellationToken);

    /// <summary>Whether the link is there, in time and not revoked.</summary>
    public Task<bool> IsGoodAsync(long id, CancellationToken cancellationToken) => database.ReadAsync((db, token) =>
    {
        var now = time.GetUtcNow();
        return db.WallLinks.AnyAsync(link => link.Id == id && link.RevokedAt == null && link.ExpiresAt > now, token);
    }, cancellationToken);

    private void Record(TowerDbContext db, string who, string action, WallLink link, string detail) =>
        db.Audit.Add(new AuditEntry { At = time.GetUtcNow(), Who = who, Action = action, Target = FormattableString.Invariant($"{link.Id}"), Detail = detail });
}
