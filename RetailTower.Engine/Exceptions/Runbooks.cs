using System.Collections.Frozen;
using Markdig;
using RetailTower.Data.Model;

namespace RetailTower.Engine.Exceptions;

/// <summary>The documented fallback procedure for a kind of case.</summary>
/// <param name="Name">The kind in small letters, after a dot the operation if it is written for one: <c>missing.invoice</c>.</param>
/// <param name="Title">What it is about, in plain text.</param>
/// <param name="Html">The steps, rendered; holds no HTML but what Markdown makes.</param>
public sealed record Runbook(string Name, string Title, string Html);

/// <summary>The runbooks that are shipped with the tower: Markdown beside this class, one per kind of case and for each operation that needs its own.</summary>
public static class Runbooks
{
    private const string Prefix = "runbook/";

    private static readonly MarkdownPipeline _markdown = new MarkdownPipelineBuilder().DisableHtml().Build();

    private static readonly FrozenDictionary<string, Runbook> _all = Read().ToFrozenDictionary(book => book.Name);

    public static IReadOnlyCollection<Runbook> All => _all.Values;

    /// <summary>The runbook of this operation, else the one of its kind.</summary>
    public static Runbook Of(CaseKind kind, string operation) =>
        _all.GetValueOrDefault($"{Word(kind)}.{operation}") ?? _all[Word(kind)];

    private static IEnumerable<Runbook> Read()
    {
        var assembly = typeof(Runbooks).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            var title = (reader.ReadLine() ?? "").TrimStart('#', ' ');
            yield return new Runbook(resource[Prefix.Length..], title, Markdown.ToHtml(reader.ReadToEnd(), _markdown));
        }
    }

    private static string Word(CaseKind kind) => kind.ToString().ToLowerInvariant();
}
