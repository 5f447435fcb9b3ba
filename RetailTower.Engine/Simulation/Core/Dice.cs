namespace RetailTower.Engine.Simulation.Core;

/// <summary>Seeded chance, safe to use from many threads.</summary>
public sealed class Dice(int seed)
{
    private readonly Lock _lock = new();
    // Predictable on purpose: the same seed gives the same landscape.
#pragma warning disable CA5394
    private readonly Random _random = new(seed);

    /// <summary>True in <paramref name="share"/> of all cases (0 never, 1 always).</summary>
    public bool Chance(double share) => share >= 1 || (share > 0 && Fraction() < share);

    /// <summary>A number from 0 up to but not including 1.</summary>
    public double Fraction()
    {
        lock (_lock) return _random.NextDouble();
    }

    /// <summary>A whole number from <paramref name="low"/> to <paramref name="high"/>, both possible.</summary>
    public int Between(int low, int high)
    {
        lock (_lock) return _random.Next(low, high + 1);
    }

    /// <summary>One of the choices.</summary>
    public T Pick<T>(IReadOnlyList<T> choices) => choices[Between(0, choices.Count - 1)];
#pragma warning restore CA5394
}
