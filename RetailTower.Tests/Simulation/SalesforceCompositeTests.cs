using System.Text.Json;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Simulation;

public sealed class SalesforceCompositeTests
{
    [Fact]
    public async Task Later_calls_refer_to_earlier_answers()
    {
        await using var landscape = await RunningLandscape.StartAsync();
        var client = await SalesforceClient.SignInAsync(landscape);

        var answer = await client.SendAsync(HttpMethod.Post, "/composite", """
            {"allOrNone":true,"compositeRequest":[
             {"method":"POST","url":"/services/data/v62.0/sobjects/Account","referenceId":"acc","body":{"Name":"New"}},
             {"method":"POST","url":"/services/data/v62.0/sobjects/Order","referenceId":"ord","body":{"AccountId":"@{acc.id}","EffectiveDate":"2026-01-15","Status":"Draft"}},
             {"method":"GET","url":"/services/data/v62.0/sobjects/Account/@{acc.id}?fields=Name","referenceId":"read"}]}
            """);

        answer.Status.ShouldBe(200);
        var parts = answer.Body.GetProperty("compositeResponse");
        parts.EnumerateArray().Select(p => p.GetProperty("httpStatusCode").GetInt32()).ShouldBe([201, 201, 200]);
        parts[2].GetProperty("body").GetProperty("Name").GetString().ShouldBe("New");
        parts[2].GetProperty("referenceId").GetString().ShouldBe("read");
    }

    [Fact]
    public async Task All_or_none_takes_everything_back_and_without_it_the_good_part_stays()
    {
        await using var landscape = await RunningLandscape.StartAsync();
        var client = await SalesforceClient.SignInAsync(landscape);
        const string Parts = """
            "compositeRequest":[
             {"method":"POST","url":"/services/data/v62.0/sobjects/Account","referenceId":"a","body":{"Name":"Kept?"}},
             {"method":"PATCH","url":"/services/data/v62.0/sobjects/Order/RetailTower_Reference__c/nobody?updateOnly=true","referenceId":"b","body":{"PoNumber":"1"}}]}
            """;

        var none = await client.SendAsync(HttpMethod.Post, "/composite", """{"allOrNone":true,""" + Parts);
        var left = (await client.QueryAsync("SELECT COUNT() FROM Account WHERE Name = 'Kept?'")).Body.GetProperty("totalSize").GetInt32();
        var some = await client.SendAsync(HttpMethod.Post, "/composite", """{"allOrNone":false,""" + Parts);
        var kept = (await client.QueryAsync("SELECT COUNT() FROM Account WHERE Name = 'Kept?'")).Body.GetProperty("totalSize").GetInt32();

        none.Status.ShouldBe(200);
        none.Body.GetProperty("compositeResponse")[0].GetProperty("body")[0].GetProperty("errorCode").GetString().ShouldBe("PROCESSING_HALTED");
        none.Body.GetProperty("compositeResponse")[1].GetProperty("httpStatusCode").GetInt32().ShouldBe(404);
        left.ShouldBe(0);
        some.Body.GetProperty("compositeResponse")[0].GetProperty("httpStatusCode").GetInt32().ShouldBe(201);
        kept.ShouldBe(1);
    }

    [Fact]
    public async Task More_than_25_calls_or_200_records_are_refused()
    {
        await using var landscape = await RunningLandscape.StartAsync();
        var client = await SalesforceClient.SignInAsync(landscape);
        var calls = Enumerable.Range(0, 26).Select(n => new { method = "GET", url = "/services/data/v62.0/limits", referenceId = $"r{n}" });
        var records = Enumerable.Range(0, 201).Select(n => new { attributes = new { type = "Account" }, Name = $"{n}" });

        var composite = await client.SendAsync(HttpMethod.Post, "/composite", JsonSerializer.Serialize(new { compositeRequest = calls }));
        var collection = await client.SendAsync(HttpMethod.Post, "/composite/sobjects", JsonSerializer.Serialize(new { records }));

        composite.Status.ShouldBe(400);
        collection.Status.ShouldBe(400);
    }

    [Fact]
    public async Task A_collection_answers_for_each_record_in_its_order()
    {
        await using var landscape = await RunningLandscape.StartAsync();
        var client = await SalesforceClient.SignInAsync(landscape);
        var (account, _, _) = await client.BasicsAsync();
        await client.SendAsync(HttpMethod.Post, "/sobjects/Order", $$"""{"AccountId":"{{account}}","EffectiveDate":"2026-01-15","Status":"Draft","OrderReferenceNumber":"K-1"}""");

        var answer = await client.SendAsync(HttpMethod.Patch, "/composite/sobjects/Order/RetailTower_Reference__c", """
            {"allOrNone":false,"records":[
             {"attributes":{"type":"Order"},"RetailTower_Reference__c":"K-1","Tower_Status__c":"Received"},
             {"attributes":{"type":"Order"},"RetailTower_Reference__c":"K-1","Tower_Status__c":"Nonsense"},
             {"attributes":{"type":"Order"},"RetailTower_Reference__c":"K-2","Tower_Status__c":"Received"}]}
            """);

        answer.Status.ShouldBe(200);
        answer.Body[0].GetProperty("success").GetBoolean().ShouldBeTrue();
        answer.Body[0].GetProperty("created").GetBoolean().ShouldBeFalse();
        answer.Body[1].GetProperty("errors")[0].GetProperty("statusCode").GetString().ShouldBe("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST");
        answer.Body[2].GetProperty("errors")[0].GetProperty("statusCode").GetString().ShouldBe("REQUIRED_FIELD_MISSING");
        (await landscape.LedgerAsync("salesforce", "K-1")).GetProperty("state").GetString().ShouldBe("Received");
    }
}
