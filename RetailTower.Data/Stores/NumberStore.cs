using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Mapping;
using RetailTower.Data.Model;

namespace RetailTower.Data.Stores;

/// <summary>What is counted at once: whoever counts adds to the lists and changes their rows in place.</summary>
/// <param name="Arrived">Of any systems, in the sequence in which they were stored.</param>
/// <param name="Series">Those that the arrived numbers belong to, as far as they are known.</param>
/// <param name="Gaps">Open gaps of these series.</param>
public sealed record NumberCount(IReadOnlyList<ArrivedNumber> Arrived, List<CountedSeries> Series, List<NumberGap> Gaps);

/// <summary>What a system answered when it was asked for running numbers.</summary>
/// <param name="Shown">Numbers whose documents entered the inbox.</param>
/// <param name="None">Numbers of which it has no document.</param>
/// <param name="Silence">Why there is no answer to the others; null when they were not asked for.</param>
public sealed record NumberAnswer(IReadOnlyCollection<long> Shown, IReadOnlyCollection<long> None, string? Silence);

/// <summary>Running numbers that arrived, how far each series has come, and what was passed over. Holds a row per gap, not per number.</summary>
public sealed class NumberStore(TowerDatabase database, TimeProvider time)
{
    private const string Closed = "Each of the numbers has arrived, or its system has none.";

    /// <summary>What the audit calls a gap that a system was asked about and that is closed.</summary>
    public const string ClosedAction = "numbers.accounted-for";

    /// <summary>The case about a gap.</summary>
    public static string Subject(long gapId) => FormattableString.Invariant($"numbers:{gapId}");

    /// <summary>Lets <paramref name="count"/> count what arrived and commits what comes of it, once on however many nodes. It may be called again on other rows.</summary>
    /// <param name="note">What the audit says of a gap that a system was asked about, once it is closed.</param>
    /// <returns>How many numbers were counted, and whether a case was closed.</returns>
    public async Task<(int Counted, bool CasesChanged)> CountAsync(
        int max, Action<NumberCount> count, Func<NumberGap, string> note, CancellationToken cancellationToken)
    {
        if (!await database.ReadAsync((db, token) => db.ArrivedNumbers.AnyAsync(token), cancellationToken)) return default;
        return await database.WriteAsync(async (db, token) =>
        {
            var arrived = await db.ArrivedNumbers.AsNoTracking().OrderBy(n => n.Id).Take(max).ToListAsync(token);
            if (arrived.Count == 0) return default;
            var systems = arrived.Select(n => n.System).Distinct().ToList();
            var counting = new NumberCount(
                arrived, await db.CountedSeries.AsTracking().Where(s => systems.Contains(s.System)).ToListAsync(token),
                await db.NumberGaps.AsTracking().Where(g => systems.Contains(g.System)).ToListAsync(token));
            var (series, gaps) = (counting.Series.ToHashSet(), counting.Gaps.ToHashSet());
            count(counting);
            db.CountedSeries.AddRange(counting.Series.Where(it => !series.Contains(it)));
            db.NumberGaps.AddRange(counting.Gaps.Where(it => !gaps.Contains(it) && it.Missing.Length > 0));
            Touch(db);
            var closed = await CloseAsync(db, [.. gaps.Where(gap => gap.Missing.Length == 0)], note, token);
            // By id, not up to one: on SQL Server a lower one may become visible later.
            var ids = arrived.ConvertAll(n => n.Id);
            if (await db.ArrivedNumbers.Where(n => ids.Contains(n.Id)).ExecuteDeleteAsync(token) != ids.Count) throw new DbUpdateConcurrencyException("Another node has counted them.");
            return (arrived.Count, closed);
        }, cancellationToken);
    }

    /// <summary>How far each series has come, and the newest open gaps.</summary>
    public Task<(List<CountedSeries> Series, List<NumberGap> Gaps)> ListAsync(int mostGaps, CancellationToken cancellationToken) => database.ReadAsync(async (db, token) =>
        (await db.CountedSeries.OrderBy(s => s.System).ThenBy(s => s.Series).ToListAsync(token), await db.NumberGaps.OrderByDescending(g => g.SeenAt).Take(mostGaps).ToListAsync(token)), cancellationToken);

    /// <summary>Gaps of a system that it is to be asked about by now, those that wait longest first.</summary>
    public Task<List<NumberGap>> ToAskAsync(string system, int max, CancellationToken cancellationToken) => database.ReadAsync((db, token) =>
    {
        var now = time.GetUtcNow();
        return db.NumberGaps.Where(g => g.AskAt <= now && g.System == system).OrderBy(g => g.AskAt).Take(max).ToListAsync(token);
    }, cancellationToken);

    /// <summary>Takes what a system answered out of the gap; one of which nothing is left is closed with its case.</summary>
    /// <param name="next">When it is asked again for what is left.</param>
    /// <param name="note">As of <see cref="CountAsync"/>.</param>
    /// <returns>Whether a case was closed.</returns>
    public Task<bool> AnsweredAsync(long gapId, NumberAnswer answer, DateTimeOffset next, Func<NumberGap, string> note, CancellationToken cancellationToken) => database.WriteAsync(async (db, token) =>
    {
        if (await db.NumberGaps.AsTracking().SingleOrDefaultAsync(g => g.Id == gapId, token) is not { } gap) return false;
        var (missing, shown, none) = (NumberSpans.Parse(gap.Missing), NumberSpans.Parse(gap.Shown), NumberSpans.Parse(gap.None));
        foreach (var number in answer.Shown.Where(missing.Remove)) shown.Add(number);
        foreach (var number in answer.None.Where(missing.Remove)) none.Add(number);
        (gap.Missing, gap.Shown, gap.None, gap.AskAt) = (missing.ToString(), shown.ToString(), none.ToString(), next);
        gap.Silence = answer.Silence is { Length: > Lengths.Text } silence ? silence[..Lengths.Text] : answer.Silence;
        Touch(db);
        return gap.Missing.Length == 0 && await CloseAsync(db, [gap], note, token);
    }, cancellationToken);

    /// <summary>Opens a case for each gap whose time is up, once. Returns how many.</summary>
    public async Task<int> OpenDueAsync(int max, Func<NumberGap, CaseOpening> opening, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (!await database.ReadAsync((db, token) => db.NumberGaps.AnyAsync(g => g.DueAt <= now, token), cancellationToken)) return 0;
        return await database.WriteAsync(async (db, token) =>
        {
            var due = await db.NumberGaps.AsTracking().Where(g => g.DueAt <= now).OrderBy(g => g.DueAt).Take(max).ToListAsync(token);
            await CaseRows.OpenAsync(db, due.ConvertAll(opening.Invoke), now, token);
            foreach (var gap in due) gap.DueAt = null;
            Touch(db);
            return due.Count;
        }, cancellationToken);
    }

    /// <summary>Looks no longer after gaps that were seen before this time; their cases stay for people. Returns how many.</summary>
    public async Task<int> GiveUpAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        if (!await database.ReadAsync((db, token) => db.NumberGaps.AnyAsync(g => g.SeenAt < before, token), cancellationToken)) return 0;
        return await database.WriteAsync((db, token) => db.NumberGaps.Where(g => g.SeenAt < before && g.DueAt == null).ExecuteDeleteAsync(token), cancellationToken);
    }

    /// <summary>Whoever else changed one of them meanwhile is noticed.</summary>
    private static void Touch(TowerDbContext db)
    {
        db.ChangeTracker.DetectChanges();
        foreach (var entry in db.ChangeTracker.Entries<CountedSeries>().Where(it => it.State == EntityState.Modified)) entry.Entity.Version++;
        foreach (var entry in db.ChangeTracker.Entries<NumberGap>().Where(it => it.State == EntityState.Modified)) entry.Entity.Version++;
    }

    private async Task<bool> CloseAsync(TowerDbContext db, List<NumberGap> gaps, Func<NumberGap, string> note, CancellationToken cancellationToken)
    {
        if (gaps.Count == 0) return false;
        var now = time.GetUtcNow();
        db.NumberGaps.RemoveRange(gaps);
        foreach (var gap in gaps.Where(gap => gap.Shown.Length > 0 || gap.None.Length > 0))
        {
            var outcome = note(gap);
            db.Audit.Add(new AuditEntry { At = now, Who = RecoveryStore.Tower, Action = ClosedAction, Target = gap.System, Detail = outcome.Length <= Lengths.Text ? outcome : outcome[..Lengths.Text] });
        }

        var withCase = gaps.Where(gap => gap.DueAt is null).Select(gap => Subject(gap.Id)).ToList();
        await CaseRows.AutoResolveAsync(db, withCase, Closed, now, cancellationToken);
        return withCase.Count > 0;
    }
}
