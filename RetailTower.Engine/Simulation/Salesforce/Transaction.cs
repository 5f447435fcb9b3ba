using System.Text.Json;

namespace RetailTower.Engine.Simulation.Salesforce;

/// <summary>
/// One request's writes: each is checked against the org's rules and can be taken back, and only a commit lets Outbound Messages go.
/// Error codes of frozen lines and activation are from experience, not from the reference.
/// </summary>
internal sealed class Transaction(Books books, OutboundMessages messages)
{
    private readonly List<Action> _undo = [];
    private readonly HashSet<string> _announced = new(StringComparer.Ordinal);

    /// <summary>How many writes there are; <see cref="RollBackTo"/> takes it.</summary>
    public int Mark => _undo.Count;

    /// <summary>Reads the fields of a JSON body.</summary>
    /// <exception cref="Refusal">A field is unknown, read-only or has a bad value.</exception>
    public static Dictionary<Field, object?> ReadFields(ObjectType type, JsonElement body, bool creating)
    {
        if (body.ValueKind != JsonValueKind.Object) throw Refusal.Bad("JSON_PARSER_ERROR", "The HTTP entity body is required to be a JSON object");
        var values = new Dictionary<Field, object?>();
        foreach (var member in body.EnumerateObject())
        {
            if (member.NameEquals("attributes")) continue;
            var field = type.Find(member.Name)
                ?? throw Refusal.Bad("INVALID_FIELD", $"No such column '{member.Name}' on sobject of type {type.Name}", member.Name);
            if (field.Set is null || (field.CreateOnly && !creating))
            {
                throw Refusal.Bad(
                    "INVALID_FIELD_FOR_INSERT_UPDATE",
                    $"Unable to create/update fields: {field.Name}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.",
                    field.Name);
            }
            values[field] = Values.Read(field, member.Value);
        }
        return values;
    }

    public Record Create(ObjectType type, Dictionary<Field, object?> values)
    {
        var missing = type.Fields.Where(f => f.Required && values.GetValueOrDefault(f) is null).Select(f => f.Name).ToArray();
        if (missing.Length > 0) throw Refusal.Bad("REQUIRED_FIELD_MISSING", $"Required fields are missing: [{string.Join(", ", missing)}]", missing);
        var record = type.Create();
        foreach (var (field, value) in values) field.Set!(record, value);
        CheckReferences(values);
        OrderRules.BeforeCreate(books, record);
        CheckUnique(type, record);
        books.Insert(type, record);
        _undo.Add(() => books.Remove(type, record));
        Announce(record, true);
        return record;
    }

    public void Update(ObjectType type, Record record, Dictionary<Field, object?> values)
    {
        var changed = values.Where(v => !Equals(v.Key.Get(record), v.Value)).ToList();
        CheckReferences(values);
        OrderRules.BeforeUpdate(books, record, changed);
        foreach (var (field, value) in changed)
            if (field.IsExternalId && value is string text) CheckFree(type, field, text, record);
        var (stamp, before) = (record.SystemModstamp, changed.ConvertAll(v => (v.Key, Old: v.Key.Get(record))));
        books.Change(type, record, books.Now(), () => changed.ForEach(v => v.Key.Set!(record, v.Value)));
        _undo.Add(() => books.Change(type, record, stamp, () => before.ForEach(v => v.Key.Set!(record, v.Old))));
        Announce(record, changed.Exists(v => v.Key.Announced));
    }

    public void Delete(ObjectType type, Record record)
    {
        OrderRules.BeforeDelete(books, record);
        // An order takes its lines with it.
        foreach (var item in record is Order order ? order.Items.ToArray() : []) Delete(Schema.Of<OrderItem>(), item);
        books.Remove(type, record);
        _undo.Add(() => books.Insert(type, record));
    }

    public void RollBackTo(int mark)
    {
        for (var last = _undo.Count - 1; last >= mark; last--) _undo[last]();
        _undo.RemoveRange(mark, _undo.Count - mark);
        if (mark == 0) _announced.Clear();
    }

    /// <summary>Lets the messages about what was written go.</summary>
    public void Commit()
    {
        foreach (var orderId in _announced)
            if (books.Find(Schema.Of<Order>(), orderId) is not null) messages.Announce(orderId);
    }

    private void Announce(Record record, bool announced)
    {
        if (!announced) return;
        if (record is Order order) _announced.Add(order.Id);
        else if (record is OrderItem item) _announced.Add(item.OrderId!);
    }

    private void CheckReferences(Dictionary<Field, object?> values)
    {
        foreach (var (field, value) in values)
        {
            if (field.Target is null || value is not string id) continue;
            if (books.Find(Schema.Find(field.Target)!, id) is null) throw Refusal.Bad("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", field.Name);
        }
    }

    private void CheckUnique(ObjectType type, Record record)
    {
        foreach (var field in type.Fields)
            if (field.IsExternalId && field.Get(record) is string value) CheckFree(type, field, value, record);
    }

    private void CheckFree(ObjectType type, Field field, string value, Record record)
    {
        if (books.FindByExternalId(field, value) is { } other && other != record)
            throw Refusal.Bad("DUPLICATE_VALUE", $"duplicate value found: {field.Name} duplicates value on record with id: {other.Id}", field.Name);
    }
}
