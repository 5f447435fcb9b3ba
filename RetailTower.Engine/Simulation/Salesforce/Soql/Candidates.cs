namespace RetailTower.Engine.Simulation.Salesforce.Soql;

/// <summary>Finds by the indexes the records a condition can be true of, so that no query reads the whole org without need.</summary>
internal sealed class Candidates(Books books)
{
    public IEnumerable<Record> For(ObjectType type, Condition? where) => Narrow(type, where) ?? books.All(type).Values;

    private IEnumerable<Record>? Narrow(ObjectType type, Condition? where) => where switch
    {
        Both both => Narrow(type, both.Left) ?? Narrow(type, both.Right),
        Comparison { Operator: "=" or "IN" } equal when type.Find(equal.Field) is { } field => ByValue(type, field, equal.Values),
        Comparison { Operator: ">" or ">=" } since when type.Find(since.Field) is { Name: "SystemModstamp" or "LastModifiedDate" } field && type == Schema.Of<Order>() =>
            Filter.ValueOf(field, since.Values[0]) is DateTimeOffset time ? books.OrdersChangedSince(time) : null,
        _ => null,
    };

    private IEnumerable<Record>? ByValue(ObjectType type, Field field, IReadOnlyList<Literal> literals)
    {
        var values = literals.Select(l => Filter.ValueOf(field, l) as string).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase);
        if (field.Type == FieldType.Id) return values.Select(v => books.Find(type, v)).OfType<Record>();
        if (field.IsExternalId) return values.Select(v => books.FindByExternalId(field, v)).OfType<Record>();
        return (type.Name, field.Name) switch
        {
            ("Order", "OriginalOrderId") => values.SelectMany(books.ReductionsOf),
            ("OrderItem", "OrderId") => values.Select(v => books.Find(Schema.Of<Order>(), v)).OfType<Order>().SelectMany(o => o.Items),
            ("Account", "AccountNumber") => values.Select(books.AccountOf).OfType<Record>(),
            _ => null,
        };
    }
}
