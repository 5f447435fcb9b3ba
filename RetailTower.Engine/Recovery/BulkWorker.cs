using System.Globalization;
using RetailTower.Data.Stores;
using RetailTower.Engine.Live;

namespace RetailTower.Engine.Recovery;

/// <summary>Works bulk operations, each step in one commit with its progress: a restart goes on after the last step.</summary>
public sealed class BulkWorker(RecoveryStore store, PatchStore patches, PatchDesk desk, RecoveryNews news, ChangeFeed feed)
{
    /// <summary>
    /// Takes steps of all operations in turn until none can take another. Only one may run at a time; <paramref name="beforeStep"/> lets the
    /// caller renew its right to, and answers false to stop.
    /// </summary>
    /// <returns>True when something moved and an operation still waits for what it let go: then the caller had better come back soon.</returns>
    public async Task<bool> RunAsync(Func<CancellationToken, Task<bool>> beforeStep, CancellationToken cancellationToken)
    {
        var everMoved = false;
        while (await store.RunningAsync(cancellationToken) is { Count: > 0 } running)
        {
            var moved = false;
            // In turn, so that a small operation does not wait behind a large one.
            foreach (var id in running)
            {
                if (!await beforeStep(cancellationToken)) return false;
                var looked = await patches.PreviewAsync(id, desk.Patch, cancellationToken);
                var step = looked ? OperationStep.None : await store.StepAsync(id, desk.Patch, cancellationToken);
                if (!looked && !step.Moved) continue;
                moved = everMoved = true;
                news.Tell(step.Batch);
                feed.Publish(ChangeAreas.Operations, id.ToString(CultureInfo.InvariantCulture));
                if (step.Stopped) feed.Publish(ChangeAreas.Exceptions);
            }

            if (!moved) return everMoved;
        }

        return false;
    }
}
