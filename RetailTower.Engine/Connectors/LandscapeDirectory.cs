using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace RetailTower.Engine.Connectors;

/// <summary>
/// Reads from a simulated landscape's control face what an administrator copies out of the real systems' set-up pages (addresses and
/// credentials), and enters there what he would enter in theirs.
/// </summary>
public sealed class LandscapeDirectory(IHttpClientFactory clients)
{
    /// <summary>The landscape's systems as the configuration section that real systems would have.</summary>
    /// <exception cref="HttpRequestException">The landscape does not answer.</exception>
    public async Task<IConfigurationSection> ReadAsync(Uri landscape, CancellationToken cancellationToken)
    {
        using var http = clients.CreateClient(ConnectorFactory.HttpClientName);
        var found = await http.GetFromJsonAsync<Landscape>(landscape, JsonSerializerOptions.Web, cancellationToken)
            ?? throw new HttpRequestException($"The landscape at {landscape} told of no systems.");
        var settings = new Dictionary<string, string?>();
        foreach (var system in found.Systems)
        {
            foreach (var (key, value) in Settings(system)) settings[$"Systems:{system.Name}:{key}"] = value;
        }

        return new ConfigurationBuilder().AddInMemoryCollection(settings).Build().GetSection("Systems");
    }

    /// <summary>Sets the endpoint of the org's Outbound Message, which Salesforce lets only an administrator do.</summary>
    /// <exception cref="HttpRequestException">The landscape does not answer or refuses.</exception>
    public async Task SetOutboundMessageAsync(Uri landscape, Uri endpoint, CancellationToken cancellationToken)
    {
        using var http = clients.CreateClient(ConnectorFactory.HttpClientName);
        using var answer = await http.PutAsJsonAsync(new Uri(landscape, "setup/salesforce"), new { endpointUrl = endpoint.ToString() }, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    private static IEnumerable<(string Key, string Value)> Settings(SimulatedSystem system)
    {
        var credentials = system.Credentials;
        yield return ("BaseAddress", system.BaseAddress);
        switch (system.Name)
        {
            case "salesforce":
                yield return ("Kind", "salesforce");
                yield return ("ClientId", credentials["clientId"]);
                yield return ("ClientSecret", credentials["clientSecret"]);
                yield return ("OrganizationId", credentials["organizationId"]);
                yield return ("FeedInterval", "00:00:30");
                break;
            case "shopify":
                yield return ("Kind", "shopify");
                yield return ("AccessToken", credentials["accessToken"]);
                yield return ("ClientSecret", credentials["clientSecret"]);
                yield return ("ShopDomain", credentials["shopDomain"]);
                yield return ("Locations:dc-east", "DC East");
                yield return ("Locations:dc-west", "DC West");
                yield return ("FeedInterval", "00:00:30");
                break;
            case "business-central":
                yield return ("Kind", "business-central");
                yield return ("Authority", system.BaseAddress);
                yield return ("TenantId", credentials["tenantId"]);
                yield return ("ClientId", credentials["clientId"]);
                yield return ("ClientSecret", credentials["clientSecret"]);
                yield return ("Environment", credentials["environment"]);
                yield return ("CompanyId", credentials["companyId"]);
                yield return ("ClientStates:0", Secret(credentials["clientSecret"]));
                yield return ("FeedInterval", "00:00:30");
                yield return ("FeedGrace", "00:00:05");
                break;
            default:
                yield return ("Kind", "3pl");
                yield return ("ApiKey", credentials["apiKey"]);
                yield return ("WebhookSecrets:0", "whsec_" + Secret(credentials["apiKey"]));
                break;
        }
    }

    /// <summary>The secret that the tower gives to a simulated system: the same after a restart, without a place to keep it.</summary>
    private static string Secret(string seed) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes("retailtower:" + seed)));

    private sealed record Landscape(IReadOnlyList<SimulatedSystem> Systems);

    private sealed record SimulatedSystem(string Name, string BaseAddress, IReadOnlyDictionary<string, string> Credentials);
}
