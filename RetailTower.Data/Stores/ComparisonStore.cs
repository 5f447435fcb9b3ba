using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Mapping;
using RetailTower.Data.Model;

namespace RetailTower.Data.Stores;

/// <summary>An order as it is compared.</summary>
/// <param name="Order">With its lines, parcels and invoices; for reading only.</param>
/// <param name="References">Its names in all systems, whose <see cref="OrderReference.OrderKey"/> is this order.</param>
/// <param name="OnTheMove">Something about it is still to be worked on or to be told, so that systems may rightly differ.</param>
public sealed record ComparedOrder(Order Order, IReadOnlyList<OrderReference> References, bool OnTheMove);

/// <summary>What was found among the judged orders of one channel and region.</summary>
/// <param name="Untrue">Orders of which the originator shows its people something that is not so.</param>
/// <param name="UntrueFulfilment">Orders of which a system is wrong about where the goods are.</param>
public sealed record ComparedTally(string Channel, string Region, int Compared, int Untrue, int UntrueFulfilment);

/// <summary>What came of one page of orders.</summary>
/// <param name="LastKey">The last order of the page.</param>
/// <param name="Judged">By channel and region, each once.</param>
/// <param name="Again">Orders to look at once more.</param>
/// <param name="Silence">Which systems gave no answer, and why; null when all did.</param>
/// <param name="Openings">Cases of what is not so.</param>
/// <param name="Settled">Subjects of cases that are over, if there are any.</param>
public sealed record ComparedPage(
    long LastKey, IReadOnlyList<ComparedTally> Judged, int Unheard, IReadOnlyList<long> Again, string? Silence, IReadOnlyList<CaseOpening> Openings, IReadOnlyList<string> Settled);

/// <summary>Comparisons and how far they have come; each page is one commit with its cases.</summary>
public sealed class ComparisonStore(TowerDatabase database, TimeProvider time)
{
    /// <summary>More than these are not looked at a second time: then something larger is wrong than a few orders on the move.</summary>
    private const int MostAgain = 5000;
    private const string None = "[]", SettledReason = "A comparison found that it is so no longer.";

    /// <summary>Starts to compare all orders, or this many picked by chance.</summary>
    /// <returns>Its id; null while another of the same kind is not finished.</returns>
    public Task<long?> StartAsync(int? sample, string who, CancellationToken cancellationToken) => database.WriteAsync(async (db, token) =>
    {
        if (await db.Comparisons.AnyAsync(c => c.State < OperationState.Done && c.Sample == (sample != null), token)) return (long?)null;
        var now = time.GetUtcNow();
        var keys = sample is { } size ? await PickAsync(db, size, token) : null;
        var comparison = new Comparison
        {
            Sample = sample is not null,
            RequestedBy = who,
            RequestedAt = now,
            Total = keys?.Count ?? await db.Orders.CountAsync(o => o.Number != "", token),
            Keys = keys is null ? null : JsonSerializer.Serialize(keys),
            Again = None,
        };
        db.Comparisons.Add(comparison);
        await db.SaveChangesAsync(token);
        if (sample is null) Record(db, who, "comparison.started", comparison.Id, now);
        return comparison.Id;
    }, cancellationToken);

    /// <summary>Moves a comparison from one of <paramref name="from"/> to <paramref name="to"/>.</summary>
    /// <returns>False when it is in none of them.</returns>
    public Task<bool> SwitchAsync(long id, IReadOnlyCollection<OperationState> from, OperationState to, string who, CancellationToken cancellationToken) => database.WriteAsync(async (db, token) =>
    {
        if (await db.Comparisons.AsTracking().SingleOrDefaultAsync(c => c.Id == id && from.Contains(c.State), token) is not { } comparison) return false;
        var now = time.GetUtcNow();
        comparison.State = to;
        comparison.Version++;
        if (to == OperationState.Cancelled) comparison.FinishedAt = now;
        Record(db, who, $"comparison.{to.ToString().ToLowerInvariant()}", id, now);
        return true;
    }, cancellationToken);

    /// <summary>Those that may go on now, the oldest first.</summary>
    public Task<List<Comparison>> RunningAsync(CancellationToken cancellationToken) =>
        database.ReadAsync((db, token) =>
        {
            var now = time.GetUtcNow();
            return db.Comparisons.Where(c => c.State == OperationState.Running && (c.NotBefore == null || c.NotBefore <= now)).OrderBy(c => c.Id).ToListAsync(token);
        }, cancellationToken);

    /// <summary>When the last sample began; null when there was none.</summary>
    public Task<DateTimeOffset?> LastSampleAtAsync(CancellationToken cancellationToken)
    {
        // A parameter, since SQLite finds nothing by an index where the column itself is the condition.
        var sample = true;
        return database.ReadAsync((db, token) => db.Comparisons.Where(c => c.Sample == sample).OrderByDescending(c => c.Id).Select(c => (DateTimeOffset?)c.RequestedAt).FirstOrDefaultAsync(token), cancellationToken);
    }

    /// <summary>The next orders of a comparison, by key; empty when it has seen all.</summary>
    public Task<List<ComparedOrder>> PageAsync(Comparison comparison, int size, CancellationToken cancellationToken) => database.ReadAsync(async (db, token) =>
    {
        // Not those that came since: where they come faster than they are compared, it would never end.
        var orders = db.Orders.Where(o => o.Key > comparison.AfterKey && o.Number != "" && o.ReceivedAt <= comparison.RequestedAt);
        if (comparison.Keys is { } json)
        {
            var wanted = JsonSerializer.Deserialize<long[]>(json)!.Where(key => key > comparison.AfterKey).Order().Take(size).ToArray();
            if (wanted.Length == 0) return [];
            orders = orders.Where(o => wanted.Contains(o.Key));
        }

        var page = await orders.OrderBy(o => o.Key).Select(o => o.Key).Take(size).ToArrayAsync(token);
        return page.Length == 0 ? [] : await ReadAsync(db, db.Orders.Where(o => page.Contains(o.Key)), token);
    }, cancellationToken);

    /// <summary>Null when there is no such order, or only its number is known.</summary>
    public Task<ComparedOrder?> OrderAsync(long key, CancellationToken cancellationToken) =>
        database.ReadAsync(async (db, token) => (await ReadAsync(db, db.Orders.Where(o => o.Key == key && o.Number != ""), token)).SingleOrDefault(), cancellationToken);

    /// <summary>Opens cases of what is not so, and closes those that are over.</summary>
    public Task SettleAsync(IReadOnlyList<CaseOpening> openings, IReadOnlyList<string> settled, CancellationToken cancellationToken) => database.WriteAsync(async (db, token) =>
    {
        var now = time.GetUtcNow();
        await CaseRows.OpenAsync(db, await NewsAsync(db, openings, token), now, token);
        await CaseRows.AutoResolveAsync(db, settled, SettledReason, now, token);
        return true;
    }, cancellationToken);

    /// <summary>Stores what came of a page, unless the comparison was stopped meanwhile.</summary>
    public Task AdvanceAsync(long id, ComparedPage page, CancellationToken cancellationToken) => database.WriteAsync(async (db, token) =>
    {
        if (await db.Comparisons.AsTracking().SingleOrDefaultAsync(c => c.Id == id && c.State < OperationState.Done, token) is not { } comparison) return false;
        var now = time.GetUtcNow();
        var again = JsonSerializer.Deserialize<List<long>>(comparison.Again)!;
        // Whatever cannot be judged at the second look, or is too much for one, is counted and given up.
        var room = comparison.SecondLook ? 0 : Math.Min(page.Again.Count, MostAgain - again.Count);
        again.AddRange(page.Again.Take(room));
        comparison.Again = comparison.SecondLook ? None : JsonSerializer.Serialize(again);
        comparison.AfterKey = page.LastKey;
        comparison.Compared += page.Judged.Sum(it => it.Compared);
        comparison.Untrue += page.Judged.Sum(it => it.Untrue);
        await AddAsync(db, id, page.Judged, token);
        comparison.Unheard += page.Unheard;
        comparison.Unjudged += page.Again.Count - room;
        if (page.Silence is { } silence) comparison.Silence = silence.Length <= Lengths.Text ? silence : silence[..Lengths.Text];
        comparison.Version++;
        await CaseRows.OpenAsync(db, await NewsAsync(db, page.Openings, token), now, token);
        await CaseRows.AutoResolveAsync(db, page.Settled, SettledReason, now, token);
        return true;
    }, cancellationToken);

    /// <summary>All orders were seen: looks again at those that could not be judged, or ends.</summary>
    /// <param name="rest">How long to wait before the second look.</param>
    /// <returns>True when it ended.</returns>
    public Task<bool> FinishAsync(long id, TimeSpan rest, CancellationToken cancellationToken) => database.WriteAsync(async (db, token) =>
    {
        if (await db.Comparisons.AsTracking().SingleOrDefaultAsync(c => c.Id == id && c.State == OperationState.Running, token) is not { } comparison) return false;
        comparison.Version++;
        if (comparison.Again != None)
        {
            (comparison.Keys, comparison.Again, comparison.SecondLook, comparison.AfterKey) = (comparison.Again, None, true, 0);
            comparison.NotBefore = time.GetUtcNow() + rest;
            return false;
        }

        (comparison.State, comparison.FinishedAt, comparison.Keys) = (OperationState.Done, time.GetUtcNow(), null);
        return true;
    }, cancellationToken);

    private static async Task AddAsync(TowerDbContext db, long id, IReadOnlyList<ComparedTally> judged, CancellationToken cancellationToken)
    {
        if (judged.Count == 0) return;
        var tallies = await db.ComparisonTallies.AsTracking().Where(it => it.ComparisonId == id).ToListAsync(cancellationToken);
        foreach (var found in judged)
        {
            var tally = tallies.Find(it => it.Channel == found.Channel && it.Region == found.Region);
            if (tally is null) db.Add(tally = new ComparisonTally { ComparisonId = id, Channel = found.Channel, Region = found.Region, UntrueFulfilment = 0 });
            tally.Compared += found.Compared;
            tally.Untrue += found.Untrue;
            tally.UntrueFulfilment += found.UntrueFulfilment;
        }
    }

    private static async Task<List<ComparedOrder>> ReadAsync(TowerDbContext db, IQueryable<Order> orders, CancellationToken cancellationToken)
    {
        var page = await orders.Include(o => o.Lines).Include(o => o.Parcels).Include(o => o.Invoices).OrderBy(o => o.Key).ToListAsync(cancellationToken);
        if (page.Count == 0) return [];
        var keys = page.ConvertAll(o => (long?)o.Key);
        var references = (await db.OrderReferences.Where(r => keys.Contains(r.OrderKey)).ToListAsync(cancellationToken)).ToLookup(r => r.OrderKey);
        // By order, not by state: in an outage there may be far more messages that are ready than these orders have.
        var outbox = await db.Outbox.Where(m => keys.Contains(m.OrderKey)).Select(m => new { m.OrderKey, m.State }).ToListAsync(cancellationToken);
        var inbox = await db.Inbox.Where(m => keys.Contains(m.OrderKey)).Select(m => new { m.OrderKey, m.State }).ToListAsync(cancellationToken);
        var moving = outbox.Where(m => m.State == OutboxState.Ready).Select(m => m.OrderKey).Concat(inbox.Where(m => m.State == InboxState.Ready).Select(m => m.OrderKey)).ToHashSet();
        return page.ConvertAll(o => new ComparedOrder(o, [.. references[o.Key]], o.LockedBy is not null || moving.Contains(o.Key)));
    }

    /// <summary>What an open case says already is not said again at each comparison.</summary>
    private static async Task<IReadOnlyList<CaseOpening>> NewsAsync(TowerDbContext db, IReadOnlyList<CaseOpening> openings, CancellationToken cancellationToken)
    {
        if (openings.Count == 0) return openings;
        var subjects = openings.Select(opening => opening.SubjectKey).ToArray();
        var known = await db.Cases.Where(c => subjects.Contains(c.SubjectKey) && c.State < CaseState.Resolved).ToDictionaryAsync(c => c.SubjectKey, c => c.Detail, cancellationToken);
        return [.. openings.Where(opening => known.GetValueOrDefault(opening.SubjectKey) != opening.Detail)];
    }

    /// <summary>Keys by chance, each order as likely as any other: keys are given without gaps worth speaking of, and a number that is no order is drawn anew.</summary>
    private static async Task<List<long>> PickAsync(TowerDbContext db, int size, CancellationToken cancellationToken)
    {
        const int few = 4, draws = 4;
        var orders = db.Orders.Where(o => o.Number != "");
        if (await orders.MinAsync(o => (long?)o.Key, cancellationToken) is not { } low) return [];
        var high = await orders.MaxAsync(o => o.Key, cancellationToken);
        if (high - low < size * few)
        {
            var all = await orders.Select(o => o.Key).ToArrayAsync(cancellationToken);
            Random.Shared.Shuffle(all);
            return [.. all.Take(size).Order()];
        }

        var picked = new HashSet<long>();
        for (var draw = 0; draw < draws && picked.Count < size; draw++)
        {
            var drawn = Enumerable.Range(0, size).Select(_ => Random.Shared.NextInt64(low, high + 1)).Distinct().ToArray();
            picked.UnionWith(await orders.Where(o => drawn.Contains(o.Key)).Select(o => o.Key).ToListAsync(cancellationToken));
        }

        var keys = picked.ToArray();
        Random.Shared.Shuffle(keys);
        return [.. keys.Take(size).Order()];
    }

    private static void Record(TowerDbContext db, string who, string action, long id, DateTimeOffset now) =>
        db.Audit.Add(new AuditEntry { At = now, Who = who, Action = action, Target = $"{id}" });
}
