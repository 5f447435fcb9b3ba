using Microsoft.SqlServer.TransactSql.ScriptDom;
using Shouldly;

namespace RetailTower.Tests.Database;

/// <summary>The scripts of <c>db/</c> as they stand in the working tree.</summary>
internal static class DbFolder
{
    public static string Root { get; } = Find();

    /// <returns>Paths below <c>db/</c>, sorted by name.</returns>
    public static IReadOnlyList<string> Scripts(string folder) =>
        [.. Directory.EnumerateFiles(Path.Combine(Root, folder), "*.sql", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(path => Path.GetRelativePath(Root, path))];

    public static string Read(string script) => File.ReadAllText(Path.Combine(Root, script));

    public static TSqlScript Parse(string script) => Parse(script, Read(script));

    public static TSqlScript Parse(string name, string text)
    {
        var parsed = new TSql160Parser(initialQuotedIdentifiers: true).Parse(new StringReader(text), out var errors);
        errors.Select(error => $"{name}({error.Line},{error.Column}): {error.Message}").ShouldBeEmpty();
        return (TSqlScript)parsed;
    }

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "RetailTower.sln"))) folder = folder.Parent!;
        return Path.Combine(folder.FullName, "db");
    }
}
