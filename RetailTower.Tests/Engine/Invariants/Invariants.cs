using Microsoft.EntityFrameworkCore;
using RetailTower.Data;
using RetailTower.Data.Model;
using RetailTower.Data.Stores;
using RetailTower.Engine.Exceptions;
using RetailTower.Engine.Orders;

namespace RetailTower.Tests.Engine.Invariants;

/// <summary>What must never happen (DESIGN §5), asked of a world that has come to rest.</summary>
internal static class Invariants
{
    /// <exception cref="InvalidOperationException">Something is as it must not be; it names everything that is.</exception>
    public static async Task<bool> CheckAsync(TowerDbContext db, World world)
    {
        var inbox = await db.Inbox.AsNoTracking().OrderBy(m => m.Id).ToListAsync();
        var outbox = await db.Outbox.AsNoTracking().OrderBy(m => m.Id).ToListAsync();
        var orders = await db.Orders.AsNoTracking().Include(o => o.Lines).ToListAsync();
        var history = await db.History.AsNoTracking().OrderBy(h => h.Id).ToListAsync();
        var cases = await db.Cases.AsNoTracking().ToListAsync();
        var edits = await db.Edits.AsNoTracking().ToListAsync();
        var items = await db.BulkItems.AsNoTracking().ToListAsync();
        List<string> wrong =
        [
            .. Lost(inbox, world), .. Doubled(orders, world), .. Overtaken(outbox, world), .. Unguarded(history, inbox), .. Pretended(outbox, world), .. Unowned(inbox, outbox, cases),
            .. Unfinished(inbox, outbox, orders, world), .. Edited(edits, inbox, outbox), .. Acted(items, await db.BulkOperations.AsNoTracking().ToListAsync()),
        ];
        return wrong.Count == 0 ? true : throw new InvalidOperationException(string.Join(Environment.NewLine, wrong));
    }

    /// <summary>3, at any moment: while a message has failed, nothing that came after it is worked on for its order.</summary>
    /// <exception cref="InvalidOperationException">Something was.</exception>
    public static async Task<bool> CheckSequenceAsync(TowerDbContext db)
    {
        // The order itself, and what changes nothing of it, can have been worked on before an older message that had to wait for the order.
        var overtaken = await db.Inbox.Where(f => f.State == InboxState.Failed).Join(db.Orders, f => f.OrderKey, o => o.Key, (f, o) => new { f.Id, f.OrderKey, o.LockedAt })
            .Join(db.Inbox.Where(m => m.State == InboxState.Done && !m.MessageKey.StartsWith("placed:") && m.Kind != "remark"), f => f.OrderKey, m => m.OrderKey, (f, m) => new { Failed = f.Id, f.LockedAt, m.Id, m.DoneAt })
            .Where(it => it.Id > it.Failed && it.DoneAt >= it.LockedAt).FirstOrDefaultAsync();
        return overtaken is null ? true : throw new InvalidOperationException($"Message {overtaken.Id} was worked on behind the failed {overtaken.Failed}");
    }

    /// <summary>1, 2: what was acknowledged is stored, once.</summary>
    private static IEnumerable<string> Lost(List<InboxMessage> inbox, World world)
    {
        var stored = inbox.ToLookup(m => (m.System, m.MessageKey));
        return world.Acknowledged.Where(it => stored[(it.System, it.Message.MessageKey)].Count() != 1).Select(it => $"Acknowledged and stored {stored[(it.System, it.Message.MessageKey)].Count()} times: {it.Message.MessageKey}");
    }

    /// <summary>2: an order exists once, here and in the systems.</summary>
    private static IEnumerable<string> Doubled(List<Order> orders, World world) =>
        orders.GroupBy(o => o.Number).Where(same => same.Count() > 1).Select(same => $"{same.Count()} orders are called {same.Key}")
            .Concat(world.Systems.Made.Where(made => made.Value > 1).Select(made => $"{made.Key} was made {made.Value} times"));

    /// <summary>3: nothing of an order overtakes what came before it and has failed.</summary>
    private static IEnumerable<string> Overtaken(List<OutboxMessage> outbox, World world)
    {
        foreach (var calls in world.Systems.Calls.GroupBy(call => (call.System, call.Order)))
            foreach (var (earlier, later) in calls.Zip(calls.Skip(1)).Where(pair => pair.Second.Id < pair.First.Id))
                yield return $"{calls.Key}: call {later.Id} was made after call {earlier.Id}";
        foreach (var dead in outbox.Where(m => m.State == OutboxState.Failed))
            foreach (var later in outbox.Where(m => m.OrderKey == dead.OrderKey && m.System == dead.System && m.Id > dead.Id && m.State == OutboxState.Done))
                yield return $"Call {later.Id} was made behind the failed {dead.Id}";
    }

    /// <summary>4: each state change is one that the journey's table allows, and names its message.</summary>
    private static IEnumerable<string> Unguarded(List<HistoryEntry> history, List<InboxMessage> inbox)
    {
        var known = inbox.Select(m => m.Id).ToHashSet();
        foreach (var entry in history.Where(entry => entry.FromState is not null))
        {
            if (!Enum.TryParse<Trigger>(entry.What, out var trigger) || !Journey.Table[trigger].From.Contains(Enum.Parse<LineState>(entry.FromState!)) || Journey.Table[trigger].To.ToString() != entry.ToState)
                yield return $"Order {entry.OrderKey} went from {entry.FromState} to {entry.ToState} by {entry.What}";
            if (entry.InboxId is not { } id || !known.Contains(id)) yield return $"Nobody knows why order {entry.OrderKey} went from {entry.FromState} to {entry.ToState}";
        }
    }

    /// <summary>5: what counts as done was done.</summary>
    private static IEnumerable<string> Pretended(List<OutboxMessage> outbox, World world) =>
        outbox.Where(m => m.State == OutboxState.Done && !world.Systems.Executed.Contains($"{m.System}:{m.IdempotencyKey}")).Select(m => $"{m.System} never did {m.Operation} of {m.IdempotencyKey}, which counts as done");

    /// <summary>5: each failure has its one open case, and nothing else has any.</summary>
    private static IEnumerable<string> Unowned(List<InboxMessage> inbox, List<OutboxMessage> outbox, List<ExceptionCase> cases)
    {
        var open = cases.Where(c => c.State < CaseState.Resolved).GroupBy(c => c.SubjectKey).ToDictionary(same => same.Key, same => same.Count());
        var owed = inbox.Where(m => m.State is InboxState.Parked or InboxState.Failed).Select(m => CaseBook.MessageSubject(m.Id))
            .Concat(outbox.Where(m => m.State == OutboxState.Failed).Select(m => LaneStore.CallSubject(m.Id))).ToHashSet();
        foreach (var subject in owed.Where(subject => open.GetValueOrDefault(subject) != 1)) yield return $"{open.GetValueOrDefault(subject)} open cases stand for {subject}";
        foreach (var subject in open.Keys.Where(subject => !owed.Contains(subject))) yield return $"A case is open for {subject}, which has not failed";
    }

    /// <summary>Everything that was accepted came to its end.</summary>
    private static IEnumerable<string> Unfinished(List<InboxMessage> inbox, List<OutboxMessage> outbox, List<Order> orders, World world)
    {
        foreach (var message in inbox.Where(m => m.State is InboxState.Ready or InboxState.Failed)) yield return $"Message {message.Id} ({message.Kind}) is still {message.State}";
        foreach (var call in outbox.Where(m => m.State is OutboxState.Ready or OutboxState.Failed)) yield return $"Call {call.Id} ({call.System} {call.Operation}) is still {call.State}";
        var placed = world.Acknowledged.Select(it => it.Message.MessageKey).Where(key => key.StartsWith("placed:", StringComparison.Ordinal)).Select(key => key["placed:".Length..]).ToHashSet();
        foreach (var number in placed.Where(number => orders.All(o => o.Number != number))) yield return $"Order {number} was accepted and is nowhere";
        foreach (var order in orders.Where(o => o.Status != OrderStatus.Completed))
            yield return $"Order {order.Number} ended as {order.Status}: {string.Join(", ", order.Lines.Select(line => $"{line.LineNo}×{line.Quantity:0} {line.State}"))}";
        foreach (var message in inbox.Where(m => m.State == InboxState.Waiting && placed.Contains(m.Subject!["number:".Length..]))) yield return $"Message {message.Id} still waits for {message.Subject}, which is there";
    }

    /// <summary>Of each original one copy is carried out at most, and none is on its way when all has come to rest.</summary>
    private static IEnumerable<string> Edited(List<MessageEdit> edits, List<InboxMessage> inbox, List<OutboxMessage> outbox)
    {
        foreach (var done in edits.Where(e => e.State == EditState.Done).GroupBy(e => e.Subject).Where(same => same.Count() > 1)) yield return $"{done.Count()} copies of {done.Key} were carried out";
        foreach (var edit in edits.Where(e => e.State == EditState.Released)) yield return $"Version {edit.Version} of {edit.Subject} is still on its way";
        foreach (var edit in edits.Where(e => e.State == EditState.Done))
        {
            var settled = edit.OutboxId is { } call ? outbox.Exists(m => m.Id == call && m.State == OutboxState.Done) : inbox.Exists(m => m.Id == edit.InboxId && m.State is InboxState.Done or InboxState.Ready);
            if (!settled) yield return $"Version {edit.Version} of {edit.Subject} counts as carried out, and its original is not settled";
        }
    }

    /// <summary>6: an operation counts what it did and what came of it.</summary>
    private static IEnumerable<string> Acted(List<BulkItem> items, List<BulkOperation> operations)
    {
        foreach (var it in operations)
        {
            var own = items.FindAll(item => item.OperationId == it.Id);
            var (let, known) = (own.FindAll(item => item.Succeeded == true), own.Count(item => item.Ended is not null));
            if (let.Count != it.Succeeded || own.Count(item => item is { Succeeded: false, Preview: null or ItemPreview.Changes }) != it.Refused || let.Count - known != it.Awaited || it.Worked + it.Repeated + it.Otherwise != known)
                yield return $"Operation {it.Id} miscounts: {it.Succeeded} let go, {it.Awaited} awaited, {it.Worked} worked, {it.Repeated} repeated, {it.Otherwise} otherwise";
            if (it.State is OperationState.Running or OperationState.Previewing || it.Awaited > 0) yield return $"Operation {it.Id} is still {it.State}, and waits for {it.Awaited}";
        }
    }
}
