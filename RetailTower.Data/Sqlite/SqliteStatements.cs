using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace RetailTower.Data.Sqlite;

/// <summary>
/// The prepared statements of one connection's handle. The library's own commands forget theirs whenever a connection goes back to its pool, and preparing
/// a statement costs several times its execution.
/// </summary>
internal sealed class SqliteStatements(sqlite3 handle)
{
    /// <summary>More than the hot path has; a statement of each possible set of changed columns must not pile up.</summary>
    private const int Most = 256;

    // A handle that the pool has closed takes its statements along.
    private static readonly ConditionalWeakTable<sqlite3, SqliteStatements> Known = [];

    private readonly Dictionary<string, sqlite3_stmt> _prepared = new(StringComparer.Ordinal);

    public sqlite3 Handle { get; } = handle;

    public static SqliteStatements Of(SqliteConnection connection) =>
        Known.GetValue(connection.Handle ?? throw new InvalidOperationException("The connection is closed."), static handle => new SqliteStatements(handle));

    /// <summary>The statement, ready to be bound. Whoever takes it resets it before anything else happens on the connection.</summary>
    /// <exception cref="SqliteException">The text is none that the database understands.</exception>
    public sqlite3_stmt Take(string text)
    {
        if (_prepared.TryGetValue(text, out var statement)) return statement;
        if (_prepared.Count >= Most)
        {
            foreach (var old in _prepared.Values) old.Dispose();
            _prepared.Clear();
        }

        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(Handle, text, out statement), Handle);
        _prepared.Add(text, statement);
        return statement;
    }

    /// <summary>Executes the bound statement to its end; for those that return no rows.</summary>
    public void Execute(sqlite3_stmt statement)
    {
        var result = raw.sqlite3_step(statement);
        if (result is not raw.SQLITE_DONE and not raw.SQLITE_ROW) SqliteException.ThrowExceptionForRC(result, Handle);
    }

    /// <summary>True when the next row stands ready to be read.</summary>
    public bool Next(sqlite3_stmt statement)
    {
        var result = raw.sqlite3_step(statement);
        if (result == raw.SQLITE_ROW) return true;
        if (result != raw.SQLITE_DONE) SqliteException.ThrowExceptionForRC(result, Handle);
        return false;
    }

    /// <summary>Lets go of the rows and of the bound values.</summary>
    public static void Reset(sqlite3_stmt statement)
    {
        // What the last step said has been thrown already.
        _ = raw.sqlite3_reset(statement);
        _ = raw.sqlite3_clear_bindings(statement);
    }
}
