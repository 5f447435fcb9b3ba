using System.Text;
using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Mapping;
using RetailTower.Data.Model;
using RetailTower.Data.Rows;

namespace RetailTower.Data.Stores;

/// <summary>A piece of work at the head of its order's sequence in a lane, with what the call needs to know.</summary>
public sealed record LaneHead(OutboxMessage Message, IReadOnlyList<OrderReference> References);

/// <summary>A lane as its row says, and what may go now in one of its partitions.</summary>
public sealed record LaneLook(Lane Lane, IReadOnlyList<LaneHead> Heads);

/// <summary>How one message of a drained batch ended.</summary>
/// <param name="Retry">Set when it stays in the lane: when to try again.</param>
/// <param name="Failed">True when it became a dead letter; <paramref name="Case"/> then stands for it.</param>
/// <param name="Facts">What the call found out; enters the inbox in the same commit.</param>
/// <param name="CountAttempt">False when the lane rests and the message is not to blame.</param>
public sealed record LaneResult(
    OutboxMessage Message, string Outcome, string Code, string Text, DateTimeOffset? Retry, bool Failed, bool CountAttempt,
    IReadOnlyList<NewInboxMessage> Facts, CaseOpening? Case)
{
    /// <summary>Attempts as they were read: the commit may be tried more than once, and counts one attempt all the same.</summary>
    internal int AttemptsBefore { get; } = Message.Attempts;

    /// <summary>True when an earlier attempt left a trace, so that a case may stand for it.</summary>
    internal bool HadFailed { get; } = Message.Attempts > 0 || Message.Result is not null;
}

/// <summary>How the lane itself fared in the batch.</summary>
/// <param name="Unwell">Calls in a row that failed because the system was unwell; 0 after a success.</param>
public sealed record LaneHealth(int Unwell, DateTimeOffset? RestUntil, string? RestReason, bool Succeeded, string? LastFailure, CaseOpening? Case);

/// <summary>Reads and commits the batches of the drains.</summary>
public sealed class LaneStore(TowerDatabase database, TimeProvider time)
{
    private static readonly RowQuery<OutboxMessage> Heads = new(
        $"""
        WHERE [State] = @p0 AND [System] = @p1 AND [Partition] = @p2 AND [DueAt] <= @p3 AND ([OrderKey] IS NULL OR NOT EXISTS (
            SELECT 1 FROM [OutboxMessages] AS e WHERE e.[OrderKey] = [OutboxMessages].[OrderKey] AND e.[System] = [OutboxMessages].[System] AND e.[Id] < [OutboxMessages].[Id]
                AND e.[State] IN ({(int)OutboxState.Ready}, {(int)OutboxState.Failed})))
        ORDER BY [Id]
        """, nameof(OutboxMessage.State), nameof(OutboxMessage.System), nameof(OutboxMessage.Partition), nameof(OutboxMessage.DueAt));

    private static readonly RowLookup<OrderReference> ReferenceByOrder = new(nameof(OrderReference.OrderKey), nameof(OrderReference.System), filter: true);
    private static readonly RowLookup<Lane> BySystem = new(nameof(Lane.System));

    /// <summary>Makes sure that each system has its lane on the board, before anything was sent.</summary>
    public Task OpenAsync(IReadOnlyList<string> systems, CancellationToken cancellationToken) =>
        database.WriteAsync(async (db, token) =>
        {
            var there = await db.Lanes.Select(l => l.System).ToListAsync(token);
            db.Lanes.AddRange(systems.Except(there).Select(system => new Lane { System = system }));
        }, cancellationToken);

    /// <summary>
    /// The lane, and the messages of its partition that may go now, oldest first: due, and nothing earlier of the same order unfinished in this lane. None of a
    /// lane that is paused or rests, where they would be read in vain, each time that another joins them.
    /// </summary>
    public Task<LaneLook> LookAsync(string system, int partition, int max, CancellationToken cancellationToken) =>
        database.ReadAsync(async (db, token) =>
        {
            await db.Database.OpenConnectionAsync(token);
            var lane = (await db.ReadByAsync(BySystem, [system], token)).SingleOrDefault() ?? new Lane { System = system };
            var now = time.GetUtcNow();
            if (lane.Paused || lane.RestUntil > now) return new LaneLook(lane, []);
            var messages = await db.ReadAsync(Heads, max, token, OutboxState.Ready, system, partition, now);
            var edits = await EditRows.ContentsAsync(db, messages.Where(m => m.EditId is not null).Select(m => m.EditId!.Value).ToList(), token);
            // Lent to the call, and never written.
            foreach (var message in messages.Where(m => m.EditId is not null)) message.Payload = Encoding.UTF8.GetString(edits[message.EditId!.Value]);
            var keys = messages.Where(m => m.OrderKey is not null).Select(m => m.OrderKey!.Value).Distinct().ToList();
            var byOrder = (await db.ReadByAsync(ReferenceByOrder, keys, token, system)).ToLookup(r => r.OrderKey);
            return new LaneLook(lane, messages.ConvertAll(m => new LaneHead(m, m.OrderKey is { } key ? byOrder[key].ToList() : [])));
        }, cancellationToken);

    /// <summary>Commits a batch: results, facts, cases and the lane's health together.</summary>
    /// <exception cref="LeaseLostException">The lease went to someone else; nothing was committed, and the calls will be repeated.</exception>
    public Task<InboxAdded> CommitAsync(string lease, string owner, string system, IReadOnlyList<LaneResult> results, LaneHealth health, CancellationToken cancellationToken) =>
        database.WriteAsync(async (db, token) =>
        {
            var now = time.GetUtcNow();
            await LeaseStore.ProveAsync(db, lease, owner, now, token);
            var superseded = await SupersededAsync(db, results, token);
            await WriteResultsAsync(db, results, superseded, now, token);
            await EditRows.EndAsync(db, results.Where(r => r.Message.EditId is not null && r.Retry is null).Select(r => (r.Message.EditId!.Value, EndOf(r.Message.State))).ToList(), now, token);
            var wasUnwell = await ApplyHealthAsync(db, system, health, now, token);
            var openings = await WithMoneyAsync(db, results.Where(r => r.Case is not null && !superseded.Contains(r.Message.Id)).Select(r => r.Case!).ToList(), token);
            if (health.Case is not null) openings.Add(health.Case);
            await CaseRows.OpenAsync(db, openings, now, token);
            // A call that goes through at once has no case to close.
            var settled = results.Where(r => r.Retry is null && !r.Failed && r.HadFailed).Select(r => CallSubject(r.Message.Id)).ToList();
            if (health.Succeeded && wasUnwell) settled.Add(LaneSubject(system));
            await CaseRows.AutoResolveAsync(db, settled, "The call went through.", now, token);
            return await InboxRows.AddAsync(db, results.Where(r => !superseded.Contains(r.Message.Id)).SelectMany(r => r.Facts).ToList(), now, token);
        }, cancellationToken);

    public static string CallSubject(long outboxId) => $"outbox:{outboxId}";

    public static string LaneSubject(string system) => $"lane:{system}";

    /// <summary>(system, partition) that have work due now.</summary>
    public Task<IReadOnlyList<(string System, int Partition)>> LanesWithWorkAsync(IReadOnlyList<string> systems, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<(string, int)>>(async (db, token) =>
        {
            var now = time.GetUtcNow();
            var found = new List<(string, int)>();
            foreach (var system in systems)
            {
                for (var partition = 0; partition < Partitions.Lane; partition++)
                {
                    var p = partition;
                    if (await db.Outbox.AnyAsync(x => x.State == OutboxState.Ready && x.System == system && x.Partition == p && x.DueAt <= now, token)) found.Add((system, p));
                }
            }

            return found;
        }, cancellationToken);

    /// <summary>Messages that a newer one made needless while their call was under way, and that then failed: nobody need put them right.</summary>
    private static async Task<IReadOnlySet<long>> SupersededAsync(TowerDbContext db, IReadOnlyList<LaneResult> results, CancellationToken cancellationToken)
    {
        var failed = results.Where(r => r.Failed).Select(r => r.Message.Id).ToList();
        if (failed.Count == 0) return new HashSet<long>();
        return await db.Outbox.Where(m => failed.Contains(m.Id) && m.State == OutboxState.Superseded).Select(m => m.Id).ToHashSetAsync(cancellationToken);
    }

    /// <summary>What a case about an order's call puts at risk is the order's total, and its promise.</summary>
    private static async Task<List<CaseOpening>> WithMoneyAsync(TowerDbContext db, List<CaseOpening> openings, CancellationToken cancellationToken)
    {
        var keys = openings.Where(opening => opening.OrderKey is not null).Select(opening => opening.OrderKey!.Value).Distinct().ToList();
        if (keys.Count == 0) return openings;
        var money = await db.Orders.Where(o => keys.Contains(o.Key)).Select(o => new { o.Key, o.Total, o.Currency, o.RequestedDelivery }).ToDictionaryAsync(o => o.Key, cancellationToken);
        return openings.ConvertAll(opening => opening.OrderKey is { } key && money.TryGetValue(key, out var order) ? opening with { MoneyAtRisk = order.Total, Currency = order.Currency, PromisedFor = order.RequestedDelivery } : opening);
    }

    private static async Task WriteResultsAsync(TowerDbContext db, IReadOnlyList<LaneResult> results, IReadOnlySet<long> superseded, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var shape = RowShape<OutboxMessage>.Of(db);
        // A newer message may have superseded one meanwhile; then a retry must not bring it back.
        var again = shape.MaskOf(nameof(OutboxMessage.Attempts), nameof(OutboxMessage.Result), nameof(OutboxMessage.DueAt));
        var settled = shape.MaskOf(nameof(OutboxMessage.Attempts), nameof(OutboxMessage.Result), nameof(OutboxMessage.State), nameof(OutboxMessage.DoneAt));
        foreach (var result in results) Apply(result, superseded.Contains(result.Message.Id), now);
        await db.UpdateAsync(results.Where(r => r.Retry is not null).Select(r => r.Message).ToList(), again, null, cancellationToken);
        await db.UpdateAsync(results.Where(r => r.Retry is null).Select(r => r.Message).ToList(), settled, null, cancellationToken);
        await db.InsertAsync(results.Where(r => (r.Retry is not null || r.Failed) && r.CountAttempt).Select(r => new CallAttempt
        {
            OutboxId = r.Message.Id, Number = r.Message.Attempts, At = now, Outcome = r.Outcome, Code = r.Code, Message = r.Message.Result!,
        }).ToList(), cancellationToken);
    }

    private static EditState EndOf(OutboxState state) => state switch
    {
        OutboxState.Done => EditState.Done,
        OutboxState.Superseded => EditState.Withdrawn,
        _ => EditState.Failed,
    };

    private static void Apply(LaneResult result, bool superseded, DateTimeOffset now)
    {
        var message = result.Message;
        if (result.CountAttempt) message.Attempts = result.AttemptsBefore + 1;
        message.Result = Lengths.Fit(result.Text);
        if (result.Retry is { } dueAt)
        {
            message.DueAt = dueAt;
            return;
        }

        message.State = superseded ? OutboxState.Superseded : result.Failed ? OutboxState.Failed : OutboxState.Done;
        message.DoneAt = now;
    }

    /// <summary>Returns whether the system was unwell before.</summary>
    private static async Task<bool> ApplyHealthAsync(TowerDbContext db, string system, LaneHealth health, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var changes = new RowChanges<Lane>(RowShape<Lane>.Of(db));
        var found = await db.ReadByAsync(BySystem, [system], cancellationToken);
        changes.Remember(found);
        var lane = found.SingleOrDefault() ?? new Lane { System = system };
        var wasUnwell = lane.UnwellInARow > 0;
        lane.UnwellInARow = health.Unwell;
        lane.RestUntil = health.RestUntil;
        lane.RestReason = health.RestReason;
        if (health.Succeeded) lane.LastSuccessAt = now;
        if (health.LastFailure is { } failure)
        {
            lane.LastFailureAt = now;
            lane.LastFailure = failure.Length <= 2000 ? failure : failure[..2000];
        }

        await changes.Compare([lane]).SaveAsync(db, cancellationToken);
        return wasUnwell;
    }
}
