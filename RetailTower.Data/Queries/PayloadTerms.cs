using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace RetailTower.Data.Queries;

/// <summary>A value of a message that may be searched for.</summary>
/// <param name="Path">Where it stands: <c>order.lines[0].taxCode</c>.</param>
public sealed record PayloadField(string Path, string Value);

/// <summary>How the values of a message are written down to be searched.</summary>
public static partial class PayloadTerms
{
    /// <summary>No message makes more of its case than this.</summary>
    private const int MostFields = 1000, LongestValue = 200;

    /// <summary>The values alone, each once, as they are looked through for a text.</summary>
    public static string Text(IReadOnlyCollection<PayloadField> fields) =>
        string.Join('\n', fields.Take(MostFields).Select(field => Plain(field.Value)).Where(value => value.Length > 0).Distinct());

    /// <summary>The values with their places, a line each; those in a list once more without its number, so that any line of an order can be meant.</summary>
    public static string Lines(IReadOnlyCollection<PayloadField> fields)
    {
        var lines = new StringBuilder();
        var seen = new HashSet<string>();
        foreach (var field in fields.Take(MostFields))
        {
            var (path, value) = (Plain(field.Path).Replace('=', '_'), Plain(field.Value));
            if (value.Length == 0) continue;
            Add($".{path}={value}\n");
            if (path.Contains('[', StringComparison.Ordinal)) Add($".{Number().Replace(path, "")}={value}\n");
        }

        return lines.ToString();

        void Add(string line)
        {
            if (seen.Add(line)) lines.Append(line);
        }
    }

    /// <summary>What <see cref="Lines"/> wrote, as it is found at once: names with their values, hashed, each once.</summary>
    internal static IEnumerable<long> Of(string lines) => lines.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.IndexOf('=', StringComparison.Ordinal) is var at ? (Name: NameOf(line[..at]), Value: line[(at + 1)..]) : default)
        .Where(it => IsTerm(it.Value)).Distinct().Select(it => Hash(it.Name, it.Value));

    /// <summary>The last name of a path.</summary>
    internal static string NameOf(string path) => Number().Replace(path[(path.LastIndexOf('.') + 1)..], "");

    /// <summary>Instants are nearly all different, so that each would cost a place of its own in a large index, and are seldom looked for.</summary>
    internal static bool IsTerm(string value) => !Instant().IsMatch(value);

    internal static long Hash(string name, string value) => BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{name}={value}")));

    /// <summary>In small letters, on one line, and not longer than what is compared.</summary>
    internal static string Plain(string value)
    {
        var text = Blank().Replace(value, " ").Trim();
        return (text.Length <= LongestValue ? text : text[..LongestValue]).ToLowerInvariant();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blank();

    [GeneratedRegex(@"\[\d+\]")]
    private static partial Regex Number();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dt\d\d:\d\d")]
    private static partial Regex Instant();
}
