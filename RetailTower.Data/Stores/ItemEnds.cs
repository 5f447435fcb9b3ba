using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Mapping;
using RetailTower.Data.Model;

namespace RetailTower.Data.Stores;

/// <summary>An item that was let go, and how it ended.</summary>
internal sealed record EndedItem(BulkItem Item, ItemEnd End);

/// <summary>
/// Finds out what came of the items that an operation let go. The case says it in the commit that ends the work; a case that stays open although its
/// work is settled has ended, too, or its operation would wait for ever.
/// </summary>
internal sealed class ItemEnds(TowerDbContext db, BulkOperation operation)
{
    private const int AtOnce = 1000;

    public async Task<List<EndedItem>> NoteAsync(CancellationToken cancellationToken)
    {
        var found = await (
            from item in db.BulkItems
            where item.OperationId == operation.Id && item.Repeats != null && item.Ended == null
            join one in db.Cases on item.CaseId equals one.Id
            where one.State >= CaseState.Resolved || one.Repeats > item.Repeats || !(
                db.Outbox.Any(m => m.Id == one.OutboxId && m.State == OutboxState.Ready) || db.Inbox.Any(m => m.Id == one.InboxId && m.State == InboxState.Ready)
                // What a person decided about an order travels as a message of the order, and may end in a call.
                || (one.Remedy > Remedy.ReplayMessage && (db.Inbox.Any(m => m.OrderKey == one.OrderKey && m.State == InboxState.Ready) || db.Outbox.Any(m => m.OrderKey == one.OrderKey && m.State == OutboxState.Ready))))
            orderby item.CaseId
            select new Seen(item, one.State, one.Repeats, one.Fingerprint, one.Title, one.Detail, one.Resolution, db.Outbox.Where(m => m.Id == one.OutboxId).Select(m => (OutboxState?)m.State).FirstOrDefault()))
            .Take(AtOnce).ToListAsync(cancellationToken);
        return found.ConvertAll(Note);
    }

    private EndedItem Note(Seen seen)
    {
        var (end, text) = Judge(seen);
        (seen.Item.Ended, seen.Item.Outcome) = (end, Lengths.Fit(text));
        operation.Awaited--;
        switch (end)
        {
            case ItemEnd.Worked: operation.Worked++; break;
            case ItemEnd.Repeated: operation.Repeated++; break;
            default: operation.Otherwise++; break;
        }

        return new EndedItem(seen.Item, end);
    }

    private static (ItemEnd End, string Text) Judge(Seen seen)
    {
        if (seen.Repeats > seen.Item.Repeats)
            return seen.Fingerprint == seen.Item.Fingerprint ? (ItemEnd.Repeated, $"Failed again: {seen.Detail}") : (ItemEnd.Otherwise, $"Failed for another cause: {seen.Title}");
        return seen.State switch
        {
            CaseState.AutoResolved when seen.Call == OutboxState.Superseded => (ItemEnd.Otherwise, seen.Resolution ?? ""),
            CaseState.AutoResolved => (ItemEnd.Worked, seen.Resolution ?? ""),
            CaseState.Resolved => (ItemEnd.Otherwise, $"Closed by hand: {seen.Resolution}"),
            _ => (ItemEnd.Otherwise, "It was worked on, and its exception stays open."),
        };
    }

    private sealed record Seen(BulkItem Item, CaseState State, int Repeats, string Fingerprint, string Title, string Detail, string? Resolution, OutboxState? Call);
}
