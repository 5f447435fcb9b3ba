namespace RetailTower.Engine.Simulation.Core;

/// <summary>News that a system had and a fault kept from everybody.</summary>
/// <param name="About">Number of the order, or SKU; empty when it was about several.</param>
public sealed record LostWebhook(string System, string Topic, string About, DateTimeOffset At);

/// <summary>The webhooks that faults lost, so that it can be told what a tower must have missed. Of very many only the newest are kept.</summary>
public sealed class LostWebhooks
{
    private const int Most = 100_000;

    private readonly Lock _lock = new();
    private readonly Queue<LostWebhook> _all = new();

    public void Add(LostWebhook lost)
    {
        lock (_lock)
        {
            if (_all.Count == Most) _all.Dequeue();
            _all.Enqueue(lost);
        }
    }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<LostWebhook> All()
    {
        lock (_lock) return [.. _all];
    }
}
