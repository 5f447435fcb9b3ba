using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using RetailTower.Engine.Connectors.BusinessCentral;
using RetailTower.Engine.Connectors.Salesforce;
using RetailTower.Engine.Connectors.Shopify;
using RetailTower.Engine.Connectors.ThreePl;

namespace RetailTower.Engine.Connectors;

/// <summary>Builds a connector for each system of a configuration section: its key is the system's name, its <c>Kind</c> says what it is.</summary>
public sealed class ConnectorFactory(IHttpClientFactory clients, TimeProvider time, ILoggerFactory logs)
{
    /// <summary>Name of the HTTP clients: keep-alive, no redirects, no retries of their own.</summary>
    public const string HttpClientName = "connectors";

    private static readonly string[] Kinds = ["salesforce", "shopify", "business-central", "3pl"];

    /// <summary>Every problem of the section at once, each naming the key and the mend.</summary>
    public static IEnumerable<string> Validate(IConfigurationSection systems)
    {
        foreach (var system in systems.GetChildren())
        {
            var problems = system["Kind"] switch
            {
                "salesforce" => Read<SalesforceOptions>(system).Validate(system.Path),
                "shopify" => Read<ShopifyOptions>(system).Validate(system.Path),
                "business-central" => Read<BusinessCentralOptions>(system).Validate(system.Path),
                "3pl" => Read<ThreePlOptions>(system).Validate(system.Path),
                var kind => [$"{system.Path}:Kind is '{kind}'; set it to one of {string.Join(", ", Kinds)}."],
            };
            foreach (var problem in problems) yield return problem;
        }
    }

    /// <exception cref="InvalidOperationException">A system's kind is not known; <see cref="Validate"/> tells so beforehand.</exception>
    public IReadOnlyList<IConnector> Build(IConfigurationSection systems) => systems.GetChildren().Select(system =>
    {
        var http = clients.CreateClient(HttpClientName);
        return system["Kind"] switch
        {
            "salesforce" => (IConnector)new SalesforceConnector(system.Key, Read<SalesforceOptions>(system), http, time, logs.CreateLogger<SalesforceConnector>()),
            "shopify" => new ShopifyConnector(system.Key, Read<ShopifyOptions>(system), http, time, logs.CreateLogger<ShopifyConnector>()),
            "business-central" => new BusinessCentralConnector(system.Key, Read<BusinessCentralOptions>(system), http, time, logs.CreateLogger<BusinessCentralConnector>()),
            "3pl" => new ThreePlConnector(system.Key, Read<ThreePlOptions>(system), http, time, logs.CreateLogger<ThreePlConnector>()),
            var kind => throw new InvalidOperationException($"{system.Path}:Kind is '{kind}'."),
        };
    }).ToList();

    private static T Read<T>(IConfigurationSection system) => system.Get<T>() ?? throw new InvalidOperationException($"{system.Path} is empty.");
}
