using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using RetailTower.Engine.Simulation;
using Xunit;

namespace RetailTower.Tests.Simulation.ThreePl;

/// <summary>What came back, read once.</summary>
public sealed record CentreAnswer(HttpStatusCode Status, JsonElement Body, HttpResponseHeaders Headers, string? ContentType)
{
    public string Id => Text("id");

    public string Text(string name) => Body.GetProperty(name).ToString();

    public JsonElement[] List(string name) => [.. Body.GetProperty(name).EnumerateArray()];
}

/// <summary>Speaks the 3PL protocol to one centre of a landscape.</summary>
public sealed class CentreCaller : IAsyncDisposable
{
    public const string Secret = "whsec_cmV0YWlsdG93ZXItdGVzdC1zZWNyZXQtMDEyMw==";

    private CentreCaller(RunningLandscape landscape, HttpClient client) => (Landscape, Client) = (landscape, client);

    public RunningLandscape Landscape { get; }

    public HttpClient Client { get; }

    public static async Task<CentreCaller> StartAsync(Func<LandscapeOptions, LandscapeOptions>? with = null, string centre = "dc-east")
    {
        var options = new LandscapeOptions { Pace = 0, ShortPickShare = 0, SeveralParcelsShare = 0 };
        var landscape = await RunningLandscape.StartAsync(with?.Invoke(options) ?? options);
        var client = await landscape.ClientAsync(centre);
        client.DefaultRequestHeaders.Authorization = new("Bearer", await landscape.CredentialAsync(centre, "apiKey"));
        return new CentreCaller(landscape, client);
    }

    public static object Order(string reference, string release = "1", params (string Sku, int Quantity)[] lines) => new
    {
        reference,
        release,
        requestedDeliveryDate = "2026-12-01",
        shipTo = new { name = "Ann Other", line1 = "1 High Street", line2 = "", city = "London", postcode = "EC1A 1BB", country = "GB" },
        lines = (lines.Length > 0 ? lines : [("85123A", 6)]).Select((l, i) => new { line = $"{i + 1}", sku = l.Sku, quantity = l.Quantity }),
    };

    public Task<CentreAnswer> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    public Task<CentreAnswer> PostAsync(string path, object body, string? key) => SendAsync(Request(HttpMethod.Post, path, JsonContent.Create(body), key));

    public Task<CentreAnswer> ReleaseAsync(string reference, string release = "1", params (string Sku, int Quantity)[] lines) =>
        PostAsync("/v1/fulfilment-orders", Order(reference, release, lines), $"{reference}/{release}");

    public Task<CentreAnswer> ListenAsync(WebhookReceiver receiver, string secret = Secret) =>
        SendAsync(Request(HttpMethod.Put, "/v1/webhook-endpoints/tower", JsonContent.Create(new { url = receiver.Url, secret }), null));

    public static HttpRequestMessage Request(HttpMethod method, string path, HttpContent content, string? key)
    {
        var request = new HttpRequestMessage(method, path) { Content = content };
        if (key is not null) request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return request;
    }

    public async Task<CentreAnswer> SendAsync(HttpRequestMessage request)
    {
        using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        return new CentreAnswer(response.StatusCode, body, response.Headers, response.Content.Headers.ContentType?.MediaType);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Landscape.DisposeAsync();
    }
}
