using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Xunit;

namespace RetailTower.Tests.Simulation;

/// <summary>Speaks the Salesforce REST API with nothing but an HTTP client.</summary>
internal sealed class SalesforceClient(HttpClient http)
{
    public const string Data = "/services/data/v62.0";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public HttpClient Http => http;

    public static async Task<SalesforceClient> SignInAsync(RunningLandscape landscape)
    {
        var http = await landscape.ClientAsync("salesforce");
        using var answer = await http.PostAsync("/services/oauth2/token", await GrantAsync(landscape), Stop);
        var token = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(Stop);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.GetProperty("access_token").GetString());
        return new(http);
    }

    public static async Task<FormUrlEncodedContent> GrantAsync(RunningLandscape landscape, string? secret = null) => new(new Dictionary<string, string>
    {
        ["grant_type"] = "client_credentials",
        ["client_id"] = await landscape.CredentialAsync("salesforce", "clientId"),
        ["client_secret"] = secret ?? await landscape.CredentialAsync("salesforce", "clientSecret"),
    });

    public async Task<(int Status, JsonElement Body)> SendAsync(HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path.StartsWith("/services", StringComparison.Ordinal) ? path : Data + path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request, Stop);
        var text = await response.Content.ReadAsStringAsync(Stop);
        return ((int)response.StatusCode, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text));
    }

    public Task<(int Status, JsonElement Body)> QueryAsync(string soql) => SendAsync(HttpMethod.Get, "/query?q=" + Uri.EscapeDataString(soql));

    /// <summary>The only record of a query.</summary>
    public async Task<JsonElement> OneAsync(string soql) => (await QueryAsync(soql)).Body.GetProperty("records").EnumerateArray().Single();

    /// <summary>Places orders through the control face and returns the references that are Salesforce's.</summary>
    public static async Task<IReadOnlyList<string>> PlaceAsync(RunningLandscape landscape, int count, int lines = 3)
    {
        using var answer = await landscape.Control.PostAsJsonAsync("/place", new { count = 2 * count, rate = 10_000, lines }, Stop);
        var placed = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(Stop);
        return [.. placed.GetProperty("references").EnumerateArray().Select(r => r.GetString()!).Where(r => r.StartsWith("SF-", StringComparison.Ordinal)).Take(count)];
    }

    /// <summary>The id and access that an order of one's own needs: account, pricebook and a pricebook entry of the SKU.</summary>
    public async Task<(string AccountId, string PricebookId, string EntryId)> BasicsAsync(string sku = "85123A")
    {
        var account = await OneAsync("SELECT Id FROM Account WHERE AccountNumber = 'C-1001'");
        var entry = await OneAsync($"SELECT Id, Pricebook2Id FROM PricebookEntry WHERE ProductCode = '{sku}'");
        return (account.GetProperty("Id").GetString()!, entry.GetProperty("Pricebook2Id").GetString()!, entry.GetProperty("Id").GetString()!);
    }
}
