using System.Data.Common;
using Hangfire.SqlServer;
using RetailTower.Data;

namespace RetailTower.Engine.Jobs;

/// <summary>Hangfire's own tables in SQL Server. They are made where the tower's are, so that a serving tower needs no right to make any.</summary>
public static class JobStorageSchema
{
    private const string Schema = "HangFire";

    /// <summary>Makes or upgrades them if need be; Hangfire's script takes a lock of its own, so nodes that start together do it once. Does nothing beside SQLite.</summary>
    public static async Task PrepareAsync(DatabaseOptions options, CancellationToken cancellationToken)
    {
        if (options.Provider != DatabaseProvider.SqlServer) return;
        await using var connection = await TowerData.OpenSqlServerAsync(options, cancellationToken);
        if (await VersionAsync(connection, cancellationToken) >= SqlServerObjectsInstaller.LatestSchemaVersion) return;
        SqlServerObjectsInstaller.Install(connection, Schema, enableHeavyMigrations: true);
    }

    /// <summary>0 when there are none.</summary>
    private static async Task<int> VersionAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT OBJECT_ID(N'{Schema}.Schema', N'U')";
        if (await command.ExecuteScalarAsync(cancellationToken) is null or DBNull) return 0;
        command.CommandText = $"SELECT MAX([Version]) FROM [{Schema}].[Schema]";
        return await command.ExecuteScalarAsync(cancellationToken) as int? ?? 0;
    }
}
