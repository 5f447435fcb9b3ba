using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Stores;

/// <summary>Notices as people see them.</summary>
public sealed class NoticeStore(TowerDatabase database, TimeProvider time)
{
    /// <summary>More than these nobody reads in a list that drops down.</summary>
    public const int MostShown = 50;

    /// <summary>The open ones for any of these addressees, newest first, at most <see cref="MostShown"/>.</summary>
    public Task<List<Notice>> OpenAsync(IReadOnlyCollection<string> addressees, CancellationToken cancellationToken) => database.ReadAsync(async (db, token) =>
    {
        // Sorted here: asked for the newest, the database would go back through all that are closed.
        var open = await db.Notices.Where(n => n.ClosedAt == null && db.NoticeAddressees.Any(a => a.NoticeId == n.Id && addressees.Contains(a.Addressee))).ToListAsync(token);
        return open.OrderByDescending(n => n.Id).Take(MostShown).ToList();
    }, cancellationToken);

    /// <summary>Acknowledges a notice: its cases climb no further. The audit names who did.</summary>
    /// <returns>False when it is closed already.</returns>
    public Task<bool> AcknowledgeAsync(long id, string who, CancellationToken cancellationToken) => database.WriteAsync(async (db, token) =>
    {
        if (await db.Notices.AsTracking().SingleOrDefaultAsync(n => n.Id == id && n.ClosedAt == null, token) is not { } notice) return false;
        var now = time.GetUtcNow();
        (notice.ClosedAt, notice.ClosedBy) = (now, who);
        db.Audit.Add(new AuditEntry { At = now, Who = who, Action = "notice.acknowledged", Target = FormattableString.Invariant($"{id}"), Detail = $"{notice.Team}: {notice.Title}" });
        return true;
    }, cancellationToken);
}
