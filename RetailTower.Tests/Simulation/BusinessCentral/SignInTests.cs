using System.Net;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Simulation.BusinessCentral;

public sealed class SignInTests
{
    [Fact]
    public async Task A_token_says_how_long_it_lives_and_is_refused_afterwards()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var erp = await ErpCaller.StartAsync(o => o with { ErpTokenSeconds = 60 }, time);
        (await erp.TokenAsync([])).Body.GetProperty("expires_in").GetInt32().ShouldBe(60);
        (await erp.CallApiAsync("GET", "companies")).Status.ShouldBe(HttpStatusCode.OK);

        time.Advance(TimeSpan.FromSeconds(61));
        var late = await erp.CallApiAsync("GET", "companies");

        late.Status.ShouldBe(HttpStatusCode.Unauthorized);
        late.Code.ShouldBe("Authentication_InvalidCredentials");
        late.Message.ShouldContain("CorrelationId:  ");
        await erp.SignInAsync();
        (await erp.CallApiAsync("GET", "companies")).Value.Single().GetProperty("id").GetString().ShouldBe(erp.Credential("companyId"));
    }

    [Theory]
    [InlineData("client_secret", "wrong", HttpStatusCode.Unauthorized, "invalid_client")]
    [InlineData("client_id", "wrong", HttpStatusCode.BadRequest, "unauthorized_client")]
    [InlineData("grant_type", "password", HttpStatusCode.BadRequest, "unsupported_grant_type")]
    [InlineData("scope", "API.ReadWrite.All", HttpStatusCode.BadRequest, "invalid_scope")]
    public async Task Wrong_credentials_get_no_token(string field, string value, HttpStatusCode status, string error)
    {
        await using var erp = await ErpCaller.StartAsync();
        var answer = await erp.TokenAsync(new() { [field] = value });
        answer.Status.ShouldBe(status);
        answer.Text("error").ShouldBe(error);
    }

    [Fact]
    public async Task A_token_for_another_audience_or_none_is_refused()
    {
        await using var erp = await ErpCaller.StartAsync();
        erp.SignOut();
        (await erp.CallApiAsync("GET", "companies")).Code.ShouldBe("Authentication_InvalidCredentials");
        var graph = await erp.TokenAsync(new() { ["scope"] = "https://graph.microsoft.com/.default" });
        var answer = await erp.CallApiAsync("GET", "companies", headers: ("Authorization", $"Bearer {graph.Text("access_token")}"));
        answer.Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Above_the_limit_of_five_minutes_it_answers_429_until_the_window_has_moved_on()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var erp = await ErpCaller.StartAsync(o => o with { ErpRequestsPerFiveMinutes = 2 }, time);
        (await erp.CallApiAsync("GET", "companies")).Status.ShouldBe(HttpStatusCode.OK);
        time.Advance(TimeSpan.FromSeconds(100));
        (await erp.CallApiAsync("GET", "companies")).Status.ShouldBe(HttpStatusCode.OK);

        (await erp.CallApiAsync("GET", "companies")).Status.ShouldBe(HttpStatusCode.TooManyRequests);

        time.Advance(TimeSpan.FromSeconds(201));
        (await erp.CallApiAsync("GET", "companies")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_wrong_company_tenant_or_environment_is_not_found()
    {
        await using var erp = await ErpCaller.StartAsync();
        (await erp.CallApiAsync("GET", $"companies({Guid.NewGuid()})/items")).Code.ShouldBe("Internal_CompanyNotFound");
        (await erp.CallUrlAsync("GET", "/v2.0/other/production/api/v2.0/companies")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await erp.CallUrlAsync("GET", "/v2.0/production/api/v2.0/companies")).Status.ShouldBe(HttpStatusCode.OK);
        (await erp.CallAsync("GET", "nothings")).Code.ShouldBe("BadRequest_NotFound");
    }
}
