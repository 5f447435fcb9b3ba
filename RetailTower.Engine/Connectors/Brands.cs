namespace RetailTower.Engine.Connectors;

/// <summary>
/// Which brand each channel sells: a storefront or an org belongs to one brand, and orders carry none of their own. Section <c>Tower:Brands</c>, the configured system's name
/// as key.
/// </summary>
public sealed class Brands
{
    private const int Longest = 64;

    public static readonly Brands None = new() { OfSystem = new Dictionary<string, string>() };

    public required IReadOnlyDictionary<string, string> OfSystem { get; init; }

    /// <summary>Each once, by the alphabet.</summary>
    public IEnumerable<string> All => OfSystem.Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    /// <summary>Null for a system that belongs to none.</summary>
    public string? Of(string system) => OfSystem.GetValueOrDefault(system);

    /// <summary>Every problem of the section, each naming the key and the mend.</summary>
    /// <param name="systems">Names of the configured systems; empty when they are simulated, and so not known before the start.</param>
    public IEnumerable<string> Validate(string path, IReadOnlyCollection<string> systems)
    {
        foreach (var (system, brand) in OfSystem)
        {
            if (systems.Count > 0 && !systems.Contains(system)) yield return $"{path}:{system} names no configured system; there are {string.Join(", ", systems)}.";
            if (string.IsNullOrWhiteSpace(brand) || brand.Length > Longest) yield return $"{path}:{system} must be a brand's name of up to {Longest} characters.";
        }
    }
}
