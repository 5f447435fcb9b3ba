using System.Text.Json;
using RetailTower.Data.Stores;
using RetailTower.Engine.Canonical;

namespace RetailTower.Engine.Orders;

/// <summary>
/// Messages that the tower writes to its own inbox, so that the result of a call and the decision of a person reach an order in sequence with
/// what the systems tell, through the one door by which an order changes.
/// </summary>
public static class TowerMessages
{
    public const string System = RecoveryStore.Tower;
    public const string CallDone = "call.done";
    public const string CallRejected = "call.rejected";
    public const string Revalidate = RecoveryStore.Revalidate;
    public const string Reallocate = RecoveryStore.Reallocate;
    public const string Restate = RecoveryStore.Restate;
    public const string ToldCustomer = "action.told-customer";
    public const string AskReturn = "action.ask-return";
    public const string DecideReturn = "action.decide-return";
    public const string ApiOrder = "api.order";

    /// <summary>Look at the order's goods, invoices and payments again.</summary>
    public const string Match = "match-documents";

    /// <summary>What a person wants of an order or did with it, as a message that enters once.</summary>
    public static NewInboxMessage Of<T>(long orderKey, string kind, T fact) => new(
        System, $"{kind}:{Guid.CreateVersion7()}", kind, SubjectKind.Order, System, "order", OrderKey.Format(orderKey), orderKey, "application/json",
        JsonSerializer.SerializeToUtf8Bytes(fact, CanonicalJson.Options));
}

/// <summary>What a call to a system came to.</summary>
public sealed record CallFact(string System, string Operation, long OutboxId, string Text, string? Code, IReadOnlyList<Reference> References, IReadOnlyList<CanonicalEvent> Events);

/// <summary>What someone told the customer of the order.</summary>
public sealed record ToldFact(string Who, string Text);

/// <summary>Who asked for an action, and on which case.</summary>
public sealed record ActionFact(string Who, long? CaseId);
