using System.Security.Cryptography;
using System.Text;

namespace RetailTower.Data.SqlServer;

/// <summary>One dated script of <c>db/migrations</c>, as it is built into this program.</summary>
public sealed class SchemaScript
{
    private const string Prefix = "db/migrations/";

    /// <param name="name">File name, for example <c>2026-11-23_01_Initial.sql</c>; the sequence of names is the sequence of application.</param>
    /// <param name="text">T-SQL with its batches parted by lines that hold nothing but GO.</param>
    public SchemaScript(string name, string text)
    {
        Name = name;
        // A checkout may change line ends; that is not a change of the script.
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        Batches = [.. SplitAtGo(lines)];
        Checksum = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
    }

    public string Name { get; }

    /// <summary>SHA-256 of the text, in hex: an applied script must never change.</summary>
    public string Checksum { get; }

    public IReadOnlyList<SchemaBatch> Batches { get; }

    /// <summary>All scripts of this program, in the sequence of their application.</summary>
    public static IReadOnlyList<SchemaScript> All { get; } = [.. ReadResources()];

    private static IEnumerable<SchemaScript> ReadResources()
    {
        var assembly = typeof(SchemaScript).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            yield return new SchemaScript(resource[Prefix.Length..], reader.ReadToEnd());
        }
    }

    private static IEnumerable<SchemaBatch> SplitAtGo(string[] lines)
    {
        var start = 0;
        for (var i = 0; i <= lines.Length; i++)
        {
            if (i < lines.Length && !lines[i].Trim().Equals("GO", StringComparison.OrdinalIgnoreCase)) continue;
            while (start < i && string.IsNullOrWhiteSpace(lines[start])) start++;
            if (start < i) yield return new SchemaBatch(start + 1, string.Join('\n', lines[start..i]));
            start = i + 1;
        }
    }
}

/// <param name="Line">Line of the script, from 1, where the batch begins.</param>
public sealed record SchemaBatch(int Line, string Text);
