using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using RetailTower.Engine.Simulation;
using Xunit;

namespace RetailTower.Tests.Simulation;

/// <summary>A landscape on free ports without simulated delays, and what a test asks of it.</summary>
public sealed class RunningLandscape : IAsyncDisposable
{
    private readonly Landscape _landscape;

    private RunningLandscape(Landscape landscape)
    {
        _landscape = landscape;
        Control = new HttpClient { BaseAddress = landscape.Address };
    }

    public HttpClient Control { get; }

    public Uri Address => _landscape.Address;

    public static async Task<RunningLandscape> StartAsync(LandscapeOptions? options = null, TimeProvider? time = null)
    {
        var wanted = (options ?? new LandscapeOptions { Pace = 0 }) with { Url = "http://127.0.0.1:0" };
        return new(await Landscape.StartAsync(wanted, time ?? TimeProvider.System, NullLoggerFactory.Instance, TestContext.Current.CancellationToken));
    }

    /// <summary>The system's entry of <c>GET /</c>.</summary>
    public async Task<JsonElement> SystemAsync(string name)
    {
        var all = await Control.GetFromJsonAsync<JsonElement>("/", TestContext.Current.CancellationToken);
        return all.GetProperty("systems").EnumerateArray().Single(s => s.GetProperty("name").GetString() == name);
    }

    /// <summary>A client at the root of the system's port.</summary>
    public async Task<HttpClient> ClientAsync(string name) =>
        new() { BaseAddress = new Uri((await SystemAsync(name)).GetProperty("baseAddress").GetString()!) };

    /// <summary>A credential from the system's entry of <c>GET /</c>.</summary>
    public async Task<string> CredentialAsync(string system, string key) =>
        (await SystemAsync(system)).GetProperty("credentials").GetProperty(key).GetString()!;

    public async ValueTask DisposeAsync()
    {
        Control.Dispose();
        await _landscape.DisposeAsync();
    }
}
