using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RetailTower.Engine.Simulation.BusinessCentral;

/// <summary>A step of a request's path: a name and, in brackets behind it, a key.</summary>
internal readonly record struct Segment(string Name, string? Key);

internal interface IEntitySet
{
    string Name { get; }

    /// <summary>Answers a request whose path led to this set; `path` starts with the set's own segment.</summary>
    Answer Handle(Call call, ReadOnlySpan<Segment> path);
}

/// <summary>
/// One kind of entity below a company: lists with $filter, $orderby, $top, $skip, $count, $select, $expand and
/// server-driven paging (`Prefer: odata.maxpagesize`, at most 20,000), single reads, and what the kind allows to be written.
/// </summary>
internal abstract class EntitySet<T>(string name, Table<T> rows) : IEntitySet
    where T : class, IRow
{
    private const int LargestPage = 20_000;

    public string Name => name;

    protected Table<T> Rows => rows;

    /// <summary>What may be filtered and ordered by.</summary>
    protected abstract IReadOnlyDictionary<string, Func<T, object?>> Fields { get; }

    protected virtual string[] Expandable => [];

    public Answer Handle(Call call, ReadOnlySpan<Segment> path)
    {
        if (path[0].Key is not { } key)
        {
            if (path.Length > 1) throw RefusalException.NoSuchResource(call.Path);
            return call.Method switch { "GET" => List(call), "POST" => Create(call), _ => throw RefusalException.MethodNotAllowed(call.Method) };
        }
        var row = rows.Find(Id(key)) ?? throw RefusalException.NoSuchRecord();
        if (path.Length > 1) return Below(call, row, path[1..]);
        return call.Method switch
        {
            "GET" => Single(call, row),
            "PATCH" => Update(call, row),
            "DELETE" => Delete(call, row),
            _ => throw RefusalException.MethodNotAllowed(call.Method),
        };
    }

    public static Guid Id(string key) => Guid.TryParse(key, out var id)
        ? id
        : throw new RefusalException(400, "BadRequest_InvalidRequestUrl", $"The key '{key}' is not a GUID without quotes.");

    protected abstract WireEntity Write(T row, IReadOnlySet<string> expanded);

    protected virtual Answer Create(Call call) => throw RefusalException.MethodNotAllowed(call.Method);

    protected virtual Answer Update(Call call, T row) => throw RefusalException.MethodNotAllowed(call.Method);

    protected virtual Answer Delete(Call call, T row) => throw RefusalException.MethodNotAllowed(call.Method);

    protected virtual Answer Below(Call call, T row, ReadOnlySpan<Segment> path) => throw RefusalException.NoSuchResource(call.Path);

    protected Answer Single(Call call, T row, int status = 200)
    {
        var expanded = call.Expanded(Expandable);
        var entity = Write(row, expanded);
        entity.Context = $"{call.ApiBase}/$metadata#companies({BusinessCentralSystem.CompanyId})/{name}/$entity";
        return new Answer(status, Selected(call, entity, expanded))
        {
            ETag = entity.ETag,
            Location = status == 201 ? $"{call.ApiBase}/companies({BusinessCentralSystem.CompanyId})/{name}({row.Id})" : null,
        };
    }

    private Answer List(Call call)
    {
        var filter = call.Option("$filter") is { Length: > 0 } text ? Filter.Parse(text) : null;
        var expanded = call.Expanded(Expandable);
        var token = Token(call);
        var order = Order(call);
        var found = Candidates(filter, order is null ? token : 0);
        if (filter is not null) found = found.Where(r => filter.Matches(f => Read(r, f)));
        if (order is not null) found = order(found).Skip((int)token);
        int? count = call.Option("$count") == "true" ? (filter is null ? rows.Count : Candidates(filter, 0).Count(r => filter.Matches(f => Read(r, f)))) : null;
        if (token == 0) found = found.Skip(call.Whole("$skip") ?? 0);

        var top = call.Whole("$top");
        var size = Math.Min(call.MaxPageSize is > 0 and { } asked ? asked : LargestPage, LargestPage);
        var page = found.Take(Math.Min(top ?? int.MaxValue, size + 1)).ToList();
        string? next = null;
        if (page.Count > size)
        {
            page.RemoveAt(size);
            next = NextLink(call, top - size, order is null ? page[^1].RowVersion : token + size);
        }
        return new Answer(200, new Page(
            $"{call.ApiBase}/$metadata#companies({BusinessCentralSystem.CompanyId})/{name}",
            count,
            [.. page.Select(r => Selected(call, Write(r, expanded), expanded))],
            next)) { PageSizeApplied = call.MaxPageSize is not null };
    }

    /// <summary>The rows worth looking at, in the order of their last change, past the given version.</summary>
    private IEnumerable<T> Candidates(Filter? filter, long after)
    {
        if (filter?.Keys(f => f == "id" || rows.IsIndexed(f)) is { } bound)
        {
            var keys = bound.Keys.Distinct(StringComparer.OrdinalIgnoreCase);
            var found = bound.Field == "id" ? keys.Select(k => rows.Find(Id(k))).OfType<T>() : keys.SelectMany(k => rows.By(bound.Field, k));
            return found.Where(r => r.RowVersion > after).OrderBy(r => r.RowVersion);
        }
        return after == 0 && filter?.ModifiedFrom() is { } from ? rows.ModifiedSince(from) : rows.ChangedAfter(after);
    }

    private object? Read(T row, string field) => Fields.TryGetValue(field, out var read)
        ? read(row)
        : throw RefusalException.Malformed($"Could not find a property named '{field}' on type 'Microsoft.NAV.{name.TrimEnd('s')}'.");

    private Func<IEnumerable<T>, IEnumerable<T>>? Order(Call call)
    {
        if (call.Option("$orderby") is not { Length: > 0 } text || text is "lastModifiedDateTime" or "lastModifiedDateTime asc") return null;
        var keys = text.Split(',', StringSplitOptions.TrimEntries).Select(k => k.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        return found =>
        {
            IOrderedEnumerable<T> sorted = found.Order(Comparer<T>.Create((_, _) => 0));
            foreach (var key in keys)
                sorted = key is [_, "desc"] ? sorted.ThenByDescending(r => Read(r, key[0])) : sorted.ThenBy(r => Read(r, key[0]));
            return sorted;
        };
    }

    private static long Token(Call call)
    {
        if (call.Option("$skiptoken") is not { } text) return 0;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var token)
            ? token
            : throw new RefusalException(400, "BadRequest_InvalidRequestUrl", "The $skiptoken is not one this service gave.");
    }

    private string NextLink(Call call, int? top, long token)
    {
        var query = call.Query.Where(q => q.Key is not ("$skiptoken" or "$skip" or "$top"))
            .Select(q => $"{q.Key}={Uri.EscapeDataString(q.Value)}").ToList();
        if (top is not null) query.Add($"$top={top}");
        query.Add($"$skiptoken={token}");
        return $"{call.ApiBase}/companies({BusinessCentralSystem.CompanyId})/{name}?{string.Join('&', query)}";
    }

    private static object Selected(Call call, WireEntity entity, IReadOnlySet<string> expanded)
    {
        if (call.Option("$select") is not { Length: > 0 } select) return entity;
        HashSet<string> wanted = [.. select.Split(',', StringSplitOptions.TrimEntries), .. expanded];
        var node = JsonSerializer.SerializeToNode(entity, entity.GetType(), Wire.Json)!.AsObject();
        foreach (var property in node.Select(p => p.Key).Where(k => !k.StartsWith('@') && !wanted.Contains(k)).ToArray()) node.Remove(property);
        return node;
    }

    private sealed record Page(
        [property: JsonPropertyName("@odata.context")] string Context,
        [property: JsonPropertyName("@odata.count")] int? Count,
        IReadOnlyList<object> Value,
        [property: JsonPropertyName("@odata.nextLink")] string? NextLink);
}
