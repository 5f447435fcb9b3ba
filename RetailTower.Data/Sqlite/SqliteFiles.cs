using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace RetailTower.Data.Sqlite;

/// <summary>A database as a file of its own, beside the tower's pooled connections.</summary>
internal static class SqliteFiles
{
    private const int PagesPerStep = 2048;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>What SQLite keeps beside a database while it is open, or after its program was killed.</summary>
    public static IReadOnlyList<string> Companions { get; } = ["-wal", "-shm", "-journal"];

    public static async Task<SqliteConnection> OpenAsync(string file, SqliteOpenMode mode, CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false, DefaultTimeout = 30 }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>The present moment, fit for a file's name and sorted as one.</summary>
    public static string Stamp(TimeProvider time) => time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Makes an empty file that only its owner can read: it will hold customers' data.</summary>
    public static void Reserve(string file)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        using var created = new FileStream(file, options);
    }

    public static void Delete(string file)
    {
        File.Delete(file);
        foreach (var companion in Companions) File.Delete(file + companion);
    }

    /// <summary>Copies one moment of the source page by page, with what its write-ahead log holds, while others may write to it; the copy needs no companions.</summary>
    public static async Task CopyAsync(SqliteConnection source, string target, CancellationToken cancellationToken)
    {
        await using var destination = await OpenAsync(target, SqliteOpenMode.ReadWriteCreate, cancellationToken);
        // An open read pins the moment: without it each write of others would start the copy over.
        await using (var moment = source.BeginTransaction(deferred: true))
        {
            await TextAsync(source, "SELECT COUNT(*) FROM sqlite_schema", cancellationToken);
            using var copy = raw.sqlite3_backup_init(destination.Handle, "main", source.Handle, "main");
            if (copy.IsInvalid) throw Failure(destination);
            int step;
            while ((step = raw.sqlite3_backup_step(copy, PagesPerStep)) == raw.SQLITE_OK) cancellationToken.ThrowIfCancellationRequested();
            raw.sqlite3_backup_finish(copy);
            if (step != raw.SQLITE_DONE) throw Failure(destination);
        }

        await TextAsync(destination, "PRAGMA journal_mode=DELETE", cancellationToken);
    }

    /// <summary>The first column of the first row, as text; empty when there is none.</summary>
    public static async Task<string> TextAsync(SqliteConnection connection, string statement, CancellationToken cancellationToken) => (await RowsAsync(connection, statement, cancellationToken)).FirstOrDefault("");

    /// <summary>The first column of each row, as text.</summary>
    public static async Task<List<string>> RowsAsync(SqliteConnection connection, string statement, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The program's own statements, without anyone's text in them.
        command.CommandText = statement;
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<string>();
        while (await reader.ReadAsync(cancellationToken)) rows.Add(Convert.ToString(reader.GetValue(0), CultureInfo.InvariantCulture) ?? "");
        return rows;
    }

    private static SqliteException Failure(SqliteConnection connection) =>
        new(raw.sqlite3_errmsg(connection.Handle).utf8_to_string(), raw.sqlite3_errcode(connection.Handle), raw.sqlite3_extended_errcode(connection.Handle));
}
