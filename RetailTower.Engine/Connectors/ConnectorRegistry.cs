using RetailTower.Engine.Canonical;

namespace RetailTower.Engine.Connectors;

/// <summary>The configured systems. Filled once at start, before any job runs.</summary>
public sealed class ConnectorRegistry
{
    private static readonly string[] EveryOperation =
    [
        Operations.Fetch, Operations.SubmitOrder, Operations.AmendOrder, Operations.CancelOrder, Operations.PostShipment, Operations.CreditReturn,
        Operations.Release, Operations.CancelRelease, Operations.ExpectReturn, Operations.WriteStatus, Operations.WriteShipment, Operations.WriteStock,
    ];

    private IReadOnlyDictionary<string, IConnector> _connectors = new Dictionary<string, IConnector>();

    /// <summary>False until the systems are known; until then nothing may be read, sent or refused in their name.</summary>
    public bool Ready { get; private set; }

    public IReadOnlyList<IConnector> All { get; private set; } = [];

    /// <summary>Who is who, as the journey needs it.</summary>
    public SystemRoles Roles { get; private set; } = new(null, [], new HashSet<(string, string)>());

    public IConnector? Find(string system) => _connectors.GetValueOrDefault(system);

    public void Fill(IReadOnlyList<IConnector> connectors)
    {
        All = connectors;
        _connectors = connectors.ToDictionary(connector => connector.System, StringComparer.Ordinal);
        Roles = new SystemRoles(
            connectors.FirstOrDefault(connector => connector.Role == SystemRole.Erp)?.System,
            connectors.Where(connector => connector.Role == SystemRole.Centre).Select(connector => connector.System).ToList(),
            connectors.SelectMany(connector => EveryOperation.Where(operation => connector.BatchLimit(operation) > 0).Select(operation => (connector.System, operation))).ToHashSet());
        Ready = true;
    }
}
