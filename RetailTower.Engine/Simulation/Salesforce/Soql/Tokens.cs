using System.Text;

namespace RetailTower.Engine.Simulation.Salesforce.Soql;

internal enum TokenKind
{
    Word,
    Text,
    Number,
    Symbol,
    End,
}

/// <summary>A piece of a query with its place, counted from 1.</summary>
internal readonly record struct Token(TokenKind Kind, string Value, int Column);

/// <summary>Cuts a query into tokens.</summary>
internal static class Tokens
{
    public static List<Token> Read(string query)
    {
        var tokens = new List<Token>();
        for (var at = 0; at < query.Length;)
        {
            var c = query[at];
            if (char.IsWhiteSpace(c)) at++;
            else if (c == '\'') tokens.Add(ReadText(query, ref at));
            else if (char.IsLetter(c) || c == '_') tokens.Add(ReadWhile(query, ref at, TokenKind.Word, x => char.IsLetterOrDigit(x) || x is '_' or '.'));
            else if (char.IsDigit(c) || (c == '-' && at + 1 < query.Length && char.IsDigit(query[at + 1])))
                tokens.Add(ReadWhile(query, ref at, TokenKind.Number, x => char.IsLetterOrDigit(x) || x is '-' or ':' or '.' or '+'));
            else tokens.Add(ReadSymbol(query, ref at));
        }
        tokens.Add(new(TokenKind.End, "<EOF>", query.Length + 1));
        return tokens;
    }

    private static Token ReadWhile(string query, ref int at, TokenKind kind, Func<char, bool> belongs)
    {
        var start = at++;
        while (at < query.Length && belongs(query[at])) at++;
        return new(kind, query[start..at], start + 1);
    }

    private static Token ReadSymbol(string query, ref int at)
    {
        var start = at;
        var pair = at + 1 < query.Length ? query.Substring(at, 2) : "";
        at += pair is "<=" or ">=" or "!=" or "<>" ? 2 : 1;
        return new(TokenKind.Symbol, query[start..at], start + 1);
    }

    private static Token ReadText(string query, ref int at)
    {
        var start = at++;
        var text = new StringBuilder();
        while (at < query.Length && query[at] != '\'')
        {
            if (query[at] == '\\' && at + 1 < query.Length)
            {
                at++;
                text.Append(query[at] switch { 'n' => '\n', 'r' => '\r', 't' => '\t', var other => other });
            }
            else
            {
                text.Append(query[at]);
            }
            at++;
        }
        if (at >= query.Length) throw Refusal.Bad("MALFORMED_QUERY", "line 1:" + start + " mismatched character '<EOF>' expecting '''");
        at++;
        return new(TokenKind.Text, text.ToString(), start + 1);
    }
}
