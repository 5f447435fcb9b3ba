using System.Text.Json;

namespace RetailTower.Engine.Simulation.Salesforce.Soql;

/// <summary>What a query asks of each record: own fields, fields of referenced records (nested), and children.</summary>
internal sealed class Selection
{
    private readonly Books _books;
    private readonly ObjectType _type;
    private readonly List<Field> _fields = [];
    private readonly List<(Field Reference, Selection Selection)> _parents = [];
    private readonly List<(string Name, Query Query, Selection Selection)> _children = [];

    private Selection(Books books, ObjectType type) => (_books, _type) = (books, type);

    /// <exception cref="Refusal">A name is unknown.</exception>
    public static Selection Of(Books books, ObjectType type, Query query)
    {
        var selection = new Selection(books, type);
        foreach (var field in query.Fields) selection.Add(FieldPath.Of(type, field));
        foreach (var child in query.Children)
        {
            // The only child relationships the org's integrations use.
            if (type != Schema.Of<Order>() || !child.From.Equals("OrderItems", StringComparison.OrdinalIgnoreCase))
                throw Refusal.Bad("INVALID_TYPE", $"\nDidn't understand relationship '{child.From}' in FROM part of query call.");
            selection._children.Add(("OrderItems", child, Of(books, Schema.Of<OrderItem>(), child)));
        }
        return selection;
    }

    public void Write(Utf8JsonWriter writer, Record record, string version)
    {
        writer.WriteStartObject();
        SObjectResource.WriteAttributes(writer, _type, record, version);
        foreach (var field in _fields)
        {
            writer.WritePropertyName(field.Name);
            Values.Write(writer, field.Get(record));
        }
        foreach (var (reference, selection) in _parents)
        {
            writer.WritePropertyName(reference.Relationship!);
            if (reference.Get(record) is string id && _books.Find(selection._type, id) is { } parent) selection.Write(writer, parent, version);
            else writer.WriteNullValue();
        }
        foreach (var (name, query, selection) in _children) WriteChildren(writer, name, query, selection, (Order)record, version);
        writer.WriteEndObject();
    }

    private void Add(FieldPath path)
    {
        if (path.Steps.Count == 0)
        {
            if (!_fields.Contains(path.Field)) _fields.Add(path.Field);
            return;
        }
        var reference = path.Steps[0];
        var parent = _parents.Find(p => p.Reference == reference).Selection;
        if (parent is null) _parents.Add((reference, parent = new(_books, Schema.Find(reference.Target!)!)));
        parent.Add(path with { Steps = [.. path.Steps.Skip(1)] });
    }

    private void WriteChildren(Utf8JsonWriter writer, string name, Query query, Selection selection, Order order, string version)
    {
        var matches = new Filter(_books).Compile(selection._type, query.Where);
        IEnumerable<Record> found = order.Items.Where(matches);
        if (query.OrderBy is [var by, ..])
        {
            var path = FieldPath.Of(selection._type, by.Field);
            var sorting = Comparer<object?>.Create(Filter.Compare);
            found = by.Descending ? found.OrderByDescending(r => path.Get(_books, r), sorting) : found.OrderBy(r => path.Get(_books, r), sorting);
        }
        var records = (query.Limit is { } limit ? found.Take(limit) : found).ToList();
        writer.WritePropertyName(name);
        if (records.Count == 0)
        {
            writer.WriteNullValue();
            return;
        }
        writer.WriteStartObject();
        writer.WriteNumber("totalSize", records.Count);
        writer.WriteBoolean("done", true);
        writer.WriteStartArray("records");
        foreach (var record in records) selection.Write(writer, record, version);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
