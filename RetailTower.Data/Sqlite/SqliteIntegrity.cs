using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace RetailTower.Data.Sqlite;

/// <summary>Whether a database is whole. Damage is a finding, not an exception.</summary>
internal static class SqliteIntegrity
{
    private const string Whole = "ok", Quick = "PRAGMA quick_check(1)", Full = "PRAGMA integrity_check(1)";
    private const int Interrupted = 9, Corrupt = 11, NotADatabase = 26;

    public static bool IsDamage(Exception failure) => failure is SqliteException { SqliteErrorCode: Corrupt or NotADatabase };

    /// <summary>Looks at every page and index entry: as long as the database is big.</summary>
    /// <returns>Null when it is whole, else the first finding.</returns>
    public static Task<string?> FindDamageAsync(SqliteConnection connection, CancellationToken cancellationToken) => FindAsync(connection, Full, cancellationToken);

    /// <summary>Looks through the pages until the time is up.</summary>
    /// <returns>The first finding, null when there is none; and whether all pages were looked at.</returns>
    public static async Task<(string? Finding, bool Complete)> FindDamageAsync(SqliteConnection connection, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(patience, time);
        await using var interruption = deadline.Token.Register(() => raw.sqlite3_interrupt(connection.Handle));
        try
        {
            return (await FindAsync(connection, Quick, cancellationToken), true);
        }
        catch (SqliteException stopped) when (stopped.SqliteErrorCode == Interrupted)
        {
            return (null, false);
        }
    }

    private static async Task<string?> FindAsync(SqliteConnection connection, string check, CancellationToken cancellationToken)
    {
        try
        {
            var said = await SqliteFiles.TextAsync(connection, check, cancellationToken);
            return said == Whole ? null : said.ReplaceLineEndings(" ");
        }
        catch (SqliteException failure) when (IsDamage(failure))
        {
            return failure.Message;
        }
    }
}
