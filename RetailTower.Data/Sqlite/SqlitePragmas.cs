using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace RetailTower.Data.Sqlite;

/// <summary>Sets what SQLite forgets with each connection. A commit must be on the disk before anyone is told of it, hence FULL.</summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    internal const string Pragmas = Waiting +
        " PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-8192; PRAGMA wal_autocheckpoint=16000;";

    /// <summary>Pages that the one who writes keeps, in KiB below zero. Every other connection drops its pages after each commit, so those that only read keep few.</summary>
    internal const string WriterMemory = " PRAGMA cache_size=-65536";

    // Two processes may write to one file: whoever finds it locked looks again after milliseconds.
    private const string Waiting = "PRAGMA busy_timeout=30000;", ReadOnlyMode = "Mode=ReadOnly";

    private static readonly ConditionalWeakTable<sqlite3, object> Prepared = [];

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        if (!IsNew(connection)) return;
        using var command = connection.CreateCommand();
        command.CommandText = For(connection);
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (!IsNew(connection)) return;
        await using var command = connection.CreateCommand();
        command.CommandText = For(connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>A pooled connection keeps its handle, and with it what was set.</summary>
    private static bool IsNew(DbConnection connection) => connection is SqliteConnection { Handle: { } handle } && Prepared.TryAdd(handle, handle);

    /// <summary>Whoever may only look, as EF does to see whether there is a database at all, cannot switch a restored one to its log.</summary>
    private static string For(DbConnection connection) => connection.ConnectionString.Contains(ReadOnlyMode, StringComparison.OrdinalIgnoreCase) ? Waiting : Pragmas;
}
