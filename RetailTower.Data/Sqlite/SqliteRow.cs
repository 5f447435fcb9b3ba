using System.Collections.Concurrent;
using System.Globalization;
using System.Linq.Expressions;
using Microsoft.Data.Sqlite;
using RetailTower.Data.Rows;
using SQLitePCL;

namespace RetailTower.Data.Sqlite;

/// <summary>How the columns of one table go into a statement's parameters and come out of its rows, without boxing and without asking for each value's type.</summary>
internal sealed class SqliteRow<T> where T : class
{
    private static readonly ConcurrentDictionary<RowShape<T>, SqliteRow<T>> Known = new();
    private readonly Dictionary<RowColumn<T>, Action<sqlite3_stmt, int, T>> _binders;

    private SqliteRow(RowShape<T> shape)
    {
        _binders = shape.Columns.ToDictionary(column => column, Binder);
        Materialize = Materializer(shape);
    }

    /// <summary>Makes a row of a statement whose columns are those of the shape in their sequence.</summary>
    public Func<sqlite3_stmt, T> Materialize { get; }

    public static SqliteRow<T> Of(RowShape<T> shape) => Known.GetOrAdd(shape, static it => new SqliteRow<T>(it));

    /// <summary>Binds the columns' values of a row; parameters count from 1.</summary>
    public Action<sqlite3_stmt, int, T>[] Binders(IReadOnlyList<RowColumn<T>> columns) => [.. columns.Select(column => _binders[column])];

    private static Action<sqlite3_stmt, int, T> Binder(RowColumn<T> column)
    {
        var (statement, place, row) = (Expression.Parameter(typeof(sqlite3_stmt), "statement"), Expression.Parameter(typeof(int), "place"), Expression.Parameter(typeof(T), "row"));
        Expression value = Expression.Property(row, column.Member);
        var underlying = Nullable.GetUnderlyingType(value.Type);
        var stored = underlying is null ? value : Expression.Property(value, nameof(Nullable<int>.Value));
        if (column.Converter is { } converter) stored = Expression.Invoke(converter.ConvertToProviderExpression, stored);
        Expression bind = Expression.Call(typeof(SqliteValues), nameof(SqliteValues.Bind), null, statement, place, SqliteValues.Plain(stored));
        if (underlying is not null)
            bind = Expression.IfThenElse(Expression.Property(value, nameof(Nullable<int>.HasValue)), bind, Expression.Call(typeof(SqliteValues), nameof(SqliteValues.BindNull), null, statement, place));
        return Expression.Lambda<Action<sqlite3_stmt, int, T>>(bind, statement, place, row).Compile();
    }

    private static Func<sqlite3_stmt, T> Materializer(RowShape<T> shape)
    {
        var statement = Expression.Parameter(typeof(sqlite3_stmt), "statement");
        var values = shape.Columns.Select((column, place) => (MemberBinding)Expression.Bind(column.Member, Value(column, statement, Expression.Constant(place))));
        return Expression.Lambda<Func<sqlite3_stmt, T>>(Expression.MemberInit(Expression.New(typeof(T)), values), statement).Compile();
    }

    private static Expression Value(RowColumn<T> column, Expression statement, Expression place)
    {
        var type = column.Member.PropertyType;
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        var value = SqliteValues.Read(column.Converter?.ProviderClrType ?? bare, statement, place);
        if (column.Converter is { } converter) value = Expression.Invoke(converter.ConvertFromProviderExpression, value);
        if (value.Type != type) value = Expression.Convert(value, type);
        return column.IsNullable ? Expression.Condition(Expression.Call(typeof(SqliteValues), nameof(SqliteValues.IsNull), null, statement, place), Expression.Default(type), value) : value;
    }
}

/// <summary>The few kinds of values that SQLite has, as the tower's tables use them: integers, text, bytes.</summary>
internal static class SqliteValues
{
    private const string DateFormat = "yyyy-MM-dd";

    public static void Bind(sqlite3_stmt statement, int place, long value) => Check(raw.sqlite3_bind_int64(statement, place, value));

    public static void Bind(sqlite3_stmt statement, int place, string? value) => Check(value is null ? raw.sqlite3_bind_null(statement, place) : raw.sqlite3_bind_text(statement, place, value));

    public static void Bind(sqlite3_stmt statement, int place, byte[]? value) => Check(value is null ? raw.sqlite3_bind_null(statement, place) : raw.sqlite3_bind_blob(statement, place, value));

    public static void BindNull(sqlite3_stmt statement, int place) => Check(raw.sqlite3_bind_null(statement, place));

    /// <exception cref="NotSupportedException">The value is of a type that no hot table holds.</exception>
    public static void BindAny(sqlite3_stmt statement, int place, object value)
    {
        switch (value)
        {
            case string text: Bind(statement, place, text); break;
            case long number: Bind(statement, place, number); break;
            case int number: Bind(statement, place, number); break;
            default: throw new NotSupportedException($"{value.GetType().Name} is not written to SQLite as a key.");
        }
    }

    public static bool IsNull(sqlite3_stmt statement, int place) => raw.sqlite3_column_type(statement, place) == raw.SQLITE_NULL;

    /// <summary>The value as one of the kinds that <c>Bind</c> takes.</summary>
    /// <exception cref="NotSupportedException">No hot table holds such a column.</exception>
    public static Expression Plain(Expression value) =>
        value.Type == typeof(string) || value.Type == typeof(byte[]) || value.Type == typeof(long) ? value
        : value.Type == typeof(int) || value.Type.IsEnum ? Expression.Convert(value, typeof(long))
        : value.Type == typeof(bool) ? Expression.Condition(value, Expression.Constant(1L), Expression.Constant(0L))
        : value.Type == typeof(DateOnly) ? Expression.Call(typeof(SqliteValues), nameof(Text), null, value)
        : throw new NotSupportedException($"A column of {value.Type.Name} is not written to SQLite past EF.");

    /// <summary>Reads a value of the type. It is not null.</summary>
    /// <exception cref="NotSupportedException">No hot table holds such a column.</exception>
    public static Expression Read(Type type, Expression statement, Expression place) =>
        type == typeof(string) ? Expression.Call(typeof(SqliteValues), nameof(ReadText), null, statement, place)
        : type == typeof(byte[]) ? Expression.Call(typeof(SqliteValues), nameof(ReadBytes), null, statement, place)
        : type == typeof(long) ? Expression.Call(typeof(SqliteValues), nameof(ReadInteger), null, statement, place)
        : type == typeof(int) || type.IsEnum ? Expression.Convert(Expression.Call(typeof(SqliteValues), nameof(ReadInteger), null, statement, place), type)
        : type == typeof(bool) ? Expression.NotEqual(Expression.Call(typeof(SqliteValues), nameof(ReadInteger), null, statement, place), Expression.Constant(0L))
        : type == typeof(DateOnly) ? Expression.Call(typeof(SqliteValues), nameof(Date), null, Expression.Call(typeof(SqliteValues), nameof(ReadText), null, statement, place))
        : throw new NotSupportedException($"A column of {type.Name} is not read from SQLite past EF.");

    public static long ReadInteger(sqlite3_stmt statement, int place) => raw.sqlite3_column_int64(statement, place);

    public static string ReadText(sqlite3_stmt statement, int place) => raw.sqlite3_column_text(statement, place).utf8_to_string();

    public static byte[] ReadBytes(sqlite3_stmt statement, int place) => raw.sqlite3_column_blob(statement, place).ToArray();

    public static string Text(DateOnly date) => date.ToString(DateFormat, CultureInfo.InvariantCulture);

    public static DateOnly Date(string text) => DateOnly.ParseExact(text, DateFormat, CultureInfo.InvariantCulture);

    /// <summary>A value that SQLite does not take would otherwise be written as NULL.</summary>
    private static void Check(int result)
    {
        if (result != raw.SQLITE_OK) throw new SqliteException($"SQLite takes no such value: {raw.sqlite3_errstr(result).utf8_to_string()}.", result);
    }
}
