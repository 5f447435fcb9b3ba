using System.Globalization;
using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;

namespace RetailTower.Data.Stores;

/// <summary>Moves a time of a team's case by the working time between two instants.</summary>
public delegate DateTimeOffset ClockMove(string team, DateTimeOffset at, DateTimeOffset from, DateTimeOffset to);

/// <summary>Whom a case waits for, until when at most, and why.</summary>
public sealed record WaitOrder(string On, DateTimeOffset Until, string Because);

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
            if (one.State != CaseState.WaitingOnPartner) one.State = CaseState.Assigned;
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
    /// <returns><see cref="CaseOutcome.Changed"/> also when it waits on a partner: its clock stands still as it is.</returns>
    public Task<CaseOutcome> SnoozeAsync(long id, int version, SnoozeOrder order, string who, CancellationToken cancellationToken) =>
        ActAsync(id, version, who, "snoozed", order.Said, (one, _) => Snooze(one, order.Until), cancellationToken, mayWait: false);

    /// <summary>Stops the clock of a case while somebody outside has to act; at <see cref="WaitOrder.Until"/> it goes on by itself. Its due time moves at once by all of that time.</summary>
    public Task<CaseOutcome> WaitAsync(long id, int version, WaitOrder order, ClockMove move, string who, CancellationToken cancellationToken) => database.WriteAsync(async (db, token) =>
    {
        var (outcome, one) = await FindAsync(db, id, version, mayWait: false, token);
        if (one is null) return outcome;
        var now = time.GetUtcNow();
        db.CaseWaits.Add(new CaseWait { CaseId = id, On = order.On, Because = order.Because, Since = now, DueBefore = one.DueAt, ClimbsBefore = one.ClimbsAt });
        one.DueAt = move(one.OwnerTeam, one.DueAt, now, order.Until);
        one.ClimbsAt = one.ClimbsAt is { } climbs ? move(one.OwnerTeam, climbs, now, order.Until) : null;
        (one.State, one.SnoozedUntil) = (CaseState.WaitingOnPartner, order.Until);
        Touch(db, one, who, "waiting", string.Create(CultureInfo.InvariantCulture, $"on {order.On} until {order.Until:u}, because {order.Because}"), now);
        return CaseOutcome.Done;
    }, cancellationToken);

    /// <summary>Lets the clock of a case run again before the time is up; what it need not have waited is taken back.</summary>
    public Task<CaseOutcome> GoOnAsync(long id, int version, ClockMove move, string who, string? note, CancellationToken cancellationToken) => database.WriteAsync(async (db, token) =>
    {
        var (outcome, one) = await FindAsync(db, id, version, mayWait: true, token);
        if (one is null) return outcome;
        if (await db.CaseWaits.SingleOrDefaultAsync(w => w.CaseId == id, token) is not { } wait) return CaseOutcome.Changed;
        var now = time.GetUtcNow();
        one.DueAt = move(one.OwnerTeam, wait.DueBefore, wait.Since, now);
        one.ClimbsAt = wait.ClimbsBefore is { } climbs ? move(one.OwnerTeam, climbs, wait.Since, now) : null;
        Wake(one);
        db.CaseWaits.Remove(wait);
        Touch(db, one, who, "went-on", note is null ? $"{wait.On} has answered" : $"{wait.On} has answered: {note}", now);
        return CaseOutcome.Done;
    }, cancellationToken);

    /// <summary>Brings a case back before its snooze is over.</summary>
    public Task<CaseOutcome> WakeAsync(long id, int version, string who, CancellationToken cancellationToken) =>
        ActAsync(id, version, who, "woke", null, (one, _) => Wake(one), cancellationToken, mayWait: false);

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

    /// <summary>Brings cases back whose snooze or wait is over, at most <paramref name="limit"/>.</summary>
    /// <returns>Their ids.</returns>
    public Task<IReadOnlyList<long>> WakeAsync(int limit, CancellationToken cancellationToken) => database.WriteAsync<IReadOnlyList<long>>(async (db, token) =>
    {
        var now = time.GetUtcNow();
        var asleep = await db.Cases.Where(c => c.State < CaseState.Resolved && c.SnoozedUntil <= now)
            .OrderBy(c => c.SnoozedUntil).ThenBy(c => c.Id).Take(limit).ToListAsync(token);
        var waited = asleep.Where(one => one.State == CaseState.WaitingOnPartner).Select(one => one.Id).ToList();
        if (waited.Count > 0) await db.CaseWaits.Where(w => waited.Contains(w.CaseId)).ExecuteDeleteAsync(token);
        foreach (var one in asleep)
        {
            var (what, text) = one.State == CaseState.WaitingOnPartner ? ("went-on", "the time is up: the clock runs again") : ("woke", null);
            Wake(one);
            Touch(db, one, "tower", what, text, now);
        }

        return asleep.ConvertAll(one => one.Id);
    }, cancellationToken);

    internal static void GiveTo(ExceptionCase one, string team)
    {
        one.OwnerTeam = team;
        one.OwnerPerson = null;
        if (one.State == CaseState.WaitingOnPartner) return;
        one.State = CaseState.Open;
        one.SnoozedUntil = null;
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

    /// <summary>The case, if it is still as the person saw it.</summary>
    private static async Task<(CaseOutcome Outcome, ExceptionCase? Case)> FindAsync(TowerDbContext db, long id, int version, bool mayWait, CancellationToken cancellationToken)
    {
        var one = await db.Cases.SingleOrDefaultAsync(c => c.Id == id, cancellationToken);
        if (one is null) return (CaseOutcome.NotFound, null);
        if (one.State >= CaseState.Resolved) return (CaseOutcome.Closed, null);
        return one.Version != version || (!mayWait && one.State == CaseState.WaitingOnPartner) ? (CaseOutcome.Changed, null) : (CaseOutcome.Done, one);
    }

    private Task<CaseOutcome> ActAsync(
        long id, int version, string who, string what, string? text, Action<ExceptionCase, DateTimeOffset> act, CancellationToken cancellationToken, bool mayWait = true) =>
        database.WriteAsync(async (db, token) =>
        {
            var (outcome, one) = await FindAsync(db, id, version, mayWait, token);
            if (one is null) return outcome;
            var now = time.GetUtcNow();
            // Whoever works on what rests brings it back; what waits on a partner waits on.
            if (one.State == CaseState.Snoozed) one.SnoozedUntil = null;
            act(one, now);
            Touch(db, one, who, what, text, now);
            return CaseOutcome.Done;
        }, cancellationToken);
}
