using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;

namespace RetailTower.Data.Stores;

/// <summary>What people do to put cases right.</summary>
public enum RecoveryAction
{
    /// <summary>Does what the case's <see cref="Remedy"/> says.</summary>
    Retry,
    /// <summary>Works again on the stored message behind the case, in its last version.</summary>
    Replay,
    /// <summary>Gives it to a team.</summary>
    Reassign,
    /// <summary>Closes it with a reason and changes nothing else.</summary>
    Resolve,
    /// <summary>Gives up the failed call or message, so that what waits behind it goes on, and closes the case.</summary>
    Discard,
    /// <summary>Takes it out of sight for a while; its argument is a <see cref="SnoozeOrder"/>.</summary>
    Snooze,
    /// <summary>Changes the message behind it as all the others of its operation are changed, and sends that in its place.</summary>
    Patch,
}

/// <summary>What came of an action on one case.</summary>
/// <param name="Text">What was done, or why it was refused.</param>
public sealed record RecoveryResult(bool Succeeded, string Text);

/// <summary>What came of an action on several cases, and where there is work now.</summary>
public sealed record RecoveryBatch(IReadOnlyDictionary<long, RecoveryResult> Results, IReadOnlyCollection<int> Partitions, IReadOnlyCollection<string> Lanes);

/// <summary>Acts on cases inside somebody's transaction. A case that was retried stays open: it closes itself when the work succeeds.</summary>
internal sealed class RecoveryRows(TowerDbContext db, RecoveryAction action, string? argument, string who, DateTimeOffset now)
{
    private readonly Dictionary<long, RecoveryResult> _results = [];
    private readonly HashSet<int> _partitions = [];
    private readonly HashSet<string> _lanes = [];
    private readonly List<NewInboxMessage> _decisions = [];
    private readonly List<InboxMessage> _discarded = [];
    private Dictionary<long, ExceptionCase> _cases = [];
    private Dictionary<long, OutboxMessage> _calls = [];
    private Dictionary<long, InboxMessage> _messages = [];

    /// <param name="remark">Added to each case's entry, for example the operation it was part of.</param>
    public async Task<RecoveryBatch> ActAsync(IReadOnlyCollection<long> caseIds, string? remark, CancellationToken cancellationToken)
    {
        var cases = await db.Cases.Where(c => caseIds.Contains(c.Id)).ToListAsync(cancellationToken);
        _cases = cases.ToDictionary(one => one.Id);
        await ReadSubjectsAsync(cases, cancellationToken);
        foreach (var one in cases)
        {
            var result = one.State >= CaseState.Resolved ? Refused("It is resolved already.") : Act(one);
            _results[one.Id] = result;
            if (result.Succeeded) CaseStore.Touch(db, one, who, Deed(action), remark is null ? result.Text : $"{result.Text} ({remark})", now);
        }

        foreach (var id in caseIds.Where(id => !_results.ContainsKey(id))) _results[id] = Refused("There is no such case.");
        await UnlockAsync(cancellationToken);
        if (_decisions.Count > 0) _partitions.UnionWith((await InboxRows.AddAsync(db, _decisions, now, cancellationToken)).Partitions);
        return new RecoveryBatch(_results, _partitions, _lanes);
    }

    /// <summary>One of the cases that were acted on.</summary>
    public ExceptionCase Case(long id) => _cases[id];

    /// <summary>Sends a message back to be worked on.</summary>
    public RecoveryResult Replay(InboxMessage? message)
    {
        if (message is null) return Refused("No stored message stands behind it.");
        if (message.State is InboxState.Ready) return Refused("It is about to be worked on.");
        if (message.State is InboxState.Waiting) return Refused("Its order is not known yet; it is applied by itself when the order arrives.");
        if (message.State is InboxState.Discarded) return Refused("It was discarded.");
        InboxRows.WorkAgain(message, who);
        _partitions.Add(message.Partition);
        return new RecoveryResult(true, $"Message {message.Id} of {message.System}{As(message.EditId)} is worked on again.");
    }

    /// <summary>Gives a message up; the order that was locked behind it goes on.</summary>
    public async Task<RecoveryResult> DiscardAsync(InboxMessage message, string reason, CancellationToken cancellationToken)
    {
        var result = Discard(message, reason);
        if (!result.Succeeded) return result;
        var subject = $"inbox:{message.Id}";
        foreach (var one in await db.Cases.Where(c => c.SubjectKey == subject && c.State < CaseState.Resolved).ToListAsync(cancellationToken))
        {
            CaseStore.Resolve(one, $"Discarded: {reason}", now);
            CaseStore.Touch(db, one, who, Deed(RecoveryAction.Discard), reason, now);
        }

        await UnlockAsync(cancellationToken);
        return result;
    }

    private async Task ReadSubjectsAsync(List<ExceptionCase> cases, CancellationToken cancellationToken)
    {
        if (action is RecoveryAction.Reassign or RecoveryAction.Resolve or RecoveryAction.Snooze) return;
        var calls = cases.Where(c => c.OutboxId is not null).Select(c => c.OutboxId!.Value).ToList();
        if (calls.Count > 0) _calls = await db.Outbox.Where(m => calls.Contains(m.Id)).ToDictionaryAsync(m => m.Id, cancellationToken);
        var messages = cases.Where(c => c.InboxId is not null).Select(c => c.InboxId!.Value)
            .Concat(_calls.Values.Where(m => m.CauseInboxId is not null).Select(m => m.CauseInboxId!.Value)).Distinct().ToList();
        if (messages.Count > 0) _messages = await db.Inbox.Where(m => messages.Contains(m.Id)).ToDictionaryAsync(m => m.Id, cancellationToken);
    }

    private RecoveryResult Act(ExceptionCase one)
    {
        switch (action)
        {
            case RecoveryAction.Retry:
                return one.Remedy switch
                {
                    Remedy.RetryCall => Call(one),
                    Remedy.ReplayMessage => Replay(MessageOf(one)),
                    Remedy.Revalidate => Decide(one, RecoveryStore.Revalidate),
                    Remedy.Reallocate => Decide(one, RecoveryStore.Reallocate),
                    Remedy.Restate => Decide(one, RecoveryStore.Restate),
                    _ => Refused("There is nothing to retry; it closes itself when what it waits for happens."),
                };
            case RecoveryAction.Replay:
                return Replay(MessageOf(one));
            case RecoveryAction.Reassign:
                CaseStore.GiveTo(one, argument!);
                return new RecoveryResult(true, $"to {argument}");
            case RecoveryAction.Snooze:
                if (one.State == CaseState.WaitingOnPartner) return Refused("It waits on a partner; its clock stands still.");
                var order = SnoozeOrder.Read(argument)!;
                CaseStore.Snooze(one, order.Until);
                return new RecoveryResult(true, order.Said);
            case RecoveryAction.Resolve:
                CaseStore.Resolve(one, argument!, now);
                return new RecoveryResult(true, argument!);
            case RecoveryAction.Discard:
                var discarded = one.OutboxId is { } id ? Discard(_calls.GetValueOrDefault(id)) : MessageOf(one) is { } message ? Discard(message, argument!) : Refused("No call or message stands behind it.");
                if (discarded.Succeeded) CaseStore.Resolve(one, $"Discarded: {argument}", now);
                return discarded;
            default:
                throw new InvalidOperationException($"No such action: {action}.");
        }
    }

    private RecoveryResult Call(ExceptionCase one)
    {
        if (one.OutboxId is not { } id || _calls.GetValueOrDefault(id) is not { } call) return Refused("No call stands behind it.");
        if (call.State != OutboxState.Failed) return Refused(call.State == OutboxState.Ready ? "The call is about to be made." : "The call is settled already.");
        call.State = OutboxState.Ready;
        call.Attempts = 0;
        call.DueAt = now;
        call.DoneAt = null;
        _lanes.Add(call.System);
        return new RecoveryResult(true, $"Call {call.Id} ({call.Operation}){As(call.EditId)} goes to {call.System} again.");
    }

    private RecoveryResult Decide(ExceptionCase one, string kind)
    {
        if (one.OrderKey is not { } key) return Refused("No order stands behind it.");
        var body = JsonSerializer.SerializeToUtf8Bytes(new { who, caseId = one.Id }, JsonSerializerOptions.Web);
        _decisions.Add(new NewInboxMessage(
            RecoveryStore.Tower, $"case:{one.Id}:{one.Version}", kind, SubjectKind.Order, RecoveryStore.Tower, "case", $"{one.Id}", key, "application/json", body));
        return new RecoveryResult(true, kind switch
        {
            RecoveryStore.Revalidate => "The rules judge the order again.",
            RecoveryStore.Reallocate => "The missing goods are looked for again.",
            _ => "The true status is written again.",
        });
    }

    private RecoveryResult Discard(OutboxMessage? call)
    {
        if (call is null) return Refused("No call stands behind it.");
        if (call.State != OutboxState.Failed) return Refused(call.State == OutboxState.Ready ? "The call is about to be made." : "The call is settled already.");
        call.State = OutboxState.Discarded;
        call.DoneAt = now;
        _lanes.Add(call.System);
        return new RecoveryResult(true, $"Call {call.Id} ({call.Operation}) to {call.System} is given up.");
    }

    private RecoveryResult Discard(InboxMessage message, string reason)
    {
        if (message.State is InboxState.Ready) return Refused("It is about to be worked on.");
        if (message.State is InboxState.Done or InboxState.Discarded) return Refused("It is settled already.");
        message.State = InboxState.Discarded;
        message.DoneAt = now;
        message.Reason = $"Discarded by {who}: {reason}";
        _discarded.Add(message);
        _partitions.Add(message.Partition);
        return new RecoveryResult(true, $"Message {message.Id} of {message.System} is given up.");
    }

    /// <summary>Lets orders go on that were locked behind a discarded message; the version tells a pump that holds one to read it again.</summary>
    private async Task UnlockAsync(CancellationToken cancellationToken)
    {
        var orders = _discarded.Where(m => m.OrderKey is not null).Select(m => m.OrderKey!.Value).ToList();
        if (orders.Count == 0) return;
        var messages = _discarded.ConvertAll(m => m.Id);
        long? none = null;
        DateTimeOffset? never = null;
        await db.Orders.Where(o => orders.Contains(o.Key) && o.LockedBy != null && messages.Contains(o.LockedBy.Value)).ExecuteUpdateAsync(
            set => set.SetProperty(o => o.LockedBy, none).SetProperty(o => o.LockedAt, never).SetProperty(o => o.Version, o => o.Version + 1), cancellationToken);
    }

    private InboxMessage? MessageOf(ExceptionCase one) =>
        (one.InboxId ?? (one.OutboxId is { } call ? _calls.GetValueOrDefault(call)?.CauseInboxId : null)) is { } id ? _messages.GetValueOrDefault(id) : null;

    private static string Deed(RecoveryAction action) => action switch
    {
        RecoveryAction.Retry => "retried",
        RecoveryAction.Replay => "replayed",
        RecoveryAction.Reassign => "reassigned",
        RecoveryAction.Resolve => "resolved",
        RecoveryAction.Snooze => "snoozed",
        _ => "discarded",
    };

    /// <summary>Whoever sends again sends what was sent last.</summary>
    private static string As(long? edit) => edit is null ? "" : ", as it was changed last,";

    private static RecoveryResult Refused(string why) => new(false, why);
}
