using System.Text.RegularExpressions;
using RetailTower.Data.Model;
using RetailTower.Data.Stores;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Exceptions.Ownership;

namespace RetailTower.Engine.Exceptions;

/// <summary>
/// Writes cases: who owns them, how bad they are, by when they are due and what a retry does. Whoever fails gets the opening here and commits
/// it together with the failure.
/// </summary>
public sealed partial class CaseBook(TimeProvider time, TeamBook teams)
{
    private const int MostTitle = 256;
    private static readonly TimeSpan BreachWithin = TimeSpan.FromMinutes(30), AttentionWithin = TimeSpan.FromHours(4);

    /// <summary>The team that owns failures of a domain.</summary>
    public static string TeamOf(string domain) => domain switch
    {
        Domains.Customer or Domains.Invoice or Domains.Payment => TeamBook.Finance,
        Domains.Product => TeamBook.Merchandising,
        Domains.Inventory or Domains.Shipment => TeamBook.Warehouse,
        Domains.Order or Domains.Return => TeamBook.CustomerService,
        _ => TeamBook.Integration,
    };

    public static string MissingSubject(long orderKey, string step) => $"missing:{orderKey}:{step}";

    public static string OrderSubject(long orderKey, string matter) => $"order:{orderKey}:{matter}";

    public static string MessageSubject(long inboxId) => $"inbox:{inboxId}";

    /// <summary>A system refused a call for a business reason.</summary>
    /// <param name="domain">Whose matter it is, one of <see cref="Domains"/>.</param>
    public CaseOpening CallRejected(OutboxMessage message, string code, string why, string domain) =>
        Call(CaseKind.Rejected, message, code, why, domain, $"{message.System} refused {Words(message.Operation)}");

    /// <summary>A call did not get through in all its attempts, or was not accepted in its shape.</summary>
    public CaseOpening CallUndeliverable(OutboxMessage message, string code, string why) =>
        Call(CaseKind.Undeliverable, message, code, why, Domains.Integration, $"{message.System} could not be told: {Words(message.Operation)}");

    /// <summary>A system does not answer; its lane rests and tries again by itself.</summary>
    public CaseOpening LaneDown(string system, string why, int inARow) =>
        Clocked(Severity.Breach, new CaseOpening(CaseKind.Undeliverable, Severity.Breach, Remedy.None, Domains.Integration, system, "lane", Fingerprint(system, "lane", "unwell"), LaneStore.LaneSubject(system),
            $"{system} is not answering", $"{inARow} calls in a row failed; the lane tries again by itself. Last: {why}", TeamOf(Domains.Integration), default));

    /// <summary>A stored message could not be understood.</summary>
    public CaseOpening MessageUnknown(InboxMessage message, string where, string why) =>
        Clocked(Severity.Attention, new CaseOpening(CaseKind.SchemaViolation, Severity.Attention, Remedy.ReplayMessage, Domains.Integration, message.System, message.Kind, Fingerprint(message.System, message.Kind, $"{where} {why}"),
            MessageSubject(message.Id), $"{message.System} sent {message.Kind}, which the tower does not understand", $"{where}: {why}", TeamOf(Domains.Integration), default,
            message.OrderKey, InboxId: message.Id));

    /// <summary>A stored message was understood but could not be applied; its order is locked behind it.</summary>
    public CaseOpening MessageFailed(InboxMessage message, string why, decimal orderTotal, string? currency) =>
        Clocked(Severity.Breach, new CaseOpening(CaseKind.Stuck, Severity.Breach, Remedy.ReplayMessage, Domains.Integration, message.System, message.Kind, Fingerprint(message.System, message.Kind, why),
            MessageSubject(message.Id), $"{message.Kind} of {message.System} could not be applied", why, TeamOf(Domains.Integration), default,
            message.OrderKey, InboxId: message.Id, MoneyAtRisk: orderTotal, Currency: currency));

    /// <summary>A message waits for an order that nobody has introduced.</summary>
    public CaseOpening MessageOrphaned(InboxMessage message, TimeSpan waited) =>
        Clocked(Severity.Attention, new CaseOpening(CaseKind.Missing, Severity.Attention, Remedy.ReplayMessage, Domains.Integration, message.System, message.Kind, Fingerprint(message.System, message.Kind, "orphaned"),
            MessageSubject(message.Id), $"{message.System} speaks of an order that the tower does not know",
            $"Waited {waited.TotalMinutes:0} minutes for {message.Subject}. Find out whether the order was placed; the message is applied when it arrives.", TeamOf(Domains.Integration), default,
            InboxId: message.Id));

    /// <summary>Something about an order needs a person.</summary>
    /// <param name="matter">One of <see cref="CaseMatters"/>, after a colon what tells several of one order apart; one open case per order and matter.</param>
    public CaseOpening Order(Order order, CaseKind kind, Remedy remedy, string domain, string system, string matter, string title, string detail) =>
        Clocked(Severity.Breach, new CaseOpening(kind, kind == CaseKind.Disagreement ? Severity.Attention : Severity.Breach, remedy, domain, system, Head(matter), Fingerprint(system, Head(matter), title), OrderSubject(order.Key, matter), title, detail,
            TeamOf(domain), default, order.Key, MoneyAtRisk: order.Total, Currency: order.Currency, PromisedFor: order.RequestedDelivery));

    /// <summary>An event that was expected did not arrive.</summary>
    /// <param name="domain">Whose matter it is, one of <see cref="Domains"/>.</param>
    public CaseOpening Missing(long orderKey, string step, string domain, string system, string detail, decimal money, string? currency) =>
        Clocked(Severity.Attention, new CaseOpening(CaseKind.Missing, Severity.Attention, Remedy.None, domain, system, Head(step), Fingerprint(system, Head(step), "missing"), MissingSubject(orderKey, step),
            $"{system} has not told of {Words(Head(step))}", detail, TeamOf(domain), default, orderKey, MoneyAtRisk: money, Currency: currency));

    /// <summary>Orders that never reached the tower, known by their numbers.</summary>
    /// <param name="numbers">Which, in words.</param>
    public CaseOpening NumbersMissing(string system, string subject, long count, string numbers, string detail) =>
        Clocked(Severity.Breach, new CaseOpening(CaseKind.Missing, Severity.Breach, Remedy.None, Domains.Order, system, CaseMatters.OrderNumber, Fingerprint(system, CaseMatters.OrderNumber, "missing"), subject,
            Short(count == 1 ? $"{system} has numbered an order that never arrived: {numbers}" : FormattableString.Invariant($"{system} has numbered {count} orders that never arrived: {numbers}")), detail,
            TeamOf(Domains.Integration), default));

    /// <summary>The same for failures of one cause: what differs from order to order is taken out of the error.</summary>
    public static string Fingerprint(string system, string operation, string error)
    {
        var cause = Figures().Replace(Quoted().Replace(error.ToLowerInvariant(), "'…'"), "#");
        // In small letters throughout: databases differ in whether case tells two apart.
        return $"{system}|{operation}|{(cause.Length <= 140 ? cause : cause[..140])}".ToLowerInvariant();
    }

    /// <summary>The money at risk joins it where it is stored: no drain reads the order of each call for the few that fail.</summary>
    private CaseOpening Call(CaseKind kind, OutboxMessage message, string code, string why, string domain, string title) =>
        Clocked(Severity.Breach, new CaseOpening(kind, Severity.Breach, Remedy.RetryCall, domain, message.System, message.Operation, Fingerprint(message.System, message.Operation, code), LaneStore.CallSubject(message.Id),
            $"{title}: {code}", why, TeamOf(domain), default, message.OrderKey, message.Id, message.CauseInboxId));

    /// <summary>Sets the clock by the hours of the team that owns it, and gives it to whose turn it is.</summary>
    /// <param name="pace">How much time it has.</param>
    private CaseOpening Clocked(Severity pace, CaseOpening opening)
    {
        var (rules, allowed) = (teams.Of(opening.OwnerTeam), pace == Severity.Breach ? BreachWithin : AttentionWithin);
        var due = rules.Add(time.GetUtcNow(), allowed);
        return opening with { DueAt = due, Allowed = allowed, ClimbsAt = rules.ClimbsAt(due, allowed, 0), OwnerPerson = teams.Next(opening.OwnerTeam, opening.Fingerprint) };
    }

    /// <summary>What a matter or step is about, without the one return, invoice or release: those of one cause are one group.</summary>
    private static string Head(string name) => name.Split(':', 2)[0];

    private static string Short(string title) => title.Length <= MostTitle ? title : title[..(MostTitle - 1)] + "…";

    private static string Words(string name) => name.Replace('-', ' ');

    [GeneratedRegex("'[^']*'|\"[^\"]*\"")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\b[\w-]*\d[\w-]*\b")]
    private static partial Regex Figures();
}
