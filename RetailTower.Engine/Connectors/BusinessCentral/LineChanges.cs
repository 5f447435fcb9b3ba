namespace RetailTower.Engine.Connectors.BusinessCentral;

/// <summary>
/// Changes order lines under their ETags. When somebody else changed one meanwhile, its order is read again and the changes are worked out anew,
/// once; then the message waits for its next attempt.
/// </summary>
internal sealed class LineChanges<T>(BusinessCentralClient client, Func<Work<T>[], CancellationToken, Task> readAgain, string domain)
    where T : class
{
    public async Task ApplyAsync(
        Work<T>[] works, Func<Work<T>, IEnumerable<(SalesOrderLine Line, object Change)>> changes, CancellationToken cancellationToken)
    {
        var stale = await TryAsync(works, changes, cancellationToken);
        if (stale.Length == 0) return;
        await readAgain(stale, cancellationToken);
        foreach (var work in await TryAsync(stale.Unfinished(), changes, cancellationToken))
            work.Outcome = new CallOutcome.Retry("order-changed", "Somebody else keeps changing the order.", RetryScope.Message);
    }

    /// <returns>Those whose lines had changed.</returns>
    private async Task<Work<T>[]> TryAsync(
        Work<T>[] works, Func<Work<T>, IEnumerable<(SalesOrderLine Line, object Change)>> changes, CancellationToken cancellationToken)
    {
        // A rule broken by one line finishes the message before any of its lines is changed.
        var asked = works.Select(w => (Work: w, Changes: changes(w).ToArray())).Where(w => w.Work.Outcome is null)
            .SelectMany(w => w.Changes.Select(c => (w.Work, c.Line, c.Change))).ToArray();
        if (asked.Length == 0) return [];
        var parts = asked.Select(a => new Part("PATCH", $"{Sets.Orders}({a.Work.Order!.Id:D})/salesOrderLines({a.Line.Id:D})", a.Change, a.Line.ETag));
        var answers = await client.BatchAsync([.. parts], domain, cancellationToken);
        var stale = new HashSet<Work<T>>();
        foreach (var ((work, _, _), answer) in asked.Zip(answers))
        {
            if (answer.IsStale || answer.IsGone) stale.Add(work);
            else work.Outcome ??= answer.Trouble;
        }
        return [.. stale.Where(w => w.Outcome is null)];
    }
}
