using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Rows;
using SQLitePCL;

namespace RetailTower.Data.Sqlite;

/// <summary>Rows by statements that are prepared once for each connection and executed row by row: SQLite lives in this process, so there is no way to save.</summary>
internal sealed class SqliteRows : IRowDriver
{
    public Task<int> WriteAsync<T>(TowerDbContext db, RowStatement<T> statement, IReadOnlyCollection<T> rows, Func<T, T>? before, CancellationToken cancellationToken) where T : class
    {
        var binders = SqliteRow<T>.Of(RowShape<T>.Of(db)).Binders(statement.Columns);
        var statements = Statements(db);
        var prepared = statements.Take(statement.Text(1));
        var written = 0;
        try
        {
            foreach (var row in rows)
            {
                for (var place = 0; place < binders.Length; place++) binders[place](prepared, place + 1, place < statement.FirstGuard ? row : before!(row));
                statements.Execute(prepared);
                written += raw.sqlite3_changes(statements.Handle);
                SqliteStatements.Reset(prepared);
            }
        }
        finally
        {
            SqliteStatements.Reset(prepared);
        }

        return Task.FromResult(written);
    }

    public Task<List<T>> ReadByAsync<T, TKey>(TowerDbContext db, RowLookup<T> lookup, IReadOnlyCollection<TKey> keys, object? and, CancellationToken cancellationToken) where T : class where TKey : notnull
    {
        var rows = new List<T>(keys.Count);
        var shape = RowShape<T>.Of(db);
        var materialize = SqliteRow<T>.Of(shape).Materialize;
        var statements = Statements(db);
        // A column with a sign before it is no longer one that an index could be searched for.
        var also = lookup.And is { } other ? $" AND {(lookup.Filter ? "+" : "")}[{shape.Of(other).Name}] = @and" : "";
        var prepared = statements.Take($"{shape.Select} WHERE [{shape.Of(lookup.By).Name}] = @key{also}");
        try
        {
            foreach (var key in keys)
            {
                SqliteValues.BindAny(prepared, 1, key);
                if (and is not null) SqliteValues.BindAny(prepared, 2, and);
                while (statements.Next(prepared)) rows.Add(materialize(prepared));
                SqliteStatements.Reset(prepared);
            }
        }
        finally
        {
            SqliteStatements.Reset(prepared);
        }

        return Task.FromResult(rows);
    }

    public Task<List<T>> ReadAsync<T>(TowerDbContext db, RowQuery<T> query, object[] values, int most, CancellationToken cancellationToken) where T : class
    {
        var rows = new List<T>();
        var shape = RowShape<T>.Of(db);
        var materialize = SqliteRow<T>.Of(shape).Materialize;
        var statements = Statements(db);
        var prepared = statements.Take(string.Create(CultureInfo.InvariantCulture, $"{shape.Select} {query.Conditions} LIMIT {most}"));
        try
        {
            for (var place = 0; place < values.Length; place++) SqliteValues.BindAny(prepared, place + 1, values[place]);
            while (statements.Next(prepared)) rows.Add(materialize(prepared));
        }
        finally
        {
            SqliteStatements.Reset(prepared);
        }

        return Task.FromResult(rows);
    }

    public Task<bool> AnyAsync<T>(TowerDbContext db, RowQuery<T> query, object[] values, CancellationToken cancellationToken) where T : class
    {
        var statements = Statements(db);
        var prepared = statements.Take($"SELECT 1 FROM [{RowShape<T>.Of(db).Table}] {query.Conditions} LIMIT 1");
        try
        {
            for (var place = 0; place < values.Length; place++) SqliteValues.BindAny(prepared, place + 1, values[place]);
            return Task.FromResult(statements.Next(prepared));
        }
        finally
        {
            SqliteStatements.Reset(prepared);
        }
    }

    private static SqliteStatements Statements(TowerDbContext db) => SqliteStatements.Of((SqliteConnection)db.Database.GetDbConnection());
}
