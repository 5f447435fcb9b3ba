namespace RetailTower.Data.Rows;

/// <summary>Remembers rows as they were read, and later tells what became of them.</summary>
internal sealed class RowChanges<T>(RowShape<T> shape) where T : class
{
    private readonly Dictionary<T, T> _before = new(ReferenceEqualityComparer.Instance);

    public void Remember(IEnumerable<T> rows)
    {
        foreach (var row in rows) _before.Add(row, RowShape<T>.Copy(row));
    }

    /// <summary>Makes the row stand as it would be read again.</summary>
    public void Settle(T row) => shape.Settle(row);

    public bool IsNew(T row) => !_before.ContainsKey(row);

    /// <summary>What is new and what has changed. Rows that are not among <paramref name="now"/> stay as they are.</summary>
    public RowDifference<T> Compare(IEnumerable<T> now)
    {
        var (added, changed) = (new List<T>(), new Dictionary<ulong, List<T>>());
        foreach (var row in now)
        {
            if (!_before.TryGetValue(row, out var before)) added.Add(row);
            else if (shape.Changed(before, row) is var mask and not 0)
            {
                if (!changed.TryGetValue(mask, out var alike)) changed.Add(mask, alike = []);
                alike.Add(row);
            }
        }

        return new RowDifference<T>(added, changed, [], row => _before[row]);
    }

    /// <summary>Like <see cref="Compare"/>; the remembered rows that are not among <paramref name="now"/> are gone.</summary>
    public RowDifference<T> CompareAll(IReadOnlyCollection<T> now)
    {
        var left = now.ToHashSet<T>(ReferenceEqualityComparer.Instance);
        return Compare(now) with { Gone = _before.Keys.Where(row => !left.Contains(row)).ToList() };
    }
}

/// <summary>What became of rows since they were read: only what is new, changed or gone is written, and of a changed row only the columns that differ.</summary>
/// <param name="Changed">By the mask of the columns that differ.</param>
/// <param name="Before">A changed row as it was read.</param>
internal sealed record RowDifference<T>(IReadOnlyCollection<T> New, IReadOnlyDictionary<ulong, List<T>> Changed, IReadOnlyCollection<T> Gone, Func<T, T> Before) where T : class
{
    public IEnumerable<T> Rows => New.Concat(Changed.Values.SelectMany(rows => rows)).Concat(Gone);

    /// <exception cref="Microsoft.EntityFrameworkCore.DbUpdateConcurrencyException">A row is gone, or its version is another by now.</exception>
    public async Task SaveAsync(TowerDbContext db, CancellationToken cancellationToken)
    {
        await db.DeleteAsync(Gone, cancellationToken);
        await db.InsertAsync(New, cancellationToken);
        foreach (var (mask, rows) in Changed) await db.UpdateAsync(rows, mask, Before, cancellationToken);
    }
}
