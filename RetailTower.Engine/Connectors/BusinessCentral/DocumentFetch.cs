using RetailTower.Engine.Canonical;

namespace RetailTower.Engine.Connectors.BusinessCentral;

/// <summary>
/// Reads documents back: by id (many in one batch), by <c>$filter=…</c> or the link to a next page (a page each), else by the number others know them by.
/// </summary>
internal sealed class DocumentFetch(BusinessCentralClient client, Lookup lookup, Documents documents, CustomerPayments payments)
{
    private const int PageSize = 500;
    private const string Filter = "$filter=";

    public async Task<CallOutcome[]> RunAsync(IReadOnlyList<OutboundCall> calls, CancellationToken cancellationToken)
    {
        var works = Work<FetchCommand>.Of(calls, key: null);
        await payments.FetchAsync([.. works.Unfinished().Where(w => w.Command.Resource == Sets.LedgerEntries)], cancellationToken);
        foreach (var work in works.Unfinished().Where(w => !Sets.Watched.Contains(w.Command.Resource)))
            work.Outcome = new CallOutcome.Failed("unknown-resource", $"The tower does not read {work.Command.Resource}.");
        await ByIdAsync([.. works.Unfinished().Where(w => Guid.TryParse(w.Command.Id, out _))], cancellationToken);
        foreach (var work in works.Unfinished().Where(w => IsPage(w.Command.Id))) await PageAsync(work, cancellationToken);
        foreach (var set in works.Unfinished().GroupBy(w => w.Command.Resource)) await ByNumberAsync(set.Key, [.. set], cancellationToken);
        return works.Outcomes();
    }

    private static bool IsPage(string id) => id.StartsWith(Filter, StringComparison.Ordinal) || id.Contains("://", StringComparison.Ordinal);

    private async Task ByIdAsync(Work<FetchCommand>[] works, CancellationToken cancellationToken)
    {
        // Notifications about one record often stand together in the lane; one reading answers them all.
        var same = works.GroupBy(w => $"{w.Command.Resource}({w.Command.Id})").ToArray();
        if (same.Length == 0) return;
        var parts = same.Select(g => new Part("GET", Sets.Expand(g.First().Command.Resource) is { } lines ? $"{g.Key}?{lines}" : g.Key)).ToArray();
        var answers = await client.BatchAsync(parts, Domains.Integration, cancellationToken);
        foreach (var (group, answer) in same.Zip(answers))
        {
            foreach (var work in group)
            {
                work.Try(() => work.Outcome = answer switch
                {
                    { IsGone: true } => new CallOutcome.Done("It is no longer there"),
                    { Trouble: { } trouble } => trouble,
                    _ => Read([documents.Message(work.Command.Resource, answer.Body)]),
                });
            }
        }
    }

    private async Task PageAsync(Work<FetchCommand> work, CancellationToken cancellationToken)
    {
        var (set, id) = (work.Command.Resource, work.Command.Id);
        Answer answer;
        if (id.StartsWith(Filter, StringComparison.Ordinal))
        {
            string?[] options = [id.Length > Filter.Length ? Filter + Uri.EscapeDataString(id[Filter.Length..]) : null, Sets.Expand(set)];
            answer = await client.GetAsync($"{set}?{string.Join('&', options.Where(o => o is not null))}", PageSize, cancellationToken);
        }
        else answer = await client.FollowAsync(id, PageSize, cancellationToken);
        work.Try(() =>
        {
            if ((work.Outcome = answer.Trouble) is not null) return;
            var messages = answer.Body.Entities().Select(e => documents.Message(set, e));
            var next = answer.Body.Text("@odata.nextLink");
            work.Outcome = Read([.. messages, .. next is null ? [] : (IncomingMessage[])[Documents.MoreMessage(set, next)]]);
        });
    }

    private async Task ByNumberAsync(string set, Work<FetchCommand>[] works, CancellationToken cancellationToken)
    {
        if (works.Length == 0) return;
        var found = await lookup.FindAsync(set, works.Select(w => w.Command.Id), cancellationToken);
        foreach (var work in works)
        {
            var (entities, trouble) = found[work.Command.Id];
            work.Try(() => work.Outcome = trouble ?? Read([.. entities.Select(e => documents.Message(set, e))]));
        }
    }

    private static CallOutcome.Done Read(IReadOnlyList<IncomingMessage> messages) => new($"Read {messages.Count} document(s)", [], [], messages);
}
