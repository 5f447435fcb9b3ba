using System.Globalization;
using System.Text.Json;

namespace RetailTower.Engine.Simulation.Salesforce.Soql;

/// <summary><c>/query</c>: runs a query and pages through its result.</summary>
internal sealed class QueryResource(Books books)
{
    private const int MaxCursors = 200;
    private readonly Dictionary<string, Result> _cursors = new(StringComparer.Ordinal);
    private readonly Queue<string> _oldest = new();

    private sealed record Result(Selection Selection, IReadOnlyList<Record> Records);

    public Reply Run(Call call)
    {
        if (!call.Query.TryGetValue("q", out var text)) throw Refusal.Bad("MALFORMED_QUERY", "SOQL query parameter 'q' is missing");
        var query = Parser.Parse(text);
        var type = Schema.Find(query.From) ?? throw Refusal.Bad("INVALID_TYPE", $"\nsObject type '{query.From}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name.");
        var selection = query.CountOnly ? null : Selection.Of(books, type, query);
        var records = Select(type, query);
        if (selection is null) return Reply.Write(200, writer => WriteCount(writer, records.Count));
        var result = new Result(selection, records);
        return Page(call, result, null, 0);
    }

    public Reply Continue(Call call, string cursor)
    {
        var dash = cursor.LastIndexOf('-');
        if (dash < 0 || !int.TryParse(cursor[(dash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var from) || !_cursors.TryGetValue(cursor[..dash], out var result))
            throw Refusal.Bad("INVALID_QUERY_LOCATOR", "invalid query locator");
        return Page(call, result, cursor[..dash], from);
    }

    private static void WriteCount(Utf8JsonWriter writer, int count)
    {
        writer.WriteStartObject();
        writer.WriteNumber("totalSize", count);
        writer.WriteBoolean("done", true);
        writer.WriteStartArray("records");
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private List<Record> Select(ObjectType type, Query query)
    {
        var matches = new Filter(books).Compile(type, query.Where);
        var found = new Candidates(books).For(type, query.Where).Where(matches);
        if (query.OrderBy.Count > 0)
        {
            var sorted = found.Order(Comparer<Record>.Create((_, _) => 0));
            foreach (var ordering in query.OrderBy)
            {
                var path = FieldPath.Of(type, ordering.Field);
                sorted = sorted.ThenBy(r => path.Get(books, r), Comparer<object?>.Create((a, b) => Compare(a, b, ordering)));
            }
            found = sorted;
        }
        found = found.Skip(query.Offset);
        return [.. query.Limit is { } limit ? found.Take(limit) : found];
    }

    private static int Compare(object? a, object? b, Ordering ordering)
    {
        if (a is null != b is null) return a is null == ordering.NullsLast ? 1 : -1;
        return ordering.Descending ? Filter.Compare(b, a) : Filter.Compare(a, b);
    }

    private Reply Page(Call call, Result result, string? cursor, int from)
    {
        var to = Math.Min(from + call.BatchSize, result.Records.Count);
        var done = to >= result.Records.Count;
        if (!done && cursor is null)
        {
            cursor = books.NewId("01g");
            _cursors[cursor] = result;
            _oldest.Enqueue(cursor);
            if (_oldest.Count > MaxCursors) _cursors.Remove(_oldest.Dequeue());
        }
        return Reply.Write(200, writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("totalSize", result.Records.Count);
            writer.WriteBoolean("done", done);
            if (!done) writer.WriteString("nextRecordsUrl", string.Create(CultureInfo.InvariantCulture, $"/services/data/{call.Version}/query/{cursor}-{to}"));
            writer.WriteStartArray("records");
            for (var i = from; i < to; i++) result.Selection.Write(writer, result.Records[i], call.Version);
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }
}
