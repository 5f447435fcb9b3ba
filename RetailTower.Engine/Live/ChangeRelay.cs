using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace RetailTower.Engine.Live;

/// <summary>
/// Lets the screens of every node see what changes on any: gathers this node's changes and sends them together a few times a second, and publishes here what
/// others send. A node that is alone sends and reads nothing.
/// </summary>
public sealed class ChangeRelay(ChangeFeed feed, NodeRoster roster, IChangeCarrier carrier, TimeProvider time, ILogger<ChangeRelay> log) : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(200), RetryPause = TimeSpan.FromSeconds(5);

    private readonly ChangeBatch _batch = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        feed.Forward(Gather);
        try
        {
            await Task.WhenAll(ListenAsync(stoppingToken), SendAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The tower is stopping.
        }
    }

    /// <summary>A carrier that cannot listen costs freshness; it must not take the tower down.</summary>
    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await carrier.ListenAsync(Hear, cancellationToken);
                return;
            }
            catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                log.LogWarning("What other nodes change cannot be heard; it is tried again in {Seconds} s: {Why}", RetryPause.TotalSeconds, failure.Message);
            }

            await Task.Delay(RetryPause, time, cancellationToken);
            Hear(null);
        }
    }

    private void Gather(Change change)
    {
        if (!roster.Alone) _batch.Add(change);
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        var alone = true;
        using var timer = new PeriodicTimer(Beat, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            // Until this node had heard of the other, neither told the other anything.
            if (alone && !roster.Alone) Miss();
            alone = roster.Alone;
            if (_batch.Take() is not { } changes || alone) continue;
            try
            {
                await carrier.SendAsync(changes, cancellationToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                log.LogWarning("Changes could not be told to the other nodes; their screens show them late: {Why}", failure.Message);
            }
        }
    }

    private void Miss()
    {
        foreach (var area in ChangeAreas.All)
        {
            _batch.Add(new Change(area, []));
            feed.Hear(new Change(area, []));
        }
    }

    private void Hear(string? changes)
    {
        if (changes is null)
        {
            foreach (var area in ChangeAreas.All) feed.Hear(new Change(area, []));
            return;
        }

        try
        {
            foreach (var change in ChangeBatch.Read(changes)) feed.Hear(change);
        }
        catch (JsonException strange)
        {
            log.LogWarning("Another node tells changes in a form that this one does not know: {Why}", strange.Message);
        }
    }
}
