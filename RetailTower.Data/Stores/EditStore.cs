using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Mapping;
using RetailTower.Data.Model;

namespace RetailTower.Data.Stores;

public enum EditOutcome
{
    /// <summary>It goes in the original's place now.</summary>
    Released,
    AwaitingApproval,
    Declined,
    Withdrawn,
    /// <summary>Somebody was first: <see cref="EditResult.Edit"/> says who, when and with what.</summary>
    First,
    /// <summary>Whoever asked for it cannot approve it.</summary>
    SamePerson,
    /// <summary>The original is not failed: it is on its way again, or settled.</summary>
    NotFailed,
    /// <summary>The case is closed.</summary>
    Closed,
    /// <summary>No call or message stands behind the case, or there is no such case or edit.</summary>
    NotFound,
}

/// <summary>How an action on an edit ended, and where there is work now.</summary>
/// <param name="Edit">The edit that it was about, or that was first; null when there is none.</param>
public sealed record EditResult(EditOutcome Outcome, MessageEdit? Edit = null, int? Partition = null, string? Lane = null);

/// <summary>
/// Edits of failed calls and messages. An edit takes its original's place: the original's row goes back into its sequence and carries the edit with it, so that
/// what waits behind it still waits, and it is sent once however many ask at once.
/// </summary>
public sealed class EditStore(TowerDatabase database, TimeProvider time)
{
    /// <summary>Asks to send <paramref name="content"/> instead of what failed; it goes at once when nobody else need approve it.</summary>
    /// <param name="seen">The newest version that the person knew; 0 for none.</param>
    /// <param name="approveAbove">Cases that put more at risk than this wait for a second person.</param>
    public Task<EditResult> RequestAsync(long caseId, int seen, byte[] content, string reason, decimal approveAbove, string who, CancellationToken cancellationToken) =>
        database.WriteAsync(async (db, token) =>
        {
            var now = time.GetUtcNow();
            if (await db.Cases.SingleOrDefaultAsync(c => c.Id == caseId, token) is not { } one || await SourceAsync(db, one, token) is not { } source) return new EditResult(EditOutcome.NotFound);
            var newest = await db.Edits.Where(e => e.Subject == source.Subject).OrderByDescending(e => e.Version).FirstOrDefaultAsync(token);
            if (newest is not null && (newest.State <= EditState.Released || newest.Version > seen)) return new EditResult(EditOutcome.First, newest);
            if (one.State >= CaseState.Resolved) return new EditResult(EditOutcome.Closed, newest);
            if (!source.Failed) return new EditResult(EditOutcome.NotFailed, newest);
            var edit = new MessageEdit
            {
                Subject = source.Subject, CaseId = caseId, OutboxId = source.Call?.Id, InboxId = source.Message?.Id, OrderKey = one.OrderKey, Version = (newest?.Version ?? 0) + 1, Content = content,
                Reason = reason, RequestedBy = who, RequestedAt = now, Value = one.MoneyAtRisk, Currency = one.Currency, State = one.MoneyAtRisk > approveAbove ? EditState.AwaitingApproval : EditState.Released,
            };
            db.Edits.Add(edit);
            // Here the second of two who ask at once fails, on its unique key, and hears on its next try who was first.
            await db.SaveChangesAsync(token);
            if (edit.State == EditState.Released) return await ReleaseAsync(db, edit, source, one, who, now, token);
            Tell(db, edit, one, who, "edit-asked", $"Version {edit.Version} waits for a second person: {reason}", now);
            return new EditResult(EditOutcome.AwaitingApproval, edit);
        }, cancellationToken);

    /// <summary>Approves or declines an edit that waits for a second person.</summary>
    public Task<EditResult> DecideAsync(long editId, bool approved, string note, string who, CancellationToken cancellationToken) =>
        OnWaitingAsync(editId, async (db, edit, one, now, token) =>
        {
            if (edit.RequestedBy == who) return new EditResult(EditOutcome.SamePerson, edit);
            if (!approved)
            {
                Decide(edit, EditState.Declined, who, note, now);
                Tell(db, edit, one, who, "edit-declined", $"Version {edit.Version}: {note}", now);
                return new EditResult(EditOutcome.Declined, edit);
            }

            if (one.State >= CaseState.Resolved) return new EditResult(EditOutcome.Closed, edit);
            if (await SourceAsync(db, one, token) is not { Failed: true } source) return new EditResult(EditOutcome.NotFailed, edit);
            Decide(edit, EditState.Released, who, note, now);
            Tell(db, edit, one, who, "edit-approved", $"Version {edit.Version}: {note}", now);
            return await ReleaseAsync(db, edit, source, one, who, now, token);
        }, cancellationToken);

    /// <summary>Takes back an edit that waits for a second person; nothing of it was sent.</summary>
    public Task<EditResult> WithdrawAsync(long editId, string who, CancellationToken cancellationToken) =>
        OnWaitingAsync(editId, (db, edit, one, now, _) =>
        {
            Decide(edit, EditState.Withdrawn, who, "", now);
            Tell(db, edit, one, who, "edit-withdrawn", $"Version {edit.Version}", now);
            return Task.FromResult(new EditResult(EditOutcome.Withdrawn, edit));
        }, cancellationToken);

    private Task<EditResult> OnWaitingAsync(long editId, Func<TowerDbContext, MessageEdit, ExceptionCase, DateTimeOffset, CancellationToken, Task<EditResult>> act, CancellationToken cancellationToken) =>
        database.WriteAsync(async (db, token) =>
        {
            if (await db.Edits.SingleOrDefaultAsync(e => e.Id == editId, token) is not { } edit) return new EditResult(EditOutcome.NotFound);
            if (edit.State != EditState.AwaitingApproval) return new EditResult(EditOutcome.First, edit);
            return await act(db, edit, await db.Cases.SingleAsync(c => c.Id == edit.CaseId, token), time.GetUtcNow(), token);
        }, cancellationToken);

    private static async Task<EditResult> ReleaseAsync(TowerDbContext db, MessageEdit edit, Source source, ExceptionCase one, string who, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await CaseSearchStore.ReadAgainAsync(db, [one.Id], cancellationToken);
        Tell(db, edit, one, who, "edited", $"Version {edit.Version} goes in the original's place: {edit.Reason}", now);
        if (source.Call is { } call)
        {
            EditRows.Release(db, edit, call, now);
            return new EditResult(EditOutcome.Released, edit, Lane: call.System);
        }

        EditRows.Release(db, edit, source.Message!, now);
        return new EditResult(EditOutcome.Released, edit, source.Message!.Partition);
    }

    private static void Decide(MessageEdit edit, EditState state, string who, string note, DateTimeOffset now) =>
        (edit.State, edit.DecidedBy, edit.DecidedAt, edit.Decision) = (state, who, now, note);

    private static void Tell(TowerDbContext db, MessageEdit edit, ExceptionCase one, string who, string what, string text, DateTimeOffset now)
    {
        var told = Lengths.Fit(text);
        CaseStore.Touch(db, one, who, what, told, now);
        db.Audit.Add(new AuditEntry { At = now, Who = who, Action = $"message.{what}", Target = edit.Subject, Detail = told });
    }

    /// <summary>The call that failed, else the message; null when neither stands behind the case.</summary>
    private static async Task<Source?> SourceAsync(TowerDbContext db, ExceptionCase one, CancellationToken cancellationToken)
    {
        if (one.OutboxId is { } call) return new Source(LaneStore.CallSubject(call), await db.Outbox.SingleAsync(m => m.Id == call, cancellationToken), null);
        if (one.InboxId is not { } message || one.SubjectKey != $"inbox:{message}") return null;
        return new Source(one.SubjectKey, null, await db.Inbox.SingleAsync(m => m.Id == message, cancellationToken));
    }

    private sealed record Source(string Subject, OutboxMessage? Call, InboxMessage? Message)
    {
        public bool Failed => Call is { } call ? call.State == OutboxState.Failed : Message!.State is InboxState.Failed or InboxState.Parked;
    }
}
