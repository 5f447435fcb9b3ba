using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RetailTower.Data;
using RetailTower.Data.Stores;
using RetailTower.Engine.Live;

namespace RetailTower.Engine.Jobs;

/// <summary>Keeps this node on the list of nodes, learns of the others, and takes leave at the end: whatever its runs still held is free at once.</summary>
public sealed class NodeHeartbeat(NodeStore store, ClockWatch clock, NodeName node, NodeRoster roster, IServer server, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<NodeHeartbeat> log) : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(3), FarewellPatience = TimeSpan.FromSeconds(2);

    private readonly DateTimeOffset _startedAt = time.GetUtcNow();

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        using var patience = new CancellationTokenSource(FarewellPatience, time);
        try
        {
            await store.LeaveAsync(node.Value, patience.Token);
        }
        catch (Exception failure)
        {
            log.LogWarning("The node could not take leave ({Why}); its leases lapse within {Seconds} s", failure.Message, LeaseStore.Length.TotalSeconds);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Beat, time);
        try
        {
            do await BeatAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The tower is stopping.
        }
    }

    private async Task BeatAsync(CancellationToken cancellationToken)
    {
        try
        {
            await clock.LookAsync(cancellationToken);
            // Before it listens these are the addresses it was asked for, and a port may still be 0.
            var address = lifetime.ApplicationStarted.IsCancellationRequested ? server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() : null;
            roster.Others = await store.BeatAsync(node.Value, ProgramVersion.Text, address, _startedAt, cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.LogWarning("The node's heartbeat was not written: {Why}", failure.Message);
        }
    }
}
