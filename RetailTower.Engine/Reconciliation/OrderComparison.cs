using RetailTower.Data.Model;
using RetailTower.Data.Stores;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Exceptions;
using RetailTower.Engine.Orders.Steps;

namespace RetailTower.Engine.Reconciliation;

/// <summary>What a system holds of an order and is not so.</summary>
/// <param name="Matter">What the case is about; one open case per order and matter.</param>
/// <param name="OfGoods">It is about where the goods are; fulfilment accuracy counts these.</param>
public sealed record Difference(string System, string Matter, Remedy Remedy, string Title, string Detail, bool OfGoods);

/// <summary>Judges what systems hold of orders by what is true.</summary>
public sealed class OrderComparison(ConnectorRegistry connectors, CaseBook cases)
{
    private const string LostMatter = CaseMatters.Lost + ":", UntakenMatter = CaseMatters.Untaken + ":";

    /// <summary>States in which a quantity must be in the ERP's books.</summary>
    private static readonly HashSet<LineState> InErp =
    [
        LineState.Submitted, LineState.BackOrdered, LineState.Confirmed, LineState.Releasing, LineState.Released, LineState.ShortPicked, LineState.Picked, LineState.Packed, LineState.Shipped, LineState.Invoiced, LineState.Closed,
    ];

    /// <summary>States in which a quantity must be in its centre's books.</summary>
    private static readonly HashSet<LineState> InCentre = [LineState.Released, LineState.Picked, LineState.Packed, LineState.Shipped, LineState.Invoiced, LineState.Closed];

    /// <summary>Documents of the ERP and of centres that say what the tower does not know.</summary>
    public IEnumerable<(string System, IncomingMessage Document)> Untold(Order order, ProbedOrder probed) =>
        probed.Shown.Where(it => connectors.Find(it.System) is { Role: not SystemRole.Originator } connector && Events(connector, it.Document).Any(said => News.IsNews(order, said)));

    /// <param name="untaken">Systems of record whose word is news although it was heard before.</param>
    public IReadOnlyList<Difference> Of(Order order, ProbedOrder probed, IEnumerable<string> untaken) => [.. Lost(order, probed), .. untaken.Select(Untaken), .. Shown(order, probed)];

    /// <summary>What a case would be about that a comparison without any difference closes.</summary>
    public IEnumerable<string> Matters(Order order) => [CaseMatters.Shown, .. Systems(order).SelectMany(system => new[] { LostMatter + system, UntakenMatter + system })];

    public CaseOpening Case(Order order, Difference it) => cases.Order(order, CaseKind.Disagreement, it.Remedy, Domains.Order, it.System, it.Matter, it.Title, it.Detail);

    /// <summary>What the originator shows its people; status accuracy counts these.</summary>
    private IEnumerable<Difference> Shown(Order order, ProbedOrder probed)
    {
        if (probed.Without.Contains(order.Origin) || connectors.Find(order.Origin) is not { } origin || !connectors.Roles.Can(order.Origin, Operations.WriteStatus)) yield break;
        var shown = probed.Shown.Where(it => it.System == order.Origin).SelectMany(it => Events(origin, it.Document)).OfType<StatusShown>().MaxBy(it => it.Version);
        IReadOnlyList<string> untrue = shown is not null ? OriginStep.Untrue(order, shown)
            : OriginStep.Word(order.Status) is var status and not OriginStatus.Received ? [$"No status is shown, true is {status}."] : [];
        if (untrue.Count > 0) yield return new Difference(order.Origin, CaseMatters.Shown, Remedy.Restate, $"{order.Origin} shows its people what is not so", string.Join(" ", untrue), OriginStep.IsWrongOnGoods(order, shown));
    }

    /// <summary>Orders that a system took on and no longer holds.</summary>
    private IEnumerable<Difference> Lost(Order order, ProbedOrder probed) =>
        Systems(order).Where(system => !probed.Shown.Exists(it => it.System == system)).Select(system => new Difference(
            system, LostMatter + system, Remedy.None, $"{system} holds no such order", $"{system} took order {order.Number} on and shows nothing of it now. Find out there what became of it.", IsCentre(system)));

    private Difference Untaken(string system) => new(
        system, UntakenMatter + system, Remedy.None, $"{system} says what does not fit the order", $"{system} allocated, shipped or invoiced more than the tower's picture of the order has room for, as after a cancellation. Compare the two.", IsCentre(system));

    /// <summary>Systems that must hold something of the order.</summary>
    private IEnumerable<string> Systems(Order order) =>
    [
        .. connectors.Find(order.Origin) is IShowsOrders ? [order.Origin] : Array.Empty<string>(),
        .. connectors.Roles.Erp is { } erp && order.Lines.Exists(part => InErp.Contains(part.State)) ? [erp] : Array.Empty<string>(),
        .. order.Lines.Where(part => part.Centre is not null && InCentre.Contains(part.State)).Select(part => part.Centre!).Distinct(),
    ];

    private bool IsCentre(string system) => connectors.Roles.Centres.Contains(system);

    private static IReadOnlyList<CanonicalEvent> Events(IConnector connector, IncomingMessage document) =>
        connector.Interpret(new StoredMessage(connector.System, document.MessageKey, document.Kind, null, document.ContentType, document.Body, document.OccurredAt ?? default)) is Interpretation.Events events ? events.Items : [];
}
