using System.Text.RegularExpressions;

namespace RetailTower.Engine.Recovery;

/// <summary>
/// Where in messages a value stands, as a person writes it: the end of a path, <c>taxCode</c> or <c>lines[].taxCode</c>; <c>[]</c> for any place in a list,
/// <c>[0]</c> for the first. With <c>$.</c> before it, it is the whole path.
/// </summary>
internal sealed partial class PayloadPath
{
    private readonly Regex _whole, _parent;

    private PayloadPath(Regex whole, Regex parent, string name, bool hasParent) => (_whole, _parent, Name, HasParent) = (whole, parent, name, hasParent);

    /// <summary>The field's own name.</summary>
    public string Name { get; }

    /// <summary>Whether it says in what the field stands, so that one can be put where there is none.</summary>
    public bool HasParent { get; }

    /// <returns>Null when it is no path.</returns>
    public static PayloadPath? Read(string text)
    {
        if (!Form().IsMatch(text)) return null;
        var anchored = text.StartsWith("$.", StringComparison.Ordinal);
        var segments = (anchored ? text[2..] : text).Split('.');
        var start = anchored ? "^" : @"(^|\.)";
        var (before, last) = (segments[..^1].Select(Pattern).ToList(), segments[^1]);
        var parent = before.Count > 0 ? $"{start}{string.Join(@"\.", before)}$" : "^$";
        return new PayloadPath(Of($"{start}{string.Join(@"\.", segments.Select(Pattern))}$"), Of(parent), Bracket().Replace(last, ""), (before.Count > 0 || anchored) && !last.Contains('[', StringComparison.Ordinal));
    }

    /// <param name="path">Of a value in a message, for example <c>order.lines[0].taxCode</c>.</param>
    public bool Matches(string path) => _whole.IsMatch(path);

    /// <summary>Whether it is in the object or element at this path that the field stands, or would.</summary>
    public bool IsIn(string path) => HasParent && _parent.IsMatch(path);

    private static Regex Of(string pattern) => new(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static string Pattern(string segment) => Bracket().Replace(Regex.Escape(Bracket().Replace(segment, "")), "") + string.Concat(Bracket().Matches(segment).Select(it => it.Value == "[]" ? @"\[\d+\]" : Regex.Escape(it.Value)));

    [GeneratedRegex(@"^(\$\.)?[\p{L}\p{N}_@:\-]+(\[\d*\])*(\.[\p{L}\p{N}_@:\-]+(\[\d*\])*)*$")]
    private static partial Regex Form();

    [GeneratedRegex(@"\[\d*\]")]
    private static partial Regex Bracket();
}
