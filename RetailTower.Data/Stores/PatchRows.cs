using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Mapping;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;

namespace RetailTower.Data.Stores;

/// <summary>What a change does to one message.</summary>
/// <param name="Text">In words.</param>
/// <param name="Content">What is sent, or worked on, instead; null unless it changes.</param>
public sealed record PatchedMessage(ItemPreview Preview, string Text, byte[]? Content);

/// <summary>Applies a change, as an operation keeps it, to a message; must depend on nothing else.</summary>
public delegate PatchedMessage MessagePatcher(string change, FailedMessage message);

/// <summary>
/// Sends changed copies of several messages in their places inside somebody's transaction: each is one more version of its original, exactly as if a person had
/// edited it by hand.
/// </summary>
internal sealed class PatchRows(TowerDbContext db, BulkOperation operation, MessagePatcher patch, DateTimeOffset now)
{
    private readonly Dictionary<long, RecoveryResult> _results = [];
    private readonly HashSet<int> _partitions = [];
    private readonly HashSet<string> _lanes = [];
    private Dictionary<long, ExceptionCase> _cases = [];

    public async Task<RecoveryBatch> ActAsync(IReadOnlyList<BulkItem> items, CancellationToken cancellationToken)
    {
        var ids = items.Select(item => item.CaseId).ToList();
        _cases = await db.Cases.Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, cancellationToken);
        var messages = await FailedMessages.ReadAsync(db, ids, cancellationToken);
        var edits = new List<MessageEdit>();
        foreach (var item in items)
        {
            var (edit, refused) = Edit(item, messages.GetValueOrDefault(item.CaseId));
            if (edit is null) _results[item.CaseId] = new RecoveryResult(false, refused!);
            else edits.Add(edit);
        }

        if (edits.Count > 0) await SendAsync(edits, cancellationToken);
        return new RecoveryBatch(_results, _partitions, _lanes);
    }

    /// <summary>One of the cases that were acted on.</summary>
    public ExceptionCase Case(long id) => _cases[id];

    private (MessageEdit? Edit, string? Refused) Edit(BulkItem item, FailedMessage? message)
    {
        if (message is null) return (null, "No call or message stands behind it.");
        if (message.Barred is { } why) return (null, why);
        if (message.Newest != item.Seen) return (null, "Somebody changed it after the preview.");
        var patched = patch(operation.Change!, message);
        if (patched.Content is not { } content) return (null, patched.Text);
        var one = _cases[item.CaseId];
        return (new MessageEdit
        {
            Subject = message.Source.Name, CaseId = one.Id, OutboxId = message.Source.Outbound ? message.Source.MessageId : null, InboxId = message.Source.Outbound ? null : message.Source.MessageId, OrderKey = one.OrderKey,
            Version = message.Newest + 1, Content = content, Reason = Lengths.Fit($"{patched.Text} {operation.Argument} (operation {operation.Id})"), RequestedBy = operation.RequestedBy, RequestedAt = now, Value = one.MoneyAtRisk,
            Currency = one.Currency, State = EditState.Released, DecidedBy = operation.DecidedBy, DecidedAt = operation.DecidedAt,
        }, null);
    }

    private async Task SendAsync(List<MessageEdit> edits, CancellationToken cancellationToken)
    {
        db.Edits.AddRange(edits);
        // Here the second of two who change the same message at once fails, on its unique key, and finds on its next try that it was changed.
        await db.SaveChangesAsync(cancellationToken);
        var callIds = edits.Where(e => e.OutboxId is not null).Select(e => e.OutboxId!.Value).ToList();
        var messageIds = edits.Where(e => e.InboxId is not null).Select(e => e.InboxId!.Value).ToList();
        var calls = callIds.Count == 0 ? [] : await db.Outbox.Where(m => callIds.Contains(m.Id)).ToDictionaryAsync(m => m.Id, cancellationToken);
        var messages = messageIds.Count == 0 ? [] : await db.Inbox.Where(m => messageIds.Contains(m.Id)).ToDictionaryAsync(m => m.Id, cancellationToken);
        foreach (var edit in edits)
        {
            if (edit.OutboxId is { } call)
            {
                EditRows.Release(db, edit, calls[call], now);
                _lanes.Add(calls[call].System);
            }
            else
            {
                EditRows.Release(db, edit, messages[edit.InboxId!.Value], now);
                _partitions.Add(messages[edit.InboxId!.Value].Partition);
            }

            var said = $"Version {edit.Version} goes in the original's place: {edit.Reason}";
            CaseStore.Touch(db, _cases[edit.CaseId], operation.RequestedBy, "edited", Lengths.Fit(said), now);
            _results[edit.CaseId] = new RecoveryResult(true, $"Version {edit.Version} goes in the original's place.");
        }

        await CaseSearchStore.ReadAgainAsync(db, edits.ConvertAll(e => e.CaseId), cancellationToken);
    }
}
