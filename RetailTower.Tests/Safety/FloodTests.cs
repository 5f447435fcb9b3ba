using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.Data.Sqlite;
using RetailTower.Tests.Simulation;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Safety;

/// <summary>A centre that sends many times what the tower can take: whoever is sent away is told when to come again, and whoever was let in is worked on, within bounded memory.</summary>
[Collection(Alone.Name)]
public sealed class FloodTests
{
    private const int Senders = 600, BodyBytes = 16 * 1024;
    private const long MostMemory = 600L * 1024 * 1024;

    // What the senders hold out at once is more than twice what may be in.
    private static readonly (string, string)[] Limits = [("Tower__Intake__BodyLimit", "1048576"), ("Tower__Intake__QueueBytes", "4194304")];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static TimeSpan Length => TimeSpan.FromSeconds(int.Parse(Environment.GetEnvironmentVariable("TOWER_TEST_FLOOD_SECONDS") ?? "10", CultureInfo.InvariantCulture));

    [Fact]
    public async Task A_flood_is_sent_away_before_it_costs_memory_and_what_was_let_in_completes()
    {
        await using var tower = new HookedTower { Settings = Limits };
        await tower.StartAsync();
        await tower.SendAsync("first");
        var (accepted, refused, other) = (new ConcurrentBag<string>(), 0, new ConcurrentBag<string>());
        var waste = new string('x', BodyBytes);
        var begun = Stopwatch.GetTimestamp();

        await Task.WhenAll(Enumerable.Range(0, Senders).Select(async sender =>
        {
            var centre = tower.Centre();
            for (var number = 0; Stopwatch.GetElapsedTime(begun) < Length; number++)
            {
                var key = $"flood-{sender}-{number}";
                using var answer = await centre.SendAsync($$$"""{"type":"inventory.changed","timestamp":"2026-01-15T10:00:00Z","data":{"centre":"dc-east","sku":"NO-SUCH-{{{sender}}}","available":1,"version":{{{number}}}},"waste":"{{{waste}}}"}""", Stop, key);
                if (answer.StatusCode == HttpStatusCode.NoContent) accepted.Add(key);
                else if (answer.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests && answer.Headers.RetryAfter is not null) Interlocked.Increment(ref refused);
                else other.Add($"{answer.StatusCode}");
            }
        }));

        TestContext.Current.SendDiagnosticMessage($"{accepted.Count} accepted, {refused} sent away in {Length.TotalSeconds} s, at most {tower.PeakMemory() / 1024 / 1024} MB");
        other.ShouldBeEmpty();
        refused.ShouldBeGreaterThan(0);
        accepted.Count.ShouldBeGreaterThan(Senders);
        await Eventually.UntilAsync(() => Task.FromResult(Count(tower, "State = 1")), ready => ready == 0, Patience);
        tower.PeakMemory().ShouldBeLessThan(MostMemory);
        await tower.StopAsync();
        HookedTower.Messages(tower.Database).Where(key => key != "first").ShouldBe(accepted, ignoreOrder: true);
        Count(tower, "State = 2").ShouldBe(accepted.Count);
    }

    private static int Count(HookedTower tower, string condition)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = tower.Database, Pooling = false }.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT COUNT(*) FROM InboxMessages WHERE {condition}";
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
