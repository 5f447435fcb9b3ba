using Microsoft.EntityFrameworkCore;

namespace RetailTower.Data.Rows;

/// <summary>
/// Reads whole rows past EF's query pipeline, which translates a list of keys anew with each of its lengths and prepares each statement anew: on the hot
/// path that costs more than the reading itself. The rows are detached.
/// </summary>
internal static class RowReader
{
    /// <summary>Rows that the lookup finds by the keys, in no particular sequence.</summary>
    /// <param name="keys">Each once.</param>
    /// <param name="and">The lookup's other value, of its property's type; null when it has none.</param>
    public static Task<List<T>> ReadByAsync<T, TKey>(
        this TowerDbContext db, RowLookup<T> lookup, IReadOnlyCollection<TKey> keys, CancellationToken cancellationToken, object? and = null) where T : class where TKey : notnull =>
        keys.Count == 0
            ? Task.FromResult<List<T>>([])
            : OpenAsync(db, () => db.Rows.ReadByAsync(db, lookup, keys, and is null ? null : RowShape<T>.Of(db).Of(lookup.And!).Stored(and), cancellationToken), cancellationToken);

    /// <summary>The first rows that satisfy the query.</summary>
    /// <param name="values">Values of the query's parameters, of their properties' types.</param>
    public static Task<List<T>> ReadAsync<T>(this TowerDbContext db, RowQuery<T> query, int most, CancellationToken cancellationToken, params object[] values) where T : class =>
        OpenAsync(db, () => db.Rows.ReadAsync(db, query, Stored(db, query, values), most, cancellationToken), cancellationToken);

    /// <summary>Whether any row satisfies the query.</summary>
    /// <inheritdoc cref="ReadAsync" path="/param"/>
    public static Task<bool> AnyAsync<T>(this TowerDbContext db, RowQuery<T> query, CancellationToken cancellationToken, params object[] values) where T : class =>
        OpenAsync(db, () => db.Rows.AnyAsync(db, query, Stored(db, query, values), cancellationToken), cancellationToken);

    private static object[] Stored<T>(TowerDbContext db, RowQuery<T> query, object[] values) where T : class
    {
        var shape = RowShape<T>.Of(db);
        return [.. values.Select((value, place) => shape.Of(query.Columns[place]).Stored(value))];
    }

    private static async Task<TResult> OpenAsync<TResult>(TowerDbContext db, Func<Task<TResult>> read, CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            return await read();
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }
}
