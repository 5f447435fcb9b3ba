using System.Collections.Concurrent;
using System.Data.Common;
using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace RetailTower.Data.Rows;

/// <summary>
/// How the rows of one table look, taken from EF's model once: the model stays the only place that says which column holds what. Made for
/// writing many rows without the change tracker, whose cost per row is many times that of the statement itself.
/// </summary>
internal sealed class RowShape<T> where T : class
{
    private static readonly ConcurrentDictionary<IModel, RowShape<T>> Known = new();
    private static readonly Func<T, object> Clone = typeof(object).GetMethod("MemberwiseClone", BindingFlags.Instance | BindingFlags.NonPublic)!.CreateDelegate<Func<T, object>>();

    /// <summary>Digits behind the point that the tower's tables keep of an amount.</summary>
    private const int Digits = 4;

    private readonly Func<T, T, ulong> _changed;
    private readonly Action<T> _settle;
    private readonly ConcurrentDictionary<(ulong Mask, bool Guarded), RowStatement<T>> _updates = new();

    private RowShape(IModel model)
    {
        var entity = model.FindEntityType(typeof(T)) ?? throw new InvalidOperationException($"The model does not know {typeof(T).Name}.");
        Table = entity.GetTableName()!;
        var table = StoreObjectIdentifier.Table(Table, entity.GetSchema());
        Columns = [.. entity.GetProperties().Select(property => new RowColumn<T>(property, table))];
        if (Columns.Count > 64) throw new InvalidOperationException($"{Table} has more columns than a mask has bits.");
        Inserted = MaskOf(column => !column.IsGenerated);
        Key = MaskOf(column => column.IsKey);
        Guard = MaskOf(column => column.IsGuard);
        _changed = Comparer();
        _settle = Settler();
        Materialize = Materializer();
        Select = $"SELECT {string.Join(", ", Columns.Select(column => $"[{column.Name}]"))} FROM [{Table}]";
        Insert = Inserts();
        Delete = Deletes();
    }

    public string Table { get; }

    public IReadOnlyList<RowColumn<T>> Columns { get; }

    /// <summary>All <see cref="Columns"/> of the table; conditions may follow.</summary>
    public string Select { get; }

    public RowStatement<T> Insert { get; }

    /// <summary>By primary key.</summary>
    public RowStatement<T> Delete { get; }

    /// <summary>Columns that an insert states, as a mask over <see cref="Columns"/>.</summary>
    private ulong Inserted { get; }

    private ulong Key { get; }

    private ulong Guard { get; }

    /// <summary>Makes a row of a reader whose columns are <see cref="Columns"/> in their sequence.</summary>
    public Func<DbDataReader, T> Materialize { get; }

    public static RowShape<T> Of(TowerDbContext db) => Known.GetOrAdd(db.Model, model => new RowShape<T>(model));

    /// <summary>The row as it stands now, to be compared with what becomes of it.</summary>
    public static T Copy(T row) => (T)Clone(row);

    /// <summary>Rounds the row's amounts as the database does, so that it stands as it would be read.</summary>
    public void Settle(T row) => _settle(row);

    /// <summary>Columns whose values differ, as a mask.</summary>
    public ulong Changed(T before, T now) => _changed(before, now);

    /// <summary>The statement that updates the mask's columns by primary key and, when it is guarded, only while the row's version is as it was read.</summary>
    public RowStatement<T> Update(ulong mask, bool guarded) => _updates.GetOrAdd((mask, guarded), it => Updates(it.Mask, it.Guarded));

    public RowColumn<T> Of(string property) => Columns.First(column => column.Property == property);

    public ulong MaskOf(params IReadOnlyCollection<string> properties) => MaskOf(column => properties.Contains(column.Property));

    public IEnumerable<RowColumn<T>> In(ulong mask)
    {
        for (var index = 0; index < Columns.Count; index++)
            if ((mask >> index & 1) == 1) yield return Columns[index];
    }

    private ulong MaskOf(Func<RowColumn<T>, bool> wanted)
    {
        var mask = 0ul;
        for (var index = 0; index < Columns.Count; index++)
            if (wanted(Columns[index])) mask |= 1ul << index;
        return mask;
    }

    private RowStatement<T> Inserts()
    {
        var columns = In(Inserted).ToList();
        return new RowStatement<T>(
            (text, count) =>
            {
                text.Append("INSERT INTO [").Append(Table).Append("] (").AppendJoin(", ", columns.Select(column => $"[{column.Name}]")).Append(") VALUES ");
                for (var row = 0; row < count; row++) text.Append(row == 0 ? "(" : ", (").AppendJoin(", ", Enumerable.Range(row * columns.Count, columns.Count).Select(RowStatement<T>.Parameter)).Append(')');
            }, columns);
    }

    private RowStatement<T> Updates(ulong mask, bool guarded)
    {
        var set = In(mask & ~Key).ToList();
        List<RowColumn<T>> guards = guarded ? [.. In(Guard)] : [], where = [.. In(Key), .. guards], columns = [.. set, .. where];
        return new RowStatement<T>(
            (text, count) =>
            {
                for (var row = 0; row < count; row++)
                {
                    var parameter = row * columns.Count;
                    text.Append("UPDATE [").Append(Table).Append("] SET ").AppendJoin(", ", set.Select(column => $"[{column.Name}] = {RowStatement<T>.Parameter(parameter++)}"));
                    text.Append(" WHERE ").AppendJoin(" AND ", where.Select(column => $"[{column.Name}] = {RowStatement<T>.Parameter(parameter++)}")).Append(';');
                }
            }, columns, guards.Count);
    }

    private RowStatement<T> Deletes()
    {
        var key = In(Key).ToList();
        return new RowStatement<T>(
            (text, count) =>
            {
                for (var row = 0; row < count; row++)
                {
                    var parameter = row * key.Count;
                    text.Append("DELETE FROM [").Append(Table).Append("] WHERE ").AppendJoin(" AND ", key.Select(column => $"[{column.Name}] = {RowStatement<T>.Parameter(parameter++)}")).Append(';');
                }
            }, key);
    }

    private Func<DbDataReader, T> Materializer()
    {
        var reader = Expression.Parameter(typeof(DbDataReader), "reader");
        var values = Columns.Select((column, ordinal) => (MemberBinding)Expression.Bind(column.Member, column.Value(reader, ordinal)));
        return Expression.Lambda<Func<DbDataReader, T>>(Expression.MemberInit(Expression.New(typeof(T)), values), reader).Compile();
    }

    private Action<T> Settler()
    {
        var row = Expression.Parameter(typeof(T), "row");
        var round = typeof(decimal).GetMethod(nameof(decimal.Round), [typeof(decimal), typeof(int)])!;
        var amounts = Columns.Where(column => column.Member.PropertyType == typeof(decimal))
            .Select(column => (Expression)Expression.Assign(Expression.Property(row, column.Member), Expression.Call(round, Expression.Property(row, column.Member), Expression.Constant(Digits))));
        return Expression.Lambda<Action<T>>(Expression.Block([.. amounts, Expression.Empty()]), row).Compile();
    }

    private Func<T, T, ulong> Comparer()
    {
        var (before, now) = (Expression.Parameter(typeof(T), "before"), Expression.Parameter(typeof(T), "now"));
        Expression mask = Expression.Constant(0ul);
        for (var index = 0; index < Columns.Count; index++)
        {
            var member = Columns[index].Member;
            var comparer = typeof(EqualityComparer<>).MakeGenericType(member.PropertyType);
            var same = Expression.Call(
                Expression.Constant(comparer.GetProperty(nameof(EqualityComparer<int>.Default))!.GetValue(null), comparer), nameof(EqualityComparer<int>.Equals), null,
                Expression.Property(before, member), Expression.Property(now, member));
            mask = Expression.Or(mask, Expression.Condition(same, Expression.Constant(0ul), Expression.Constant(1ul << index)));
        }

        return Expression.Lambda<Func<T, T, ulong>>(mask, before, now).Compile();
    }
}
