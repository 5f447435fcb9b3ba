using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Connectors.Salesforce;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Connectors.Salesforce;

public sealed class SalesforceCallTests
{
    private const string Id = "801000000000001AAA";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 15, 10, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_batch_of_orders_is_one_query_and_each_answer_its_own_document()
    {
        const string Other = "801000000000002AAA";
        using var http = Org(_ => CannedHttp.Json(HttpStatusCode.OK, $$"""{"totalSize":1,"done":true,"records":[{"Id":"{{Id}}","SystemModstamp":"2026-01-15T10:00:00.000+0000","Odd":  1.50} ] }"""));
        var outcomes = await SendAsync(http, [Fetch(Id), Fetch(Other), Fetch("x' OR Id != 'y")]);
        var document = outcomes[0].ShouldBeOfType<CallOutcome.Done>().Messages.ShouldHaveSingleItem();
        document.MessageKey.ShouldBe($"Order/{Id}/2026-01-15T10:00:00.000+0000");
        Encoding.UTF8.GetString(document.Body.Span).ShouldContain("\"Odd\":  1.50", customMessage: "the bytes as they came");
        outcomes[1].ShouldBeOfType<CallOutcome.Rejected>().Code.ShouldBe("NOT_FOUND");
        outcomes[2].ShouldBeOfType<CallOutcome.Failed>();
        var query = Uri.UnescapeDataString(http.Asked.Single(asked => asked.Method == "GET").Address.Query);
        query.ShouldEndWith($"FROM Order WHERE Id IN ('{Id}','{Other}')");
        http.Asked[^1].Header("Sforce-Call-Options").ShouldBe("client=RetailTower");
    }

    [Fact]
    public async Task Lines_and_orders_beyond_a_page_are_read_on()
    {
        using var http = Org(asked => CannedHttp.Json(HttpStatusCode.OK, asked.Address.AbsolutePath switch
        {
            "/services/data/v62.0/query/lines-2" => """{"done":true,"records":[{"Line_Number__c":2}]}""",
            "/services/data/v62.0/query/orders-2" => """{"done":true,"records":[{"Id":"801000000000002AAA","SystemModstamp":"2026-01-15T10:00:00.000+0000","OrderItems":null} ] }""",
            _ => $$"""
                {"done":false,"nextRecordsUrl":"/services/data/v62.0/query/orders-2","records":[{"Id":"{{Id}}","SystemModstamp":"2026-01-15T10:00:00.000+0000",
                "OrderItems":{"totalSize":2,"done":false,"nextRecordsUrl":"/services/data/v62.0/query/lines-2","records":[{"Line_Number__c":1}]} } ] }
                """,
        }));
        var outcomes = await SendAsync(http, [Fetch(Id), Fetch("801000000000002AAA")]);
        var document = JsonElement.Parse(outcomes[0].ShouldBeOfType<CallOutcome.Done>().Messages[0].Body.Span);
        document.GetProperty("OrderItems").GetProperty("records").EnumerateArray().Select(line => line.GetProperty("Line_Number__c").GetInt32()).ShouldBe([1, 2]);
        outcomes[1].ShouldBeOfType<CallOutcome.Done>();
    }

    [Fact]
    public async Task The_token_is_kept_and_renewed_once_when_refused()
    {
        var refused = 0;
        using var http = Org(asked => asked.Header("Authorization") == "Bearer token-1" && Interlocked.Increment(ref refused) > 1
            ? CannedHttp.Json(HttpStatusCode.Unauthorized, """[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]""")
            : Found());
        using var connector = Connector(http);
        foreach (var _ in Enumerable.Range(0, 3))
        {
            (await connector.SendAsync([Fetch(Id)], TestContext.Current.CancellationToken))[0].ShouldBeOfType<CallOutcome.Done>();
        }
        http.Asked.Count(asked => asked.Method == "POST").ShouldBe(2);
        http.Asked[0].Body.ShouldBe("grant_type=client_credentials&client_id=client&client_secret=secret");
    }

    [Fact]
    public async Task A_refusal_that_a_new_token_does_not_mend_is_a_failure()
    {
        using var http = Org(_ => CannedHttp.Json(HttpStatusCode.Unauthorized, """[{"message":"This session is not valid for use with the REST API","errorCode":"INVALID_SESSION_ID"}]"""));
        (await SendAsync(http, [Fetch(Id)]))[0].ShouldBeOfType<CallOutcome.Failed>().Code.ShouldBe("INVALID_SESSION_ID");
        http.Asked.Count.ShouldBe(4);
    }

    [Fact]
    public async Task Wrong_credentials_are_a_failure_that_names_no_secret()
    {
        using var http = new CannedHttp(_ => CannedHttp.Json(HttpStatusCode.BadRequest, """{"error":"invalid_client","error_description":"invalid client credentials"}"""));
        var failed = (await SendAsync(http, [Fetch(Id)]))[0].ShouldBeOfType<CallOutcome.Failed>();
        failed.Code.ShouldBe("invalid_client");
        failed.Message.ShouldNotContain("secret", Case.Sensitive);
    }

    [Theory]
    [InlineData(403, "REQUEST_LIMIT_EXCEEDED", RetryScope.Throttled)]
    [InlineData(503, "SERVER_UNAVAILABLE", RetryScope.Unwell)]
    [InlineData(400, "UNABLE_TO_LOCK_ROW", RetryScope.Message)]
    [InlineData(409, "CONFLICT", RetryScope.Message)]
    public async Task What_may_pass_is_tried_again(int status, string code, RetryScope scope)
    {
        using var http = Org(_ => CannedHttp.Json((HttpStatusCode)status, $$"""[{"message":"Not now","errorCode":"{{code}}"}]"""));
        var retry = (await SendAsync(http, [Fetch(Id)]))[0].ShouldBeOfType<CallOutcome.Retry>();
        (retry.Code, retry.Scope).ShouldBe((code, scope));
    }

    [Theory]
    [InlineData(400, "MALFORMED_QUERY")]
    [InlineData(403, "INSUFFICIENT_ACCESS")]
    [InlineData(404, "NOT_FOUND")]
    public async Task What_is_the_calls_own_fault_fails(int status, string code)
    {
        using var http = Org(_ => CannedHttp.Json((HttpStatusCode)status, $$"""[{"message":"No","errorCode":"{{code}}"}]"""));
        (await SendAsync(http, [Fetch(Id)]))[0].ShouldBeOfType<CallOutcome.Failed>().Code.ShouldBe(code);
    }

    [Fact]
    public async Task A_lost_connection_and_a_time_out_leave_the_outcome_open()
    {
        using var cut = Org(_ => throw new HttpRequestException(HttpRequestError.ResponseEnded, "cut"));
        (await SendAsync(cut, [Fetch(Id)]))[0].ShouldBeOfType<CallOutcome.Retry>().Scope.ShouldBe(RetryScope.Unwell);
        using var slow = Org(_ => throw new TaskCanceledException("slow", new TimeoutException()));
        (await SendAsync(slow, [Fetch(Id)]))[0].ShouldBeOfType<CallOutcome.Retry>().Code.ShouldBe("timeout");
    }

    [Fact]
    public async Task Usage_above_the_share_holds_the_lane_and_one_call_looks_again_after_the_pause()
    {
        var usage = "api-usage=96000/100000; api-bursts=1/750";
        using var http = Org(_ => CannedHttp.Json(HttpStatusCode.OK, Found().Content.ReadAsStringAsync().Result, ("Sforce-Limit-Info", usage)));
        using var connector = Connector(http);
        (await connector.SendAsync([Fetch(Id)], TestContext.Current.CancellationToken))[0].ShouldBeOfType<CallOutcome.Done>();
        connector.Usage.ShouldBe(new ApiUsage(96_000, 100_000));
        var held = (await connector.SendAsync([Fetch(Id)], TestContext.Current.CancellationToken))[0].ShouldBeOfType<CallOutcome.Retry>();
        (held.Scope, held.After).ShouldBe((RetryScope.Throttled, TimeSpan.FromMinutes(1)));
        http.Asked.Count(asked => asked.Method == "GET").ShouldBe(1);
        _time.Advance(TimeSpan.FromMinutes(1));
        usage = "api-usage=10/100000";
        (await connector.SendAsync([Fetch(Id)], TestContext.Current.CancellationToken))[0].ShouldBeOfType<CallOutcome.Done>();
        (await connector.SendAsync([Fetch(Id)], TestContext.Current.CancellationToken))[0].ShouldBeOfType<CallOutcome.Done>();
    }

    private static OutboundCall Fetch(string id) => SalesforceTestSettings.Call(Operations.Fetch, new FetchCommand("Order", id));

    private static HttpResponseMessage Found() =>
        CannedHttp.Json(HttpStatusCode.OK, $$"""{"done":true,"records":[{"Id":"{{Id}}","SystemModstamp":"2026-01-15T10:00:00.000+0000"} ] }""");

    private static CannedHttp Org(Func<CannedHttp.Request, HttpResponseMessage> answer)
    {
        var tokens = 0;
        return new CannedHttp(asked => asked.Address.AbsolutePath == "/services/oauth2/token"
            ? CannedHttp.Json(HttpStatusCode.OK, $$"""{"access_token":"token-{{Interlocked.Increment(ref tokens)}}","instance_url":"https://acme.my.salesforce.com","token_type":"Bearer"}""")
            : answer(asked));
    }

    private SalesforceConnector Connector(CannedHttp http) => new("salesforce", SalesforceTestSettings.Options, http.Client(), _time, NullLogger<SalesforceConnector>.Instance);

    private async Task<IReadOnlyList<CallOutcome>> SendAsync(CannedHttp http, IReadOnlyList<OutboundCall> calls)
    {
        using var connector = Connector(http);
        return await connector.SendAsync(calls, TestContext.Current.CancellationToken);
    }
}
