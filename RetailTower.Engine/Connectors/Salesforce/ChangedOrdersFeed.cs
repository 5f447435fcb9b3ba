using System.Globalization;

namespace RetailTower.Engine.Connectors.Salesforce;

/// <summary>
/// Orders by SystemModstamp, so that one whose Outbound Message never came is found. What was read before comes again under the
/// same message key and is dropped as a duplicate.
/// </summary>
internal sealed class ChangedOrdersFeed(SalesforceOptions options, OrderQuery orders, TimeProvider time)
{
    public const string Name = "changed-orders";

    private const int PageSize = 200;

    // Records of a long transaction become visible after younger ones: the end of what was read is read once more.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    /// <summary>Cursor: the last SystemModstamp read and, after a bar, the last id of that instant.</summary>
    public async Task<FeedPage> ReadAsync(string? cursor, CancellationToken cancellationToken)
    {
        var parts = (cursor ?? Stamp(time.GetUtcNow() - options.FeedLookback)).Split('|');
        var (since, lastId) = (parts[0], parts.ElementAtOrDefault(1));

        // Many records may share one instant (a bulk load), so the rest of that instant is read by id before going on.
        List<OrderDocument> documents = [];
        if (lastId is not null)
        {
            documents.AddRange(await PageAsync($"SystemModstamp = {since} AND Id > '{lastId}' ORDER BY Id LIMIT {PageSize}", cancellationToken));
        }
        if (documents.Count < PageSize)
        {
            documents.AddRange(await PageAsync($"SystemModstamp > {since} ORDER BY SystemModstamp, Id LIMIT {PageSize - documents.Count}", cancellationToken));
        }
        var more = documents.Count == PageSize;
        var next = documents.LastOrDefault() is { } last ? $"{Stamp(last.ChangedAt)}|{last.Id}" : cursor ?? since;
        if (!more && documents.Count > 0 && documents[^1].ChangedAt > time.GetUtcNow() - Overlap)
        {
            var back = Stamp(time.GetUtcNow() - Overlap);
            // Never before where this read began: the overlap must not walk backwards.
            next = string.CompareOrdinal(back, since) > 0 ? back : $"{since}{(lastId is null ? "" : "|" + lastId)}";
        }
        return new FeedPage([.. documents.Select(document => document.Message)], next, more);
    }

    private async Task<IReadOnlyList<OrderDocument>> PageAsync(string condition, CancellationToken cancellationToken)
    {
        var (documents, problem) = await orders.ReadAsync(condition, cancellationToken);
        return problem switch
        {
            null => documents,
            CallOutcome.Retry retry => throw new HttpRequestException($"Salesforce: {retry.Code}. {retry.Message}"),
            CallOutcome.Rejected rejected => throw new HttpRequestException($"Salesforce: {rejected.Code}. {rejected.Message}"),
            CallOutcome.Failed failed => throw new HttpRequestException($"Salesforce: {failed.Code}. {failed.Message}"),
            _ => throw new HttpRequestException("Salesforce did not answer the query."),
        };
    }

    // SOQL takes a datetime literal unquoted; this form sorts as text.
    private static string Stamp(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
