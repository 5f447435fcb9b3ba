using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using RetailTower.Data;
using RetailTower.Data.Sqlite;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Dispatch;
using RetailTower.Engine.Exceptions;
using RetailTower.Engine.Exceptions.Ownership;
using RetailTower.Engine.Governance;
using RetailTower.Engine.Insight;
using RetailTower.Engine.Insight.Kpis;
using RetailTower.Engine.Live;
using RetailTower.Engine.Recovery;
using Xunit;

namespace RetailTower.Tests.Desks;

/// <summary>One test's own database, and a clock that stands still.</summary>
public abstract class StoreFixture : IAsyncDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    public FakeTimeProvider Time { get; } = new(Noon);

    public ServiceProvider Services { get; private set; } = null!;

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public TowerDatabase Database => Get<TowerDatabase>();

    public T Get<T>() where T : notnull => Services.GetRequiredService<T>();

    public Task SeedAsync(params object[] rows) => Database.WriteAsync((db, _) =>
    {
        db.AddRange(rows);
        return Task.CompletedTask;
    }, Cancel);

    public Task<T> ReadAsync<T>(Func<TowerDbContext, Task<T>> read) => Database.ReadAsync((db, _) => read(db), Cancel);

    protected virtual void Configure(IServiceCollection services) { }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Services.DisposeAsync();
    }

    protected static async Task<T> StartAsync<T>(T fixture, DatabaseOptions options, Func<T, Task> create) where T : StoreFixture
    {
        var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(fixture.Time).AddSingleton<ChangeFeed>().AddTowerData(options);
        ExceptionsComponent.Add(services);
        OwnershipComponent.Add(services, new OwnershipOptions());
        InsightComponent.Add(services, new KpiOptions());
        GovernanceComponent.Add(services, new RetentionOptions());
        services.AddSingleton<WorkSignal>();
        RecoveryComponent.Add(services, new RecoveryOptions());
        DispatchComponent.Add(services, new DispatchOptions());
        services.AddSingleton<ConnectorRegistry>();
        fixture.Configure(services);
        fixture.Services = services.BuildServiceProvider();
        await create(fixture);
        return fixture;
    }
}

public sealed class SqliteStore : StoreFixture
{
    private readonly HeardStatements _heard = new();
    private readonly IReadOnlyList<IInterceptor> _interceptors;
    // In memory where the machine has such a folder: no test asks what a disk has kept after a power cut.
    private readonly string _folder = Directory.CreateDirectory(Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"tower-{Guid.NewGuid():N}")).FullName;

    private SqliteStore(IReadOnlyList<IInterceptor> interceptors) => _interceptors = [_heard, .. interceptors];

    /// <param name="interceptors">Hear what is done with the database, and may stop it.</param>
    public static Task<SqliteStore> StartAsync(params IReadOnlyList<IInterceptor> interceptors)
    {
        var fixture = new SqliteStore(interceptors);
        return StartAsync(fixture, new DatabaseOptions { DataDirectory = fixture._folder }, started => TowerData.MigrateAsync(started.Services, Cancel));
    }

    /// <summary>How SQLite answers each statement that <paramref name="work"/> sends.</summary>
    public async Task<IReadOnlyList<string>> PlansAsync(Func<Task> work)
    {
        _heard.Listening = true;
        await work();
        _heard.Listening = false;
        return await ReadAsync(async db =>
        {
            var plans = new List<string>();
            await db.Database.OpenConnectionAsync(Cancel);
            foreach (var (text, parameters) in _heard.Statements)
            {
                await using var command = db.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // The statement is the program's own.
                command.CommandText = "EXPLAIN QUERY PLAN " + text;
#pragma warning restore CA2100
                foreach (var parameter in parameters) command.Parameters.Add(Copy(command, parameter));
                await using var reader = await command.ExecuteReaderAsync(Cancel);
                while (await reader.ReadAsync(Cancel)) plans.Add(reader.GetString(3));
            }

            return plans;
        });
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    protected override void Configure(IServiceCollection services) => services.ConfigureDbContext<SqliteTowerDbContext>(options => options.AddInterceptors(_interceptors));

    private static DbParameter Copy(DbCommand command, DbParameter parameter)
    {
        var copy = command.CreateParameter();
        copy.ParameterName = parameter.ParameterName;
        copy.Value = parameter.Value;
        return copy;
    }
}

/// <summary>A database of its own on the server that <c>TOWER_TEST_SQLSERVER</c> names; skipped without one.</summary>
public sealed class SqlServerStore : StoreFixture
{
    public static Task<SqlServerStore> StartAsync()
    {
        var server = Environment.GetEnvironmentVariable("TOWER_TEST_SQLSERVER");
        Assert.SkipWhen(string.IsNullOrEmpty(server), "TOWER_TEST_SQLSERVER holds no connection string.");
        var connection = new SqlConnectionStringBuilder(server) { InitialCatalog = $"tower_{Guid.NewGuid():N}" };
        var options = new DatabaseOptions { Provider = DatabaseProvider.SqlServer, ConnectionString = connection.ConnectionString, DataDirectory = Path.GetTempPath() };
        return StartAsync(new SqlServerStore(), options, started => started.Database.ReadAsync((db, token) => db.Database.EnsureCreatedAsync(token), Cancel));
    }

    public override async ValueTask DisposeAsync()
    {
        await Database.ReadAsync((db, _) => db.Database.EnsureDeletedAsync(CancellationToken.None), CancellationToken.None);
        await base.DisposeAsync();
    }
}
