using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Archive;
using RetailTower.Data.Model;

namespace RetailTower.Data.Queries;

/// <summary>A failed call or message as it is edited.</summary>
/// <param name="Failed">True while it can be edited: it has failed and is not on its way again.</param>
/// <param name="Key">The key by which the system knows the call again; null for a message.</param>
/// <param name="Versions">All edits of it, newest first.</param>
public sealed record EditSource(
    CaseRow Case, string Detail, bool Outbound, long MessageId, string MessageKey, string System, string What, string? Subject, string ContentType, byte[] Original, DateTimeOffset At, bool Failed, string? Key, IReadOnlyList<AttemptRow> Attempts,
    IReadOnlyList<MessageEdit> Versions) : MessageSource(Outbound, MessageId, MessageKey, System, What, Subject, ContentType, Original, At);

/// <summary>An edit that waits for a second person.</summary>
public sealed record WaitingEdit(long Id, long CaseId, string Title, string RequestedBy, DateTimeOffset RequestedAt, string Reason, decimal Value, string? Currency);

/// <summary>Reads of edits.</summary>
public sealed class EditQueries(TowerDatabase database, CaseQueries cases)
{
    /// <summary>Null when there is no such case, or no call or message stands behind it.</summary>
    public async Task<EditSource?> GetAsync(long caseId, CancellationToken cancellationToken)
    {
        if (await cases.GetAsync(caseId, cancellationToken) is not { } sheet) return null;
        return await database.ReadAsync(async (db, token) =>
        {
            if (sheet.OutboxId is { } call) return await CallAsync(db, sheet, call, token);
            return sheet.InboxId is { } message && await db.Cases.AnyAsync(c => c.Id == caseId && c.SubjectKey == $"inbox:{message}", token) ? await MessageAsync(db, sheet, message, token) : null;
        }, cancellationToken);
    }

    /// <summary>The oldest first.</summary>
    public Task<IReadOnlyList<WaitingEdit>> WaitingAsync(int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<WaitingEdit>>(async (db, token) => await db.Edits.Where(e => e.State == EditState.AwaitingApproval).OrderBy(e => e.RequestedAt).ThenBy(e => e.Id).Take(limit)
            .Join(db.Cases, e => e.CaseId, c => c.Id, (e, c) => new WaitingEdit(e.Id, e.CaseId, c.Title, e.RequestedBy, e.RequestedAt, e.Reason, e.Value, e.Currency)).ToListAsync(token), cancellationToken);

    private static async Task<EditSource> CallAsync(TowerDbContext db, CaseSheet sheet, long id, CancellationToken cancellationToken)
    {
        var call = await db.Outbox.SingleAsync(m => m.Id == id, cancellationToken);
        var original = call.ArchiveId is { } archive ? await ArchivedPayloads.OutboundAsync(db, id, archive, cancellationToken) : System.Text.Encoding.UTF8.GetBytes(call.Payload);
        var attempts = await db.CallAttempts.Where(a => a.OutboxId == id).OrderBy(a => a.Id).Select(a => new AttemptRow(a.Number, a.At, a.Outcome, a.Code, a.Message)).ToListAsync(cancellationToken);
        return new EditSource(
            sheet.Case, sheet.Detail, true, id, "", call.System, call.Operation, null, "application/json", original, call.CreatedAt, call.State == OutboxState.Failed, call.IdempotencyKey, attempts,
            await VersionsAsync(db, $"outbox:{id}", cancellationToken));
    }

    private static async Task<EditSource> MessageAsync(TowerDbContext db, CaseSheet sheet, long id, CancellationToken cancellationToken)
    {
        var message = await db.Inbox.Where(m => m.Id == id).Select(m => new { m.System, m.Kind, m.MessageKey, m.Subject, m.ContentType, m.ReceivedAt, m.State }).SingleAsync(cancellationToken);
        var original = (await ArchivedPayloads.InboundAsync(db, [id], cancellationToken))[id];
        return new EditSource(
            sheet.Case, sheet.Detail, false, id, message.MessageKey, message.System, message.Kind, message.Subject, message.ContentType, original, message.ReceivedAt, message.State is InboxState.Failed or InboxState.Parked, null, [],
            await VersionsAsync(db, $"inbox:{id}", cancellationToken));
    }

    private static Task<List<MessageEdit>> VersionsAsync(TowerDbContext db, string subject, CancellationToken cancellationToken) =>
        db.Edits.Where(e => e.Subject == subject).OrderByDescending(e => e.Version).ToListAsync(cancellationToken);
}
