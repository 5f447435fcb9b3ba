using Microsoft.Data.Sqlite;
using RetailTower.Data.Sqlite;

namespace RetailTower.Data;

/// <summary>
/// The right to work with the database of a data directory: towers and backups share it, a restore has it alone. It is a lock of the operating
/// system on a file there, so a killed process gives it back too. SQL Server looks after itself; there it holds nothing.
/// </summary>
public sealed class DatabaseHold : IDisposable
{
    private const string FileName = "tower.lock";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15), Pause = TimeSpan.FromMilliseconds(100);

    private readonly DatabaseOptions _options;
    private readonly FileStream? _lock;

    private DatabaseHold(DatabaseOptions options, FileStream? held, StartCheck check)
    {
        _options = options;
        _lock = held;
        Check = check;
    }

    /// <summary>What was looked at, and for how long, before the database was let go into work.</summary>
    public StartCheck Check { get; }

    /// <summary>
    /// Shares the database with other towers. Who comes first looks whether it is whole, in a bounded time, however big it is; whoever comes
    /// meanwhile waits.
    /// </summary>
    /// <exception cref="DatabaseRefusedException">It is damaged, half restored, or being restored.</exception>
    public static async Task<DatabaseHold> ShareAsync(DatabaseOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        if (options.Provider != DatabaseProvider.Sqlite) return new DatabaseHold(options, null, StartCheck.None);
        var check = StartCheck.None;
        using (var first = TryLock(options, alone: true))
        {
            // Somebody else at work has looked already, and what lies in the write-ahead log is his.
            if (first is not null) check = await SqliteStartCheck.RunAsync(options, time, cancellationToken);
        }

        for (var started = time.GetTimestamp(); ; await Task.Delay(Pause, time, cancellationToken))
        {
            if (TryLock(options, alone: false) is { } shared) return new DatabaseHold(options, shared, check);
            if (time.GetElapsedTime(started) > Patience)
                throw new DatabaseRefusedException($"Another program holds the data directory {options.DataDirectory} for itself, for example a restore; start again when it has ended.");
        }
    }

    /// <summary>Has the database alone.</summary>
    /// <exception cref="DatabaseRefusedException">A tower, a migration or a backup works with it.</exception>
    internal static DatabaseHold TakeAlone(DatabaseOptions options) => TryLock(options, alone: true) is { } held
        ? new DatabaseHold(options, held, StartCheck.None)
        : throw new DatabaseRefusedException($"A tower or a backup works in the data directory {options.DataDirectory}; stop it first, nothing was changed.");

    /// <summary>Closes the connections that are kept open, so that the last one puts the write-ahead log into the database: a clean end.</summary>
    public void Dispose()
    {
        if (_lock is null) return;
        using (var connection = new SqliteConnection(_options.SqliteConnection)) SqliteConnection.ClearPool(connection);
        _lock.Dispose();
    }

    /// <summary>Null when somebody holds it otherwise.</summary>
    private static FileStream? TryLock(DatabaseOptions options, bool alone)
    {
        var file = Path.Combine(options.DataDirectory, FileName);
        try
        {
            // The runtime asks the operating system for an exclusive lock when nothing may be shared, for a shared one when only readers may be.
            return alone
                ? new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None)
                : new FileStream(file, FileMode.OpenOrCreate, FileAccess.Read, FileShare.Read);
        }
        catch (IOException taken) when (taken is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException))
        {
            return null;
        }
    }
}
