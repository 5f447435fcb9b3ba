using System.Text.Json;
using System.Text.Json.Nodes;

namespace RetailTower.Engine.Simulation.Salesforce;

/// <summary><c>/sobjects</c>: describe, create, read, update, delete, and upsert by external id.</summary>
internal sealed class SObjectResource(Books books)
{
    public Reply Run(Call call, Transaction transaction)
    {
        if (call.Path.Count == 1) return call.Method == "GET" ? List(call.Version) : throw NotAllowed(call);
        var type = Schema.Find(call.Path[1]) ?? throw Refusal.NoSuchResource();
        return (call.Method, call.Path.Count) switch
        {
            ("GET", 2) => Reply.Of(200, new JsonObject { ["objectDescribe"] = Summary(type, call.Version) }),
            ("GET", 3) when call.Path[2] == "describe" => Describe(type, call.Version),
            ("POST", 2) => Create(call, type, transaction),
            ("GET", 3) => Read(call, type, ById(type, call.Path[2])),
            ("PATCH", 3) => Update(call, type, ById(type, call.Path[2]), transaction),
            ("DELETE", 3) => Delete(type, ById(type, call.Path[2]), transaction),
            ("GET", 4) => Read(call, type, ByExternalId(type, call.Path[2], call.Path[3]) ?? throw Refusal.NoSuchResource()),
            ("PATCH", 4) => Upsert(call, type, transaction),
            ("DELETE", 4) => Delete(type, ByExternalId(type, call.Path[2], call.Path[3]) ?? throw Refusal.NoSuchResource(), transaction),
            _ => throw NotAllowed(call),
        };
    }

    /// <summary>Creates or updates the record with that external id.</summary>
    public (Record Record, bool Created) Upsert(
        ObjectType type, Field externalId, string value, JsonElement fields, bool updateOnly, Transaction transaction)
    {
        var found = books.FindByExternalId(externalId, value);
        var values = Transaction.ReadFields(type, fields, creating: found is null);
        if (found is not null)
        {
            transaction.Update(type, found, values);
            return (found, false);
        }
        if (updateOnly) throw Refusal.NoSuchResource();
        values[externalId] = value;
        return (transaction.Create(type, values), true);
    }

    /// <summary>The external id field of that name.</summary>
    public static Field ExternalId(ObjectType type, string name) => type.Find(name) is { IsExternalId: true } field
        ? field
        : throw new Refusal(404, "NOT_FOUND", $"Provided external ID field does not exist or is not accessible: {name}");

    private static Refusal NotAllowed(Call call) => new(405, "METHOD_NOT_ALLOWED", $"HTTP Method '{call.Method}' not allowed. Allowed are GET,POST,PATCH,DELETE");

    private static JsonElement BodyOf(Call call) => call.Body ?? throw Refusal.Bad("JSON_PARSER_ERROR", "The HTTP entity body is required, but this request has no entity body.");

    private static JsonObject Saved(string id, bool? created)
    {
        var answer = new JsonObject { ["id"] = id, ["success"] = true, ["errors"] = new JsonArray() };
        if (created is not null) answer["created"] = created;
        return answer;
    }

    private static Reply List(string version) => Reply.Of(200, new JsonObject
    {
        ["encoding"] = "UTF-8",
        ["maxBatchSize"] = 200,
        ["sobjects"] = new JsonArray([.. Schema.All.Select(t => Summary(t, version))]),
    });

    private static JsonObject Summary(ObjectType type, string version) => new()
    {
        ["name"] = type.Name,
        ["label"] = type.Name,
        ["keyPrefix"] = type.KeyPrefix,
        ["createable"] = true,
        ["updateable"] = true,
        ["queryable"] = true,
        ["urls"] = new JsonObject { ["sobject"] = $"/services/data/{version}/sobjects/{type.Name}" },
    };

    private static Reply Describe(ObjectType type, string version)
    {
        var description = Summary(type, version);
        description["fields"] = new JsonArray([.. type.Fields.Select(f => new JsonObject
        {
            ["name"] = f.Name,
            ["label"] = f.Name,
            ["type"] = Values.Word(f.Type),
            ["length"] = f.Type == FieldType.String ? f.MaxLength : 0,
            ["nillable"] = !f.Required,
            ["createable"] = f.Set is not null,
            ["updateable"] = f.Set is not null && !f.CreateOnly,
            ["externalId"] = f.IsExternalId,
            ["unique"] = f.IsExternalId,
            ["restrictedPicklist"] = f.Values is not null,
            ["relationshipName"] = f.Relationship,
            ["referenceTo"] = new JsonArray(f.Target is null ? [] : [f.Target]),
            ["picklistValues"] = new JsonArray([.. (f.Values ?? new HashSet<string>()).Select(v => new JsonObject { ["value"] = v, ["label"] = v, ["active"] = true })]),
        })]);
        return Reply.Of(200, description);
    }

    private static Reply Create(Call call, ObjectType type, Transaction transaction) =>
        Reply.Of(201, Saved(transaction.Create(type, Transaction.ReadFields(type, BodyOf(call), creating: true)).Id, null));

    private static Reply Read(Call call, ObjectType type, Record record)
    {
        var fields = call.Query.TryGetValue("fields", out var names)
            ? names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(n => type.Find(n) ?? throw Refusal.Bad("INVALID_FIELD", $"No such column '{n}' on sobject of type {type.Name}", n)).ToList()
            : type.Fields;
        return Reply.Write(200, writer =>
        {
            writer.WriteStartObject();
            WriteAttributes(writer, type, record, call.Version);
            foreach (var field in fields)
            {
                writer.WritePropertyName(field.Name);
                Values.Write(writer, field.Get(record));
            }
            writer.WriteEndObject();
        });
    }

    /// <summary>The member every record in an answer starts with.</summary>
    public static void WriteAttributes(Utf8JsonWriter writer, ObjectType type, Record record, string version)
    {
        writer.WriteStartObject("attributes");
        writer.WriteString("type", type.Name);
        writer.WriteString("url", $"/services/data/{version}/sobjects/{type.Name}/{record.Id}");
        writer.WriteEndObject();
    }

    private static Reply Update(Call call, ObjectType type, Record record, Transaction transaction)
    {
        transaction.Update(type, record, Transaction.ReadFields(type, BodyOf(call), creating: false));
        return new(204, null);
    }

    private static Reply Delete(ObjectType type, Record record, Transaction transaction)
    {
        transaction.Delete(type, record);
        return new(204, null);
    }

    private Reply Upsert(Call call, ObjectType type, Transaction transaction)
    {
        var body = BodyOf(call);
        if (string.Equals(call.Path[2], "Id", StringComparison.OrdinalIgnoreCase)) return Update(call, type, ById(type, call.Path[3]), transaction);
        var field = ExternalId(type, call.Path[2]);
        if (body.ValueKind == JsonValueKind.Object && body.EnumerateObject().Any(m => type.Find(m.Name) == field))
            throw Refusal.Bad("INVALID_FIELD", $"The {field.Name} field should not be specified in the sobject data.", field.Name);
        var updateOnly = call.Query.TryGetValue("updateOnly", out var only) && only == "true";
        var (record, created) = Upsert(type, field, call.Path[3], body, updateOnly, transaction);
        return Reply.Of(created ? 201 : 200, Saved(record.Id, created));
    }

    private Record ById(ObjectType type, string id) =>
        (SalesforceId.Normalise(id) is { } normal ? books.Find(type, normal) : null) ?? throw Refusal.NoSuchResource();

    private Record? ByExternalId(ObjectType type, string field, string value) => books.FindByExternalId(ExternalId(type, field), value);
}
