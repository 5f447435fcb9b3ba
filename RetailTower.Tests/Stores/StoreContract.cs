using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;
using RetailTower.Data.Stores;
using RetailTower.Tests.Desks;

namespace RetailTower.Tests.Stores;

/// <summary>What the stores promise on every database, with the least that a test must say.</summary>
public abstract class StoreContract<T> : DeskContract<T> where T : StoreFixture
{
    protected const string Me = "node-1", Other = "node-2", Partition = "inbox:1";

    protected InboxStore Inbox => new(Store.Database, Store.Time);

    protected LeaseStore Leases => new(Store.Database, Store.Time);

    protected LaneStore Lanes => new(Store.Database, Store.Time);

    protected OrderWorkStore Work => new(Store.Database, Store.Time);

    /// <summary>A message that introduces the order that its sender calls <paramref name="number"/>.</summary>
    protected static NewInboxMessage Placed(string key, string number, byte[]? body = null, string system = "shop") =>
        new(system, key, "placed", SubjectKind.Origin, system, "number", number, null, "application/json", body ?? [.. "{}"u8]);

    /// <summary>A message about an order that another must have introduced.</summary>
    protected static NewInboxMessage Told(string key, string number, string system = "shop") =>
        new(system, key, "told", SubjectKind.Known, system, "number", number, null, "application/json", [.. "{}"u8]);

    /// <summary>A message about an order that the tower knows by its own key.</summary>
    protected static NewInboxMessage About(string key, long order, string kind = "told", byte[]? body = null) =>
        new("shop", key, kind, SubjectKind.Order, "tower", "order", $"SO-{order}", order, "application/json", body ?? [.. "{}"u8]);

    protected Task<List<InboxMessage>> MessagesAsync() => Store.ReadAsync(db => db.Inbox.OrderBy(m => m.Id).ToListAsync(Cancel));

    protected Task<List<OutboxMessage>> CallsAsync() => Store.ReadAsync(db => db.Outbox.OrderBy(m => m.Id).ToListAsync(Cancel));

    protected Task<List<ExceptionCase>> CasesAsync() => Store.ReadAsync(db => db.Cases.OrderBy(c => c.Id).ToListAsync(Cancel));

    protected Task<bool> TakeAsync(string lease = Partition, string owner = Me) => Leases.TryTakeAsync(lease, owner, Cancel);

    protected static OrderWorkNeeds NoNeeds(OrderWork work) => new([], [], [], [], []);

    protected static CaseOpening Opening(string subject, string detail = "It failed.") => new(
        CaseKind.Stuck, Severity.Breach, Remedy.None, "integration", "shop", "told", "shop|told|it failed", subject, "Title", detail, "Integration", StoreFixture.Noon.AddHours(1));

    /// <summary>The newest state of a row that the tower's own code would not write.</summary>
    protected static void Finish(InboxMessage message) => (message.State, message.DoneAt) = (InboxState.Done, StoreFixture.Noon);
}
