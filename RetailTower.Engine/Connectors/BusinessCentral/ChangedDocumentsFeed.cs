using System.Text;
using System.Text.Json;
using RetailTower.Engine.Canonical;

namespace RetailTower.Engine.Connectors.BusinessCentral;

/// <summary>
/// Orders and invoices that changed, by id and version alone, so that one whose notification never came (lost, or sent while no subscription stood) is
/// found. A version that the tower has read is dropped before it costs a row; any other is fetched as a notification would have it fetched.
/// </summary>
internal sealed class ChangedDocumentsFeed(BusinessCentralOptions options, BusinessCentralClient client, TimeProvider time)
{
    /// <summary>Bodies of a hundred bytes each: a fraction of the service's own limit of 20,000 a page.</summary>
    private const int PageSize = 2000;
    private const string Prefix = "changed-";
    private const string Found = ".found";

    public static IReadOnlyList<string> Names { get; } = [Prefix + Sets.Orders, Prefix + Sets.Invoices];

    /// <summary>What a message of this feed means; null when it is none.</summary>
    public static FetchCommand? Fetch(string kind, JsonElement body) =>
        kind.EndsWith(Found, StringComparison.Ordinal) ? new FetchCommand(kind[..^Found.Length], body.Text("id") ?? throw new JsonException("id is missing.", "#/id", null, null)) : null;

    /// <exception cref="HttpRequestException">The service refused or could not be reached.</exception>
    public async Task<FeedPage> ReadAsync(string feed, string? cursor, CancellationToken cancellationToken)
    {
        var set = feed[Prefix.Length..];
        var sweep = SweepCursor.Read(cursor);
        var answer = BusinessCentralClient.Require(sweep.Next is { } next
            ? await client.FollowAsync(next, PageSize, cancellationToken)
            : await client.GetAsync($"{set}?$select=id,lastModifiedDateTime&{Filters.ModifiedSince(sweep.Since ?? time.GetUtcNow() - options.FeedLookback)}", PageSize, cancellationToken));
        var readAt = answer.At ?? time.GetUtcNow();
        try
        {
            // The notification of a younger change is still under way; the next sweep begins early enough to see it.
            IncomingMessage[] messages = [.. answer.Body.Entities().Where(e => Documents.Modified(e) <= readAt - options.FeedGrace).Select(e => Message(set, e))];
            return sweep.Page(messages, answer.Body.Text("@odata.nextLink"), readAt);
        }
        catch (JsonException e)
        {
            throw new HttpRequestException($"The list of {set} does not have the documented shape.", e);
        }
    }

    private static IncomingMessage Message(string set, JsonElement document)
    {
        var version = Documents.MessageKey(set, document);
        return new IncomingMessage(version + Found, set + Found, new Subject.Loose(version), "application/json", Encoding.UTF8.GetBytes(document.GetRawText()), Documents.Modified(document))
        {
            UnlessStored = version,
        };
    }
}
