namespace RetailTower.Engine.Simulation.BusinessCentral;

/// <summary>What every stored entity carries: its id, the version its ETag is made of, and when it was last modified (UTC, whole milliseconds).</summary>
internal interface IRow
{
    Guid Id { get; }

    long RowVersion { get; }

    DateTimeOffset ModifiedAt { get; }
}

/// <summary>
/// Rows by id, by declared secondary keys and in the order of their last change. Rows are immutable; a change puts a
/// new one. Nothing here locks: <see cref="Books"/> does. Every change since the last commit can be undone, which is
/// what makes a refused request leave nothing behind and an `Isolation: snapshot` batch one transaction.
/// </summary>
internal sealed class Table<T>(params (string Field, Func<T, string?> Key)[] indexed) : ITable
    where T : class, IRow
{
    private readonly Dictionary<Guid, T> _rows = [];
    private readonly List<Mark> _marks = [];
    private readonly SecondaryIndex[] _indexes = [.. indexed.Select(i => new SecondaryIndex(i.Field, i.Key))];
    private readonly List<(Guid Id, T? Before)> _journal = [];

    public int Count => _rows.Count;

    public IEnumerable<T> All => _rows.Values;

    public T? Find(Guid id) => _rows.GetValueOrDefault(id);

    public bool IsIndexed(string field) => Array.Exists(_indexes, i => i.Field == field);

    public IEnumerable<T> By(string field, string key)
    {
        var index = Array.Find(_indexes, i => i.Field == field) ?? throw new ArgumentException($"No index on {field}.", nameof(field));
        if (!index.Ids.TryGetValue(key, out var ids)) yield break;
        if (_rows.TryGetValue(ids.First, out var first)) yield return first;
        if (ids.More is null) yield break;
        foreach (var id in ids.More)
            if (_rows.TryGetValue(id, out var row)) yield return row;
    }

    /// <summary>Rows changed after the given version, oldest change first.</summary>
    public IEnumerable<T> ChangedAfter(long rowVersion) => From(FirstMark(m => m.RowVersion > rowVersion));

    /// <summary>Rows last modified at or after the given time, oldest change first.</summary>
    public IEnumerable<T> ModifiedSince(DateTimeOffset at) => From(FirstMark(m => m.At >= at));

    /// <summary>Stores a row. A row put again under its old version changed in a computed field only: it keeps its place.</summary>
    public void Put(T row)
    {
        var before = _rows.GetValueOrDefault(row.Id);
        _journal.Add((row.Id, before));
        Replace(row.Id, before, row);
        if (before?.RowVersion != row.RowVersion) _marks.Add(new Mark(row.RowVersion, row.ModifiedAt, row.Id));
    }

    public void Remove(Guid id)
    {
        if (_rows.GetValueOrDefault(id) is not { } before) return;
        _journal.Add((id, before));
        Replace(id, before, null);
    }

    /// <summary>Takes up rows read from a file, oldest change first, instead of those there are.</summary>
    public void Fill(IEnumerable<T> rows)
    {
        _rows.Clear();
        _marks.Clear();
        foreach (var index in _indexes) index.Ids.Clear();
        foreach (var row in rows) Put(row);
    }

    public void Commit()
    {
        if (_journal.Count == 0) return;
        _journal.Clear();
        if (_marks.Count > 1024 + (2 * _rows.Count)) Compact();
    }

    public void Undo()
    {
        for (var i = _journal.Count - 1; i >= 0; i--)
            Replace(_journal[i].Id, _rows.GetValueOrDefault(_journal[i].Id), _journal[i].Before);
        _journal.Clear();
    }

    private void Replace(Guid id, T? before, T? after)
    {
        if (after is null) _rows.Remove(id);
        else _rows[id] = after;
        foreach (var index in _indexes)
        {
            var (old, now) = (before is null ? null : index.Key(before), after is null ? null : index.Key(after));
            if (old == now) continue;
            if (old is not null) index.Drop(old, id);
            if (now is not null) index.Add(now, id);
        }
    }

    private IEnumerable<T> From(int first)
    {
        for (var i = first; i < _marks.Count; i++)
            if (_rows.TryGetValue(_marks[i].Id, out var row) && row.RowVersion == _marks[i].RowVersion) yield return row;
    }

    // Marks grow in version and in time alike, so both questions are a binary search.
    private int FirstMark(Predicate<Mark> wanted)
    {
        var (low, high) = (0, _marks.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (wanted(_marks[middle])) high = middle;
            else low = middle + 1;
        }
        return low;
    }

    private void Compact() => _marks.RemoveAll(m => !_rows.TryGetValue(m.Id, out var row) || row.RowVersion != m.RowVersion);

    private readonly record struct Mark(long RowVersion, DateTimeOffset At, Guid Id);

    private readonly record struct Ids(Guid First, List<Guid>? More);

    private sealed class SecondaryIndex(string name, Func<T, string?> key)
    {
        public string Field => name;

        public Func<T, string?> Key => key;

        public Dictionary<string, Ids> Ids { get; } = new(StringComparer.OrdinalIgnoreCase);

        public void Add(string value, Guid id)
        {
            if (!Ids.TryGetValue(value, out var ids)) Ids[value] = new Ids(id, null);
            else if (ids.More is { } more) more.Add(id);
            else Ids[value] = ids with { More = [id] };
        }

        public void Drop(string value, Guid id)
        {
            var ids = Ids[value];
            if (ids.First == id && ids.More is null or []) Ids.Remove(value);
            else if (ids.First == id) Ids[value] = TakeFirst(ids.More!);
            else ids.More!.Remove(id);
        }

        private static Ids TakeFirst(List<Guid> more)
        {
            var first = more[0];
            more.RemoveAt(0);
            return new Ids(first, more.Count == 0 ? null : more);
        }
    }
}

/// <summary>The part of a table that a transaction needs, whatever its rows are.</summary>
internal interface ITable
{
    void Commit();

    void Undo();
}
