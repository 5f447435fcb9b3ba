using RetailTower.Data.Queries;

namespace RetailTower.Engine.Insight;

/// <summary>
/// Remembers the minutes that can no longer change, so that each look at the board reads only the last few. An order is counted where it was
/// received, which may be some time before it is written; hence every minute is counted anew once a minute.
/// </summary>
internal sealed class MinuteBook(FigureQueries queries)
{
    public const int Length = 60;
    private const int OrdersSettleMinutes = 3;
    private static readonly TimeSpan Slot = TimeSpan.FromSeconds(10), LatencySettles = TimeSpan.FromSeconds(30);
    private readonly Dictionary<DateTimeOffset, int> _orders = [];
    private readonly Dictionary<DateTimeOffset, LatencyHistogram> _latencies = [];
    private DateTimeOffset _recount;

    /// <summary>The last 60 minutes up to <paramref name="now"/>, oldest first, and the percentiles over all of them. Not for concurrent use.</summary>
    public async Task<(IReadOnlyList<MinuteFigures> Minutes, Percentiles Overall)> ReadAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var current = Floor(now, TimeSpan.FromMinutes(1));
        var first = current.AddMinutes(1 - Length);
        Forget(_orders, first);
        Forget(_latencies, first);
        if (_recount < current)
        {
            _recount = current;
            _orders.Clear();
        }

        var minutes = new List<MinuteFigures>(Length);
        var overall = new LatencyHistogram();
        for (var minute = first; minute <= current; minute = minute.AddMinutes(1))
        {
            var latency = await LatencyAsync(minute, now, cancellationToken);
            overall.Add(latency);
            minutes.Add(new MinuteFigures(minute, await OrdersAsync(minute, current, cancellationToken), latency.Percentiles()));
        }

        return (minutes, overall.Percentiles());
    }

    private async Task<int> OrdersAsync(DateTimeOffset minute, DateTimeOffset current, CancellationToken cancellationToken)
    {
        if (_orders.TryGetValue(minute, out var known)) return known;
        var count = await queries.OrdersReceivedAsync(minute, minute.AddMinutes(1), cancellationToken);
        if (minute < current.AddMinutes(-OrdersSettleMinutes)) _orders[minute] = count;
        return count;
    }

    private async Task<LatencyHistogram> LatencyAsync(DateTimeOffset minute, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var sum = new LatencyHistogram();
        for (var slot = minute; slot < minute.AddMinutes(1) && slot <= now; slot += Slot)
        {
            if (!_latencies.TryGetValue(slot, out var histogram))
            {
                histogram = new LatencyHistogram();
                foreach (var latency in await queries.ConfirmationLatenciesAsync(slot, slot + Slot, cancellationToken)) histogram.Add(latency);
                if (slot + Slot + LatencySettles <= now) _latencies[slot] = histogram;
            }

            sum.Add(histogram);
        }

        return sum;
    }

    private static void Forget<T>(Dictionary<DateTimeOffset, T> book, DateTimeOffset before)
    {
        foreach (var instant in book.Keys.Where(instant => instant < before).ToArray()) book.Remove(instant);
    }

    private static DateTimeOffset Floor(DateTimeOffset at, TimeSpan step) => new(at.UtcTicks - at.UtcTicks % step.Ticks, TimeSpan.Zero);
}
