using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Stores;

/// <summary>Edits as pumps and lanes meet them, inside somebody's transaction. Messages that nobody edited cost them nothing.</summary>
internal static class EditRows
{
    /// <summary>What is sent, or worked on, instead of the originals.</summary>
    public static Task<Dictionary<long, byte[]>> ContentsAsync(TowerDbContext db, IReadOnlyCollection<long> editIds, CancellationToken cancellationToken) =>
        editIds.Count == 0
            ? Task.FromResult(new Dictionary<long, byte[]>())
            : db.Edits.AsNoTracking().Where(e => editIds.Contains(e.Id)).Select(e => new { e.Id, e.Content }).ToDictionaryAsync(e => e.Id, e => e.Content, cancellationToken);

    /// <summary>Notes what became of edits that were sent or worked on.</summary>
    public static async Task EndAsync(TowerDbContext db, IReadOnlyCollection<(long EditId, EditState End)> ends, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (ends.Count == 0) return;
        var ids = ends.Select(it => it.EditId).ToList();
        var edits = await db.Edits.AsTracking().Where(e => ids.Contains(e.Id)).ToDictionaryAsync(e => e.Id, cancellationToken);
        foreach (var (id, end) in ends) (edits[id].State, edits[id].EndedAt) = (end, now);
    }
}
