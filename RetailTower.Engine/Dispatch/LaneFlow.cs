using RetailTower.Engine.Connectors;

namespace RetailTower.Engine.Dispatch;

/// <summary>
/// How fast a lane fills and how fast it can empty, from samples of its depth and what was finished between them. On several nodes each sees only its own
/// part of what is finished; what it takes for arrivals is then what the others leave over, and the forecast still holds. Not thread-safe.
/// </summary>
internal sealed class LaneFlow
{
    /// <summary>Over how many seconds the rates are averaged.</summary>
    private const double Memory = 60;

    /// <summary>As much as comes in within so many seconds is on its way; more is a backlog.</summary>
    private const double OnItsWay = 10;

    private long _sampledAt;
    private int _depth;
    private int _finished;
    private int _samples;
    private double _arrival;
    private double? _capacity;

    /// <summary>Messages that left the lane.</summary>
    public void Finished(int messages) => _finished += messages;

    /// <summary>How many messages wait at that timestamp.</summary>
    public void Sample(int depth, long now, long frequency)
    {
        var seconds = (double)(now - _sampledAt) / frequency;
        if (_samples > 0 && seconds > 0)
        {
            // The first samples count in full, later ones as much as the memory is long.
            var weight = Math.Max(1 - Math.Exp(-seconds / Memory), 1d / _samples);
            _arrival += weight * (Math.Max(0, depth - _depth + _finished) / seconds - _arrival);
            var rate = _finished / seconds;
            // How fast it can go shows only behind a backlog; without, it can go at least as fast as it went.
            if (_finished > 0 && Behind(Math.Min(depth, _depth))) _capacity = _capacity is { } known ? known + weight * (rate - known) : rate;
            else if (rate > (_capacity ?? 0)) _capacity = rate;
        }

        if (_samples == 0 || seconds > 0) (_sampledAt, _depth, _finished, _samples) = (now, depth, 0, _samples + 1);
    }

    /// <param name="requestsPerMessage">What a message costs of the budget.</param>
    public DrainForecast Forecast(int depth, double requestsPerMessage, BudgetReading? budget)
    {
        if (depth == 0) return new DrainForecast(_arrival, _capacity, TimeSpan.Zero);
        if (_capacity is not { } capacity || _samples < 2) return new DrainForecast(_arrival, null, null);
        if (!Behind(depth)) return new DrainForecast(_arrival, capacity, TimeSpan.FromSeconds(depth / capacity));
        if (capacity <= _arrival) return new DrainForecast(_arrival, capacity, Timeout.InfiniteTimeSpan);
        var seconds = depth / (capacity - _arrival);
        if (budget is { Left: { } left, RefillPerSecond: > 0 and var refill } && (depth + _arrival * seconds) * requestsPerMessage > left + refill * seconds)
        {
            // The system's limit runs out on the way: what is beyond it goes at the pace at which it fills again.
            var pace = refill / requestsPerMessage;
            if (pace <= _arrival) return new DrainForecast(_arrival, pace, Timeout.InfiniteTimeSpan);
            (capacity, seconds) = (pace, (depth - left / requestsPerMessage) / (pace - _arrival));
        }

        return new DrainForecast(_arrival, capacity, seconds < TimeSpan.MaxValue.TotalSeconds / 2 ? TimeSpan.FromSeconds(seconds) : Timeout.InfiniteTimeSpan);
    }
    private bool Behind(int depth) => depth > _arrival * OnItsWay;
}
