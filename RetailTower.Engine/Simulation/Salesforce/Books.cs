using System.Globalization;
using System.Text.Json;

namespace RetailTower.Engine.Simulation.Salesforce;

/// <summary>The org's records and their indexes. Whoever reads or writes holds <see cref="Gate"/>.</summary>
internal sealed class Books(TimeProvider time)
{
    private readonly Dictionary<string, Dictionary<string, Record>> _records = Schema.All.ToDictionary(t => t.Name, _ => new Dictionary<string, Record>(StringComparer.Ordinal));
    private readonly Dictionary<Field, Dictionary<string, Record>> _byExternalId = Schema.All.SelectMany(t => t.Fields).Where(f => f.IsExternalId)
        .ToDictionary(f => f, _ => new Dictionary<string, Record>(StringComparer.OrdinalIgnoreCase));
    private readonly Dictionary<string, List<Order>> _byOrderReference = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Order>> _reductions = new(StringComparer.Ordinal);
    private readonly SortedSet<Record> _ordersByChange = new(Comparer<Record>.Create(
        (a, b) => a.SystemModstamp != b.SystemModstamp ? a.SystemModstamp.CompareTo(b.SystemModstamp) : string.CompareOrdinal(a.Id, b.Id)));
    private readonly Dictionary<string, Account> _accounts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PricebookEntry> _entries = new(StringComparer.Ordinal);
    private long _numbers;
    private long _orderNumbers;

    public Lock Gate { get; } = new();

    public IReadOnlyDictionary<string, Record> All(ObjectType type) => _records[type.Name];

    public Record? Find(ObjectType type, string id) => _records[type.Name].GetValueOrDefault(id);

    public Record? FindByExternalId(Field field, string value) => _byExternalId[field].GetValueOrDefault(value);

    public Account? AccountOf(string accountNumber) => _accounts.GetValueOrDefault(accountNumber);

    public PricebookEntry? EntryOf(string sku) => _entries.GetValueOrDefault(sku);

    /// <summary>Orders that bear the originator's number, reduction orders among them.</summary>
    public IReadOnlyList<Order> OrdersOf(string reference) => _byOrderReference.TryGetValue(reference, out var orders) ? orders : [];

    public IEnumerable<IReadOnlyList<Order>> OrdersByReference => _byOrderReference.Values;

    public IReadOnlyList<Order> ReductionsOf(string orderId) => _reductions.TryGetValue(orderId, out var orders) ? orders : [];

    /// <summary>Orders changed at or after a time, longest unchanged first.</summary>
    public IEnumerable<Record> OrdersChangedSince(DateTimeOffset since) =>
        _ordersByChange.GetViewBetween(new Order { SystemModstamp = since }, new Order { SystemModstamp = DateTimeOffset.MaxValue });

    /// <summary>Now, to the millisecond that Salesforce keeps.</summary>
    public DateTimeOffset Now()
    {
        var now = time.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
    }

    public string NewId(string keyPrefix) => SalesforceId.New(keyPrefix, ++_numbers);

    /// <summary>Orders are numbered one after the other, as by an auto-number field.</summary>
    public string NewOrderNumber() => (++_orderNumbers).ToString("D8", CultureInfo.InvariantCulture);

    /// <summary>Takes a new record in.</summary>
    public void Insert(ObjectType type, Record record)
    {
        if (record.Id.Length == 0)
        {
            record.Id = NewId(type.KeyPrefix);
            record.CreatedDate = record.SystemModstamp = Now();
        }
        _records[type.Name].Add(record.Id, record);
        Index(type, record);
        switch (record)
        {
            case Order { OriginalOrderId: { } original } order: Listed(_reductions, original).Add(order); break;
            case OrderItem item: ((Order)Find(Schema.Of<Order>(), item.OrderId!)!).Items.Add(item); break;
            case Account { AccountNumber: { } number } account: _accounts.TryAdd(number, account); break;
            case PricebookEntry { ProductCode: { } code } entry: _entries.TryAdd(code, entry); break;
            default: break;
        }
    }

    /// <summary>Takes a record out.</summary>
    public void Remove(ObjectType type, Record record)
    {
        _records[type.Name].Remove(record.Id);
        Unindex(type, record);
        switch (record)
        {
            case Order { OriginalOrderId: { } original } order: _reductions[original].Remove(order); break;
            case OrderItem item: (Find(Schema.Of<Order>(), item.OrderId!) as Order)?.Items.Remove(item); break;
            case Account { AccountNumber: { } number }: _accounts.Remove(number); break;
            default: break;
        }
    }

    /// <summary>Changes a record and keeps the indexes true.</summary>
    public void Change(ObjectType type, Record record, DateTimeOffset stamp, Action change)
    {
        Unindex(type, record);
        change();
        record.SystemModstamp = stamp;
        Index(type, record);
    }

    public void Save(Utf8JsonWriter state)
    {
        state.WriteStartObject();
        state.WriteNumber("numbers", _numbers);
        state.WriteNumber("orderNumbers", _orderNumbers);
        foreach (var type in Schema.All)
        {
            state.WriteStartArray(type.Name);
            foreach (var record in All(type).Values) JsonSerializer.Serialize(state, record, record.GetType());
            state.WriteEndArray();
        }
        state.WriteEndObject();
    }

    /// <summary>Replaces everything by what was saved.</summary>
    public void Restore(JsonElement state)
    {
        foreach (var records in _records.Values) records.Clear();
        foreach (var index in _byExternalId.Values) index.Clear();
        _byOrderReference.Clear();
        _reductions.Clear();
        _ordersByChange.Clear();
        _accounts.Clear();
        _entries.Clear();
        _numbers = state.GetProperty("numbers").GetInt64();
        _orderNumbers = state.TryGetProperty("orderNumbers", out var orders) ? orders.GetInt64() : _numbers;
        foreach (var type in Schema.All)
        {
            var kind = type.Create().GetType();
            foreach (var record in state.GetProperty(type.Name).EnumerateArray()) Insert(type, (Record)record.Deserialize(kind)!);
        }
    }

    private static List<Order> Listed(Dictionary<string, List<Order>> lists, string key)
    {
        if (!lists.TryGetValue(key, out var list)) lists[key] = list = [];
        return list;
    }

    private void Index(ObjectType type, Record record)
    {
        foreach (var (field, index) in _byExternalId)
            if (type.Find(field.Name) == field && field.Get(record) is string value) index[value] = record;
        if (record is not Order order) return;
        _ordersByChange.Add(order);
        if (order.OrderReferenceNumber is { } reference) Listed(_byOrderReference, reference).Add(order);
    }

    private void Unindex(ObjectType type, Record record)
    {
        foreach (var (field, index) in _byExternalId)
            if (type.Find(field.Name) == field && field.Get(record) is string value) index.Remove(value);
        if (record is not Order order) return;
        _ordersByChange.Remove(order);
        if (order.OrderReferenceNumber is not { } reference || !_byOrderReference.TryGetValue(reference, out var orders)) return;
        orders.Remove(order);
        if (orders.Count == 0) _byOrderReference.Remove(reference);
    }
}
