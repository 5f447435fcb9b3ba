namespace RetailTower.Engine.Connectors;

/// <summary>What one answer says of the limit, in requests.</summary>
/// <param name="Left">Requests that may still be made.</param>
/// <param name="Size">Requests that fit into the bucket or window; null when the answer does not say.</param>
/// <param name="RefillPerSecond">Requests that come free each second; 0 when all come free together at <paramref name="RenewsAt"/>.</param>
/// <param name="RenewsAt">When the window renews; null when requests come free one after the other.</param>
public sealed record CallLimit(double Left, double? Size, double RefillPerSecond, DateTimeOffset? RenewsAt = null);

/// <summary>A budget at one moment.</summary>
/// <param name="Left">Requests that may be made now; null when nothing is known.</param>
/// <param name="Size">Requests that fit in; where no answer says so, the most that was ever left; null when nothing is known.</param>
/// <param name="RestUntil">No request before this instant: the system, or the connector's own rule, asks for rest; null when none does.</param>
public readonly record struct BudgetReading(double? Left, double? Size, double RefillPerSecond, DateTimeOffset? RenewsAt, DateTimeOffset? RestUntil)
{
    /// <summary>Nothing may be asked now.</summary>
    public bool Spent => RestUntil is not null || Left < 1;
}

/// <summary>
/// A token bucket that a system's own answers set: counted down with each request, filled up with time, and put right by each answer. Answers that
/// overtake each other do no harm, for what is under way is taken for uncounted.
/// </summary>
public sealed class CallBudget(TimeProvider time)
{
    /// <summary>Once a bucket is empty, a fifth of it fills before the next request, so that requests do not trickle through one by one.</summary>
    private const double WakeShare = 0.2;

    /// <summary>What was said longer ago does not hold everything back: one request looks again, for others may share the quota.</summary>
    private static readonly TimeSpan LongestHold = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private double? _left;
    private double? _size;
    private double _most;
    private double _refill;
    private DateTimeOffset? _renewsAt;
    private DateTimeOffset _restUntil;
    private DateTimeOffset _saidAt;
    private DateTimeOffset _filledAt;
    private int _underWay;
    private long _requests;

    /// <summary>Requests made so far.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>Takes room for one request, which <see cref="Answered"/> ends; else says after how long there is room.</summary>
    public TimeSpan? Take()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (_restUntil > now) return _restUntil - now;
            Fill(now);
            if (_left < 1) return Wait(now);
            if (_left is { } left) _left = Math.Max(0, left - 1);
            _underWay++;
            _requests++;
            return null;
        }
    }

    /// <summary>The request that was taken room for has its answer, or will have none.</summary>
    public void Answered()
    {
        lock (_gate) _underWay--;
    }

    /// <summary>An answer stated the limit. Called before its request is <see cref="Answered"/>.</summary>
    public void Heard(CallLimit limit)
    {
        lock (_gate)
        {
            var others = Math.Max(0, _underWay - 1);
            (_left, _size, _refill, _renewsAt) = (Math.Max(0, limit.Left - others), limit.Size ?? _size, limit.RefillPerSecond, limit.RenewsAt);
            _most = Math.Max(_most, limit.Left);
            _saidAt = _filledAt = time.GetUtcNow();
        }
    }

    /// <summary>No request for that long.</summary>
    public void Rest(TimeSpan wait)
    {
        lock (_gate)
        {
            var until = time.GetUtcNow() + wait;
            if (until > _restUntil) _restUntil = until;
        }
    }

    public BudgetReading Read()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            Fill(now);
            return new BudgetReading(_left, _size ?? (_most > 0 ? _most : null), _refill, _renewsAt, _restUntil > now ? _restUntil : null);
        }
    }

    private TimeSpan Wait(DateTimeOffset now)
    {
        var wait = _renewsAt is { } renewal ? renewal - now
            : _refill > 0 ? TimeSpan.FromSeconds((Math.Max(1, (_size ?? 1) * WakeShare) - _left!.Value) / _refill)
            : LongestHold;
        var hold = _saidAt + LongestHold - now;
        return wait < hold ? wait : hold;
    }

    private void Fill(DateTimeOffset now)
    {
        if (_renewsAt <= now)
        {
            // How much a new window holds is known only if its policy was told; else the next answer says.
            (_left, _renewsAt) = (_size, null);
        }
        else if (_left is { } left && _refill > 0)
        {
            _left = Math.Min(_size ?? double.MaxValue, left + (now - _filledAt).TotalSeconds * _refill);
        }

        _filledAt = now;
        if (_left < 1 && now - _saidAt >= LongestHold) (_left, _saidAt) = (1, now);
    }
}
