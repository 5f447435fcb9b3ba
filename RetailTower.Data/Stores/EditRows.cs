using System.Globalization;
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

    /// <summary>Puts the edit in its original's place: from now on the original's row carries it.</summary>
    public static void Release(TowerDbContext db, MessageEdit edit, OutboxMessage call, DateTimeOffset now)
    {
        (call.State, call.Attempts, call.DueAt, call.DoneAt, call.EditId) = (OutboxState.Ready, 0, now, null, edit.Id);
        Tell(db, edit, $"{call.Operation} to {call.System}", now);
    }

    /// <inheritdoc cref="Release(TowerDbContext, MessageEdit, OutboxMessage, DateTimeOffset)"/>
    public static void Release(TowerDbContext db, MessageEdit edit, InboxMessage message, DateTimeOffset now)
    {
        // The pump closes the case of a message that has been tried before and succeeds now.
        (message.State, message.Attempts, message.DoneAt, message.EditId) = (InboxState.Ready, Math.Max(1, message.Attempts), null, edit.Id);
        message.Reason = string.Create(CultureInfo.InvariantCulture, $"Changed by {edit.RequestedBy}, version {edit.Version}.");
        Tell(db, edit, $"{message.Kind} of {message.System}", now);
    }

    private static void Tell(TowerDbContext db, MessageEdit edit, string place, DateTimeOffset now)
    {
        if (edit.OrderKey is not { } order) return;
        db.History.Add(new HistoryEntry { OrderKey = order, At = now, Source = RecoveryStore.Tower, What = "message.edited", Detail = $"{edit.RequestedBy} changed {place}, version {edit.Version}, exception {edit.CaseId}: {edit.Reason}", InboxId = edit.InboxId });
    }

    /// <summary>Notes what became of edits that were sent or worked on.</summary>
    public static async Task EndAsync(TowerDbContext db, IReadOnlyCollection<(long EditId, EditState End)> ends, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (ends.Count == 0) return;
        var ids = ends.Select(it => it.EditId).ToList();
        var edits = await db.Edits.AsTracking().Where(e => ids.Contains(e.Id)).ToDictionaryAsync(e => e.Id, cancellationToken);
        foreach (var (id, end) in ends) (edits[id].State, edits[id].EndedAt) = (end, now);
    }
}
