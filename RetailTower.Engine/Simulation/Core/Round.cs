using System.Threading.Channels;

namespace RetailTower.Engine.Simulation.Core;

/// <summary>A webhook under way, with the attempts made so far.</summary>
internal sealed record Trip(long Number, WebhookDelivery Delivery, int Attempts);

/// <summary>The webhooks on their way to one destination, a fixed number at a time, first come first served.</summary>
internal sealed class Round
{
    private readonly Channel<Trip> _trips = Channel.CreateUnbounded<Trip>();
    private readonly Task[] _carriers;

    public Round(int atATime, Func<Trip, CancellationToken, Task> travel, CancellationToken stop) =>
        _carriers = [.. Enumerable.Range(0, atATime).Select(_ => CarryAsync(travel, stop))];

    /// <summary>Queues a trip; the number queued is bounded by <see cref="WebhookCourier.Capacity"/> at the source.</summary>
    public void Add(Trip trip) => _trips.Writer.TryWrite(trip);

    /// <summary>Waits for the carriers to stop after their token was cancelled.</summary>
    public Task EndAsync() => Task.WhenAll(_carriers);

    private async Task CarryAsync(Func<Trip, CancellationToken, Task> travel, CancellationToken stop)
    {
        try
        {
            await foreach (var trip in _trips.Reader.ReadAllAsync(stop)) await travel(trip, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The landscape stops; what is undelivered stays in the courier's book.
        }
    }
}
