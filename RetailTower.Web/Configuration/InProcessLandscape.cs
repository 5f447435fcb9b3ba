using RetailTower.Engine.Simulation;

namespace RetailTower.Web.Configuration;

/// <summary>The simulated landscape inside the tower's process, on a free loopback port of its own.</summary>
internal sealed class InProcessLandscape : IAsyncDisposable
{
    private readonly ILoggerFactory _logs;
    private readonly Landscape _landscape;

    private InProcessLandscape(Landscape landscape, ILoggerFactory logs)
    {
        _landscape = landscape;
        _logs = logs;
    }

    public Uri Address => _landscape.Address;

    /// <summary>Starts it when simulation is on and no other landscape is named, and tells the configuration where it is; null otherwise.</summary>
    public static async Task<InProcessLandscape?> StartAsync(IConfiguration configuration, TowerSettings settings, CancellationToken cancellationToken)
    {
        if (settings.Simulation is not { On: true, Url: null }) return null;
        // The tower's own container is not built yet: its connectors need the landscape's addresses first.
        var logs = LoggerFactory.Create(logging => logging.AddConfiguration(configuration.GetSection("Logging")).AddConsole());
        var options = new LandscapeOptions
        {
            Url = "http://127.0.0.1:0",
            DemoOrdersPerMinute = settings.Simulation.DemoOrdersPerMinute,
            StateFile = Path.Combine(settings.DataDirectory, "landscape.json"),
        };
        var landscape = await Landscape.StartAsync(options, TimeProvider.System, logs, cancellationToken);
        configuration[TowerSettings.SimulationUrlKey] = landscape.Address.ToString();
        return new InProcessLandscape(landscape, logs);
    }

    public async ValueTask DisposeAsync()
    {
        await _landscape.DisposeAsync();
        _logs.Dispose();
    }
}
