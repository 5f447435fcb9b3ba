using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using RetailTower.Engine.Orders;
using RetailTower.Tests.Host;

namespace RetailTower.Tests.Circuits;

/// <summary>The built tower and a landscape, each a process of its own, so that the memory of the one is its own.</summary>
internal sealed partial class WatchedTower : IAsyncDisposable
{
    private readonly TowerProcess _landscape, _tower;
    private readonly string _folder;
    private readonly HttpClient _control, _http;
    private readonly CookieContainer _cookies;

    private WatchedTower(TowerProcess landscape, Uri control, TowerProcess tower, Uri address, string folder)
    {
        (_landscape, _tower, _folder) = (landscape, tower, folder);
        _control = new HttpClient { BaseAddress = control };
        _cookies = new CookieContainer();
        _http = new HttpClient(new SocketsHttpHandler { CookieContainer = _cookies }) { BaseAddress = address };
    }

    public Uri Address => _http.BaseAddress!;

    /// <summary>Resident memory of the tower, in MiB.</summary>
    public double Memory => double.Parse(File.ReadLines($"/proc/{_tower.Id}/status").Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024;

    /// <summary>Starts both; nothing goes wrong in the landscape and nobody orders unasked.</summary>
    public static async Task<WatchedTower> StartAsync(CancellationToken cancellationToken)
    {
        var landscape = TowerProcess.Start("landscape --urls http://127.0.0.1:0 --pace 0.1 --seed 1 --short-pick-share 0 --end-with-input");
        var control = Ready().Match(await landscape.LineWithAsync("is ready at ", cancellationToken)).Value;
        landscape.DiscardOutput();
        var folder = TowerHost.NewDirectory();
        var tower = TowerProcess.Start("serve --urls http://127.0.0.1:0", ("Tower__DataDirectory", folder), ("Tower__Simulation__Enabled", "true"), ("Tower__Simulation__Url", control), ("Logging__LogLevel__Default", "Warning"));
        var address = Ready().Match(await tower.LineWithAsync("RetailTower is ready at ", cancellationToken)).Value;
        tower.DiscardOutput();
        return new WatchedTower(landscape, new Uri(control), tower, new Uri(address), folder);
    }

    /// <summary>Signs in as one of the four roles of the demonstration.</summary>
    public async Task SignInAsync(string persona, CancellationToken cancellationToken) => (await _http.SubmitAsync("/sign-in", persona, cancellationToken)).EnsureSuccessStatusCode();

    public Task<Watcher> WatchAsync(string page, Regex? lookFor, CancellationToken cancellationToken) => Watcher.OpenAsync(_http, _cookies, page, lookFor, cancellationToken);

    /// <summary>Has so many orders placed at so many a second.</summary>
    public async Task PlaceAsync(int count, double rate, CancellationToken cancellationToken) =>
        (await _control.PostAsync("/place", new StringContent(string.Create(CultureInfo.InvariantCulture, $$"""{"count":{{count}},"rate":{{rate}},"lines":2}"""), null, "application/json"), cancellationToken)).EnsureSuccessStatusCode();

    /// <summary>When the tower received each order, by its shown key.</summary>
    public async Task<IReadOnlyDictionary<string, DateTimeOffset>> ReceivedAsync(CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, "tower.db")};Mode=ReadOnly");
        await connection.OpenAsync(cancellationToken);
        var command = connection.CreateCommand();
        command.CommandText = "SELECT \"Key\", ReceivedAt FROM Orders";
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var received = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        while (await rows.ReadAsync(cancellationToken)) received.Add(OrderKey.Format(rows.GetInt64(0)), new DateTimeOffset(rows.GetInt64(1), TimeSpan.Zero));
        return received;
    }

    /// <summary>What the metrics say of open circuits and of parts of screens that listen; zero for what they do not name.</summary>
    public async Task<(double Circuits, double Subscriptions)> OpenScreensAsync(CancellationToken cancellationToken)
    {
        var metrics = await _http.GetStringAsync("/metrics", cancellationToken);
        return (Sum("aspnetcore_components_circuit_active"), Sum("retailtower_screens_subscriptions"));

        double Sum(string name) => metrics.Split('\n').Where(line => line.StartsWith(name, StringComparison.Ordinal)).Sum(line => double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _control.Dispose();
        await _tower.DisposeAsync();
        await _landscape.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [GeneratedRegex(@"http://\S+$")]
    private static partial Regex Ready();
}
