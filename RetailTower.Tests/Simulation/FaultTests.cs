using System.Net.Http.Json;
using System.Text.Json;
using RetailTower.Engine.Simulation;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Simulation;

public sealed class FaultTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("salesforce", "unavailable", 503, "SERVER_UNAVAILABLE")]
    [InlineData("salesforce", "throttled", 403, "REQUEST_LIMIT_EXCEEDED")]
    [InlineData("salesforce", "reject", 400, "FIELD_CUSTOM_VALIDATION_EXCEPTION")]
    [InlineData("shopify", "unavailable", 503, "errors")]
    [InlineData("shopify", "throttled", 429, "Exceeded")]
    [InlineData("shopify", "reject", 422, "errors")]
    public async Task A_system_fails_in_its_own_words(string system, string kind, int status, string word)
    {
        await using var landscape = await RunningLandscape.StartAsync();
        await FailAsync(landscape, system, kind);

        var (answered, body) = system == "salesforce"
            ? await (await SignedInBeforeAsync(landscape)).SendAsync(HttpMethod.Patch, "/sobjects/Order/RetailTower_Reference__c/x", "{}")
            : await (await ShopifyClient.OpenAsync(landscape)).SendAsync(HttpMethod.Post, "fulfillments.json", "{}");

        answered.ShouldBe(status);
        body.ToString().ShouldContain(word);
    }

    [Fact]
    public async Task A_refusal_of_business_leaves_reading_alone()
    {
        await using var landscape = await RunningLandscape.StartAsync();
        await FailAsync(landscape, "shopify", "reject");

        (await (await ShopifyClient.OpenAsync(landscape)).GetAsync("locations.json")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Accept_then_drop_does_the_work_and_cuts_the_connection()
    {
        await using var landscape = await RunningLandscape.StartAsync();
        var salesforce = await SalesforceClient.SignInAsync(landscape);
        await FailAsync(landscape, "salesforce", "accept-then-drop");

        await Should.ThrowAsync<HttpRequestException>(() => salesforce.SendAsync(HttpMethod.Post, "/sobjects/Account", """{"Name":"Dropped"}"""));

        using var end = await landscape.Control.DeleteAsync("/faults", Stop);
        (await salesforce.QueryAsync("SELECT COUNT() FROM Account WHERE Name = 'Dropped'")).Body.GetProperty("totalSize").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_timeout_never_answers()
    {
        await using var landscape = await RunningLandscape.StartAsync();
        var shop = await ShopifyClient.OpenAsync(landscape);
        await FailAsync(landscape, "shopify", "timeout");
        shop.Http.Timeout = TimeSpan.FromMilliseconds(300);

        await Should.ThrowAsync<OperationCanceledException>(() => shop.GetAsync("locations.json"));
    }

    [Fact]
    public async Task Faults_of_all_systems_are_listed_and_cleared()
    {
        await using var landscape = await RunningLandscape.StartAsync();
        await FailAsync(landscape, "*", "slow");

        var listed = await landscape.Control.GetFromJsonAsync<JsonElement>("/faults", Stop);
        using var end = await landscape.Control.DeleteAsync("/faults", Stop);
        var cleared = await landscape.Control.GetFromJsonAsync<JsonElement>("/faults", Stop);

        listed.GetArrayLength().ShouldBe(5);
        listed[0].GetProperty("kind").GetString().ShouldBe("slow");
        cleared.GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Webhooks_that_are_held_back_are_overtaken()
    {
        await using var landscape = await RunningLandscape.StartAsync();
        await using var tower = await Listener.StartAsync();
        var shop = await ShopifyClient.OpenAsync(landscape);
        await shop.SubscribeAsync("orders/create", tower.Address);
        await FailAsync(landscape, "shopify", "reorder-webhooks", 0.5);

        await shop.PlaceAsync(landscape, 40, 1);
        var heard = await tower.UntilAsync(all => all.Count >= 40);

        var names = heard.Select(h => JsonSerializer.Deserialize<JsonElement>(h.Body).GetProperty("order_number").GetInt64()).ToList();
        names.ShouldBeUnique();
        names.SequenceEqual(names.Order()).ShouldBeFalse();
    }

    [Fact]
    public async Task Customers_order_by_themselves_once_somebody_listens_and_some_change_their_mind()
    {
        await using var landscape = await RunningLandscape.StartAsync(new LandscapeOptions { Pace = 0, DemoOrdersPerMinute = 60_000 });
        await using var tower = await Listener.StartAsync();
        var shop = await ShopifyClient.OpenAsync(landscape);
        (await landscape.Control.GetFromJsonAsync<JsonElement>("/ledger", Stop)).GetArrayLength().ShouldBe(0);

        await shop.SubscribeAsync("orders/updated", tower.Address);
        await shop.SubscribeAsync("orders/create", tower.Address);
        using var heard = await landscape.Control.PutAsJsonAsync("/setup/salesforce", new { endpointUrl = new Uri(tower.Address, "/sf") }, Stop);

        await tower.UntilAsync(all => all.Any(h => h.Path == "/sf") && all.Any(h => h.Headers.GetValueOrDefault("X-Shopify-Topic") == "orders/updated"));
        var ledger = await landscape.Control.GetFromJsonAsync<JsonElement[]>("/ledger", Stop);
        ledger!.Select(e => e.GetProperty("system").GetString()).Distinct().Order().ShouldBe(["salesforce", "shopify"]);
    }

    private static async Task FailAsync(RunningLandscape landscape, string system, string kind, double share = 1)
    {
        using var answer = await landscape.Control.PostAsJsonAsync("/faults", new { system, kind, share, seconds = 60 }, Stop);
        answer.EnsureSuccessStatusCode();
    }

    // The faults strike signing in as well, so it is done in a pause.
    private static async Task<SalesforceClient> SignedInBeforeAsync(RunningLandscape landscape)
    {
        var faults = await landscape.Control.GetFromJsonAsync<JsonElement>("/faults", Stop);
        using var pause = await landscape.Control.DeleteAsync("/faults", Stop);
        var client = await SalesforceClient.SignInAsync(landscape);
        foreach (var fault in faults.EnumerateArray()) await FailAsync(landscape, "salesforce", fault.GetProperty("kind").GetString()!);
        return client;
    }
}
