using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace RetailTower.Tests.Engine.Invariants;

/// <summary>Knows the statements that stay prepared on the connections of one test's database: those of the hot path, which EF never sees.</summary>
internal sealed class PreparedStatements : DbConnectionInterceptor
{
    private readonly HashSet<sqlite3> _connections = [];

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Note(connection);

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Note(connection);
        return Task.CompletedTask;
    }

    /// <summary>How SQLite answers each of them: the statement and the steps of its plan.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Plans()
    {
        var plans = new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var connection in _connections.Where(it => !it.IsClosed))
        {
            var texts = new List<string>();
            for (var statement = raw.sqlite3_next_stmt(connection, null); statement is not null; statement = raw.sqlite3_next_stmt(connection, statement))
                texts.Add(raw.sqlite3_sql(statement).utf8_to_string());
            foreach (var text in texts) plans[text] = Plan(connection, text);
        }

        return plans;
    }

    private static List<string> Plan(sqlite3 connection, string text)
    {
        const int Detail = 3;
        var steps = new List<string>();
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(connection, "EXPLAIN QUERY PLAN " + text, out var plan), connection);
        using (plan)
            while (raw.sqlite3_step(plan) == raw.SQLITE_ROW) steps.Add(raw.sqlite3_column_text(plan, Detail).utf8_to_string());
        return steps;
    }

    private void Note(DbConnection connection)
    {
        if (connection is SqliteConnection { Handle: { } handle } && _connections.Add(handle)) handle.enable_sqlite3_next_stmt(true);
    }
}
