using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace RetailTower.Data.Sqlite;

/// <summary>Puts a backup in the place of the embedded database. The database that was there is kept.</summary>
public sealed class SqliteRestore(DatabaseOptions options, TimeProvider time)
{
    /// <summary>Copies and checks the backup beside the database, then changes their places; killed at any moment, no data is gone.</summary>
    /// <exception cref="DatabaseRefusedException">The file is no backup of a tower, is damaged or newer than this program; a tower works with the database; the tower stands on SQL Server.</exception>
    public async Task<RestoreReport> RunAsync(string from, CancellationToken cancellationToken)
    {
        if (options.Provider != DatabaseProvider.Sqlite)
            throw new DatabaseRefusedException("The tower stands on SQL Server: bring back there what BACKUP DATABASE wrote, with RESTORE DATABASE (see \"Back up\" in the README).");
        var backup = Path.GetFullPath(from);
        if (backup == Path.GetFullPath(options.SqliteFile)) throw new DatabaseRefusedException($"{backup} is the tower's database itself; name a backup of it.");
        using var hold = DatabaseHold.TakeAlone(options);
        var incoming = Incoming(options);
        try
        {
            await TakeInAsync(backup, incoming, cancellationToken);
            var replaced = await SetAsideAsync(cancellationToken);
            File.Move(incoming, options.SqliteFile);
            return new RestoreReport(options.SqliteFile, replaced);
        }
        catch (Exception failure) when (failure is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new DatabaseRefusedException($"{backup} could not be restored to {options.SqliteFile}: {failure.Message}", failure);
        }
    }

    /// <summary>The backup's copy until it takes the database's place.</summary>
    internal static string Incoming(DatabaseOptions options) => options.SqliteFile + ".restoring";

    private static async Task TakeInAsync(string backup, string incoming, CancellationToken cancellationToken)
    {
        SqliteFiles.Delete(incoming);
        try
        {
            await using (var source = await SqliteFiles.OpenAsync(backup, SqliteOpenMode.ReadOnly, cancellationToken))
            {
                if (await SqliteIntegrity.FindDamageAsync(source, cancellationToken) is { } damage) throw new DatabaseRefusedException($"{backup} is damaged ({damage}); nothing was changed.");
                SqliteFiles.Reserve(incoming);
                await SqliteFiles.CopyAsync(source, incoming, cancellationToken);
            }

            await RequireKnownAsync(backup, incoming, cancellationToken);
            await using var copy = await SqliteFiles.OpenAsync(incoming, SqliteOpenMode.ReadOnly, cancellationToken);
            if (await SqliteIntegrity.FindDamageAsync(copy, cancellationToken) is { } fault)
                throw new DatabaseRefusedException($"The copy of {backup} came out damaged ({fault}); check the disk of {incoming}. Nothing was changed.");
        }
        catch
        {
            SqliteFiles.Delete(incoming);
            throw;
        }
    }

    private static async Task RequireKnownAsync(string backup, string copy, CancellationToken cancellationToken)
    {
        await using var db = new SqliteTowerDbContext(new DbContextOptionsBuilder<SqliteTowerDbContext>().UseSqlite($"Data Source={copy};Mode=ReadOnly;Pooling=False").Options);
        if (!(await db.Database.GetAppliedMigrationsAsync(cancellationToken)).Any()) throw new DatabaseRefusedException($"{backup} is not the database of a tower; nothing was changed.");
        if (await SqliteVersion.FindNewerAsync(db, backup, cancellationToken) is { } newer) throw new DatabaseRefusedException($"{newer}. Restore it with the newer program; nothing was changed.");
    }

    /// <returns>Where the database is kept that was there; null when there was none.</returns>
    private async Task<string?> SetAsideAsync(CancellationToken cancellationToken)
    {
        await FoldLogAsync(cancellationToken);
        var replaced = Path.Combine(options.DataDirectory, $"tower-replaced-{SqliteFiles.Stamp(time)}.db");
        if (File.Exists(options.SqliteFile)) File.Move(options.SqliteFile, replaced);
        foreach (var companion in SqliteFiles.Companions.Where(companion => File.Exists(options.SqliteFile + companion))) File.Move(options.SqliteFile + companion, replaced + companion);
        return File.Exists(replaced) ? replaced : null;
    }

    /// <summary>Closing it as its last user puts the log into the database, so that one file is all of it. One too damaged for that keeps its log beside it.</summary>
    private async Task FoldLogAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(options.SqliteFile)) return;
        try
        {
            await using var current = await SqliteFiles.OpenAsync(options.SqliteFile, SqliteOpenMode.ReadWrite, cancellationToken);
            await SqliteFiles.TextAsync(current, "PRAGMA wal_checkpoint(TRUNCATE)", cancellationToken);
        }
        catch (SqliteException damaged) when (SqliteIntegrity.IsDamage(damaged))
        {
            // A damaged database is what a restore is for.
        }
    }
}

/// <param name="Replaced">Where the database is kept that was there before; null when there was none.</param>
public sealed record RestoreReport(string File, string? Replaced);
