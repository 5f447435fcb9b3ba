using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using RetailTower.Tests.Host;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Safety;

/// <summary>The built tower as a process of its own, to which a centre sends signed webhooks; its data directory outlives it until the test ends.</summary>
internal sealed class HookedTower : IAsyncDisposable
{
    private static readonly byte[] Key = SHA256.HashData("a centre's secret"u8);
    private TowerProcess? _process;
    private HttpClient? _http;

    public static string WebhookSecret { get; } = "whsec_" + Convert.ToBase64String(Key);

    /// <summary>What the configuration says the centre's webhooks are signed with.</summary>
    public string Secret { get; set; } = WebhookSecret;

    /// <summary>Settings besides those that make it hear the centre.</summary>
    public IReadOnlyList<(string, string)> Settings { get; init; } = [];

    public string DataDirectory { get; } = TowerHost.NewDirectory();

    public string Database => Path.Combine(DataDirectory, "tower.db");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Settings of a tower whose only system is a centre that nobody answers for.</summary>
    public (string, string)[] Environment() =>
    [
        ("Tower__DataDirectory", DataDirectory), ("Tower__Systems__dc-east__Kind", "3pl"), ("Tower__Systems__dc-east__BaseAddress", "http://127.0.0.1:1/"),
        ("Tower__Systems__dc-east__ApiKey", "an-api-key"), ("Tower__Systems__dc-east__WebhookSecrets__0", Secret), .. Settings,
    ];

    public async Task StartAsync()
    {
        _process = TowerProcess.Start("--urls http://127.0.0.1:0", Environment());
        var ready = await _process.LineWithAsync("RetailTower is ready at ", Stop);
        _process.DiscardOutput();
        _http = new HttpClient { BaseAddress = new Uri(ready[(ready.LastIndexOf(' ') + 1)..]) };
    }

    /// <summary>The centre, which sends over as many connections at once as it is asked to.</summary>
    public SimulatedCentre Centre() => new(_http!, Key);

    /// <summary>The most memory that the process has had, in bytes.</summary>
    public long PeakMemory() =>
        File.ReadLines($"/proc/{_process!.Id}/status").Where(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
            .Select(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024).Single();

    /// <summary>Sends a message and sees it accepted, so it must never be lost.</summary>
    public async Task SendAsync(string key)
    {
        var centre = new SimulatedCentre(_http!, Key);
        await Simulation.Eventually.UntilAsync(async () => (await centre.SendAsync("""{"type":"dock.flooded","data":{}}""", Stop, key)).StatusCode, status => status == HttpStatusCode.NoContent);
    }

    /// <summary>Ends it at once, as a power cut does.</summary>
    public async Task KillAsync()
    {
        await _process!.DisposeAsync();
        _process = null;
    }

    public async Task StopAsync()
    {
        await _process!.TerminateAsync(Stop);
        (await _process.ExitAsync(Stop)).ShouldBe(0);
    }

    public Task<(int Exit, string Output, string Error)> RunAsync(string verb) => TowerProcess.RunAsync(verb, Stop, Environment());

    /// <summary>Keys of the messages that the database holds.</summary>
    public static List<string> Messages(string database)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Pooling = false }.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT MessageKey FROM InboxMessages ORDER BY Id";
        using var reader = command.ExecuteReader();
        var keys = new List<string>();
        while (reader.Read()) keys.Add(reader.GetString(0));
        return keys;
    }

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        if (_process is not null) await _process.DisposeAsync();
        if (Directory.Exists(DataDirectory)) Directory.Delete(DataDirectory, recursive: true);
    }
}
