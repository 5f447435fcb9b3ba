using RetailTower.Engine.Canonical;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Connectors.Salesforce;

namespace RetailTower.Tests.Connectors.Salesforce;

internal static class SalesforceTestSettings
{
    public static readonly SalesforceOptions Options = new()
    {
        BaseAddress = new Uri("https://acme.my.salesforce.com"),
        ClientId = "client",
        ClientSecret = "secret",
        OrganizationId = "00D000000000001AAA",
    };

    public static OutboundCall Call<T>(string operation, T command) => new(1, operation, "key-1", CanonicalJson.Write(command), [], 1);

    public static WriteStatusCommand Status(string number, string status, int minute = 0, int lines = 1) =>
        new(number, status, "All well", "SO-1", new DateTimeOffset(2026, 1, 15, 10, minute, 0, TimeSpan.Zero), [.. Enumerable.Range(1, lines).Select(n => new WriteStatusLine(n, status, 2, 1))]);
}
