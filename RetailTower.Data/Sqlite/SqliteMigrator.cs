using Microsoft.EntityFrameworkCore;

namespace RetailTower.Data.Sqlite;

/// <summary>
/// Brings the embedded database up to date. EF guards migrations with a lock row that a killed process leaves behind for ever; here it counts as
/// abandoned once it is older than any migration takes.
/// </summary>
internal static class SqliteMigrator
{
    private const string HasLockTable = """SELECT COUNT(*) AS "Value" FROM sqlite_master WHERE type = 'table' AND name = '__EFMigrationsLock'""";
    private const string HasLock = """SELECT COUNT(*) AS "Value" FROM "__EFMigrationsLock" """;
    private static readonly TimeSpan LongestMigration = TimeSpan.FromSeconds(10), Pause = TimeSpan.FromMilliseconds(200);

    /// <exception cref="DatabaseRefusedException">A newer program has upgraded it.</exception>
    public static async Task ApplyAsync(TowerDbContext db, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await SqliteVersion.FindNewerAsync(db, $"The database {db.Database.GetDbConnection().DataSource}", cancellationToken) is { } newer)
            throw new DatabaseRefusedException($"{newer}. Start the newer program, or bring back a backup that this one made, with restore --from FILE.");
        await UpgradeAsync(db, time, cancellationToken);
        await SqliteVersion.NoteAsync(db, cancellationToken);
    }

    private static async Task UpgradeAsync(TowerDbContext db, TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while ((await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
        {
            if (!await IsLockedAsync(db, cancellationToken))
            {
                await db.Database.MigrateAsync(cancellationToken);
                return;
            }

            if (time.GetElapsedTime(started) > LongestMigration)
                await db.Database.ExecuteSqlRawAsync("""DELETE FROM "__EFMigrationsLock" """, cancellationToken);
            else
                await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private static async Task<bool> IsLockedAsync(TowerDbContext db, CancellationToken cancellationToken) =>
        await db.Database.CanConnectAsync(cancellationToken)
        && await db.Database.SqlQueryRaw<int>(HasLockTable).SingleAsync(cancellationToken) == 1
        && await db.Database.SqlQueryRaw<int>(HasLock).SingleAsync(cancellationToken) > 0;
}
