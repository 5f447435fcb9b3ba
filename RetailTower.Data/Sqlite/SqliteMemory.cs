using SQLitePCL;

namespace RetailTower.Data.Sqlite;

/// <summary>How SQLite keeps its memory in this process.</summary>
internal static class SqliteMemory
{
    private const int MemoryStatus = 9;

    private static readonly Lazy<int> Set = new(() =>
    {
        Batteries_V2.Init();
        return raw.sqlite3_config(MemoryStatus, 0);
    });

    /// <summary>
    /// Leaves out SQLite's statistics of its allocations: they take one lock for the whole process at each, and nobody reads them. Has no effect once a
    /// database was opened.
    /// </summary>
    public static void LeaveUncounted() => _ = Set.Value;
}
