using System.Text.Json;
using System.Text.Json.Nodes;

namespace RetailTower.Engine.Simulation.Salesforce;

/// <summary><c>/composite/sobjects</c>: up to 200 records a call, each with its own result.</summary>
internal sealed class CollectionResource(Books books, SObjectResource sobjects, Func<bool> drifts)
{
    private const int MaxRecords = 200;
    private const int MaxChunks = 10;

    private delegate (string Id, bool? Created) Save(ObjectType type, JsonElement record);

    public Reply Run(Call call, Transaction transaction) => (call.Method, call.Path.Count) switch
    {
        ("POST", 2) => SaveAll(call, transaction, null, (type, record) => (transaction.Create(type, Fields(type, record, null, true)).Id, null)),
        ("PATCH", 2) => SaveAll(call, transaction, null, (type, record) => Update(type, record, transaction)),
        ("PATCH", 4) => Upsert(call, transaction),
        _ => throw Refusal.NoSuchResource(),
    };

    private Reply Upsert(Call call, Transaction transaction)
    {
        var type = Schema.Find(call.Path[2]) ?? throw Refusal.NoSuchResource();
        var externalId = SObjectResource.ExternalId(type, call.Path[3]);
        var updateOnly = call.Query.TryGetValue("updateOnly", out var only) && only == "true";
        return SaveAll(call, transaction, type, (_, record) =>
        {
            if (Member(record, externalId.Name) is not { ValueKind: JsonValueKind.String } value || value.GetString() is not { Length: > 0 } key)
                throw Refusal.Bad("MISSING_ARGUMENT", $"{externalId.Name} not specified", externalId.Name);
            var fields = Without(record, externalId.Name);
            // As a flow of the org's own would, which puts back what it holds to be right.
            if (type.Name == "Order" && drifts()) fields = Without(fields, "Tower_Status__c");
            var (saved, created) = sobjects.Upsert(type, externalId, key, fields, updateOnly, transaction);
            return (saved.Id, created);
        });
    }

    private (string Id, bool? Created) Update(ObjectType type, JsonElement record, Transaction transaction)
    {
        var id = (Member(record, "Id")?.GetString() is { } text ? SalesforceId.Normalise(text) : null)
            ?? throw Refusal.Bad("MISSING_ARGUMENT", "Id not specified in an update call", "Id");
        var found = books.Find(type, id) ?? throw Refusal.Bad("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", "Id");
        transaction.Update(type, found, Fields(type, record, "Id", false));
        return (id, null);
    }

    private static Reply SaveAll(Call call, Transaction transaction, ObjectType? only, Save save)
    {
        var (records, allOrNone) = Read(call);
        var results = new JsonArray();
        var start = transaction.Mark;
        var failed = false;
        foreach (var record in records)
        {
            var mark = transaction.Mark;
            try
            {
                var type = TypeOf(record);
                if (only is not null && type != only) throw Refusal.Bad("INVALID_TYPE", $"records must be of type {only.Name}");
                var (id, created) = save(type, record);
                var result = new JsonObject { ["id"] = id, ["success"] = true, ["errors"] = new JsonArray() };
                if (created is not null) result["created"] = created;
                results.Add(result);
            }
            catch (Refusal refusal)
            {
                transaction.RollBackTo(mark);
                failed = true;
                results.Add(Failed(refusal));
            }
        }
        if (!failed || !allOrNone) return Reply.Of(200, results);
        transaction.RollBackTo(start);
        var halted = new Refusal(400, "ALL_OR_NONE_OPERATION_ROLLED_BACK", "Record rolled back because not all records were valid and the request was using AllOrNone header");
        for (var i = 0; i < results.Count; i++)
            if (results[i]!["success"]!.GetValue<bool>()) results[i] = Failed(halted);
        return Reply.Of(200, results);
    }

    private static (List<JsonElement> Records, bool AllOrNone) Read(Call call)
    {
        if (call.Body is not { ValueKind: JsonValueKind.Object } body || !body.TryGetProperty("records", out var list) || list.ValueKind != JsonValueKind.Array)
            throw Refusal.Bad("JSON_PARSER_ERROR", "The request body needs an array 'records'");
        var records = list.EnumerateArray().ToList();
        if (records.Count > MaxRecords) throw Refusal.Bad("INVALID_INPUT", $"record limit reached. cannot submit more than {MaxRecords} records in this request");
        var chunks = 0;
        ObjectType? last = null;
        foreach (var record in records)
        {
            var type = TypeOf(record);
            if (type != last) chunks++;
            last = type;
        }
        if (chunks > MaxChunks) throw Refusal.Bad("INVALID_INPUT", $"the number of type chunks exceeds {MaxChunks}");
        return (records, body.TryGetProperty("allOrNone", out var flag) && flag.ValueKind == JsonValueKind.True);
    }

    private static ObjectType TypeOf(JsonElement record)
    {
        if (Member(record, "attributes") is not { } attributes || Member(attributes, "type")?.GetString() is not { } name)
            throw Refusal.Bad("INVALID_INPUT", "each record needs attributes with its type");
        return Schema.Find(name) ?? throw Refusal.Bad("INVALID_TYPE", $"sObject type '{name}' is not supported.");
    }

    private static JsonElement? Member(JsonElement json, string name)
    {
        if (json.ValueKind != JsonValueKind.Object) return null;
        foreach (var member in json.EnumerateObject())
            if (string.Equals(member.Name, name, StringComparison.OrdinalIgnoreCase)) return member.Value;
        return null;
    }

    private static Dictionary<Field, object?> Fields(ObjectType type, JsonElement record, string? except, bool creating) =>
        Transaction.ReadFields(type, except is null ? record : Without(record, except), creating);

    private static JsonElement Without(JsonElement record, string name) => JsonSerializer.SerializeToElement(
        record.EnumerateObject().Where(m => !string.Equals(m.Name, name, StringComparison.OrdinalIgnoreCase)).ToDictionary(m => m.Name, m => m.Value));

    private static JsonObject Failed(Refusal refusal) =>
        new() { ["success"] = false, ["errors"] = new JsonArray(Reply.ErrorNode(refusal, "statusCode")) };
}
