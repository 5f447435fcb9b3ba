using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using RetailTower.Data.Model;
using RetailTower.Data.Stores;
using RetailTower.Tests.Simulation;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Host;

public sealed class ApiTests(SimulatingTower tower) : IClassFixture<SimulatingTower>
{
    private const string Orders = "/api/v1/orders";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_good_order_is_accepted_and_can_be_followed()
    {
        using var client = await ClientAsync();

        var answer = await SubmitAsync(client, Order("API-1"));

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        answer.Headers.Location!.ToString().ShouldBe($"{Orders}/API-1");
        var order = await Eventually.UntilAsync(
            () => client.GetFromJsonAsync<JsonElement>($"{Orders}/API-1", Cancelled), status => status.GetProperty("status").GetString() != "accepted");
        order.GetProperty("reference").GetString().ShouldBe("API-1");
        order.GetProperty("lines").GetArrayLength().ShouldBe(1);
        order.ToString().ShouldNotContain("Elm Street");
    }

    [Fact]
    public async Task An_unchanged_order_is_not_sent_again()
    {
        using var client = await ClientAsync();
        await SubmitAsync(client, Order("API-2", customer: "C-UNKNOWN"));
        await Eventually.UntilAsync(
            async () =>
            {
                var first = await client.GetAsync($"{Orders}/API-2", Cancelled);
                var again = new HttpRequestMessage(HttpMethod.Get, $"{Orders}/API-2");
                again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
                return (await client.SendAsync(again, Cancelled)).StatusCode;
            },
            status => status == HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task The_same_key_stores_the_same_order_once_and_refuses_another()
    {
        using var client = await ClientAsync();

        (await SubmitAsync(client, Order("API-3"), "\"key-3\"")).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await SubmitAsync(client, Order("API-3"), "key-3")).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var other = await SubmitAsync(client, Order("API-4"), "key-3");

        other.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await client.GetAsync($"{Orders}/API-4", Cancelled)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("with space")]
    public async Task A_key_that_cannot_be_one_is_refused(string key)
    {
        using var client = await ClientAsync();

        (await SubmitAsync(client, Order("API-5"), key)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Everything_wrong_with_an_order_is_told_with_its_place()
    {
        using var client = await ClientAsync();
        const string Bad = """
            {"number":"API-6","customerNumber":7,"customerName":" ","currency":"pounds","placedAt":"yesterday","requestedDelivery":"15.01.2026","colour":"red",
             "shipTo":{"name":"Ann","city":"Leeds","country":"GB"},
             "lines":[{"sku":"85123A","quantity":0,"unitPrice":2.55},{"lineNo":1,"sku":"85123A","quantity":"two","unitPrice":0.00001},7]}
            """;

        var answer = await SubmitAsync(client, Bad);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
        problem.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("pointer").GetString()).ShouldBe(
            ["#/customerNumber", "#/customerName", "#/currency", "#/placedAt", "#/requestedDelivery", "#/colour", "#/shipTo/street",
             "#/lines/0/quantity", "#/lines/1/lineNo", "#/lines/1/quantity", "#/lines/1/unitPrice", "#/lines/2"],
            ignoreOrder: true);
    }

    [Theory]
    [InlineData("{", HttpStatusCode.BadRequest)]
    [InlineData("[]", HttpStatusCode.BadRequest)]
    [InlineData("""{"number":"A","number":"B"}""", HttpStatusCode.BadRequest)]
    public async Task What_is_no_order_at_all_is_refused(string body, HttpStatusCode status)
    {
        using var client = await ClientAsync();

        (await SubmitAsync(client, body)).StatusCode.ShouldBe(status);
    }

    [Fact]
    public async Task Another_content_type_and_a_longer_body_are_refused()
    {
        using var client = await ClientAsync();

        (await client.PostAsync(Orders, new StringContent("<order/>", Encoding.UTF8, "text/xml"), Cancelled)).StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await SubmitAsync(client, new string(' ', SimulatingTower.BodyLimit + 1))).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Without_a_valid_key_nothing_is_taken()
    {
        await tower.Host.ConnectedAsync();
        using var stranger = tower.Host.Client();
        var answer = await SubmitAsync(stranger, Order("API-7"));
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        answer.Headers.WwwAuthenticate.ToString().ShouldStartWith("Bearer");
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");

        stranger.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "rt_guess");
        (await SubmitAsync(stranger, Order("API-7"))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_persons_cookie_does_not_open_the_api()
    {
        using var browser = tower.Host.Client();
        await browser.SubmitAsync("/sign-in", "alma", Cancelled);

        (await browser.GetAsync($"{Orders}/API-1", Cancelled)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_client_does_only_what_its_scopes_allow_and_sees_only_its_own_system()
    {
        using var owner = await ClientAsync();
        await SubmitAsync(owner, Order("API-8"));
        const string Key = "rt_reader";
        await tower.Host.Tower.Services.GetRequiredService<ApiClientStore>().SaveAsync(
            new ApiClient
            {
                Name = "reader", System = "business-central", Scopes = "orders:read", CreatedAt = DateTimeOffset.UtcNow,
                KeyHash = System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(Key)),
            },
            Cancelled);
        using var reader = tower.Host.Client();
        reader.DefaultRequestHeaders.Add("X-Api-Key", Key);

        (await SubmitAsync(reader, Order("API-9"))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await reader.GetAsync($"{Orders}/API-8", Cancelled)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await owner.GetAsync($"{Orders}/API-8", Cancelled)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private async Task<HttpClient> ClientAsync()
    {
        await tower.Host.ConnectedAsync();
        var client = tower.Host.Client();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", tower.ApiKey);
        return client;
    }

    private static Task<HttpResponseMessage> SubmitAsync(HttpClient client, string body, string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Orders) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (key is not null) request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return client.SendAsync(request, Cancelled);
    }

    private static string Order(string number, string customer = "C10001") => $$"""
        {"number":"{{number}}","customerNumber":"{{customer}}","customerName":"Ann","currency":"GBP",
         "shipTo":{"name":"Ann","street":"1 Elm Street","city":"Leeds","postalCode":"LS1","country":"GB"},
         "lines":[{"sku":"85123A","quantity":2,"unitPrice":2.55}]}
        """;
}
