using System.Data.Common;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace RetailTower.Data.Rows;

/// <summary>One column of a table: its name, how its value is read from a row's object, and how the provider wants it bound.</summary>
internal sealed class RowColumn<T> where T : class
{
    private readonly RelationalTypeMapping _mapping;

    public RowColumn(IProperty property, StoreObjectIdentifier table)
    {
        Name = property.GetColumnName(table) ?? throw new InvalidOperationException($"{property.Name} has no column in {table.Name}.");
        Property = property.Name;
        IsKey = property.IsPrimaryKey();
        IsGenerated = property.ValueGenerated == ValueGenerated.OnAdd;
        IsGuard = property.IsConcurrencyToken;
        IsNullable = property.IsNullable;
        Member = property.PropertyInfo ?? throw new InvalidOperationException($"{property.Name} is no property of {typeof(T).Name}.");
        _mapping = property.GetRelationalTypeMapping();
        Read = Reader(_mapping.Converter);
    }

    public string Name { get; }

    public string Property { get; }

    public bool IsKey { get; }

    /// <summary>True when the database gives the value as the row is inserted.</summary>
    public bool IsGenerated { get; }

    /// <summary>True when the value as it was read must still stand for an update to be made.</summary>
    public bool IsGuard { get; }

    public bool IsNullable { get; }

    public System.Reflection.PropertyInfo Member { get; }

    /// <summary>How the property's values become the provider's and back; null when they are the same.</summary>
    public ValueConverter? Converter => _mapping.Converter;

    /// <summary>The value as the provider stores it; null for SQL's NULL.</summary>
    public Func<T, object?> Read { get; }

    /// <summary>A value of the property's type as the provider stores it.</summary>
    public object Stored(object value) => Converter?.ConvertToProvider(value) ?? value;

    /// <summary>A parameter of the column's own type, without a value yet.</summary>
    public DbParameter Bind(DbCommand command, string name) => _mapping.CreateParameter(command, name, null, nullable: true);

    /// <summary>The property's value as it stands in the reader's column of that number.</summary>
    public Expression Value(Expression reader, int ordinal)
    {
        var read = _mapping.GetDataReaderMethod();
        Expression value = Expression.Call(Expression.Convert(reader, read.DeclaringType!), read, Expression.Constant(ordinal));
        value = _mapping.CustomizeDataReaderExpression(value);
        if (_mapping.Converter is { } converter) value = Expression.Invoke(converter.ConvertFromProviderExpression, As(value, converter.ProviderClrType));
        value = As(value, Member.PropertyType);
        return Expression.Condition(Expression.Call(reader, nameof(DbDataReader.IsDBNull), null, Expression.Constant(ordinal)), Expression.Default(Member.PropertyType), value);
    }

    private static Expression As(Expression value, Type type) => value.Type == type ? value : Expression.Convert(value, type);

    private Func<T, object?> Reader(ValueConverter? converter)
    {
        var row = Expression.Parameter(typeof(T), "row");
        Expression value = Expression.Property(row, Member);
        if (converter is null) return Expression.Lambda<Func<T, object?>>(Expression.Convert(value, typeof(object)), row).Compile();
        var underlying = Nullable.GetUnderlyingType(Member.PropertyType);
        var converted = Expression.Convert(Expression.Invoke(converter.ConvertToProviderExpression, underlying is null ? value : Expression.Property(value, "Value")), typeof(object));
        Expression body = underlying is null ? converted : Expression.Condition(Expression.Property(value, "HasValue"), converted, Expression.Constant(null, typeof(object)));
        return Expression.Lambda<Func<T, object?>>(body, row).Compile();
    }
}
