using System.Text.RegularExpressions;
using RetailTower.Data.Model;

namespace RetailTower.Data.Queries;

/// <summary>
/// What is looked for in the messages behind open cases: a text anywhere in their values, or a value at a path. A path may leave its beginning out
/// (<c>taxCode</c>, <c>lines[0].taxCode</c>), and the numbers of lists all or none (<c>lines[].taxCode</c>: in any line).
/// </summary>
/// <param name="Path">In small letters and without empty brackets; null for a text.</param>
/// <param name="Value">In small letters.</param>
public sealed partial record PayloadSearch(string? Path, string Value)
{
    /// <summary>Shorter texts stand nearly everywhere.</summary>
    private const int ShortestText = 2;

    /// <summary>Whether all values must be looked through: it takes longer the more cases are open.</summary>
    public bool LooksThrough => Path is null || !PayloadTerms.IsTerm(Value);

    internal long Hash => PayloadTerms.Hash(PayloadTerms.NameOf(Path!), Value);

    /// <summary>The end of a line of <see cref="CaseFields"/>; null when the name alone says all.</summary>
    private string? Line => Path == PayloadTerms.NameOf(Path!) ? null : $".{Path}={Value}\n";

    /// <summary>Reads what was typed; quotes make a text of what looks like a path.</summary>
    /// <returns>What to look for, or what to mend; neither when nothing was typed.</returns>
    public static (PayloadSearch? Search, string? Problem) Read(string? typed)
    {
        var text = typed?.Trim();
        if (string.IsNullOrEmpty(text)) return (null, null);
        if (Place().Match(text) is { Success: true } match)
        {
            var path = match.Groups["path"].Value.ToLowerInvariant();
            if (path.StartsWith("$.", StringComparison.Ordinal)) path = path[2..];
            if (Numbered().IsMatch(path) && (path.Contains("[]", StringComparison.Ordinal) || path.Contains("[*]", StringComparison.Ordinal))) return (null, "Give every list of the path its number, or none.");
            path = path.Replace("[*]", "", StringComparison.Ordinal).Replace("[]", "", StringComparison.Ordinal);
            var value = PayloadTerms.Plain(Unquoted(match.Groups["value"].Value));
            return value.Length == 0 ? (null, "Say which value to look for: path = value.") : (new PayloadSearch(path, value), null);
        }

        var plain = PayloadTerms.Plain(Unquoted(text));
        return plain.Length < ShortestText ? (null, $"Type at least {ShortestText} characters to look for.") : (new PayloadSearch(null, plain), null);
    }

    /// <summary>Those of the cases whose message has it.</summary>
    /// <param name="walk">The cases are gone through in some order until enough are found, as when the value is frequent; else they are looked up.</param>
    internal IQueryable<ExceptionCase> Narrow(TowerDbContext db, IQueryable<ExceptionCase> cases, bool walk)
    {
        if (Path is null) return cases.Where(c => db.CaseTexts.Any(t => t.CaseId == c.Id && t.Text.Contains(Value)));
        if (!LooksThrough)
        {
            var hash = Hash;
            cases = walk ? cases.Where(c => db.CaseTerms.Any(t => t.Hash == hash && t.CaseId == c.Id)) : cases.Where(c => db.CaseTerms.Where(t => t.Hash == hash).Select(t => t.CaseId).Contains(c.Id));
        }

        var line = Line ?? (LooksThrough ? $".{Path}={Value}\n" : null);
        return line is null ? cases : cases.Where(c => db.CaseFields.Any(f => f.CaseId == c.Id && f.Fields.Contains(line)));
    }

    private static string Unquoted(string text) => text is ['"', .., '"'] ? text[1..^1] : text.Trim();

    [GeneratedRegex(@"^(?<path>(\$\.)?[\p{L}\p{N}_@:\-]+(\[(\d+|\*)?\])*(\.[\p{L}\p{N}_@:\-]+(\[(\d+|\*)?\])*)*)\s*=\s*(?<value>.*)$", RegexOptions.Singleline)]
    private static partial Regex Place();

    [GeneratedRegex(@"\[\d+\]")]
    private static partial Regex Numbered();
}
