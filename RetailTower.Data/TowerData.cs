using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RetailTower.Data.Queries;
using RetailTower.Data.Sqlite;
using RetailTower.Data.SqlServer;

namespace RetailTower.Data;

/// <summary>Registers the data project. The provider is chosen here and nowhere else.</summary>
public static class TowerData
{
    public static IServiceCollection AddTowerData(this IServiceCollection services, DatabaseOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<TowerDatabase>();
        services.AddQueries();
        if (options.Provider == DatabaseProvider.Sqlite)
        {
            SqliteMemory.LeaveUncounted();
            services.AddDbContextPool<TowerDbContext, SqliteTowerDbContext>(db => db
                .UseSqlite(options.SqliteConnection, sqlite => sqlite.UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery))
                .AddInterceptors(new SqlitePragmas()));
        }
        else
        {
            services.AddDbContextPool<TowerDbContext, SqlServerTowerDbContext>(db => db
                .UseSqlServer(options.ConnectionString, sql =>
                {
                    sql.UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery);
                    if (options.MaxBatchSize is { } most) sql.MaxBatchSize(most);
                }));
        }

        return services;
    }

    /// <summary>Creates or upgrades the database: SQLite by its EF migrations, SQL Server by the dated scripts of <c>db/migrations</c>, once however many nodes start together.</summary>
    /// <exception cref="InvalidOperationException">SQL Server cannot be reached with the connection string, or a script failed.</exception>
    public static async Task MigrateAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var options = scope.ServiceProvider.GetRequiredService<DatabaseOptions>();
        if (options.Provider == DatabaseProvider.Sqlite)
        {
            Directory.CreateDirectory(options.DataDirectory);
            await SqliteMigrator.ApplyAsync(scope.ServiceProvider.GetRequiredService<TowerDbContext>(), TimeProvider.System, cancellationToken);
        }
        else
        {
            await new SqlServerMigrator(ConnectionString(options)).ApplyAsync(cancellationToken);
        }
    }

    /// <summary>A session of its own on SQL Server, for whoever brings a schema besides the tower's.</summary>
    /// <exception cref="InvalidOperationException">SQL Server cannot be reached with the connection string.</exception>
    public static async Task<DbConnection> OpenSqlServerAsync(DatabaseOptions options, CancellationToken cancellationToken) => await SqlServerSession.OpenAsync(ConnectionString(options), cancellationToken);

    private static string ConnectionString(DatabaseOptions options) =>
        options.ConnectionString ?? throw new InvalidOperationException("SQL Server needs a connection string: set ConnectionStrings__Tower.");
}
