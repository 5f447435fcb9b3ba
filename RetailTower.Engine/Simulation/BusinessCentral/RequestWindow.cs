namespace RetailTower.Engine.Simulation.BusinessCentral;

/// <summary>Counts requests in a sliding window of five minutes, by the second (`administration/operational-limits-online.md`: 6,000 per user).</summary>
internal sealed class RequestWindow(TimeProvider time, long most)
{
    private const int Seconds = 300;

    private readonly Lock _gate = new();
    private readonly long[] _counts = new long[Seconds];
    private long _second;
    private long _total;

    public bool Admit()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow().ToUnixTimeSeconds();
            if (now - _second >= Seconds)
            {
                Array.Clear(_counts);
                (_total, _second) = (0, now);
            }
            while (_second < now)
            {
                var slot = ++_second % Seconds;
                _total -= _counts[slot];
                _counts[slot] = 0;
            }
            if (_total >= most) return false;
            _counts[_second % Seconds]++;
            _total++;
            return true;
        }
    }
}
