using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Host;

public sealed class HookTests(SimulatingTower tower) : IClassFixture<SimulatingTower>
{
    private const string Body = """{"type":"inventory.changed","timestamp":"2026-01-15T10:00:00Z","data":{"sku":"NO-SUCH","available":1,"version":1}}""";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_genuine_call_is_stored_once_however_often_it_comes()
    {
        var centre = await SimulatedCentre.OfAsync(tower.Host, Cancelled);

        for (var time = 0; time < 3; time++) (await centre.SendAsync(Body, Cancelled, "msg_thrice")).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        Count("MessageKey = 'msg_thrice'").ShouldBe(1);
    }

    [Fact]
    public async Task A_kind_that_nobody_knows_is_taken_and_kept_for_a_person()
    {
        var centre = await SimulatedCentre.OfAsync(tower.Host, Cancelled);

        (await centre.SendAsync("""{"type":"dock.flooded","data":{}}""", Cancelled, "msg_strange")).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        const int Parked = 3;
        await Simulation.Eventually.UntilAsync(() => Task.FromResult(Count($"MessageKey = 'msg_strange' AND State = {Parked} AND Reason <> ''")), count => count == 1);
    }

    [Fact]
    public async Task A_changed_body_or_missing_signature_is_unauthorised_and_not_stored()
    {
        var centre = await SimulatedCentre.OfAsync(tower.Host, Cancelled);

        await Refused(await centre.SendAsync(Body, Cancelled, "msg_forged", spoil: request => request.Content = Json(Body.Replace("1}", "2}", StringComparison.Ordinal))), HttpStatusCode.Unauthorized);
        await Refused(await centre.SendAsync(Body, Cancelled, "msg_forged", spoil: request => request.Headers.Remove("webhook-signature")), HttpStatusCode.Unauthorized);

        Count("MessageKey = 'msg_forged'").ShouldBe(0);
    }

    [Fact]
    public async Task An_unreadable_body_is_told_where_it_is_unreadable()
    {
        var centre = await SimulatedCentre.OfAsync(tower.Host, Cancelled);

        (await Refused(await centre.SendAsync("""{"type":7}""", Cancelled), HttpStatusCode.BadRequest)).GetProperty("where").GetString().ShouldBe("#/type");
        (await Refused(await centre.SendAsync("""{"type":""", Cancelled), HttpStatusCode.BadRequest)).GetProperty("detail").GetString()!.ShouldContain("line 1");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_over_the_limit_is_refused_with_or_without_its_length(bool chunked)
    {
        var centre = await SimulatedCentre.OfAsync(tower.Host, Cancelled);
        var large = $$"""{"type":"inventory.changed","data":"{{new string('x', SimulatingTower.BodyLimit)}}"}""";

        await Refused(await centre.SendAsync(large, Cancelled, spoil: request => request.Headers.TransferEncodingChunked = chunked), HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task A_packed_body_is_refused_because_signatures_are_over_what_came()
    {
        var centre = await SimulatedCentre.OfAsync(tower.Host, Cancelled);

        await Refused(await centre.SendAsync(Body, Cancelled, spoil: request => request.Content!.Headers.ContentEncoding.Add("gzip")), HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task A_system_that_is_not_connected_and_a_method_that_is_not_known_are_not_found()
    {
        await tower.Host.ConnectedAsync();
        using var http = tower.Host.Client();

        await Refused(await http.PostAsync("/hooks/nobody", Json(Body), Cancelled), HttpStatusCode.NotFound);
        await Refused(await http.PostAsync("/hooks", Json(Body), Cancelled), HttpStatusCode.NotFound);
        await Refused(await http.DeleteAsync("/hooks/dc-east", Cancelled), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_handshake_is_answered_as_its_service_wants_it()
    {
        await tower.Host.ConnectedAsync();
        using var http = tower.Host.Client();

        var answer = await http.PostAsync("/hooks/business-central?validationToken=a%20b", null, Cancelled);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync(Cancelled)).ShouldBe("a b");
    }

    [Fact]
    public async Task Broken_xml_of_salesforce_is_told_where_it_breaks()
    {
        await tower.Host.ConnectedAsync();
        using var http = tower.Host.Client();

        var answer = await http.PostAsync("/hooks/salesforce", new StringContent("<soapenv:Envelope", Encoding.UTF8, "text/xml"), Cancelled);

        (await Refused(answer, HttpStatusCode.BadRequest)).GetProperty("where").GetString()!.ShouldContain("line 1");
    }

    [Fact]
    public async Task While_the_database_takes_nothing_the_sender_hears_when_to_try_again()
    {
        await using var host = await TowerHost.StartAsync(Cancelled, TowerHost.Simulating);
        var centre = await SimulatedCentre.OfAsync(host, Cancelled);
        Execute(host, "ALTER TABLE InboxMessages RENAME TO Away");

        var refused = await centre.SendAsync(Body, Cancelled, "msg_later");
        await Refused(refused, HttpStatusCode.ServiceUnavailable);
        refused.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
        using var http = host.Client();
        (await http.GetAsync("/health/ready", Cancelled)).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);

        Execute(host, "ALTER TABLE Away RENAME TO InboxMessages");
        (await centre.SendAsync(Body, Cancelled, "msg_later")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    private static async Task<JsonElement> Refused(HttpResponseMessage answer, HttpStatusCode status)
    {
        answer.StatusCode.ShouldBe(status);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
        problem.GetProperty("status").GetInt32().ShouldBe((int)status);
        return problem;
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private long Count(string where) => (long)Execute(tower.Host, $"SELECT COUNT(*) FROM InboxMessages WHERE {where}")!;

    private static object? Execute(TowerHost host, string sql)
    {
        using var database = new SqliteConnection($"Data Source={Path.Combine(host.DataDirectory, "tower.db")}");
        database.Open();
        using var command = database.CreateCommand();
#pragma warning disable CA2100 // The tests' own constants.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }
}
