using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using RetailTower.Engine.Connectors;
using RetailTower.Tests.Simulation;

namespace RetailTower.Tests.Host;

/// <summary>Calls the tower's hook as a distribution centre does, with any defect that a test asks for.</summary>
internal sealed class SimulatedCentre(HttpClient http, byte[] secret)
{
    public const string Hook = "/hooks/dc-east";

    /// <summary>Waits until the tower knows its systems, and takes over the secret that it gave to the centre.</summary>
    public static async Task<SimulatedCentre> OfAsync(TowerHost host, CancellationToken cancellationToken)
    {
        await host.ConnectedAsync();
        using var control = new HttpClient { BaseAddress = host.Tower.LandscapeAddress };
        var landscape = await control.GetFromJsonAsync<JsonElement>("/", cancellationToken);
        var centre = landscape.GetProperty("systems").EnumerateArray().Single(system => system.GetProperty("name").GetString() == "dc-east");
        var key = centre.GetProperty("credentials").GetProperty("apiKey").GetString();
        return new SimulatedCentre(host.Client(), SHA256.HashData(Encoding.UTF8.GetBytes("retailtower:" + key)));
    }

    public Task<HttpResponseMessage> SendAsync(string body, CancellationToken cancellationToken, string? id = null, Action<HttpRequestMessage>? spoil = null)
    {
        id ??= $"msg_{Guid.NewGuid():N}";
        var at = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, Hook) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", $"{at}");
        request.Headers.Add("webhook-signature", $"v1,{Convert.ToBase64String(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"{id}.{at}.{body}")))}");
        spoil?.Invoke(request);
        return http.SendAsync(request, cancellationToken);
    }
}

internal static class HostConditions
{
    /// <summary>Waits until the tower knows its systems.</summary>
    public static Task ConnectedAsync(this TowerHost host)
    {
        var connectors = host.Tower.Services.GetRequiredService<ConnectorRegistry>();
        return Eventually.UntilAsync(() => Task.FromResult(connectors.All.Count), count => count > 0);
    }
}
