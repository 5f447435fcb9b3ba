using System.Net;
using Microsoft.AspNetCore.Builder;
using RetailTower.Web;

namespace RetailTower.Tests.Host;

/// <summary>The real tower on a free loopback port, with a data directory of its own that is gone afterwards.</summary>
public sealed class TowerHost : IAsyncDisposable
{
    private readonly bool _ownsDirectory;

    private TowerHost(TowerWebApplication tower, string dataDirectory, bool ownsDirectory)
    {
        Tower = tower;
        DataDirectory = dataDirectory;
        _ownsDirectory = ownsDirectory;
    }

    public TowerWebApplication Tower { get; }

    public string DataDirectory { get; }

    public Uri Address => Tower.Address;

    /// <summary>Starts a tower without simulation unless <paramref name="settings"/> say otherwise; a given <paramref name="dataDirectory"/> outlives it.</summary>
    public static async Task<TowerHost> StartAsync(
        CancellationToken cancellationToken, IReadOnlyDictionary<string, string?>? settings = null, Action<WebApplicationBuilder>? configure = null, string? dataDirectory = null)
    {
        var directory = dataDirectory ?? NewDirectory();
        var all = new Dictionary<string, string?> { ["Tower:DataDirectory"] = directory, ["Tower:Simulation:Enabled"] = "false" };
        foreach (var (key, value) in settings ?? new Dictionary<string, string?>()) all[key] = value;
        var tower = await TowerWebApplication.StartAsync(new TowerStart { Urls = "http://127.0.0.1:0", Settings = all, Configure = configure }, cancellationToken);
        return new TowerHost(tower, directory, dataDirectory is null);
    }

    /// <summary>Settings of a tower against the landscape in its own process, where no customer places orders by himself.</summary>
    public static IReadOnlyDictionary<string, string?> Simulating { get; } =
        new Dictionary<string, string?> { ["Tower:Simulation:Enabled"] = "true", ["Tower:Simulation:DemoOrdersPerMinute"] = "0" };

    public static string NewDirectory() => Path.Combine(Path.GetTempPath(), $"tower-{Guid.NewGuid():N}");

    /// <summary>A browser's worth of HTTP: keeps cookies, follows no redirect.</summary>
    public HttpClient Client() =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = Address };

    /// <summary>What the tower tells whoever starts it.</summary>
    public string Announcement()
    {
        using var text = new StringWriter();
        Tower.Announce(text);
        return text.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        await Tower.DisposeAsync();
        if (_ownsDirectory) Directory.Delete(DataDirectory, recursive: true);
    }
}
