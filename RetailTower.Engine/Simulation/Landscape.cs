using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RetailTower.Engine.Simulation.Control;
using RetailTower.Engine.Simulation.Core;
using RetailTower.Engine.Simulation.Orders;

namespace RetailTower.Engine.Simulation;

/// <summary>
/// The simulated landscape: foreign systems speaking their own wire protocols on loopback, one port each, and a control face for whoever tests the tower.
/// It shares no code with the connectors, so that one's mistake is not the other's truth.
/// </summary>
public sealed class Landscape : IAsyncDisposable
{
    private const string FaceItem = "landscape.face";
    private readonly WebApplication _host;
    private readonly Surroundings _around;
    private readonly IReadOnlyList<ISimulatedSystem> _systems;
    private readonly OrderTraffic _traffic;
    private readonly StateKeeper? _keeper;

    private Landscape(WebApplication host, Surroundings around, IReadOnlyList<ISimulatedSystem> systems, OrderTraffic traffic, StateKeeper? keeper, Uri address)
    {
        (_host, _around, _systems, _traffic, _keeper) = (host, around, systems, traffic, keeper);
        Address = address;
    }

    /// <summary>Base address of the control face.</summary>
    public Uri Address { get; }

    /// <summary>Starts the landscape; it answers when this returns.</summary>
    /// <exception cref="IOException">A port is taken.</exception>
    public static async Task<Landscape> StartAsync(
        LandscapeOptions options, TimeProvider time, ILoggerFactory logs, CancellationToken cancellationToken)
    {
        var around = Surround(options, time, logs);
        using var state = options.StateFile is { } path ? StateKeeper.Read(path) : null;
        if (state is not null) StateKeeper.RestoreCatalogue(state.RootElement, around.Catalogue);
        var systems = SimulatedSystems.All(around);
        // The empty builder reads no environment and no settings file: the surrounding program's addresses are not the landscape's.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(2));
        var listeners = new ListenOptions[systems.Count + 1];
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Listen(kestrel, new Uri(options.Url), listeners));

        var host = builder.Build();
        var traffic = new OrderTraffic(around, systems);
        var control = new ControlFace(around, systems, traffic, face => AddressOf(listeners[face]));
        var pipelines = new List<RequestDelegate> { Pipeline(host.Services, control.Map, null) };
        foreach (var system in systems) pipelines.Add(Counted(around.Calls, Pipeline(host.Services, system.Map, new FaultEdge(system, around))));
        var log = logs.CreateLogger<Landscape>();
        host.Run(http => AnswerAsync(http, pipelines[(int)http.Features.GetRequiredFeature<IConnectionItemsFeature>().Items[FaceItem]!], log));
        if (state is not null)
        {
            StateKeeper.RestoreSystems(state.RootElement, around, systems);
            traffic.Restore(state.RootElement.GetProperty("traffic"));
        }
        await host.StartAsync(cancellationToken);
        traffic.Open();
        var keeper = options.StateFile is { } file ? new StateKeeper(file, around, systems, traffic.Save) : null;
        keeper?.Start();
        return new Landscape(host, around, systems, traffic, keeper, AddressOf(listeners[0]));
    }

    public async ValueTask DisposeAsync()
    {
        await _traffic.DisposeAsync();
        await _host.StopAsync(CancellationToken.None);
        foreach (var system in _systems.OfType<IAsyncDisposable>()) await system.DisposeAsync();
        await _around.Courier.DisposeAsync();
        _around.Scheduler.Dispose();
        if (_keeper is not null) await _keeper.DisposeAsync();
        await _host.DisposeAsync();
    }

    private static Surroundings Surround(LandscapeOptions options, TimeProvider time, ILoggerFactory logs)
    {
        var log = logs.CreateLogger<Landscape>();
        var dice = new Dice(options.Seed);
        var scheduler = new SimulationScheduler(time, options.Pace, log);
        var faults = new FaultGate(time, dice);
        var courier = new WebhookCourier(scheduler, faults, dice, time, options.Pace, log);
        return new(options, time, new Catalogue(options.OrdersFile is { } file ? OrderFilePlacing.ProductsOf(file) : null), scheduler, faults, courier, dice, logs);
    }

    private static void Listen(KestrelServerOptions kestrel, Uri url, ListenOptions[] listeners)
    {
        var host = IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) ? address : IPAddress.Loopback;
        for (var face = 0; face < listeners.Length; face++)
        {
            var number = face;
            kestrel.Listen(host, url.Port == 0 ? 0 : url.Port + face, listener =>
            {
                listeners[number] = listener;
                // The port tells the system: a client's Host header may name anything.
                listener.Use(next => connection =>
                {
                    connection.Items[FaceItem] = number;
                    return next(connection);
                });
            });
        }
    }

    // The host's own log is off; a defect of a simulator must still be heard.
    private static async Task AnswerAsync(HttpContext http, RequestDelegate pipeline, ILogger log)
    {
        try
        {
            await pipeline(http);
        }
        catch (Exception failure) when (!http.RequestAborted.IsCancellationRequested)
        {
            log.LogError(failure, "The landscape could not answer {Method} {Path}", http.Request.Method, http.Request.Path);
            throw;
        }
    }

    private static RequestDelegate Counted(WireTally tally, RequestDelegate pipeline) => async http =>
    {
        await pipeline(http);
        tally.Count(http.Request.ContentLength ?? 0, http.Response.ContentLength ?? 0);
    };

    private static RequestDelegate Pipeline(IServiceProvider services, Action<IEndpointRouteBuilder> map, FaultEdge? edge)
    {
        var face = new ApplicationBuilder(services);
        if (edge is not null) face.Use(next => http => edge.RunAsync(http, next));
        face.UseRouting();
        face.UseEndpoints(map);
        return face.Build();
    }

    private static Uri AddressOf(ListenOptions listener) =>
        new(string.Create(CultureInfo.InvariantCulture, $"http://{listener.IPEndPoint}"));
}
