using System.Net.Http.Json;
using System.Net;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Host;

public sealed class FacesTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_answer_keeps_the_browser_to_the_origin()
    {
        await using var host = await TowerHost.StartAsync(Cancelled);
        using var browser = host.Client();
        foreach (var path in new[] { "/", "/sign-in", "/css/app.css", "/health/live", "/api/v1/nothing" })
        {
            var answer = await browser.GetAsync(path, Cancelled);
            var policy = answer.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();
            policy.ShouldContain("default-src 'self'");
            policy.ShouldContain("frame-ancestors 'none'");
            policy.ShouldNotContain("http");
            answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
            answer.Headers.GetValues("Referrer-Policy").ShouldBe(["same-origin"]);
            answer.Headers.Contains("Server").ShouldBeFalse();
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/orders")]
    [InlineData("/insights")]
    [InlineData("/insights.csv")]
    [InlineData("/period-end.csv")]
    [InlineData("/shift.csv")]
    [InlineData("/jobs")]
    [InlineData("/_blazor/negotiate")]
    public async Task What_is_for_people_leads_a_stranger_to_sign_in(string path)
    {
        await using var host = await TowerHost.StartAsync(Cancelled);
        using var browser = host.Client();

        var answer = await browser.GetAsync(path, Cancelled);

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location!.AbsolutePath.ShouldBe("/sign-in");
    }

    [Theory]
    [InlineData("/_framework/blazor.web.js")]
    [InlineData("/_content/MudBlazor/MudBlazor.min.css")]
    [InlineData("/css/app.css")]
    [InlineData("/RetailTower.Web.styles.css")]
    public async Task Assets_arrive_with_their_content_without_a_development_environment(string path)
    {
        await using var host = await TowerHost.StartAsync(Cancelled);
        using var browser = host.Client();

        (await browser.GetByteArrayAsync(path, Cancelled)).Length.ShouldBeGreaterThan(1000);
    }

    [Fact]
    public async Task Programs_get_a_problem_where_people_get_a_page()
    {
        await using var host = await TowerHost.StartAsync(Cancelled);
        using var program = host.Client();

        var answer = await program.GetAsync("/api/v1/nothing", Cancelled);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    [Fact]
    public async Task A_mistyped_address_leads_a_person_to_a_page_that_says_so()
    {
        await using var host = await TowerHost.StartAsync(Cancelled, TowerHost.Simulating);
        using var browser = host.Client();
        await browser.SubmitAsync("/sign-in", "ada", Cancelled);

        var answer = await browser.GetAsync("/no-such-page", Cancelled);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync(Cancelled)).ShouldContain("_framework/blazor.web.");
    }

    [Fact]
    public async Task The_jobs_are_for_administrators()
    {
        await using var host = await TowerHost.StartAsync(Cancelled, TowerHost.Simulating);
        using var agent = host.Client();
        await agent.SubmitAsync("/sign-in", "ada", Cancelled);
        using var administrator = host.Client();
        await administrator.SubmitAsync("/sign-in", "alma", Cancelled);

        (await agent.GetAsync("/jobs", Cancelled)).Headers.Location!.AbsolutePath.ShouldBe("/not-allowed");
        (await administrator.GetAsync("/jobs", Cancelled)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_the_insights_page_draws_can_be_taken_away_as_a_file()
    {
        await using var host = await TowerHost.StartAsync(Cancelled, TowerHost.Simulating);
        using var executive = host.Client();
        await executive.SubmitAsync("/sign-in", "eve", Cancelled);

        var answer = await executive.GetAsync("/insights.csv?period=7d&by=region&kpi=touchless", Cancelled);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");
        answer.Content.Headers.ContentDisposition!.FileNameStar.ShouldBe("touchless-7d.csv");
        (await answer.Content.ReadAsStringAsync(Cancelled)).Split("\r\n").Length.ShouldBeGreaterThan(28);
    }

    [Fact]
    public async Task Health_says_of_each_part_how_it_is()
    {
        await using var host = await TowerHost.StartAsync(Cancelled);
        using var program = host.Client();

        (await program.GetFromJsonAsync<JsonElement>("/health/live", Cancelled)).GetProperty("status").GetString().ShouldBe("ok");
        var ready = await program.GetFromJsonAsync<JsonElement>("/health/ready", Cancelled);
        ready.GetProperty("checks").GetProperty("database").GetProperty("status").GetString().ShouldBe("ok");
    }

    [Fact]
    public async Task Metrics_ask_for_their_key_when_one_is_set()
    {
        const string Key = "0123456789abcdef0123";
        await using var host = await TowerHost.StartAsync(Cancelled, new Dictionary<string, string?> { ["Tower:Telemetry:MetricsKey"] = Key });
        using var program = host.Client();

        (await program.GetAsync("/metrics", Cancelled)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        program.DefaultRequestHeaders.Authorization = new("Bearer", Key);
        (await program.GetStringAsync("/metrics", Cancelled)).ShouldContain("http_server_request_duration");
    }
}
