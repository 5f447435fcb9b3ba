using Microsoft.Extensions.DependencyInjection;
using RetailTower.Data;
using RetailTower.Data.Kpis;
using RetailTower.Data.Queries;
using RetailTower.Engine.Insight.Kpis;
using RetailTower.Engine.Simulation;
using RetailTower.Tests.Host;
using RetailTower.Tests.Simulation;
using Xunit;

namespace RetailTower.Tests.Million;

/// <summary>
/// A tower on the database of the folder that <c>TOWER_TEST_MILLION</c> names, which <c>million.sh</c> fills; without it the tests here are skipped. Nobody places
/// orders, but it lives: its jobs run beside what is measured.
/// </summary>
public sealed class MillionTower : IAsyncLifetime
{
    public const string Collection = "million";
    private const string FolderKey = "TOWER_TEST_MILLION";
    private RunningLandscape? _landscape;

    public TowerHost Host { get; private set; } = null!;

    public SampledOrders Orders { get; private set; } = null!;

    /// <summary>Where results are written.</summary>
    public static string Folder => Environment.GetEnvironmentVariable(FolderKey)!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public T Get<T>() where T : notnull => Host.Tower.Services.GetRequiredService<T>();

    public async ValueTask InitializeAsync()
    {
        if (string.IsNullOrEmpty(Folder)) return;
        await MillionRows.AddAsync(Folder, Stop);
        _landscape = await RunningLandscape.StartAsync(new LandscapeOptions { Pace = 0.1 });
        // A sample would ask this landscape for orders that another one placed.
        Host = await TowerHost.StartAsync(Stop, new Dictionary<string, string?>
        {
            ["Tower:Simulation:Enabled"] = "true", ["Tower:Simulation:Url"] = _landscape.Address.ToString(), ["Tower:Reconciliation:SampleEvery"] = "00:00:00", ["Tower:Retention:Enabled"] = "false",
        }, dataDirectory: Folder);
        await Eventually.UntilAsync(() => Get<RunQueries>().IsSettledAsync(centres: 2, Stop), settled => settled, TimeSpan.FromMinutes(2));
        // Hours that it missed are counted within a minute.
        await Eventually.UntilAsync(() => Get<KpiStore>().LastCountedAsync(DateTimeOffset.UtcNow, Stop), hour => hour >= KpiPeriod.HourOf(DateTimeOffset.UtcNow), TimeSpan.FromMinutes(5));
        Orders = await SampledOrders.TakeAsync(Get<TowerDatabase>(), Stop);
    }

    /// <summary>Skips the test without such a database.</summary>
    public static void SkipIfAbsent() => Assert.SkipWhen(string.IsNullOrEmpty(Folder), $"{FolderKey} names no folder with a database of a million orders; RetailTower.Tests/million.sh makes one.");

    public async ValueTask DisposeAsync()
    {
        if (Host is not null) await Host.DisposeAsync();
        if (_landscape is not null) await _landscape.DisposeAsync();
    }
}

[CollectionDefinition(MillionTower.Collection, DisableParallelization = true)]
public sealed class MillionCollection : ICollectionFixture<MillionTower>;
