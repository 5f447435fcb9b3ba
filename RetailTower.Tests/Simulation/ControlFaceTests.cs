using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Simulation;

public sealed class ControlFaceTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_says_where_it_is_and_which_systems_it_has()
    {
        await using var landscape = await RunningLandscape.StartAsync();

        var all = await landscape.Control.GetFromJsonAsync<JsonElement>("/", Stop);

        all.GetProperty("address").GetString().ShouldBe(landscape.Address.ToString().TrimEnd('/'));
        all.GetProperty("systems").ValueKind.ShouldBe(JsonValueKind.Array);
    }

    [Theory]
    [InlineData("""{"system":"*","kind":"meteor","share":1,"seconds":5}""", "meteor")]
    [InlineData("""{"system":"atlantis","kind":"slow","share":1,"seconds":5}""", "atlantis")]
    [InlineData("""{"system":"salesforce","kind":"slow","share":2,"seconds":5}""", "share")]
    [InlineData("""{"system":""", "not readable")]
    public async Task A_fault_it_cannot_make_is_refused_with_the_reason(string body, string reason)
    {
        await using var landscape = await RunningLandscape.StartAsync();

        using var answer = await landscape.Control.PostAsync("/faults", new StringContent(body), Stop);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await answer.Content.ReadAsStringAsync(Stop)).ShouldContain(reason);
    }
}
