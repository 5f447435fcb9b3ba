using System.Globalization;
using System.Text.RegularExpressions;

namespace RetailTower.Web.Model;

/// <summary>How the tower writes the names of systems, teams and operations, which are configured as lower-case words joined by dashes.</summary>
public static partial class SystemNames
{
    private static readonly Dictionary<string, string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["dc"] = "DC", ["erp"] = "ERP", ["api"] = "API", ["wms"] = "WMS", ["oms"] = "OMS", ["pim"] = "PIM", ["crm"] = "CRM",
    };

    /// <summary><c>dc-east</c> → <c>DC East</c>, <c>business-central</c> → <c>Business Central</c>; a name with capitals of its own stays as it is.</summary>
    public static string Of(string system)
    {
        if (system.Any(char.IsUpper)) return system;
        return string.Join(' ', system.Split(['-', '_'], StringSplitOptions.RemoveEmptyEntries)
            .Select(word => Known.GetValueOrDefault(word) ?? char.ToUpper(word[0], CultureInfo.InvariantCulture) + word[1..]));
    }

    /// <summary><c>submit-order</c> → <c>submit order</c>, <c>fulfilment.shipped</c> → <c>fulfilment shipped</c>, <c>salesOrder</c> → <c>sales order</c>.</summary>
    public static string Words(string name) => Seams().Replace(name, seam => seam.Groups["upper"] is { Success: true } upper ? $" {upper.Value.ToLowerInvariant()}" : " ");

    /// <summary>With a capital at the beginning of a sentence.</summary>
    public static string Sentence(string text) => text.Length == 0 ? text : char.ToUpper(text[0], CultureInfo.InvariantCulture) + text[1..];

    /// <summary>A title that begins with a system's configured name and may end with a code: <c>dc-west refused it: unknown-sku</c> → <c>DC West refused it: unknown sku</c>.</summary>
    public static string InText(string title)
    {
        var end = title.IndexOf(' ', StringComparison.Ordinal);
        var text = end <= 0 ? Sentence(title) : $"{Of(title[..end])}{title[end..]}";
        return Code().Replace(text, code => code.Value.Replace('-', ' '));
    }

    /// <summary>The configured names wherever they stand in a text, as people write them.</summary>
    public static string InText(string text, IEnumerable<string> systems) => systems.Where(system => text.Contains(system, StringComparison.Ordinal))
        .Aggregate(text, (said, system) => Regex.Replace(said, $@"(?<![\w-]){Regex.Escape(system)}(?![\w-])", Of(system)));

    [GeneratedRegex("[-_./]|(?<=[a-z])(?<upper>[A-Z])")]
    private static partial Regex Seams();

    [GeneratedRegex("(?<=: )[a-z]+(-[a-z]+)+$")]
    private static partial Regex Code();
}
