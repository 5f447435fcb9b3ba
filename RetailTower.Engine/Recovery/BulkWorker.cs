using System.Globalization;
using RetailTower.Data.Stores;
using RetailTower.Engine.Live;

namespace RetailTower.Engine.Recovery;

/// <summary>Works bulk operations, each batch in one commit with its progress: a restart goes on after the last batch.</summary>
public sealed class BulkWorker(RecoveryStore store, RecoveryNews news, ChangeFeed feed)
{
    /// <summary>
    /// Works all running operations to their end, taking turns, until none is left. Only one may run at a time; <paramref name="beforeBatch"/> lets the
    /// caller renew its right to, and answers false to stop.
    /// </summary>
    public async Task RunAsync(Func<CancellationToken, Task<bool>> beforeBatch, CancellationToken cancellationToken)
    {
        while (await store.RunningAsync(cancellationToken) is { Count: > 0 } running)
        {
            // In turn, so that a small operation does not wait behind a large one.
            foreach (var id in running)
            {
                if (!await beforeBatch(cancellationToken)) return;
                news.Tell(await store.StepAsync(id, cancellationToken));
                feed.Publish(ChangeAreas.Operations, id.ToString(CultureInfo.InvariantCulture));
            }
        }
    }
}
