using Microsoft.Data.Sqlite;

namespace RetailTower.Data.Sqlite;

/// <summary>
/// Fills an embedded database, while no tower runs on it, with copies of orders that really ran, each with keys, numbers and times of its own. Payloads are
/// left out, as retention leaves them out of finished orders; message keys are random, as their senders make them. Until the end the indexes are away and
/// nothing is durable: a crash spoils the file.
/// </summary>
public sealed class Preload(string file, RowMarks since)
{
    private const int CopiesAtATime = 50;
    // An order's partition follows from its key, so keys shift by a multiple of what partitions are counted by.
    private const int KeyStep = 16;
    private const string Bulk = "PRAGMA synchronous=OFF; PRAGMA foreign_keys=OFF; PRAGMA cache_size=-262144; PRAGMA wal_autocheckpoint=65536;";
    private const string IndexStatements = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL";

    /// <summary>Tables that grow with every order; the others are of the tower as a whole.</summary>
    private static readonly HashSet<string> Tables =
        ["Orders", "OrderLines", "OrderReferences", "OrderHistory", "Claims", "Parcels", "Invoices", "InboxMessages", "OutboxMessages", "CallAttempts"];

    private static readonly HashSet<string> Ids = ["Id", "InboxId", "CauseInboxId", "OutboxId", "BodyOf"];
    private static readonly HashSet<string> OrderKeys = ["Key", "OrderKey"];
    private static readonly HashSet<string> Numbers =
        ["Number", "ErpNumber", "PurchaseOrderNumber", "InvoiceNumber", "TrackingNumber", "Value", "Subject", "IdempotencyKey", "CoalesceKey"];

    /// <summary>
    /// Copies the orders that came after the marks until there are at least <paramref name="orders"/> copies of them; <paramref name="progress"/> hears how many are made.
    /// </summary>
    /// <exception cref="InvalidOperationException">No order came after the marks.</exception>
    public void Fill(int orders, Action<int> progress, CancellationToken cancellationToken)
    {
        using var connection = RowMarks.Open(file);
        Run(connection, Bulk);
        var tables = since.Tables.Where(mark => Tables.Contains(mark.Table)).Select(mark => new Template(connection, mark.Table, mark.LastRow)).Where(template => template.Rows > 0).ToList();
        var originals = (int)(tables.Find(template => template.Table == "Orders")?.Rows ?? throw new InvalidOperationException("There is no order to copy."));
        var (firstKey, lastKey) = (Number(connection, "SELECT MIN(\"Key\") FROM temp.\"of_Orders\""), Number(connection, "SELECT MAX(\"Key\") FROM temp.\"of_Orders\""));
        var keySpan = (lastKey - firstKey + KeyStep) / KeyStep * KeyStep;
        var idSpan = tables.Where(template => template.Columns.Contains("Id")).Max(template => Number(connection, $"SELECT MAX(Id) FROM temp.\"of_{template.Table}\""));
        var copies = (orders + originals - 1) / originals;
        var indexes = TakeIndexesAway(connection, tables);
        for (var first = 1; first <= copies; first += CopiesAtATime)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var last = Math.Min(copies, first + CopiesAtATime - 1);
            Run(connection, "BEGIN");
            foreach (var template in tables) Run(connection, template.Insert(first, last, copies, keySpan, idSpan));
            Run(connection, "COMMIT");
            progress(Math.Min(orders, last * originals));
        }

        Run(connection, $"UPDATE NumberSeries SET Next = Next + {copies * keySpan} WHERE Name = 'order'");
        foreach (var index in indexes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Run(connection, index);
        }

        Run(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
    }

    private static List<string> TakeIndexesAway(SqliteConnection connection, List<Template> tables)
    {
        var found = new List<(string Name, string Sql)>();
        using (var reader = RowMarks.Command(connection, $"{IndexStatements} AND tbl_name IN ({string.Join(", ", tables.Select(template => $"'{template.Table}'"))})").ExecuteReader())
            while (reader.Read()) found.Add((reader.GetString(0), reader.GetString(1)));
        foreach (var (name, _) in found) Run(connection, $"DROP INDEX \"{name}\"");
        return found.ConvertAll(index => index.Sql);
    }

    private static void Run(SqliteConnection connection, string text)
    {
        using var command = RowMarks.Command(connection, text);
        command.CommandTimeout = 0;
        command.ExecuteNonQuery();
    }

    private static long Number(SqliteConnection connection, string text) => (long)RowMarks.Command(connection, text).ExecuteScalar()!;

    /// <summary>The rows of one table that are copied, in memory.</summary>
    private sealed class Template
    {
        public Template(SqliteConnection connection, string table, long lastRow)
        {
            Table = table;
            Run(connection, $"CREATE TEMP TABLE \"of_{table}\" AS SELECT * FROM \"{table}\" WHERE rowid > {lastRow} ORDER BY rowid");
            Rows = Number(connection, $"SELECT COUNT(*) FROM temp.\"of_{table}\"");
            using var reader = RowMarks.Command(connection, $"SELECT * FROM temp.\"of_{table}\" LIMIT 0").ExecuteReader();
            Columns = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToHashSet(StringComparer.Ordinal);
        }

        public string Table { get; }

        public long Rows { get; }

        public HashSet<string> Columns { get; }

        public string Insert(int first, int last, int copies, long keySpan, long idSpan) => $"""
            WITH RECURSIVE copy(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM copy WHERE n < {last})
            INSERT INTO "{Table}" ({string.Join(", ", Columns.Select(column => $"\"{column}\""))})
            SELECT {string.Join(", ", Columns.Select(column => Value(column, copies, keySpan, idSpan)))} FROM copy CROSS JOIN temp."of_{Table}" AS t
            """;

        /// <summary>Numbers begin with their copy, so that copies lie side by side; each copy is a minute older than the next.</summary>
        private static string Value(string column, int copies, long keySpan, long idSpan) => column switch
        {
            _ when Ids.Contains(column) => $"t.\"{column}\" + n * {idSpan}",
            _ when OrderKeys.Contains(column) => $"t.\"{column}\" + n * {keySpan}",
            _ when Numbers.Contains(column) => $"'p' || n || '-' || t.\"{column}\"",
            "MessageKey" => "lower(hex(randomblob(20)))",
            "Body" => "NULL",
            "Payload" => "'{}'",
            _ when column.EndsWith("At", StringComparison.Ordinal) => $"t.\"{column}\" - ({copies} + 1 - n) * {TimeSpan.TicksPerMinute}",
            _ => $"t.\"{column}\"",
        };
    }
}
