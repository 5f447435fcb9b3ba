using System.Diagnostics;
using RetailTower.Data.Queries;

namespace RetailTower.Web.Bench;

/// <summary>Has orders placed and waits until the last of them is completed and its originator told.</summary>
internal sealed class Placement(LandscapeFace landscape, RunQueries queries, ProgressLine progress)
{
    // As many as can be: what holds the customers back is the number of orders under way.
    private const double AtOnce = 100_000;
    // Looking costs the tower time, the more the longer the run: it takes at most this part of it.
    private const int RestPerLook = 20;
    private static readonly TimeSpan ShortestRest = TimeSpan.FromMilliseconds(100), Patience = TimeSpan.FromSeconds(60);

    private readonly List<string> _placed = [];

    /// <summary>Numbers of all orders placed so far.</summary>
    public IReadOnlyCollection<string> Placed => _placed;

    /// <summary>
    /// Places <paramref name="count"/> orders at the rate, or without one in portions as earlier ones complete, so that never more than
    /// <paramref name="underWay"/> are on their way. Ends when all are through, or when none has come through for a minute; returns the time to the last one.
    /// </summary>
    public async Task<TimeSpan> RunAsync(int count, int lines, double? rate, int underWay, CancellationToken cancellationToken)
    {
        var before = await queries.LastOrderAsync(cancellationToken);
        var (placed, best, watch) = (0, 0, Stopwatch.StartNew());
        var lastProgress = watch.Elapsed;
        while (true)
        {
            var looked = watch.Elapsed;
            var seen = await queries.ProgressAsync(before, cancellationToken);
            var now = watch.Elapsed;
            if (seen.Completed > best) (best, lastProgress) = (seen.Completed, now);
            progress.Show(seen.Completed, count, now);
            if (seen.Completed >= count && seen.Unsent == 0) return now;
            if (placed == count && now - lastProgress > Patience) return lastProgress;
            var portion = rate is null ? Math.Min(count - placed, underWay - (placed - seen.Completed)) : count - placed;
            // Small portions would be calls for their own sake.
            if (portion > 0 && (portion >= underWay / 8 || placed + portion == count))
            {
                _placed.AddRange(await landscape.PlaceAsync(portion, rate ?? AtOnce, lines, cancellationToken));
                placed += portion;
                lastProgress = watch.Elapsed;
            }

            var rest = (now - looked) * RestPerLook;
            await Task.Delay(rest > ShortestRest ? rest : ShortestRest, cancellationToken);
        }
    }
}
