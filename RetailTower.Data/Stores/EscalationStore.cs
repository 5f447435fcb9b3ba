using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Stores;

/// <summary>A case whose time to climb has come.</summary>
/// <param name="RestsUntil">When it comes back, if it is snoozed or waits on a partner.</param>
/// <param name="Allowed">Working time that its service level gives it.</param>
/// <param name="AcknowledgedBy">Who acknowledged the notice of its last rung.</param>
public sealed record ClimbingCase(long Id, string Team, string? Person, DateTimeOffset? RestsUntil, DateTimeOffset DueAt, TimeSpan Allowed, int Rung, string? AcknowledgedBy);

/// <summary>What a climbing case does.</summary>
/// <param name="NextAt">When it climbs on; null when it does not.</param>
/// <param name="Said">For its history; null when nothing is to be said.</param>
/// <param name="Call">Whom the rung calls; null when nobody is told.</param>
public sealed record ClimbStep(int Rung, DateTimeOffset? NextAt, string? Said, RungCall? Call);

/// <summary>Whom a rung calls.</summary>
/// <param name="Addressees">Whom the notice is shown to.</param>
public sealed record RungCall(IReadOnlyList<string> Addressees, IReadOnlyList<LetterTo> Letters);

/// <summary>A recipient outside of the tower.</summary>
/// <param name="DueAt">Not before then.</param>
/// <param name="Apart">The least time between two letters to the same recipient.</param>
public sealed record LetterTo(LetterChannel Channel, string Recipient, DateTimeOffset DueAt, TimeSpan Apart);

/// <summary>Lets cases climb, and writes whom that calls in the same commit.</summary>
public sealed class EscalationStore(TowerDatabase database, TimeProvider time)
{
    private const string Tower = "tower";

    /// <summary>Whether a case is to climb or a notice is over.</summary>
    public Task<bool> IsDueAsync(CancellationToken cancellationToken) => database.ReadAsync(async (db, token) =>
    {
        var now = time.GetUtcNow();
        return await db.Cases.AnyAsync(c => c.State < CaseState.Resolved && c.ClimbsAt <= now, token) || await Over(db).AnyAsync(token);
    }, cancellationToken);

    /// <summary>Lets the next cases climb whose time has come, at most <paramref name="limit"/>. Versions stay: nobody who looks at one of them is kept from acting on it.</summary>
    /// <param name="decide">Must depend on nothing but the case and the moment.</param>
    /// <returns>Their ids.</returns>
    public Task<IReadOnlyList<long>> ClimbAsync(int limit, Func<ClimbingCase, DateTimeOffset, ClimbStep> decide, CancellationToken cancellationToken) => database.WriteAsync<IReadOnlyList<long>>(async (db, token) =>
    {
        var now = time.GetUtcNow();
        var due = await db.Cases.AsTracking().Where(c => c.State < CaseState.Resolved && c.ClimbsAt <= now).OrderBy(c => c.ClimbsAt).ThenBy(c => c.Id).Take(limit).ToListAsync(token);
        if (due.Count == 0) return [];
        var last = due.Where(c => c.NoticeId is not null).Select(c => c.NoticeId!.Value).Distinct().ToList();
        var acknowledged = last.Count == 0 ? [] : await db.Notices.Where(n => last.Contains(n.Id) && n.ClosedAt != null && n.ClosedBy != Tower).ToDictionaryAsync(n => n.Id, n => n.ClosedBy, token);
        var steps = due.ConvertAll(c => (Case: c, Step: decide(new ClimbingCase(
            c.Id, c.OwnerTeam, c.OwnerPerson, c.SnoozedUntil, c.DueAt, TimeSpan.FromSeconds(c.AllowedSeconds), c.Rung, c.NoticeId is { } id ? acknowledged.GetValueOrDefault(id) : null), now)));
        var notices = await NoticesAsync(db, [.. steps.Where(it => it.Step.Call is not null)], now, token);
        foreach (var (one, step) in steps)
        {
            (one.Rung, one.ClimbsAt) = (step.Rung, step.NextAt);
            if (step.Call is not null) one.NoticeId = notices[Key(one, step)].Id;
            if (step.Said is { } said) db.CaseEntries.Add(new CaseEntry { CaseId = one.Id, At = now, Who = Tower, What = "escalated", Text = said });
        }

        return due.ConvertAll(one => one.Id);
    }, cancellationToken);

    /// <summary>Closes notices of which no case is open any more.</summary>
    /// <returns>How many.</returns>
    public Task<int> CloseOverAsync(CancellationToken cancellationToken) => database.WriteAsync((db, token) =>
    {
        var now = time.GetUtcNow();
        return Over(db).ExecuteUpdateAsync(set => set.SetProperty(n => n.ClosedAt, now).SetProperty(n => n.ClosedBy, Tower), token);
    }, cancellationToken);

    /// <summary>Counts the cases to the notices that are open, opens those that are not, and addresses what is new.</summary>
    private static async Task<Dictionary<(string, string, int), Notice>> NoticesAsync(TowerDbContext db, List<(ExceptionCase Case, ClimbStep Step)> calling, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var causes = calling.Select(it => it.Case.Fingerprint).Distinct().ToList();
        if (causes.Count == 0) return [];
        var notices = (await db.Notices.AsTracking().Where(n => causes.Contains(n.Fingerprint) && n.ClosedAt == null).ToListAsync(cancellationToken)).ToDictionary(n => (n.Fingerprint, n.Team, n.Rung));
        var opened = new List<(Notice Notice, RungCall Call)>();
        foreach (var (one, step) in calling)
        {
            var key = Key(one, step);
            if (!notices.TryGetValue(key, out var notice))
            {
                notice = notices[key] = new Notice { Team = one.OwnerTeam, Fingerprint = one.Fingerprint, Rung = step.Rung, Title = one.Title, OpenedAt = now };
                db.Notices.Add(notice);
                opened.Add((notice, step.Call!));
            }

            notice.Cases++;
            notice.LastAt = now;
        }

        await db.SaveChangesAsync(cancellationToken);
        foreach (var (notice, call) in opened) db.NoticeAddressees.AddRange(call.Addressees.Select(addressee => new NoticeAddressee { NoticeId = notice.Id, Addressee = addressee }));
        await GatherAsync(db, opened, now, cancellationToken);
        return notices;
    }

    /// <summary>Puts each new notice into the letter that gathers for its recipient, or into a new one.</summary>
    private static async Task GatherAsync(TowerDbContext db, List<(Notice Notice, RungCall Call)> opened, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var group in opened.SelectMany(it => it.Call.Letters.Select(to => (it.Notice, To: to))).GroupBy(it => (it.To.Channel, it.To.Recipient)))
        {
            var (channel, recipient) = group.Key;
            var to = group.First().To;
            var letter = await db.Letters.AsTracking().Where(l => l.Channel == channel && l.Recipient == recipient).OrderByDescending(l => l.Id).FirstOrDefaultAsync(cancellationToken);
            if (letter is not { EndedAt: null, Attempts: 0 })
            {
                // Counted from when the last one went out or was to, whichever was later.
                var earliest = letter is null ? to.DueAt : (letter.EndedAt ?? letter.DueAt) + to.Apart;
                letter = new Letter { Channel = channel, Recipient = recipient, CreatedAt = now, DueAt = earliest > to.DueAt ? earliest : to.DueAt };
                db.Letters.Add(letter);
                await db.SaveChangesAsync(cancellationToken);
            }

            db.LetterNotices.AddRange(group.Select(it => it.Notice.Id).Distinct().Select(id => new LetterNotice { LetterId = letter.Id, NoticeId = id }));
        }
    }

    private static IQueryable<Notice> Over(TowerDbContext db) => db.Notices.Where(n => n.ClosedAt == null && !db.CaseGroups.Any(g => g.Fingerprint == n.Fingerprint && g.OwnerTeam == n.Team));

    private static (string, string, int) Key(ExceptionCase one, ClimbStep step) => (one.Fingerprint, one.OwnerTeam, step.Rung);
}
