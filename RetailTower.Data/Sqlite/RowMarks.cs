using Microsoft.Data.Sqlite;

namespace RetailTower.Data.Sqlite;

/// <summary>Where each table of an embedded database ended at one moment, and how large the database was, in bytes.</summary>
/// <param name="Tables">Tables in an order in which rows can be inserted, each with its highest row id.</param>
public sealed record RowMarks(IReadOnlyList<(string Table, long LastRow)> Tables, long Bytes)
{
    // The schema's foreign keys are one step deep, so tables without any come first.
    private const string TableNames = """
        SELECT name FROM sqlite_master AS t WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' AND name NOT LIKE '\_\_EF%' ESCAPE '\'
        ORDER BY (SELECT COUNT(*) FROM pragma_foreign_key_list(t.name)), name
        """;

    /// <summary>Reads the marks; writers need not stop.</summary>
    public static RowMarks Read(string file)
    {
        using var connection = Open(file);
        var tables = new List<string>();
        using (var names = Command(connection, TableNames).ExecuteReader())
            while (names.Read()) tables.Add(names.GetString(0));
        return new RowMarks(
            tables.ConvertAll(table => (table, Number(connection, $"SELECT IFNULL(MAX(rowid), 0) FROM \"{table}\""))),
            Number(connection, "PRAGMA page_count") * Number(connection, "PRAGMA page_size"));
    }

    /// <summary>The highest row id of the table.</summary>
    public long LastRowOf(string table) => Tables.Single(mark => mark.Table == table).LastRow;

    internal static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, DefaultTimeout = 30 }.ConnectionString);
        connection.Open();
        Command(connection, SqlitePragmas.Pragmas + SqlitePragmas.WriterMemory).ExecuteNonQuery();
        return connection;
    }

    internal static SqliteCommand Command(SqliteConnection connection, string text)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        return command;
    }

    private static long Number(SqliteConnection connection, string text) => (long)Command(connection, text).ExecuteScalar()!;
}
