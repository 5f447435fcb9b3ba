using System.Globalization;

namespace RetailTower.Engine.Simulation.Salesforce.Soql;

/// <summary>
/// Reads the part of SOQL that integrations use: fields with dots, one level of sub-select, COUNT(), WHERE with AND, OR, NOT and brackets,
/// = != &lt; &gt; IN NOT IN LIKE, ORDER BY, LIMIT, OFFSET.
/// </summary>
internal sealed class Parser
{
    private static readonly string[] Operators = ["=", "!=", "<>", "<", "<=", ">", ">="];
    private readonly List<Token> _tokens;
    private int _at;

    private Parser(string text) => _tokens = Tokens.Read(text);

    private Token Current => _tokens[_at];

    /// <exception cref="Refusal">The query is malformed.</exception>
    public static Query Parse(string text)
    {
        var parser = new Parser(text);
        var query = parser.ReadQuery(inner: false);
        return parser.Current.Kind == TokenKind.End ? query : throw parser.Unexpected();
    }

    private Query ReadQuery(bool inner)
    {
        Expect("SELECT");
        var fields = new List<string>();
        var children = new List<Query>();
        var countOnly = false;
        do
        {
            if (!inner && Take("("))
            {
                children.Add(ReadQuery(inner: true));
                Expect(")");
                continue;
            }
            var name = Name();
            if (fields.Count == 0 && name.Equals("COUNT", StringComparison.OrdinalIgnoreCase) && Take("("))
            {
                Expect(")");
                countOnly = true;
            }
            else
            {
                fields.Add(name);
            }
        }
        while (Take(","));
        Expect("FROM");
        var from = Name();
        var where = Take("WHERE") ? ReadEither() : null;
        var order = new List<Ordering>();
        if (Take("ORDER"))
        {
            Expect("BY");
            do order.Add(ReadOrdering());
            while (Take(","));
        }
        var limit = Take("LIMIT") ? Whole() : (int?)null;
        return new(fields, children, countOnly, from, where, order, limit, Take("OFFSET") ? Whole() : 0);
    }

    private Ordering ReadOrdering()
    {
        var field = Name();
        var descending = Take("DESC");
        if (!descending) Take("ASC");
        var nullsLast = false;
        if (Take("NULLS"))
        {
            nullsLast = Take("LAST");
            if (!nullsLast) Expect("FIRST");
        }
        return new(field, descending, nullsLast);
    }

    private Condition ReadEither()
    {
        var left = ReadBoth();
        while (Take("OR")) left = new Either(left, ReadBoth());
        return left;
    }

    private Condition ReadBoth()
    {
        var left = ReadOne();
        while (Take("AND")) left = new Both(left, ReadOne());
        return left;
    }

    private Condition ReadOne()
    {
        if (Take("NOT")) return new Negated(ReadOne());
        if (Take("("))
        {
            var inner = ReadEither();
            Expect(")");
            return inner;
        }
        var field = Name();
        if (Take("LIKE")) return new Comparison(field, "LIKE", [ReadLiteral()]);
        var not = Take("NOT");
        if (not || Is("IN"))
        {
            Expect("IN");
            Expect("(");
            var values = new List<Literal>();
            do values.Add(ReadLiteral());
            while (Take(","));
            Expect(")");
            return new Comparison(field, not ? "NOT IN" : "IN", values);
        }
        if (Current.Kind != TokenKind.Symbol || !Operators.Contains(Current.Value)) throw Unexpected();
        var sign = _tokens[_at++].Value;
        return new Comparison(field, sign == "<>" ? "!=" : sign, [ReadLiteral()]);
    }

    private Literal ReadLiteral()
    {
        if (Current.Kind is not (TokenKind.Text or TokenKind.Number or TokenKind.Word)) throw Unexpected();
        var token = _tokens[_at++];
        return new(token.Value, token.Kind == TokenKind.Text);
    }

    private string Name() => Current.Kind == TokenKind.Word ? _tokens[_at++].Value : throw Unexpected();

    private int Whole() => Current.Kind == TokenKind.Number && int.TryParse(Current.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? Advance(number)
        : throw Unexpected();

    private int Advance(int number)
    {
        _at++;
        return number;
    }

    private bool Is(string word) => Current.Kind is TokenKind.Word or TokenKind.Symbol && Current.Value.Equals(word, StringComparison.OrdinalIgnoreCase);

    private bool Take(string word)
    {
        if (!Is(word)) return false;
        _at++;
        return true;
    }

    private void Expect(string word)
    {
        if (!Take(word)) throw Unexpected();
    }

    private Refusal Unexpected() => Refusal.Bad("MALFORMED_QUERY", $"\nERROR at Row:1:Column:{Current.Column}\nunexpected token: '{Current.Value}'");
}
