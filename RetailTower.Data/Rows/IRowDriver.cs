namespace RetailTower.Data.Rows;

/// <summary>How a provider writes and reads rows past EF's change tracker and query pipeline.</summary>
internal interface IRowDriver
{
    /// <summary>Executes the statement for each row, inside the context's transaction. Returns how many rows of the table it touched.</summary>
    /// <param name="before">The row as it was read; given when the statement has guards.</param>
    Task<int> WriteAsync<T>(TowerDbContext db, RowStatement<T> statement, IReadOnlyCollection<T> rows, Func<T, T>? before, CancellationToken cancellationToken) where T : class;

    /// <summary>Rows that the lookup finds by the keys, in no particular sequence. The context's connection is open.</summary>
    /// <param name="keys">Each once.</param>
    /// <param name="and">The lookup's other value, as the provider stores it; null when it has none.</param>
    Task<List<T>> ReadByAsync<T, TKey>(TowerDbContext db, RowLookup<T> lookup, IReadOnlyCollection<TKey> keys, object? and, CancellationToken cancellationToken) where T : class where TKey : notnull;

    /// <summary>The first rows that satisfy the query. The context's connection is open.</summary>
    /// <param name="values">Values of the query's parameters, in their sequence, as the provider stores them.</param>
    Task<List<T>> ReadAsync<T>(TowerDbContext db, RowQuery<T> query, object[] values, int most, CancellationToken cancellationToken) where T : class;

    /// <summary>Whether any row satisfies the query, apart from its sequence.</summary>
    /// <inheritdoc cref="ReadAsync" path="/param"/>
    Task<bool> AnyAsync<T>(TowerDbContext db, RowQuery<T> query, object[] values, CancellationToken cancellationToken) where T : class;
}
