using Microsoft.Extensions.Logging;

namespace RetailTower.Engine.Simulation.Core;

/// <summary>
/// Runs everything in the landscape that happens later: one queue, one timer. Work runs one piece after another in the order it is due, so it must be short
/// and must not block; calls over the network belong to <see cref="WebhookCourier"/>.
/// </summary>
public sealed class SimulationScheduler : IDisposable
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<Action, (DateTimeOffset Due, long Number)> _queue = new();
    private readonly TimeProvider _time;
    private readonly double _pace;
    private readonly ILogger _log;
    private readonly ITimer _timer;
    private DateTimeOffset _armedFor = DateTimeOffset.MaxValue;
    private long _number;
    private bool _draining;
    private bool _stopped;

    public SimulationScheduler(TimeProvider time, double pace, ILogger log)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(pace);
        (_time, _pace, _log) = (time, pace, log);
        _timer = time.CreateTimer(_ => Drain(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many pieces of work wait.</summary>
    public int Waiting
    {
        get { lock (_lock) return _queue.Count; }
    }

    /// <summary>Runs the work after a simulated delay, which the landscape's pace shortens or stretches.</summary>
    public void After(TimeSpan delay, Action work) => AfterExactly(delay * _pace, work);

    /// <summary>Runs the work after a delay that pace does not touch.</summary>
    public void AfterExactly(TimeSpan delay, Action work)
    {
        lock (_lock)
        {
            if (_stopped) return;
            _queue.Enqueue(work, (_time.GetUtcNow() + delay, ++_number));
            Arm();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _stopped = true;
            _queue.Clear();
        }
        _timer.Dispose();
    }

    private void Arm()
    {
        if (_draining || !_queue.TryPeek(out _, out var next) || next.Due >= _armedFor) return;
        _armedFor = next.Due;
        var wait = next.Due - _time.GetUtcNow();
        _timer.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private void Drain()
    {
        lock (_lock)
        {
            if (_draining) return;
            _draining = true;
            _armedFor = DateTimeOffset.MaxValue;
        }
        while (TakeDue() is { } work)
        {
            try
            {
                work();
            }
            catch (Exception failure)
            {
                // One system's mistake must not stop time for the others; it is a defect of the simulator and is said loudly.
                _log.LogError(failure, "A simulated event failed");
            }
        }
    }

    private Action? TakeDue()
    {
        lock (_lock)
        {
            if (!_stopped && _queue.TryPeek(out _, out var next) && next.Due <= _time.GetUtcNow()) return _queue.Dequeue();
            _draining = false;
            if (!_stopped) Arm();
            return null;
        }
    }
}
