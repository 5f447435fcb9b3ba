namespace RetailTower.Engine.Connectors;

/// <summary>Who is who among the configured systems, as the journey needs it.</summary>
/// <param name="Erp">Name of the ERP; null while none is configured, then orders wait as received.</param>
/// <param name="Centres">Names of the distribution centres, in order of preference.</param>
/// <param name="Operations">(system, operation) pairs that some connector can do.</param>
public sealed record SystemRoles(string? Erp, IReadOnlyList<string> Centres, IReadOnlySet<(string System, string Operation)> Operations)
{
    public static readonly SystemRoles None = new(null, [], new HashSet<(string, string)>());

    public bool Can(string system, string operation) => Operations.Contains((system, operation));
}
