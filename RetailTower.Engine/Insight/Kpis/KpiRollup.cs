using RetailTower.Data.Kpis;
using RetailTower.Engine.Live;

namespace RetailTower.Engine.Insight.Kpis;

/// <summary>
/// Keeps the counted hours up to date. The last hours are counted anew each time; the first time in an hour the last two days, the first time in a day the last five
/// weeks, for an order may change after its hour: a late second parcel, an order that comes back. After an idle time it goes on where it ended, however long ago.
/// </summary>
public sealed class KpiRollup(KpiStore store, ChangeFeed feed, TimeProvider time)
{
    /// <summary>Hours counted in one commit, at most; fewer where they take long, for the lease is renewed between commits.</summary>
    private const int MostHours = 24;

    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(1), Slow = TimeSpan.FromSeconds(4);

    /// <summary>Rest after a count, in times of what it took: counting never takes more than a twentieth of a processor.</summary>
    private const int Rest = 20;

    private static readonly TimeSpan Settles = TimeSpan.FromHours(3), HourlyReach = TimeSpan.FromDays(2), DailyReach = TimeSpan.FromDays(35);

    private long _ended;
    private TimeSpan _rest;

    /// <summary>Counts until all is up to date, or <paramref name="goOn"/>, asked between commits, says to stop.</summary>
    public async Task RunAsync(string lease, string owner, Func<Task<bool>> goOn, CancellationToken cancellationToken)
    {
        if (time.GetElapsedTime(_ended) < _rest) return;
        var began = time.GetTimestamp();
        await CountAsync(lease, owner, goOn, cancellationToken);
        (_ended, _rest) = (time.GetTimestamp(), time.GetElapsedTime(began) * Rest);
    }

    private async Task CountAsync(string lease, string owner, Func<Task<bool>> goOn, CancellationToken cancellationToken)
    {
        var now = KpiPeriod.HourOf(time.GetUtcNow());
        if (await store.FirstEventAsync(cancellationToken) is not { } first) return;
        var end = now.AddHours(1);
        var differing = 0;
        var hours = 1;
        var from = From(KpiPeriod.HourOf(first), await store.LastCountedAsync(now, cancellationToken), now);
        do
        {
            var began = time.GetTimestamp();
            var to = from.AddHours(hours) < end ? from.AddHours(hours) : end;
            differing += await store.CountAsync(from, to, lease, owner, cancellationToken);
            from = to;
            var took = time.GetElapsedTime(began);
            hours = took < Quick ? Math.Min(MostHours, hours * 2) : took > Slow ? Math.Max(1, hours / 2) : hours;
        }
        while (from < end && await goOn());

        if (differing > 0) feed.Publish(ChangeAreas.Figures);
    }

    private static DateTimeOffset From(DateTimeOffset first, DateTimeOffset? last, DateTimeOffset now)
    {
        if (last is not { } counted) return first;
        var reach = counted.UtcDateTime.Date < now.UtcDateTime.Date ? DailyReach : counted < now ? HourlyReach : Settles;
        var from = now - reach < counted ? now - reach : counted;
        return from < first ? first : from;
    }
}
