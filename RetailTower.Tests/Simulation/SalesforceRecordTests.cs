using System.Text.Json;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Simulation;

public sealed class SalesforceRecordTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sign_in_needs_the_right_secret_and_every_call_a_living_session()
    {
        await using var landscape = await RunningLandscape.StartAsync();
        using var http = await landscape.ClientAsync("salesforce");

        using var refused = await http.PostAsync("/services/oauth2/token", await SalesforceClient.GrantAsync(landscape, "guess"), Stop);
        using var stranger = await http.GetAsync(SalesforceClient.Data + "/limits", Stop);

        ((int)refused.StatusCode).ShouldBe(400);
        (await refused.Content.ReadAsStringAsync(Stop)).ShouldContain("\"error\":\"invalid_client\"");
        ((int)stranger.StatusCode).ShouldBe(401);
        (await stranger.Content.ReadAsStringAsync(Stop)).ShouldBe("""[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]""");
        stranger.Headers.GetValues("Sforce-Limit-Info").Single().ShouldStartWith("api-usage=");
    }

    [Fact]
    public async Task A_session_ends_when_its_time_is_up()
    {
        await using var landscape = await RunningLandscape.StartAsync();
        using (await landscape.Control.PutAsync("/setup/salesforce", new StringContent("""{"tokenSeconds":0}"""), Stop))
        {
            var client = await SalesforceClient.SignInAsync(landscape);

            (await client.SendAsync(HttpMethod.Get, "/limits")).Status.ShouldBe(401);
        }
    }

    [Fact]
    public async Task The_daily_allocation_is_counted_and_its_end_refuses()
    {
        await using var landscape = await RunningLandscape.StartAsync();
        var client = await SalesforceClient.SignInAsync(landscape);
        using var set = await landscape.Control.PutAsync("/setup/salesforce", new StringContent("""{"dailyApiRequests":2}"""), Stop);

        using var first = await client.Http.GetAsync(SalesforceClient.Data + "/limits", Stop);
        await client.SendAsync(HttpMethod.Get, "/limits");
        var third = await client.SendAsync(HttpMethod.Get, "/limits");

        first.Headers.GetValues("Sforce-Limit-Info").Single().ShouldBe("api-usage=1/2");
        third.Status.ShouldBe(403);
        third.Body[0].GetProperty("errorCode").GetString().ShouldBe("REQUEST_LIMIT_EXCEEDED");
    }

    [Fact]
    public async Task An_order_is_drafted_filled_activated_and_then_frozen()
    {
        await using var landscape = await RunningLandscape.StartAsync();
        var client = await SalesforceClient.SignInAsync(landscape);
        var (account, pricebook, entry) = await client.BasicsAsync();

        var order = await client.SendAsync(HttpMethod.Post, "/sobjects/Order", $$"""
            {"AccountId":"{{account}}","Pricebook2Id":"{{pricebook}}","EffectiveDate":"2026-01-15","Status":"Draft","OrderReferenceNumber":"X/1"}
            """);
        var id = order.Body.GetProperty("id").GetString()!;
        var early = await client.SendAsync(HttpMethod.Patch, $"/sobjects/Order/{id}", """{"Status":"Activated"}""");
        var item = await client.SendAsync(HttpMethod.Post, "/sobjects/OrderItem", $$"""{"OrderId":"{{id}}","PricebookEntryId":"{{entry}}","Quantity":3,"UnitPrice":2.5}""");
        var itemId = item.Body.GetProperty("id").GetString()!;
        var activated = await client.SendAsync(HttpMethod.Patch, $"/sobjects/Order/{id}", """{"Status":"Activated"}""");
        var frozen = await client.SendAsync(HttpMethod.Patch, $"/sobjects/OrderItem/{itemId}", """{"Quantity":5}""");
        var custom = await client.SendAsync(HttpMethod.Patch, $"/sobjects/OrderItem/{itemId}", """{"Shipped_Quantity__c":2}""");
        var read = await client.SendAsync(HttpMethod.Get, "/sobjects/Order/RetailTower_Reference__c/X%2F1?fields=Status,TotalAmount,AccountId");

        order.Status.ShouldBe(201);
        order.Body.GetProperty("success").GetBoolean().ShouldBeTrue();
        id.Length.ShouldBe(18);
        CodeOf(early).ShouldBe((400, "FAILED_ACTIVATION"));
        activated.Status.ShouldBe(204);
        CodeOf(frozen).ShouldBe((400, "FIELD_INTEGRITY_EXCEPTION"));
        custom.Status.ShouldBe(204);
        read.Body.GetProperty("TotalAmount").GetRawText().ShouldBe("7.5");
        read.Body.GetProperty("attributes").GetProperty("type").GetString().ShouldBe("Order");
        var entryOfLedger = await landscape.LedgerAsync("salesforce", "X/1");
        entryOfLedger.GetProperty("lines")[0].GetProperty("shipped").GetDecimal().ShouldBe(2);
        entryOfLedger.GetProperty("copies").GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData("POST", "/sobjects/Order", """{"Status":"Draft"}""", 400, "REQUIRED_FIELD_MISSING")]
    [InlineData("POST", "/sobjects/Order", """{"AccountId":"001000000000099","EffectiveDate":"2026-01-15","Status":"Draft"}""", 400, "INVALID_CROSS_REFERENCE_KEY")]
    [InlineData("POST", "/sobjects/Account", """{"Name":"A","Colour":"red"}""", 400, "INVALID_FIELD")]
    [InlineData("POST", "/sobjects/Account", """{"Name":"A","AccountNumber":"12345678901234567890123456789012345678901"}""", 400, "STRING_TOO_LONG")]
    [InlineData("POST", "/sobjects/Account", """{"Name":""", 400, "JSON_PARSER_ERROR")]
    [InlineData("POST", "/sobjects/Unknown", "{}", 404, "NOT_FOUND")]
    [InlineData("PATCH", "/sobjects/Order/{id}", """{"OrderNumber":"1"}""", 400, "INVALID_FIELD_FOR_INSERT_UPDATE")]
    [InlineData("PATCH", "/sobjects/Order/{id}", """{"Tower_Status__c":"Lost"}""", 400, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST")]
    [InlineData("PATCH", "/sobjects/Order/RetailTower_Reference__c/nobody?updateOnly=true", """{"Tower_Status__c":"Received"}""", 404, "NOT_FOUND")]
    [InlineData("PATCH", "/sobjects/Order/Other__c/1", """{"Tower_Status__c":"Received"}""", 404, "NOT_FOUND")]
    [InlineData("PATCH", "/sobjects/Order/RetailTower_Reference__c/1", """{"RetailTower_Reference__c":"1"}""", 400, "INVALID_FIELD")]
    [InlineData("GET", "/query?q=SELEKT+Id+FROM+Order", null, 400, "MALFORMED_QUERY")]
    [InlineData("GET", "/query?q=SELECT+Id+FROM+Order+WHERE+Status+=+%27Draft", null, 400, "MALFORMED_QUERY")]
    [InlineData("GET", "/query?q=SELECT+Colour+FROM+Order", null, 400, "INVALID_FIELD")]
    [InlineData("GET", "/query?q=SELECT+Id+FROM+Unknown", null, 400, "INVALID_TYPE")]
    [InlineData("GET", "/query/01g000000000001AAA-2000", null, 400, "INVALID_QUERY_LOCATOR")]
    public async Task What_the_real_one_refuses_is_refused(string method, string path, string? body, int status, string code)
    {
        await using var landscape = await RunningLandscape.StartAsync();
        var client = await SalesforceClient.SignInAsync(landscape);
        if (path.Contains("{id}", StringComparison.Ordinal)) path = path.Replace("{id}", await OrderIdAsync(landscape, client), StringComparison.Ordinal);

        CodeOf(await client.SendAsync(new HttpMethod(method), path, body)).ShouldBe((status, code));
    }

    [Fact]
    public async Task Upsert_creates_once_then_updates_and_a_second_bearer_of_the_external_id_is_refused()
    {
        await using var landscape = await RunningLandscape.StartAsync();
        var client = await SalesforceClient.SignInAsync(landscape);
        var (account, _, _) = await client.BasicsAsync();
        var fields = $$"""{"AccountId":"{{account}}","EffectiveDate":"2026-01-15","Status":"Draft"}""";

        var created = await client.SendAsync(HttpMethod.Patch, "/sobjects/Order/RetailTower_Reference__c/U-1", fields);
        var updated = await client.SendAsync(HttpMethod.Patch, "/sobjects/Order/RetailTower_Reference__c/U-1", """{"PoNumber":"7"}""");
        var twin = await client.SendAsync(HttpMethod.Post, "/sobjects/Order", fields[..^1] + ""","RetailTower_Reference__c":"U-1"}""");

        (created.Status, created.Body.GetProperty("created").GetBoolean()).ShouldBe((201, true));
        (updated.Status, updated.Body.GetProperty("created").GetBoolean()).ShouldBe((200, false));
        updated.Body.GetProperty("id").GetString().ShouldBe(created.Body.GetProperty("id").GetString());
        CodeOf(twin).ShouldBe((400, "DUPLICATE_VALUE"));
    }

    private static async Task<string> OrderIdAsync(RunningLandscape landscape, SalesforceClient client)
    {
        var reference = (await SalesforceClient.PlaceAsync(landscape, 1))[0];
        var found = await Eventually.UntilAsync(
            async () => (await client.QueryAsync($"SELECT Id FROM Order WHERE RetailTower_Reference__c = '{reference}'")).Body, b => b.GetProperty("totalSize").GetInt32() == 1);
        return found.GetProperty("records")[0].GetProperty("Id").GetString()!;
    }

    private static (int, string?) CodeOf((int Status, JsonElement Body) answer) => (answer.Status, answer.Body[0].GetProperty("errorCode").GetString());
}
