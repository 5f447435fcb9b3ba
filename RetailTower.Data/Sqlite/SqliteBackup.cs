using Microsoft.Data.Sqlite;

namespace RetailTower.Data.Sqlite;

/// <summary>A copy of the embedded database that can be restored, made while the tower works.</summary>
public sealed class SqliteBackup(DatabaseOptions options, TimeProvider time)
{
    /// <summary>Ending of a copy that is not finished.</summary>
    private const string Unfinished = ".part";

    /// <summary>Checks the database, copies it, checks the copy, and only then gives it its name.</summary>
    /// <param name="to">A file that does not exist yet; null names one by the time, in the folder <c>backups</c> of the data directory.</param>
    /// <exception cref="DatabaseRefusedException">There is no such database, it or the copy is damaged, the file exists, or the tower stands on SQL Server.</exception>
    public async Task<BackupReport> RunAsync(string? to, CancellationToken cancellationToken)
    {
        if (options.Provider != DatabaseProvider.Sqlite)
            throw new DatabaseRefusedException("The tower stands on SQL Server, which backs itself up: use BACKUP DATABASE there (see \"Back up\" in the README).");
        if (!File.Exists(options.SqliteFile)) throw new DatabaseRefusedException($"There is no database {options.SqliteFile} to back up; Tower__DataDirectory names its folder.");
        var started = time.GetTimestamp();
        var target = Path.GetFullPath(to ?? DefaultFile());
        if (File.Exists(target)) throw new DatabaseRefusedException($"{target} exists already; a backup never overwrites. Choose another name with --to.");
        using var hold = await DatabaseHold.ShareAsync(options, time, cancellationToken);
        var part = target + Unfinished;
        try
        {
            await CopyAsync(target, part, cancellationToken);
            File.Move(part, target);
        }
        finally
        {
            SqliteFiles.Delete(part);
        }

        return new BackupReport(target, new FileInfo(target).Length, time.GetElapsedTime(started));
    }

    private async Task CopyAsync(string target, string part, CancellationToken cancellationToken)
    {
        try
        {
            SqliteFiles.Delete(part);
            SqliteFiles.Reserve(part);
            await using (var source = await SqliteFiles.OpenAsync(options.SqliteFile, SqliteOpenMode.ReadWrite, cancellationToken))
            {
                if (await SqliteIntegrity.FindDamageAsync(source, cancellationToken) is { } finding) throw SqliteStartCheck.Damaged(options, finding);
                await SqliteFiles.CopyAsync(source, part, cancellationToken);
            }

            await using var copy = await SqliteFiles.OpenAsync(part, SqliteOpenMode.ReadOnly, cancellationToken);
            if (await SqliteIntegrity.FindDamageAsync(copy, cancellationToken) is { } fault)
                throw new DatabaseRefusedException($"The copy {target} came out damaged ({fault}) and was removed; check the disk it lies on.");
        }
        catch (SqliteException failure) when (SqliteIntegrity.IsDamage(failure))
        {
            throw SqliteStartCheck.Damaged(options, failure.Message, failure);
        }
        catch (Exception failure) when (failure is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new DatabaseRefusedException($"{options.SqliteFile} could not be copied to {target}: {failure.Message}", failure);
        }
    }

    private string DefaultFile()
    {
        var folder = Path.Combine(options.DataDirectory, "backups");
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return Path.Combine(folder, $"tower-{SqliteFiles.Stamp(time)}.db");
    }
}

/// <param name="Bytes">Size of the backup.</param>
public sealed record BackupReport(string File, long Bytes, TimeSpan Took);
