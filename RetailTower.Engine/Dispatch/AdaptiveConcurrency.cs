using System.Numerics;

namespace RetailTower.Engine.Dispatch;

/// <summary>
/// How many calls a system takes at once, found out as TCP finds its window: one more after each round of good answers, half after throttling, two
/// thirds after a failure or an answer much slower than usual. Signs of one round count once, for they have one cause. Not thread-safe.
/// </summary>
internal sealed class AdaptiveConcurrency(DispatchOptions options)
{
    private const double AfterThrottling = 0.5, AfterTrouble = 2 / 3d;

    // What is usual follows quicker answers fast and slower ones within a few calls: a system that has become slow for good is not held down for ever.
    private const double Quicker = 0.3, Slower = 0.1;

    private readonly Dictionary<(string Operation, int Size), double> _usual = [];
    private double _limit = options.Concurrency;
    private long _cutAt;

    public double Limit => _limit;

    /// <summary>Calls that may be under way now; at least one.</summary>
    public int Allowed => Math.Max(1, (int)_limit);

    /// <summary>A call was answered well.</summary>
    /// <param name="messages">How many messages it carried: a call with more takes longer.</param>
    /// <param name="begunAt">Timestamp of its beginning.</param>
    /// <param name="now">Timestamp of its end.</param>
    /// <param name="atLimit">Whether as many calls as allowed were under way; an idle lane proves nothing about more.</param>
    public void Answered(string operation, int messages, TimeSpan took, long begunAt, long now, bool atLimit)
    {
        var key = (operation, BitOperations.Log2((uint)messages));
        var milliseconds = took.TotalMilliseconds;
        var known = _usual.TryGetValue(key, out var usual);
        _usual[key] = known ? usual + (milliseconds < usual ? Quicker : Slower) * (milliseconds - usual) : milliseconds;
        if (known && took > options.SlowFloor && milliseconds > usual * options.SlowFactor) Cut(AfterTrouble, begunAt, now);
        else if (atLimit) _limit = Math.Min(options.MaxConcurrency, _limit + 1 / _limit);
    }

    /// <summary>The system asked for less.</summary>
    public void Throttled(long begunAt, long now) => Cut(AfterThrottling, begunAt, now);

    /// <summary>The call failed because the system is unwell.</summary>
    public void Failed(long begunAt, long now) => Cut(AfterTrouble, begunAt, now);

    /// <summary>Begins anew from the least: the system has been down.</summary>
    public void StartOver(long now) => (_limit, _cutAt) = (options.MinConcurrency, now);

    private void Cut(double factor, long begunAt, long now)
    {
        if (begunAt < _cutAt) return;
        (_limit, _cutAt) = (Math.Max(options.MinConcurrency, _limit * factor), now);
    }
}
