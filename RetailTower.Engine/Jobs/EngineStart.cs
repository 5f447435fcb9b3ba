using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RetailTower.Data.Stores;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Dispatch;
using RetailTower.Engine.Insight;
using RetailTower.Engine.Live;

namespace RetailTower.Engine.Jobs;

/// <summary>Brings the engine up: learns the systems, then starts the jobs, then tells the systems where to send their webhooks.</summary>
public sealed class EngineStart(
    IConfiguration configuration, ConnectorFactory factory, LandscapeDirectory landscapes, ConnectorRegistry registry, LaneStore lanes, LaneWatch watch, BrandStore brandStore, Brands brands, EngineMetrics metrics, ChangeFeed feed,
    RecurringJobs jobs, JobNudger nudger, IServer server, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<EngineStart> log) : BackgroundService
{
    private static readonly TimeSpan LandscapePause = TimeSpan.FromMilliseconds(500), SubscriptionPause = TimeSpan.FromSeconds(5), SubscriptionRenewal = TimeSpan.FromMinutes(5), LaneSampling = TimeSpan.FromSeconds(5);

    private Uri? Landscape => configuration["Tower:Simulation:Url"] is { Length: > 0 } url ? new Uri(url) : null;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var connectors = factory.Build(await SystemsAsync(stoppingToken));
            await lanes.OpenAsync(connectors.Select(connector => connector.System).ToList(), stoppingToken);
            await brandStore.KeepAsync(brands.OfSystem, stoppingToken);
            registry.Fill(connectors);
            jobs.Schedule();
            // A new tower must know the stock before it releases anything.
            jobs.ReadFeeds();
            for (var partition = 0; partition < Partitions.Inbox; partition++) nudger.Inbox(partition);
            foreach (var connector in connectors) nudger.Lane(connector.System);
            await StartedAsync(stoppingToken);
            _ = WatchLanesAsync(stoppingToken);
            await SubscribeAsync(connectors, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The tower is stopping.
        }
    }

    private async Task<IConfigurationSection> SystemsAsync(CancellationToken cancellationToken)
    {
        if (Landscape is not { } landscape) return configuration.GetSection("Tower:Systems");
        while (true)
        {
            try
            {
                return await landscapes.ReadAsync(landscape, cancellationToken);
            }
            catch (HttpRequestException failure)
            {
                log.LogWarning("The landscape at {Landscape} does not answer yet: {Why}", landscape, failure.Message);
                await Task.Delay(LandscapePause, time, cancellationToken);
            }
        }
    }

    private async Task StartedAsync(CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Tries until every system knows the tower, then looks again every few minutes: subscriptions lapse, and some systems drop one at the first refusal. No system waits for another that hangs.</summary>
    private Task SubscribeAsync(IReadOnlyList<IConnector> connectors, CancellationToken cancellationToken)
    {
        var hooks = new Uri(PublicAddress(), "/hooks/");
        return Task.WhenAll(connectors.Select(connector => SubscribeAsync(connector, new Uri(hooks, connector.System), cancellationToken)));
    }

    private async Task SubscribeAsync(IConnector connector, Uri hook, CancellationToken cancellationToken)
    {
        while (true)
        {
            var pause = SubscriptionRenewal;
            try
            {
                if (connector is ISubscribes subscriber) await subscriber.EnsureSubscribedAsync(hook, cancellationToken);
                else if (Landscape is { } landscape) await landscapes.SetOutboundMessageAsync(landscape, hook, cancellationToken);
            }
            catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
            {
                log.LogWarning("{System} could not be subscribed to: {Why}. It is tried again in {Seconds} s", connector.System, failure.Message, SubscriptionPause.TotalSeconds);
                pause = SubscriptionPause;
            }

            await Task.Delay(pause, time, cancellationToken);
        }
    }

    /// <summary>Address under which the systems reach the tower: set, or the one that it listens on.</summary>
    private Uri PublicAddress()
    {
        if (configuration["Tower:PublicUrl"] is { Length: > 0 } set) return new Uri(set);
        var own = server.Features.Get<IServerAddressesFeature>()?.Addresses.First() ?? throw new InvalidOperationException("The server listens nowhere: set Tower:PublicUrl.");
        return new Uri(own.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal).Replace("[::]", "127.0.0.1", StringComparison.Ordinal));
    }

    private async Task WatchLanesAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<LaneGauges> gauges = [];
        metrics.Watch(() => gauges);
        metrics.Watch(feed);
        using var timer = new PeriodicTimer(LaneSampling, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            try
            {
                gauges = await watch.SampleAsync(cancellationToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                log.LogWarning(failure, "The lanes' gauges could not be read");
            }
        }
    }
}
