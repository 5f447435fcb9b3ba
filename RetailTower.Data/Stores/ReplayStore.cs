using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;

namespace RetailTower.Data.Stores;

public enum ReplayOutcome
{
    Done,
    /// <summary>A step of the order has moved since the person saw it; nothing was done.</summary>
    Changed,
    /// <summary>No step from the chosen one on can go again.</summary>
    Nothing,
    /// <summary>There is no such order, or it has no such step.</summary>
    NotFound,
}

/// <summary>How going again from a step ended, and where there is work now.</summary>
public sealed record ReplayResult(ReplayOutcome Outcome, ReplayPlan? Plan, RecoveryBatch Batch);

/// <summary>
/// Lets an order's journey go again from a chosen step on. What failed goes back into its own place in its sequence, with its own key; what has gone through is
/// never touched, so that nothing is sent twice and nothing overtakes.
/// </summary>
public sealed class ReplayStore(TowerDatabase database, TimeProvider time)
{
    private static readonly RecoveryBatch _none = new(new Dictionary<long, RecoveryResult>(), [], []);

    /// <param name="from">Name of the step.</param>
    /// <param name="seen"><see cref="ReplayPlan.Seen"/> of the plan that the person saw.</param>
    public Task<ReplayResult> RunAsync(long orderKey, string from, string seen, string reason, string who, CancellationToken cancellationToken) =>
        database.WriteAsync(async (db, token) =>
        {
            if (ReplayPlan.Of(await OrderStepQueries.ListAsync(db, orderKey, token), from) is not { } plan) return new ReplayResult(ReplayOutcome.NotFound, null, _none);
            if (plan.Seen != seen) return new ReplayResult(ReplayOutcome.Changed, plan, _none);
            var again = plan.Again.Select(it => it.Step).ToList();
            if (again.Count == 0) return new ReplayResult(ReplayOutcome.Nothing, plan, _none);
            var now = time.GetUtcNow();
            var results = new Dictionary<long, RecoveryResult>();
            var lanes = await CallsAsync(db, again, now, token);
            var partitions = await MessagesAsync(db, again, who, token);
            var cases = again.Where(step => step.CaseId is not null).Select(step => step.CaseId!.Value).ToList();
            var what = $"{plan.From.What} {(plan.From.Outbound ? "to" : "of")} {plan.From.System}";
            foreach (var one in cases.Count == 0 ? [] : await db.Cases.Where(c => cases.Contains(c.Id)).ToListAsync(token))
            {
                CaseStore.Touch(db, one, who, "replayed", $"from {what} on: {reason}", now);
                results[one.Id] = new RecoveryResult(true, "It goes again.");
            }

            db.History.Add(new HistoryEntry { OrderKey = orderKey, At = now, Source = RecoveryStore.Tower, What = "order.replayed", Detail = $"{who}, from {what} on, {again.Count} of {plan.Steps.Count} steps: {reason}" });
            db.Audit.Add(new AuditEntry { At = now, Who = who, Action = "order.replayed", Target = $"SO-{orderKey}", Detail = $"from {plan.From.Name}, {string.Join(' ', again.Select(step => step.Name))}: {reason}" });
            return new ReplayResult(ReplayOutcome.Done, plan, new RecoveryBatch(results, partitions, lanes));
        }, cancellationToken);

    private static async Task<IReadOnlyCollection<string>> CallsAsync(TowerDbContext db, List<OrderStep> again, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ids = again.Where(step => step.Outbound).Select(step => step.Id).ToList();
        if (ids.Count == 0) return [];
        var calls = await db.Outbox.Where(m => ids.Contains(m.Id)).ToListAsync(cancellationToken);
        foreach (var call in calls) (call.State, call.Attempts, call.DueAt, call.DoneAt) = (OutboxState.Ready, 0, now, null);
        return [.. calls.Select(call => call.System).Distinct()];
    }

    private static async Task<IReadOnlyCollection<int>> MessagesAsync(TowerDbContext db, List<OrderStep> again, string who, CancellationToken cancellationToken)
    {
        var ids = again.Where(step => !step.Outbound).Select(step => step.Id).ToList();
        if (ids.Count == 0) return [];
        var messages = await db.Inbox.Where(m => ids.Contains(m.Id)).ToListAsync(cancellationToken);
        foreach (var message in messages) InboxRows.WorkAgain(message, who);
        return [.. messages.Select(message => message.Partition).Distinct()];
    }
}
