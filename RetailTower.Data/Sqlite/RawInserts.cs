using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace RetailTower.Data.Sqlite;

/// <summary>
/// Measures what the disk and SQLite alone allow: inserts the rows that a run produced, as they ended, into the same tables and indexes of a fresh file,
/// by prepared statements, many rows to a transaction, as durably as the tower itself.
/// </summary>
public static class RawInserts
{
    private const int RowsPerTransaction = 500;

    /// <param name="file">The run's database; nobody else may write to it meanwhile.</param>
    /// <param name="since">Rows after these marks are the run's.</param>
    /// <param name="freshFile">Is made beside it, on the same disk, and removed at the end.</param>
    /// <returns>Rows inserted, and the time that the inserts and their commits took.</returns>
    public static async Task<(long Rows, TimeSpan Took)> MeasureAsync(string file, RowMarks since, string freshFile, CancellationToken cancellationToken)
    {
        try
        {
            await using (var schema = new SqliteTowerDbContext(new DbContextOptionsBuilder<SqliteTowerDbContext>().UseSqlite($"Data Source={freshFile};Pooling=False").Options))
                await schema.Database.MigrateAsync(cancellationToken);
            using var source = RowMarks.Open(file);
            using var target = RowMarks.Open(freshFile);
            var (rows, watch) = (0L, new Stopwatch());
            foreach (var (table, lastRow) in since.Tables) rows += Copy(source, target, table, lastRow, watch, cancellationToken);
            return (rows, watch.Elapsed);
        }
        finally
        {
            foreach (var suffix in new[] { "", "-wal", "-shm" }) File.Delete(freshFile + suffix);
        }
    }

    private static long Copy(SqliteConnection source, SqliteConnection target, string table, long lastRow, Stopwatch watch, CancellationToken cancellationToken)
    {
        using var select = RowMarks.Command(source, $"SELECT * FROM \"{table}\" WHERE rowid > $last ORDER BY rowid");
        select.Parameters.AddWithValue("$last", lastRow);
        using var reader = select.ExecuteReader();
        using var insert = RowMarks.Command(target, $"INSERT INTO \"{table}\" VALUES ({string.Join(", ", Enumerable.Range(0, reader.FieldCount).Select(column => $"${column}"))})");
        for (var column = 0; column < reader.FieldCount; column++) insert.Parameters.Add(new SqliteParameter($"${column}", null));
        insert.Prepare();
        var (rows, batch) = (0L, new List<object[]>(RowsPerTransaction));
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            batch.Clear();
            while (batch.Count < RowsPerTransaction && reader.Read())
            {
                var row = new object[reader.FieldCount];
                reader.GetValues(row);
                batch.Add(row);
            }
            if (batch.Count == 0) break;
            watch.Start();
            Insert(target, insert, batch);
            watch.Stop();
            rows += batch.Count;
        }
        while (batch.Count == RowsPerTransaction);
        return rows;
    }

    private static void Insert(SqliteConnection target, SqliteCommand insert, List<object[]> rows)
    {
        using var transaction = target.BeginTransaction();
        insert.Transaction = transaction;
        foreach (var row in rows)
        {
            for (var column = 0; column < row.Length; column++) insert.Parameters[column].Value = row[column];
            insert.ExecuteNonQuery();
        }
        transaction.Commit();
    }
}
