using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Connectors.Salesforce;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Connectors.Salesforce;

public sealed class SalesforceStatusTests
{
    [Fact]
    public async Task A_batch_writes_lines_and_orders_by_their_external_ids()
    {
        using var http = Org(Succeed);
        var outcomes = await SendAsync(http, SalesforceTestSettings.Status("SF-1", "Confirmed", lines: 150), SalesforceTestSettings.Status("SF-2", "Shipped", lines: 150));
        outcomes.ShouldAllBe(outcome => outcome is CallOutcome.Done);
        var patches = http.Asked.Where(asked => asked.Method == "PATCH").ToList();
        patches.Select(asked => (asked.Address.AbsolutePath, Records(asked).Count)).ShouldBe([
            ("/services/data/v62.0/composite/sobjects/OrderItem/RetailTower_Line__c", 200),
            ("/services/data/v62.0/composite/sobjects/OrderItem/RetailTower_Line__c", 100),
            ("/services/data/v62.0/composite/sobjects/Order/RetailTower_Reference__c", 2)]);
        Records(patches[0])[0].GetRawText().ShouldBe("""{"attributes":{"type":"OrderItem"},"RetailTower_Line__c":"SF-1-1","Tower_Line_Status__c":"Confirmed","Shipped_Quantity__c":2,"Invoiced_Quantity__c":1}""");
        Records(patches[2])[0].GetRawText().ShouldBe(
            """{"attributes":{"type":"Order"},"RetailTower_Reference__c":"SF-1","Tower_Status__c":"Confirmed","Tower_Status_Detail__c":"All well","Tower_Updated_At__c":"2026-01-15T10:00:00.000\u002B0000","ERP_Order_Number__c":"SO-1"}""");
    }

    [Fact]
    public async Task An_older_status_is_never_written_beside_a_newer_one()
    {
        using var http = Org(Succeed);
        var outcomes = await SendAsync(http, SalesforceTestSettings.Status("SF-1", "Shipped", minute: 9), SalesforceTestSettings.Status("SF-1", "Confirmed", minute: 3));
        outcomes.ShouldAllBe(outcome => outcome is CallOutcome.Done);
        outcomes[1].ShouldBeOfType<CallOutcome.Done>().Summary.ShouldContain("overtaken by Shipped");
        Records(http.Asked[^1]).ShouldHaveSingleItem().GetProperty("Tower_Status__c").GetString().ShouldBe("Shipped");
    }

    [Theory]
    [InlineData("NOT_FOUND", typeof(CallOutcome.Rejected))]
    [InlineData("REQUIRED_FIELD_MISSING", typeof(CallOutcome.Rejected))]
    [InlineData("FIELD_CUSTOM_VALIDATION_EXCEPTION", typeof(CallOutcome.Rejected))]
    [InlineData("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", typeof(CallOutcome.Failed))]
    [InlineData("UNABLE_TO_LOCK_ROW", typeof(CallOutcome.Retry))]
    public async Task A_refused_order_has_its_own_outcome_and_the_rest_goes_on(string code, Type outcome)
    {
        using var http = Org((asked, i) => asked.Address.AbsolutePath.Contains("/Order/", StringComparison.Ordinal) && i == 0 ? Error(code) : """{"success":true,"errors":[]}""");
        var outcomes = await SendAsync(http, SalesforceTestSettings.Status("SF-1", "Confirmed"), SalesforceTestSettings.Status("SF-2", "Confirmed"));
        outcomes[0].ShouldBeOfType(outcome);
        outcomes[1].ShouldBeOfType<CallOutcome.Done>();
    }

    [Fact]
    public async Task A_refused_line_is_its_orders_outcome_and_the_order_is_told_all_the_same()
    {
        using var http = Org((asked, i) => asked.Address.AbsolutePath.Contains("/OrderItem/", StringComparison.Ordinal) && i == 1 ? Error("REQUIRED_FIELD_MISSING") : """{"success":true,"errors":[]}""");
        var outcomes = await SendAsync(http, SalesforceTestSettings.Status("SF-1", "Confirmed", lines: 2), SalesforceTestSettings.Status("SF-2", "Confirmed"));
        outcomes[0].ShouldBeOfType<CallOutcome.Rejected>().Message.ShouldBe("Salesforce holds no line 2 of order SF-1.");
        outcomes[1].ShouldBeOfType<CallOutcome.Done>();
        Records(http.Asked[^1]).Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_unwell_org_is_asked_once()
    {
        using var http = new CannedHttp(asked => asked.Method == "POST" ? Token() : CannedHttp.Json(HttpStatusCode.ServiceUnavailable, "busy"));
        var outcomes = await SendAsync(http, [.. Enumerable.Range(1, 200).Select(n => SalesforceTestSettings.Status($"SF-{n}", "Confirmed", lines: 3))]);
        outcomes.ShouldAllBe(outcome => outcome is CallOutcome.Retry);
        http.Asked.Count(asked => asked.Method == "PATCH").ShouldBe(1);
    }

    private static string Succeed(CannedHttp.Request asked, int i) => """{"id":"801000000000001AAA","success":true,"errors":[],"created":false}""";

    private static string Error(string code) => $$"""{"success":false,"errors":[{"statusCode":"{{code}}","message":"Refused","fields":[]}]}""";

    private static HttpResponseMessage Token() => CannedHttp.Json(HttpStatusCode.OK, """{"access_token":"t","instance_url":"https://acme.my.salesforce.com"}""");

    private static CannedHttp Org(Func<CannedHttp.Request, int, string> result) => new(asked => asked.Method == "POST" ? Token()
        : CannedHttp.Json(HttpStatusCode.OK, $"[{string.Join(',', Records(asked).Select((_, i) => result(asked, i)))}]"));

    private static IReadOnlyList<JsonElement> Records(CannedHttp.Request asked) => [.. JsonElement.Parse(asked.Body).GetProperty("records").EnumerateArray()];

    private static async Task<IReadOnlyList<CallOutcome>> SendAsync(CannedHttp http, params WriteStatusCommand[] commands)
    {
        using var connector = new SalesforceConnector("salesforce", SalesforceTestSettings.Options, http.Client(), new FakeTimeProvider(), NullLogger<SalesforceConnector>.Instance);
        return await connector.SendAsync([.. commands.Select(command => SalesforceTestSettings.Call(Operations.WriteStatus, command))], TestContext.Current.CancellationToken);
    }
}
