using System.Globalization;
using System.Text.RegularExpressions;

namespace RetailTower.Engine.Simulation.Salesforce.Soql;

/// <summary>A way from a record along its references to a field.</summary>
internal sealed record FieldPath(IReadOnlyList<Field> Steps, Field Field)
{
    public object? Get(Books books, Record record)
    {
        Record? at = record;
        foreach (var step in Steps)
            at = at is not null && step.Get(at) is string id ? books.Find(Schema.Find(step.Target!)!, id) : null;
        return at is null ? null : Field.Get(at);
    }

    /// <exception cref="Refusal">There is no such field or relationship.</exception>
    public static FieldPath Of(ObjectType type, string path)
    {
        var steps = new List<Field>();
        var parts = path.Split('.');
        var at = type;
        // A query may repeat the object's own name in front of its field.
        foreach (var part in parts[..^1].SkipWhile((p, i) => i == 0 && p.Equals(type.Name, StringComparison.OrdinalIgnoreCase) && !HasRelationship(type, p)))
        {
            var step = at.Fields.FirstOrDefault(f => part.Equals(f.Relationship, StringComparison.OrdinalIgnoreCase))
                ?? throw Refusal.Bad("INVALID_FIELD", $"Didn't understand relationship '{part}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name.");
            steps.Add(step);
            at = Schema.Find(step.Target!)!;
        }
        return new(steps, at.Find(parts[^1]) ?? throw Refusal.Bad(
            "INVALID_FIELD", $"\nNo such column '{parts[^1]}' on entity '{at.Name}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name."));
    }

    private static bool HasRelationship(ObjectType type, string name) => type.Fields.Any(f => name.Equals(f.Relationship, StringComparison.OrdinalIgnoreCase));
}

/// <summary>Turns conditions into tests on records.</summary>
internal sealed class Filter(Books books)
{
    public Func<Record, bool> Compile(ObjectType type, Condition? condition)
    {
        switch (condition)
        {
            case null:
                return _ => true;
            case Both both:
                var (left, right) = (Compile(type, both.Left), Compile(type, both.Right));
                return r => left(r) && right(r);
            case Either either:
                var (one, other) = (Compile(type, either.Left), Compile(type, either.Right));
                return r => one(r) || other(r);
            case Negated negated:
                var inner = Compile(type, negated.Inner);
                return r => !inner(r);
            default:
                return Compile(type, (Comparison)condition);
        }
    }

    /// <summary>A literal as a value of the field.</summary>
    /// <exception cref="Refusal">The literal is of another type.</exception>
    public static object? ValueOf(Field field, Literal literal)
    {
        if (!literal.Quoted && literal.Text.Equals("null", StringComparison.OrdinalIgnoreCase)) return null;
        object? value = field.Type switch
        {
            FieldType.Id or FieldType.Reference when literal.Quoted => SalesforceId.Normalise(literal.Text) ?? throw Refusal.Bad("INVALID_QUERY_FILTER_OPERATOR", $"invalid ID field: {literal.Text}", field.Name),
            FieldType.String or FieldType.Picklist when literal.Quoted => literal.Text,
            FieldType.Boolean when !literal.Quoted && bool.TryParse(literal.Text, out var flag) => flag,
            FieldType.Double when !literal.Quoted && decimal.TryParse(literal.Text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) => number,
            FieldType.Date when !literal.Quoted && DateOnly.TryParseExact(literal.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) => date,
            FieldType.DateTime when !literal.Quoted && Values.TryParseDateTime(literal.Text, out var time) => time,
            _ => null,
        };
        return value ?? throw Refusal.Bad(
            "INVALID_FIELD", $"\nERROR at Row:1\nvalue of filter criterion for field '{field.Name}' must be of type {Values.Word(field.Type)} and should {(literal.Quoted ? "not " : "")}be enclosed in quotes", field.Name);
    }

    /// <summary>Compares two values of one field; null comes first. Text is compared without case, as in an org.</summary>
    public static int Compare(object? left, object? right) => (left, right) switch
    {
        (null, null) => 0,
        (null, _) => -1,
        (_, null) => 1,
        (string a, string b) => string.Compare(a, b, StringComparison.OrdinalIgnoreCase),
        _ => ((IComparable)left).CompareTo(right),
    };

    private Func<Record, bool> Compile(ObjectType type, Comparison comparison)
    {
        var path = FieldPath.Of(type, comparison.Field);
        if (comparison.Operator == "LIKE")
        {
            var pattern = new Regex(
                "^" + Regex.Escape(comparison.Values[0].Text).Replace("%", ".*", StringComparison.Ordinal).Replace("_", ".", StringComparison.Ordinal) + "$",
                RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline, TimeSpan.FromSeconds(1));
            return r => path.Get(books, r) is string text && pattern.IsMatch(text);
        }
        var values = comparison.Values.Select(v => ValueOf(path.Field, v)).ToList();
        var value = values[0];
        bool In(Record r) => values.Exists(v => Compare(path.Get(books, r), v) == 0);
        bool Ordered(Record r, Func<int, bool> holds) => path.Get(books, r) is { } found && value is not null && holds(Compare(found, value));
        return comparison.Operator switch
        {
            "=" => r => Compare(path.Get(books, r), value) == 0,
            "!=" => r => Compare(path.Get(books, r), value) != 0,
            "IN" => In,
            "NOT IN" => r => !In(r),
            "<" => r => Ordered(r, c => c < 0),
            "<=" => r => Ordered(r, c => c <= 0),
            ">" => r => Ordered(r, c => c > 0),
            _ => r => Ordered(r, c => c >= 0),
        };
    }
}
