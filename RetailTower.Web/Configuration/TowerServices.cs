using RetailTower.Data;
using RetailTower.Data.Queries;
using RetailTower.Engine;
using RetailTower.Web.Api;
using RetailTower.Web.Authentication;
using RetailTower.Web.Components.Layout;
using RetailTower.Web.Drills;
using RetailTower.Web.Health;
using RetailTower.Web.Hooks;
using RetailTower.Web.Model;
using RetailTower.Web.Problems;
using RetailTower.Web.Telemetry;
using RetailTower.Web.Wall;

namespace RetailTower.Web.Configuration;

/// <summary>Everything the tower consists of, in one visible list.</summary>
internal static class TowerServices
{
    /// <summary>Bytes that a browser may send at once: a message that someone changes by hand comes back whole.</summary>
    private const long LargestInput = 512 * 1024;

    public static void Add(WebApplicationBuilder builder, TowerSettings settings)
    {
        var services = builder.Services;
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        services.AddSingleton(settings);
        // Together with what follows it, a stop takes less than ten seconds whatever hangs.
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(8));
        services.AddTowerData(settings.Database);
        services.AddSingleton<DatabaseProbe>();
        services.AddSingleton<DrillRoom>();
        services.AddHostedService(provider => provider.GetRequiredService<DrillRoom>());
        services.AddSingleton<InboxLookup>();
        services.AddTowerEngine(builder.Configuration);
        services.AddSingleton<BodyRoom>();
        services.AddSingleton<HookEndpoint>();
        services.AddSingleton<SubmitOrder>();
        services.AddSingleton<OrderStatusAnswer>();
        services.AddSingleton<WallDoor>();
        services.AddSingleton<WallEndpoints>();
        TowerAuthentication.Add(services);
        services.AddExceptionHandler<FailureAnswer>();
        services.AddProblemDetails();
        HealthEndpoints.Add(services);
        TowerTelemetry.Add(services, builder.Configuration);
        services.AddShell();
        services.AddScoped<IOmniboxSource, OrderOmniboxSource>();
        services.AddRazorComponents().AddInteractiveServerComponents().AddHubOptions(hub => hub.MaximumReceiveMessageSize = LargestInput);
    }
}
