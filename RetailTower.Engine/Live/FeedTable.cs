using Microsoft.Extensions.Logging;
using RetailTower.Data.Stores;

namespace RetailTower.Engine.Live;

/// <summary>Carries changes in a table of the common database: a row for everything of a moment, read a few times a second while another node lives.</summary>
public sealed class FeedTable(NodeChangeStore store, NodeRoster roster, TimeProvider time, ILogger<FeedTable> log) : IChangeCarrier
{
    /// <summary>A row can become visible after one with a greater id that was begun later; so long it is still looked for.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly string _me = Guid.NewGuid().ToString("N");

    public Task SendAsync(string changes, CancellationToken cancellationToken) => store.AddAsync(_me, changes, cancellationToken);

    public async Task ListenAsync(Action<string?> heard, CancellationToken cancellationToken)
    {
        var seen = new Dictionary<long, long>();
        var after = (long?)null;
        var lastRead = time.GetTimestamp();
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            if (roster.Alone)
            {
                lastRead = time.GetTimestamp();
                continue;
            }

            try
            {
                if (time.GetElapsedTime(lastRead) > NodeChangeStore.Kept) heard(null);
                if (after is null)
                {
                    // Whoever just met the others needs nothing of the past: from here on it follows, and reads everything anew.
                    after = await store.EndAsync(cancellationToken);
                    heard(null);
                }

                foreach (var row in await store.ReadAsync(_me, after.Value, cancellationToken))
                {
                    if (seen.TryAdd(row.Id, time.GetTimestamp())) heard(row.Changes);
                }

                lastRead = time.GetTimestamp();
                foreach (var (id, _) in seen.Where(row => time.GetElapsedTime(row.Value) > Overlap).ToList())
                {
                    seen.Remove(id);
                    after = Math.Max(after.Value, id);
                }
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                log.LogWarning("What other nodes changed could not be read: {Why}", failure.Message);
            }
        }
    }
}
