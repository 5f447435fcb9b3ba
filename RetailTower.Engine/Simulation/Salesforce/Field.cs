namespace RetailTower.Engine.Simulation.Salesforce;

internal enum FieldType
{
    Id,
    Reference,
    String,
    Picklist,
    Double,
    Boolean,
    Date,
    DateTime,
}

/// <summary>One field of an object: how it is called, read and written, and what it refuses.</summary>
internal sealed record Field(string Name, FieldType Type, Func<Record, object?> Get, Action<Record, object?>? Set)
{
    /// <summary>Whether a create without it is refused.</summary>
    public bool Required { get; init; }

    public int MaxLength { get; init; } = 255;

    /// <summary>The only values a restricted picklist takes; null for any.</summary>
    public IReadOnlySet<string>? Values { get; init; }

    /// <summary>Unique external id.</summary>
    public bool IsExternalId { get; init; }

    /// <summary>The object a reference points to.</summary>
    public string? Target { get; init; }

    /// <summary>The word before the dot that follows the reference in a query, e.g. <c>Account</c>.</summary>
    public string? Relationship => Target is null ? null : Name[..^2];

    /// <summary>Whether it may be given in a create only.</summary>
    public bool CreateOnly { get; init; }

    /// <summary>Whether it stays as it is once the order is activated.</summary>
    public bool FrozenByActivation { get; init; }

    /// <summary>Whether its change tells the outside, by Outbound Message. What the tower writes back does not.</summary>
    public bool Announced { get; init; }

    public static Field Of<T>(string name, FieldType type, Func<T, object?> get, Action<T, object?>? set)
        where T : Record =>
        new(name, type, r => get((T)r), set is null ? null : (r, value) => set((T)r, value));
}

/// <summary>One object of the org.</summary>
internal sealed class ObjectType
{
    private readonly Dictionary<string, Field> _byName;

    public ObjectType(string name, string keyPrefix, Func<Record> create, IReadOnlyList<Field> fields)
    {
        Field[] common =
        [
            new("Id", FieldType.Id, r => r.Id, null),
            new("CreatedDate", FieldType.DateTime, r => r.CreatedDate, null),
            new("LastModifiedDate", FieldType.DateTime, r => r.SystemModstamp, null),
            new("SystemModstamp", FieldType.DateTime, r => r.SystemModstamp, null),
        ];
        (Name, KeyPrefix, Create) = (name, keyPrefix, create);
        Fields = [.. common, .. fields];
        // Names in requests and queries are case-insensitive, as in every org.
        _byName = Fields.ToDictionary(f => f.Name, StringComparer.OrdinalIgnoreCase);
    }

    public string Name { get; }

    public string KeyPrefix { get; }

    public Func<Record> Create { get; }

    public IReadOnlyList<Field> Fields { get; }

    public Field? Find(string name) => _byName.GetValueOrDefault(name);
}
