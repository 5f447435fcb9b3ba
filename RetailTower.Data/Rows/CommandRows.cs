using System.Data.Common;
using System.Globalization;
using System.Numerics;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace RetailTower.Data.Rows;

/// <summary>Rows by ADO.NET's commands: one command takes many rows, and is executed again with new values for the next ones, since each execution is a way over the network.</summary>
internal sealed class CommandRows : IRowDriver
{
    // The server refuses more than 2,100.
    private const int MostParameters = 2000;
    private const int MostRows = 500, MostKeys = 512;

    public async Task<int> WriteAsync<T>(TowerDbContext db, RowStatement<T> statement, IReadOnlyCollection<T> rows, Func<T, T>? before, CancellationToken cancellationToken) where T : class
    {
        var written = 0;
        var width = statement.Columns.Count;
        DbCommand? command = null;
        try
        {
            var prepared = 0;
            foreach (var chunk in rows.Chunk(Math.Clamp(MostParameters / width, 1, MostRows)))
            {
                if (command is null || chunk.Length != prepared)
                {
                    if (command is not null) await command.DisposeAsync();
                    (command, prepared) = (Command(db, statement, chunk.Length), chunk.Length);
                }

                var parameter = 0;
                foreach (var row in chunk)
                    for (var index = 0; index < width; index++)
                        command.Parameters[parameter++].Value = statement.Columns[index].Read(index < statement.FirstGuard ? row : before!(row)) ?? DBNull.Value;
                written += await command.ExecuteNonQueryAsync(cancellationToken);
            }
        }
        finally
        {
            if (command is not null) await command.DisposeAsync();
        }

        return written;
    }

    public async Task<List<T>> ReadByAsync<T, TKey>(TowerDbContext db, RowLookup<T> lookup, IReadOnlyCollection<TKey> keys, object? and, CancellationToken cancellationToken) where T : class where TKey : notnull
    {
        var rows = new List<T>();
        var shape = RowShape<T>.Of(db);
        foreach (var chunk in keys.Chunk(MostKeys))
        {
            await using var command = Select(db, shape, lookup, chunk, and);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken)) rows.Add(shape.Materialize(reader));
        }

        return rows;
    }

    public async Task<List<T>> ReadAsync<T>(TowerDbContext db, RowQuery<T> query, object[] values, int most, CancellationToken cancellationToken) where T : class
    {
        var rows = new List<T>();
        var shape = RowShape<T>.Of(db);
        await using var command = New(db, string.Create(CultureInfo.InvariantCulture, $"{shape.Select} {query.Conditions} OFFSET 0 ROWS FETCH NEXT {most} ROWS ONLY"));
        for (var place = 0; place < values.Length; place++) Add(command, shape.Of(query.Columns[place]), RowStatement<T>.Parameter(place), values[place]);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) rows.Add(shape.Materialize(reader));
        return rows;
    }

    public async Task<bool> AnyAsync<T>(TowerDbContext db, RowQuery<T> query, object[] values, CancellationToken cancellationToken) where T : class
    {
        var shape = RowShape<T>.Of(db);
        await using var command = New(db, $"SELECT TOP (1) 1 FROM [{shape.Table}] {query.Conditions}");
        for (var place = 0; place < values.Length; place++) Add(command, shape.Of(query.Columns[place]), RowStatement<T>.Parameter(place), values[place]);
        return await command.ExecuteScalarAsync(cancellationToken) is not null;
    }

    private static DbCommand Command<T>(TowerDbContext db, RowStatement<T> statement, int rows) where T : class
    {
        var command = New(db, statement.Text(rows));
        for (var parameter = 0; parameter < rows * statement.Columns.Count; parameter++)
            command.Parameters.Add(statement.Columns[parameter % statement.Columns.Count].Bind(command, RowStatement<T>.Parameter(parameter)));
        return command;
    }

    private static DbCommand Select<T, TKey>(TowerDbContext db, RowShape<T> shape, RowLookup<T> lookup, TKey[] keys, object? and) where T : class where TKey : notnull
    {
        // Few lengths, so that a server that keeps plans by text keeps few.
        var places = (int)BitOperations.RoundUpToPowerOf2((uint)keys.Length);
        var names = Enumerable.Range(0, places).Select(place => string.Create(CultureInfo.InvariantCulture, $"@k{place}")).ToList();
        var column = shape.Of(lookup.By);
        var text = new StringBuilder(shape.Select).Append(" WHERE [").Append(column.Name).Append("] IN (").AppendJoin(", ", names).Append(')');
        if (and is not null) text.Append(" AND [").Append(shape.Of(lookup.And!).Name).Append("] = @and");
        var command = New(db, text.ToString());
        for (var place = 0; place < places; place++) Add(command, column, names[place], keys[Math.Min(place, keys.Length - 1)]);
        if (and is not null) Add(command, shape.Of(lookup.And!), "@and", and);
        return command;
    }

    private static void Add<T>(DbCommand command, RowColumn<T> column, string name, object value) where T : class
    {
        var parameter = column.Bind(command, name);
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }

    private static DbCommand New(TowerDbContext db, string text)
    {
        var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
#pragma warning disable CA2100 // Made of the model's own names; every value is a parameter.
        command.CommandText = text;
#pragma warning restore CA2100
        return command;
    }
}
