using System.Data;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;

namespace RetailTower.Data.Kpis;

/// <summary>Hours and spans of columns, computed in the database. They stand in queries only; each provider says how it stores an instant.</summary>
internal static class KpiSql
{
    private static readonly LongTypeMapping Long = new("bigint", DbType.Int64);
    private static readonly IntTypeMapping Int = new("int", DbType.Int32);
    private static readonly BoolTypeMapping Bool = new("bit", DbType.Boolean);

    /// <summary>Number of the UTC hour since the beginning of the year 1.</summary>
    public static long Hour(DateTimeOffset at) => throw Outside();

    /// <summary>Bucket of the time between two instants; see <see cref="KpiBuckets"/>.</summary>
    public static int Bucket(DateTimeOffset from, DateTimeOffset to) => throw Outside();

    public static long HourOf(DateTimeOffset at) => at.UtcTicks / TimeSpan.TicksPerHour;

    /// <summary>The beginning of the UTC day.</summary>
    public static DateTimeOffset DayOf(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerDay), TimeSpan.Zero);

    public static DateTimeOffset At(long hour) => new(hour * TimeSpan.TicksPerHour, TimeSpan.Zero);

    /// <param name="hour">The hour's number from an instant.</param>
    /// <param name="between">Ticks between two instants.</param>
    public static void Map(ModelBuilder builder, Func<SqlExpression, SqlExpression> hour, Func<SqlExpression, SqlExpression, SqlExpression> between)
    {
        builder.HasDbFunction(typeof(KpiSql).GetMethod(nameof(Hour))!).HasTranslation(given => hour(given[0]));
        builder.HasDbFunction(typeof(KpiSql).GetMethod(nameof(Bucket))!).HasTranslation(given => Place(between(given[0], given[1]), 0, KpiBuckets.Bounds.Count));
    }

    /// <summary>Where an instant is stored as ticks.</summary>
    public static SqlExpression TicksHour(SqlExpression at) => Binary(ExpressionType.Divide, at, Number(TimeSpan.TicksPerHour), typeof(long), Long);

    public static SqlExpression TicksBetween(SqlExpression from, SqlExpression to) => Binary(ExpressionType.Subtract, to, from, typeof(long), Long);

    /// <summary>Where an instant is a <c>datetimeoffset</c>.</summary>
    public static SqlExpression DateHour(SqlExpression at) => Difference("HOUR", new SqlFragmentExpression("CAST('0001-01-01T00:00:00+00:00' AS datetimeoffset(7))"), at);

    public static SqlExpression DatesBetween(SqlExpression from, SqlExpression to) =>
        Binary(ExpressionType.Divide, Difference("NANOSECOND", from, to), Number(TimeSpan.NanosecondsPerTick), typeof(long), Long);

    private static SqlFunctionExpression Difference(string unit, SqlExpression from, SqlExpression to) =>
        new("DATEDIFF_BIG", [new SqlFragmentExpression(unit), from, to], nullable: true, [false, true, true], typeof(long), Long);

    /// <summary>Halves the bounds until one bucket is left: seven comparisons instead of eighty.</summary>
    private static SqlExpression Place(SqlExpression ticks, int least, int most)
    {
        if (least == most) return new SqlConstantExpression(least, Int);
        var middle = (least + most) / 2;
        var within = Binary(ExpressionType.LessThanOrEqual, ticks, Number(KpiBuckets.Bounds[middle].Ticks), typeof(bool), Bool);
        return new CaseExpression([new CaseWhenClause(within, Place(ticks, least, middle))], Place(ticks, middle + 1, most));
    }

    private static SqlBinaryExpression Binary(ExpressionType operation, SqlExpression left, SqlExpression right, Type type, RelationalTypeMapping mapping) => new(operation, left, right, type, mapping);

    private static SqlConstantExpression Number(long value) => new(value, Long);

    private static NotSupportedException Outside() => new("It is computed in the database only.");
}
