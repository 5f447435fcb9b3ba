using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using RetailTower.Engine.Simulation;
using Xunit;

namespace RetailTower.Tests.Simulation.BusinessCentral;

/// <summary>What came back, read once.</summary>
public sealed record ErpAnswer(HttpStatusCode Status, JsonElement Body, HttpResponseHeaders Headers)
{
    public string? Code => Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty("error", out var error) ? error.GetProperty("code").GetString() : null;

    public string Message => Body.GetProperty("error").GetProperty("message").GetString()!;

    public string Tag => Body.GetProperty("@odata.etag").GetString()!;

    public string Id => Body.GetProperty("id").GetString()!;

    public string Text(string name) => Body.GetProperty(name).ToString();

    public JsonElement[] Value => [.. Body.GetProperty("value").EnumerateArray()];
}

/// <summary>Speaks API v2.0 to the landscape's ERP, signed in.</summary>
public sealed class ErpCaller : IAsyncDisposable
{
    private readonly HttpClient _client;
    private readonly JsonElement _system;

    private ErpCaller(RunningLandscape landscape, JsonElement system)
    {
        (Landscape, _system) = (landscape, system);
        _client = new HttpClient { BaseAddress = new Uri(system.GetProperty("baseAddress").GetString()!) };
    }

    public RunningLandscape Landscape { get; }

    public string Api => $"/v2.0/{Credential("tenantId")}/production/api/v2.0";

    public string Company => $"companies({Credential("companyId")})";

    public static async Task<ErpCaller> StartAsync(Func<LandscapeOptions, LandscapeOptions>? with = null, TimeProvider? time = null)
    {
        var options = new LandscapeOptions { Pace = 0 };
        var landscape = await RunningLandscape.StartAsync(with?.Invoke(options) ?? options, time);
        var caller = new ErpCaller(landscape, await landscape.SystemAsync("business-central"));
        await caller.SignInAsync();
        return caller;
    }

    public string Credential(string name) => _system.GetProperty("credentials").GetProperty(name).GetString()!;

    public async Task SignInAsync()
    {
        var token = await TokenAsync([]);
        _client.DefaultRequestHeaders.Authorization = new("Bearer", token.Body.GetProperty("access_token").GetString());
    }

    public void SignOut() => _client.DefaultRequestHeaders.Authorization = null;

    public Task<ErpAnswer> TokenAsync(Dictionary<string, string> instead)
    {
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = Credential("clientId"),
            ["client_secret"] = Credential("clientSecret"),
            ["scope"] = "https://api.businesscentral.dynamics.com/.default",
        };
        foreach (var (name, value) in instead) form[name] = value;
        return SendAsync(new HttpRequestMessage(HttpMethod.Post, $"/{Credential("tenantId")}/oauth2/v2.0/token") { Content = new FormUrlEncodedContent(form) });
    }

    /// <summary>A request below the company; the path may carry a query.</summary>
    public Task<ErpAnswer> CallAsync(string method, string path, object? body = null, string? ifMatch = null, params (string Name, string Value)[] headers) =>
        CallApiAsync(method, $"{Company}/{path}", body, ifMatch, headers);

    /// <summary>A request below the API's base.</summary>
    public Task<ErpAnswer> CallApiAsync(string method, string path, object? body = null, string? ifMatch = null, params (string Name, string Value)[] headers) =>
        CallUrlAsync(method, $"{Api}/{path}", body, ifMatch, headers);

    public Task<ErpAnswer> CallUrlAsync(string method, string url, object? body = null, string? ifMatch = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), url);
        if (body is not null) request.Content = JsonContent.Create(body);
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return SendAsync(request);
    }

    public Task<ErpAnswer> OrderAsync(string reference, string customer = "C-1001", params (string Sku, decimal Quantity)[] lines) => CallAsync("POST", "salesOrders", new
    {
        externalDocumentNumber = reference,
        customerNumber = customer,
        salesOrderLines = (lines.Length > 0 ? lines : [("85123A", 6m)]).Select((l, i) => new
        {
            sequence = 10000 * (i + 1), lineType = "Item", lineObjectNumber = l.Sku, quantity = l.Quantity,
        }),
    });

    /// <summary>The order once the ERP has reviewed it, with its lines.</summary>
    public Task<ErpAnswer> ReviewedAsync(string id) => Eventually.UntilAsync(
        () => CallAsync("GET", $"salesOrders({id})?$expand=salesOrderLines"), order => order.Text("status") == "Open");

    public async Task<ErpAnswer> SendAsync(HttpRequestMessage request)
    {
        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        var bytes = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        return new ErpAnswer(response.StatusCode, bytes.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(bytes), response.Headers);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Landscape.DisposeAsync();
    }
}
