using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Xunit;

namespace RetailTower.Tests.Simulation;

/// <summary>Speaks the Shopify Admin API with nothing but an HTTP client.</summary>
internal sealed class ShopifyClient(HttpClient http)
{
    public const string Root = "/admin/api/2026-04/";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public HttpClient Http => http;

    public static async Task<ShopifyClient> OpenAsync(RunningLandscape landscape)
    {
        var http = await landscape.ClientAsync("shopify");
        http.DefaultRequestHeaders.Add("X-Shopify-Access-Token", await landscape.CredentialAsync("shopify", "accessToken"));
        return new(http);
    }

    public async Task<(int Status, JsonElement Body)> SendAsync(HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, Root + path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request, Stop);
        return ((int)response.StatusCode, JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(Stop)));
    }

    public Task<(int Status, JsonElement Body)> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public async Task SubscribeAsync(string topic, Uri address)
    {
        var answer = await SendAsync(HttpMethod.Post, "webhooks.json", $$$"""{"webhook":{"topic":"{{{topic}}}","address":"{{{address}}}","format":"json"}}""");
        if (answer.Status != 201) throw new InvalidOperationException(answer.Body.ToString());
    }

    /// <summary>Places orders through the control face and returns those that the shop took.</summary>
    public async Task<IReadOnlyList<JsonElement>> PlaceAsync(RunningLandscape landscape, int count, int lines = 2)
    {
        using var answer = await landscape.Control.PostAsJsonAsync("/place", new { count = 2 * count, rate = 10_000, lines }, Stop);
        var body = await Eventually.UntilAsync(
            async () => (await GetAsync("orders.json?limit=250&order=created_at+asc")).Body, b => b.GetProperty("orders").GetArrayLength() >= Math.Min(count, 250));
        return [.. body.GetProperty("orders").EnumerateArray()];
    }
}
