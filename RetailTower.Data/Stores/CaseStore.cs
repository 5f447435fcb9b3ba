using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;

namespace RetailTower.Data.Stores;

/// <summary>How a person's action on a case ended.</summary>
public enum CaseOutcome
{
    Done,
    NotFound,
    /// <summary>The case changed since the person saw it; look again.</summary>
    Changed,
    /// <summary>The case is resolved already.</summary>
    Closed,
}

/// <summary>What people do to cases. Each write guards the version that the person saw and leaves an entry of who did it.</summary>
public sealed class CaseStore(TowerDatabase database, TimeProvider time)
{
    /// <summary>Gives the case to a person.</summary>
    public Task<CaseOutcome> AssignAsync(long id, int version, string person, string who, string? note, CancellationToken cancellationToken) =>
        ActAsync(id, version, who, "assigned", note is null ? $"to {person}" : $"to {person}: {note}", (one, _) =>
        {
            one.OwnerPerson = person;
            one.State = CaseState.Assigned;
        }, cancellationToken);

    /// <summary>Gives the case to a team, and to nobody in particular there.</summary>
    public Task<CaseOutcome> ReassignAsync(long id, int version, string team, string who, string note, CancellationToken cancellationToken) =>
        ActAsync(id, version, who, "reassigned", $"to {team}: {note}", (one, _) => GiveTo(one, team), cancellationToken);

    /// <summary>Adds to the case's history and changes nothing else.</summary>
    public Task<CaseOutcome> NoteAsync(long id, string who, string text, CancellationToken cancellationToken) => database.WriteAsync(async (db, token) =>
    {
        if (!await db.Cases.AnyAsync(c => c.Id == id, token)) return CaseOutcome.NotFound;
        db.CaseEntries.Add(new CaseEntry { CaseId = id, At = time.GetUtcNow(), Who = who, What = "note", Text = text });
        return CaseOutcome.Done;
    }, cancellationToken);

    /// <summary>Takes the case out of sight for a while.</summary>
    public Task<CaseOutcome> SnoozeAsync(long id, int version, SnoozeOrder order, string who, CancellationToken cancellationToken) =>
        ActAsync(id, version, who, "snoozed", order.Said, (one, _) => Snooze(one, order.Until), cancellationToken);

    /// <summary>Brings a case back before its snooze is over.</summary>
    public Task<CaseOutcome> WakeAsync(long id, int version, string who, CancellationToken cancellationToken) =>
        ActAsync(id, version, who, "woke", null, (one, _) => Wake(one), cancellationToken);

    /// <summary>Takes back who owns a case, or how long it rests: as it was in <paramref name="before"/>, unless something happened to it since that one step.</summary>
    public Task<CaseOutcome> UndoAsync(CaseRow before, string who, CancellationToken cancellationToken) =>
        ActAsync(before.Id, before.Version + 1, who, "undone", $"with {before.OwnerPerson ?? before.OwnerTeam} as before", (one, _) =>
        {
            one.OwnerTeam = before.OwnerTeam;
            one.OwnerPerson = before.OwnerPerson;
            one.State = before.State;
            one.SnoozedUntil = before.SnoozedUntil;
        }, cancellationToken);

    public Task<CaseOutcome> ResolveAsync(long id, int version, string reason, string who, CancellationToken cancellationToken) =>
        ActAsync(id, version, who, "resolved", reason, (one, now) => Resolve(one, reason, now), cancellationToken);

    /// <summary>Brings cases back whose snooze is over, at most <paramref name="limit"/>.</summary>
    /// <returns>Their ids.</returns>
    public Task<IReadOnlyList<long>> WakeAsync(int limit, CancellationToken cancellationToken) => database.WriteAsync<IReadOnlyList<long>>(async (db, token) =>
    {
        var now = time.GetUtcNow();
        var asleep = await db.Cases.Where(c => c.State < CaseState.Resolved && c.State == CaseState.Snoozed && c.SnoozedUntil <= now)
            .OrderBy(c => c.DueAt).Take(limit).ToListAsync(token);
        foreach (var one in asleep)
        {
            Wake(one);
            Touch(db, one, "tower", "woke", null, now);
        }

        return asleep.ConvertAll(one => one.Id);
    }, cancellationToken);

    internal static void GiveTo(ExceptionCase one, string team)
    {
        one.OwnerTeam = team;
        one.OwnerPerson = null;
        one.State = CaseState.Open;
    }

    internal static void Snooze(ExceptionCase one, DateTimeOffset until)
    {
        one.State = CaseState.Snoozed;
        one.SnoozedUntil = until;
    }

    private static void Wake(ExceptionCase one)
    {
        one.State = one.OwnerPerson is null ? CaseState.Open : CaseState.Assigned;
        one.SnoozedUntil = null;
    }

    internal static void Resolve(ExceptionCase one, string reason, DateTimeOffset now)
    {
        one.State = CaseState.Resolved;
        one.Resolution = reason;
        one.ResolvedAt = now;
    }

    internal static void Touch(TowerDbContext db, ExceptionCase one, string who, string what, string? text, DateTimeOffset now)
    {
        one.ChangedAt = now;
        one.Version++;
        db.CaseEntries.Add(new CaseEntry { CaseId = one.Id, At = now, Who = who, What = what, Text = text });
    }

    private Task<CaseOutcome> ActAsync(
        long id, int version, string who, string what, string? text, Action<ExceptionCase, DateTimeOffset> act, CancellationToken cancellationToken) =>
        database.WriteAsync(async (db, token) =>
        {
            var one = await db.Cases.SingleOrDefaultAsync(c => c.Id == id, token);
            if (one is null) return CaseOutcome.NotFound;
            if (one.State >= CaseState.Resolved) return CaseOutcome.Closed;
            if (one.Version != version) return CaseOutcome.Changed;
            var now = time.GetUtcNow();
            one.SnoozedUntil = null;
            act(one, now);
            Touch(db, one, who, what, text, now);
            return CaseOutcome.Done;
        }, cancellationToken);
}
