using System.Security.Cryptography;
using System.Text;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using RetailTower.Web.Configuration;

namespace RetailTower.Web.Telemetry;

/// <summary>Metrics for Prometheus at <c>/metrics</c>, and traces over OTLP when the standard variable says where to. Neither carries personal data.</summary>
internal static class TowerTelemetry
{
    private const string EngineSource = "RetailTower.Engine", CircuitsSource = "Microsoft.AspNetCore.Components.Server.Circuits";
    private const string OtlpEndpointKey = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("RetailTower"))
            .WithMetrics(metrics => metrics
                .AddMeter(EngineSource, CircuitsSource)
                .AddAspNetCoreInstrumentation()
                .AddRuntimeInstrumentation()
                .AddPrometheusExporter());
        if (string.IsNullOrWhiteSpace(configuration[OtlpEndpointKey])) return;
        telemetry.WithTracing(traces => traces
            .AddSource(EngineSource)
            .AddAspNetCoreInstrumentation()
            .AddOtlpExporter());
    }

    public static void Map(IEndpointRouteBuilder routes, TowerSettings settings)
    {
        var metrics = routes.MapPrometheusScrapingEndpoint("/metrics").AllowAnonymous();
        if (settings.MetricsKey is null) return;
        var expected = SHA256.HashData(Encoding.UTF8.GetBytes($"Bearer {settings.MetricsKey}"));
        metrics.Add(endpoint =>
        {
            var scrape = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = http =>
            {
                // Hashes are of one length, so the comparison tells nothing of the key's.
                var shown = SHA256.HashData(Encoding.UTF8.GetBytes(http.Request.Headers.Authorization.ToString()));
                if (CryptographicOperations.FixedTimeEquals(expected, shown)) return scrape(http);
                http.Response.Headers.WWWAuthenticate = "Bearer realm=\"RetailTower metrics\"";
                return Problems.Problem.Of(StatusCodes.Status401Unauthorized, "Show the key of Tower:Telemetry:MetricsKey as a bearer token.").ExecuteAsync(http);
            };
        });
    }
}
