using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace RetailTower.Data.Sqlite;

/// <summary>Which program a database was last upgraded by, and whether this one understands it.</summary>
internal static class SqliteVersion
{
    private const string Read = """SELECT user_version AS "Value" FROM pragma_user_version""";

    /// <summary>Null when this program knows every migration of the database, else why it must leave it alone.</summary>
    public static async Task<string?> FindNewerAsync(TowerDbContext db, string what, CancellationToken cancellationToken)
    {
        var applied = (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).ToList();
        var known = db.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
        var unknown = applied.Where(migration => !known.Contains(migration)).ToList();
        if (unknown.Count == 0) return null;
        var writer = await db.Database.SqlQueryRaw<int>(Read).SingleAsync(cancellationToken);
        return $"{what} was upgraded by RetailTower {ProgramVersion.TextOf(writer)} to schema {unknown[^1]}, and this program, RetailTower {ProgramVersion.Text}, "
            + $"knows schemas up to {known.Max(StringComparer.Ordinal)} only";
    }

    /// <summary>Notes that this program has worked here, unless a newer one has.</summary>
    public static async Task NoteAsync(TowerDbContext db, CancellationToken cancellationToken)
    {
        if (await db.Database.SqlQueryRaw<int>(Read).SingleAsync(cancellationToken) >= ProgramVersion.Number) return;
        // A pragma takes no parameters.
        await db.Database.ExecuteSqlRawAsync(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version={ProgramVersion.Number}"), cancellationToken);
    }
}
