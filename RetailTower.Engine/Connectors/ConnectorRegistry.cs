using RetailTower.Engine.Canonical;

namespace RetailTower.Engine.Connectors;

/// <summary>The configured systems. Filled once at start, before any job runs.</summary>
public sealed class ConnectorRegistry
{
    private static readonly string[] EveryOperation =
    [
        Operations.Fetch, Operations.SubmitOrder, Operations.AmendOrder, Operations.CancelOrder, Operations.PostShipment, Operations.CreditReturn, Operations.PostCredit,
        Operations.WithdrawCredit, Operations.RefundReturn,
        Operations.Release, Operations.CancelRelease, Operations.ExpectReturn, Operations.WriteStatus, Operations.WriteShipment, Operations.WriteStock,
    ];

    /// <summary>Whoever reads sees all of the systems or none: a call refused in between would be lost, and some systems never call again after a refusal.</summary>
    private volatile Known? _known;

    /// <summary>False until the systems are known; until then nothing may be read, sent or refused in their name.</summary>
    public bool Ready => _known is not null;

    public IReadOnlyList<IConnector> All => _known?.All ?? [];

    /// <summary>Who is who, as the journey needs it.</summary>
    public SystemRoles Roles => _known?.Roles ?? SystemRoles.None;

    public IConnector? Find(string system) => _known?.ByName.GetValueOrDefault(system);

    public void Fill(IReadOnlyList<IConnector> connectors) => _known = new Known(
        connectors,
        connectors.ToDictionary(connector => connector.System, StringComparer.Ordinal),
        new SystemRoles(
            connectors.FirstOrDefault(connector => connector.Role == SystemRole.Erp)?.System,
            connectors.Where(connector => connector.Role == SystemRole.Centre).Select(connector => connector.System).ToList(),
            connectors.SelectMany(connector => EveryOperation.Where(operation => connector.BatchLimit(operation) > 0).Select(operation => (connector.System, operation))).ToHashSet()));

    private sealed record Known(IReadOnlyList<IConnector> All, IReadOnlyDictionary<string, IConnector> ByName, SystemRoles Roles);
}
