using System.Globalization;

namespace RetailTower.Engine.Simulation.Shopify;

/// <summary>The shop's request allowance: each call fills it by one, it leaks evenly, and a full one refuses.</summary>
internal sealed class LeakyBucket(TimeProvider time, int size, double leakPerSecond)
{
    private readonly Lock _lock = new();
    private double _level;
    private long _seen = time.GetTimestamp();

    /// <summary>Takes a call in, or not. The header shows the level after it, e.g. <c>32/400</c>.</summary>
    public bool Take(out string header)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            _level = Math.Max(0, _level - (time.GetElapsedTime(_seen, now).TotalSeconds * leakPerSecond));
            _seen = now;
            var taken = _level + 1 <= size;
            if (taken) _level++;
            header = string.Create(CultureInfo.InvariantCulture, $"{(int)Math.Ceiling(_level)}/{size}");
            return taken;
        }
    }
}
