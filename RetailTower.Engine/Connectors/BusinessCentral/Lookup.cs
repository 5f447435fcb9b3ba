using RetailTower.Engine.Canonical;
using System.Text.Json;

namespace RetailTower.Engine.Connectors.BusinessCentral;

/// <summary>What a look-up found for one number: documents, or why nobody knows.</summary>
internal sealed record Found(IReadOnlyList<JsonElement> Documents, CallOutcome? Trouble = null)
{
    public static readonly Found Nothing = new([]);
}

/// <summary>
/// Reads documents by the numbers others know them by, many in one call. The service has no idempotency key, so this look-up before each write is
/// what keeps a repeated message from doing its work twice.
/// </summary>
internal sealed class Lookup(BusinessCentralClient client)
{
    private const int NumbersPerFilter = 50;

    /// <summary>Documents by number, for each of <paramref name="sets"/>; all in as few batches as may be.</summary>
    public async Task<IReadOnlyList<IReadOnlyDictionary<string, Found>>> FindAsync(
        IReadOnlyList<string> sets, IEnumerable<string> numbers, CancellationToken cancellationToken)
    {
        var chunks = numbers.Distinct(StringComparer.OrdinalIgnoreCase).Chunk(NumbersPerFilter).ToArray();
        var parts = sets.SelectMany(_ => chunks, (set, chunk) => new Part("GET", Url(set, chunk))).ToArray();
        var answers = parts.Length == 0 ? [] : await client.BatchAsync(parts, Domains.Integration, cancellationToken);
        return [.. sets.Select((set, s) => Gather(Sets.NumberField(set), chunks, answers.Skip(s * chunks.Length)))];
    }

    public async Task<IReadOnlyDictionary<string, Found>> FindAsync(string set, IEnumerable<string> numbers, CancellationToken cancellationToken) =>
        (await FindAsync([set], numbers, cancellationToken))[0];

    /// <summary>Text in an OData filter: quotes doubled; the whole encoded, for a bare plus would arrive as a space.</summary>
    private static string Url(string set, string[] numbers)
    {
        var field = Sets.NumberField(set);
        var filter = string.Join(" or ", numbers.Select(n => $"{field} eq '{n.Replace("'", "''", StringComparison.Ordinal)}'"));
        var expand = Sets.Expand(set) is { } lines ? "&" + lines : "";
        return $"{set}?$filter={Uri.EscapeDataString(filter)}{expand}";
    }

    private static Dictionary<string, Found> Gather(string field, string[][] chunks, IEnumerable<Answer> answers)
    {
        // The ERP keeps these numbers in fields that it turns into capitals.
        var found = new Dictionary<string, Found>(StringComparer.OrdinalIgnoreCase);
        foreach (var (chunk, answer) in chunks.Zip(answers))
        {
            var (entities, trouble) = Entities(answer);
            var byNumber = entities.ToLookup(e => e.Text(field) ?? "", StringComparer.OrdinalIgnoreCase);
            foreach (var number in chunk) found[number] = trouble is null ? new Found([.. byNumber[number]]) : new Found([], trouble);
        }
        return found;
    }

    private static (IReadOnlyList<JsonElement>, CallOutcome?) Entities(Answer answer)
    {
        if (answer.Trouble is not null) return ([], answer.Trouble);
        try
        {
            return (answer.Body.Entities(), null);
        }
        catch (JsonException)
        {
            return ([], new CallOutcome.Failed("unexpected-shape", "Business Central's list does not have the documented shape."));
        }
    }
}
