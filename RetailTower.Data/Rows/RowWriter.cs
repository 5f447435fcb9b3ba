using Microsoft.EntityFrameworkCore;

namespace RetailTower.Data.Rows;

/// <summary>Writes many rows past the change tracker, inside the context's transaction.</summary>
internal static class RowWriter
{
    /// <summary>Inserts the rows; values that the database gives are not read back.</summary>
    public static Task InsertAsync<T>(this TowerDbContext db, IReadOnlyCollection<T> rows, CancellationToken cancellationToken) where T : class =>
        WriteAsync(db, RowShape<T>.Of(db).Insert, rows, null, cancellationToken);

    /// <summary>
    /// Updates the columns of <paramref name="mask"/> by primary key. <paramref name="before"/> gives the row as it was read, for tables whose
    /// rows guard themselves with a version.
    /// </summary>
    /// <exception cref="DbUpdateConcurrencyException">A row is gone, or its version is another by now.</exception>
    public static async Task UpdateAsync<T>(this TowerDbContext db, IReadOnlyCollection<T> rows, ulong mask, Func<T, T>? before, CancellationToken cancellationToken) where T : class
    {
        var shape = RowShape<T>.Of(db);
        var written = await WriteAsync(db, shape.Update(mask, guarded: before is not null), rows, before, cancellationToken);
        if (written != rows.Count) throw new DbUpdateConcurrencyException($"{rows.Count - written} of {rows.Count} rows of {shape.Table} were changed by someone else.");
    }

    /// <summary>Deletes by primary key; a row that is gone already is no fault.</summary>
    public static Task DeleteAsync<T>(this TowerDbContext db, IReadOnlyCollection<T> rows, CancellationToken cancellationToken) where T : class =>
        WriteAsync(db, RowShape<T>.Of(db).Delete, rows, null, cancellationToken);

    private static Task<int> WriteAsync<T>(TowerDbContext db, RowStatement<T> statement, IReadOnlyCollection<T> rows, Func<T, T>? before, CancellationToken cancellationToken) where T : class
    {
        if (db.Database.CurrentTransaction is null) throw new InvalidOperationException("Rows are written inside a transaction only.");
        return rows.Count == 0 ? Task.FromResult(0) : db.Rows.WriteAsync(db, statement, rows, before, cancellationToken);
    }
}
