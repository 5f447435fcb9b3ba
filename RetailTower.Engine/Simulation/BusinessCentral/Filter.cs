using System.Globalization;
using System.Text;

namespace RetailTower.Engine.Simulation.BusinessCentral;

/// <summary>An OData `$filter`: comparisons of a property with a literal, joined by and, or, not and brackets, and the three string functions.</summary>
internal abstract record Filter
{
    public static Filter Parse(string text)
    {
        var tokens = new FilterTokens(text);
        var filter = Or(tokens);
        if (tokens.Current is not null) throw Bad(text);
        return filter;
    }

    /// <summary>Whether a row passes; `field` reads a property and throws a refusal for one that does not exist.</summary>
    public abstract bool Matches(Func<string, object?> field);

    /// <summary>The only values an indexed property can have in a row that passes, or null when the filter does not bind one.</summary>
    public virtual (string Field, IReadOnlyList<string> Keys)? Keys(Predicate<string> isIndexed) => null;

    /// <summary>The earliest lastModifiedDateTime of a row that passes, when the filter binds it.</summary>
    public virtual DateTimeOffset? ModifiedFrom() => null;

    private static Filter Or(FilterTokens tokens)
    {
        var left = And(tokens);
        while (tokens.Take("or")) left = new Either(left, And(tokens));
        return left;
    }

    private static Filter And(FilterTokens tokens)
    {
        var left = Unary(tokens);
        while (tokens.Take("and")) left = new Both(left, Unary(tokens));
        return left;
    }

    private static Filter Unary(FilterTokens tokens)
    {
        if (tokens.Take("not")) return new Not(Unary(tokens));
        if (tokens.Take("("))
        {
            var inner = Or(tokens);
            tokens.Expect(")");
            return inner;
        }
        var name = tokens.Next();
        // The queries that `collection` notifications carry call the property by its older name.
        if (name == "lastDateTimeModified") name = "lastModifiedDateTime";
        if (name is not ("contains" or "startswith" or "endswith")) return new Comparison(name, tokens.Next(), Literal(tokens));
        tokens.Expect("(");
        var field = tokens.Next();
        tokens.Expect(",");
        var text = Literal(tokens) as string ?? throw Bad(tokens.Text);
        tokens.Expect(")");
        return new TextTest(name, field, text);
    }

    private static object? Literal(FilterTokens tokens)
    {
        var token = tokens.Next();
        return token switch
        {
            ['\'', .. var text, '\''] => text,
            "null" => null,
            "true" => true,
            "false" => false,
            _ when Guid.TryParse(token, out var id) => id,
            _ when decimal.TryParse(token, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) => number,
            _ when DateTimeOffset.TryParse(token, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) => at,
            _ => throw Bad(tokens.Text),
        };
    }

    internal static RefusalException Bad(string text) => RefusalException.Malformed($"Syntax error in '$filter={text}'.");

    private sealed record Both(Filter Left, Filter Right) : Filter
    {
        public override bool Matches(Func<string, object?> field) => Left.Matches(field) && Right.Matches(field);

        public override (string Field, IReadOnlyList<string> Keys)? Keys(Predicate<string> isIndexed) => Left.Keys(isIndexed) ?? Right.Keys(isIndexed);

        public override DateTimeOffset? ModifiedFrom() => Left.ModifiedFrom() ?? Right.ModifiedFrom();
    }

    private sealed record Either(Filter Left, Filter Right) : Filter
    {
        public override bool Matches(Func<string, object?> field) => Left.Matches(field) || Right.Matches(field);

        public override (string Field, IReadOnlyList<string> Keys)? Keys(Predicate<string> isIndexed) =>
            Left.Keys(isIndexed) is { } left && Right.Keys(isIndexed) is { } right && left.Field == right.Field
                ? (left.Field, [.. left.Keys, .. right.Keys])
                : null;
    }

    private sealed record Not(Filter Inner) : Filter
    {
        public override bool Matches(Func<string, object?> field) => !Inner.Matches(field);
    }

    private sealed record TextTest(string Test, string Field, string Text) : Filter
    {
        public override bool Matches(Func<string, object?> field) => field(Field) is string value && Test switch
        {
            "contains" => value.Contains(Text, StringComparison.Ordinal),
            "startswith" => value.StartsWith(Text, StringComparison.Ordinal),
            _ => value.EndsWith(Text, StringComparison.Ordinal),
        };
    }

    private sealed record Comparison(string Field, string Operator, object? Value) : Filter
    {
        public override bool Matches(Func<string, object?> field)
        {
            var actual = field(Field);
            if (Operator == "eq" || Operator == "ne") return Same(actual) == (Operator == "eq");
            var order = Compare(actual);
            return Operator switch
            {
                "gt" => order > 0,
                "ge" => order >= 0,
                "lt" => order < 0,
                "le" => order <= 0,
                _ => throw RefusalException.Malformed($"Unrecognized operator '{Operator}' in '$filter'."),
            };
        }

        public override (string Field, IReadOnlyList<string> Keys)? Keys(Predicate<string> isIndexed) =>
            Operator == "eq" && Value is string or Guid && isIndexed(Field) ? (Field, [$"{Value}"]) : null;

        public override DateTimeOffset? ModifiedFrom() =>
            Field == "lastModifiedDateTime" && Operator is "gt" or "ge" && Value is DateTimeOffset at ? at : null;

        // An enum member may be written plainly, and its blank member as the product escapes it.
        private bool Same(object? actual) => actual is string text && Value is string wanted
            ? string.Equals(Blank(text), Blank(wanted), StringComparison.OrdinalIgnoreCase)
            : Equals(actual is int whole ? (decimal)whole : actual, Value);

        private static string Blank(string text) => text is "_x0020_" or " " ? "" : text;

        private int Compare(object? actual) => (actual, Value) switch
        {
            (string one, string other) => string.CompareOrdinal(one, other),
            (decimal one, decimal other) => one.CompareTo(other),
            (int one, decimal other) => ((decimal)one).CompareTo(other),
            (DateTimeOffset one, DateTimeOffset other) => one.CompareTo(other),
            (DateOnly one, DateTimeOffset other) => one.CompareTo(DateOnly.FromDateTime(other.UtcDateTime)),
            _ => throw RefusalException.Malformed($"A binary operator with incompatible types was detected for property '{Field}'."),
        };
    }
}

/// <summary>Cuts a filter into names, literals (strings keep their quotes, doubled ones undone) and punctuation.</summary>
internal sealed class FilterTokens
{
    private readonly List<string> _tokens = [];
    private int _next;

    public FilterTokens(string text)
    {
        Text = text;
        for (var i = 0; i < text.Length;)
        {
            if (char.IsWhiteSpace(text[i])) i++;
            else if (text[i] is '(' or ')' or ',') _tokens.Add(text[i++].ToString());
            else if (text[i] == '\'') i = Quoted(i);
            else i = Word(i);
        }
    }

    public string Text { get; }

    public string? Current => _next < _tokens.Count ? _tokens[_next] : null;

    public bool Take(string token)
    {
        if (Current != token) return false;
        _next++;
        return true;
    }

    public string Next() => _next < _tokens.Count ? _tokens[_next++] : throw Filter.Bad(Text);

    public void Expect(string token)
    {
        if (!Take(token)) throw Filter.Bad(Text);
    }

    private int Quoted(int start)
    {
        var value = new StringBuilder("'");
        for (var i = start + 1; i < Text.Length; i++)
        {
            if (Text[i] != '\'')
            {
                value.Append(Text[i]);
            }
            else if (i + 1 < Text.Length && Text[i + 1] == '\'')
            {
                value.Append(Text[i++]);
            }
            else
            {
                _tokens.Add(value.Append('\'').ToString());
                return i + 1;
            }
        }
        throw Filter.Bad(Text);
    }

    private int Word(int start)
    {
        var end = start;
        while (end < Text.Length && !char.IsWhiteSpace(Text[end]) && Text[end] is not ('(' or ')' or ',' or '\'')) end++;
        _tokens.Add(Text[start..end]);
        return end;
    }
}
