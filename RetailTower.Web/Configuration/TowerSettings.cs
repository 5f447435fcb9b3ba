using RetailTower.Data;
using RetailTower.Engine;

namespace RetailTower.Web.Configuration;

/// <summary>Everything the host takes from the configuration, checked. Systems and the engine's own rooms read theirs themselves.</summary>
public sealed record TowerSettings
{
    /// <summary>Section that holds one child for each configured foreign system.</summary>
    public const string SystemsSection = "Tower:Systems";
    public const string SimulationUrlKey = "Tower:Simulation:Url";

    public required DatabaseOptions Database { get; init; }

    public required SimulationSettings Simulation { get; init; }

    /// <summary>Address by which people and foreign systems reach the tower; null when it is the one it listens on.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>When set, <c>/metrics</c> asks for it as a bearer token.</summary>
    public string? MetricsKey { get; init; }

    public string DataDirectory => Database.DataDirectory;

    /// <exception cref="SettingsException">Something in it cannot be used; names every problem.</exception>
    public static TowerSettings Read(IConfiguration configuration)
    {
        var read = new SettingReader(configuration);
        var database = DatabaseSettings.Read(read, configuration);
        // Before anything else looks at the systems: it must find what the secrets say.
        ProtectedSettings.Reveal(read, configuration, database);
        var settings = new TowerSettings
        {
            Database = database,
            Simulation = SimulationSettings.Read(read, configuration.GetSection(SystemsSection).GetChildren().Any()),
            PublicUrl = read.Address("Tower:PublicUrl", "https://tower.example.com"),
            MetricsKey = ReadMetricsKey(read),
        };
        AddEngineProblems(read, configuration);
        return read.Problems.Count == 0 ? settings : throw new SettingsException(read.Problems);
    }

    private static void AddEngineProblems(SettingReader read, IConfiguration configuration)
    {
        try
        {
            foreach (var problem in EngineComponents.Validate(configuration)) read.Add(problem);
        }
        catch (InvalidOperationException unreadable)
        {
            // The binder stops at the first text that is no number or no time span; it names the key.
            read.Add(unreadable.Message);
        }
    }

    private static string? ReadMetricsKey(SettingReader read)
    {
        const string Key = "Tower:Telemetry:MetricsKey";
        const int ShortestKey = 16;
        var key = read.Text(Key);
        if (key is { Length: < ShortestKey }) read.Add($"{Key} is too short to keep anyone out; set it to at least {ShortestKey} random characters, or remove it.");
        return key;
    }
}
