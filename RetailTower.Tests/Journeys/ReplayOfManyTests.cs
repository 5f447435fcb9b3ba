using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RetailTower.Data;
using RetailTower.Data.Model;
using RetailTower.Data.Queries;
using RetailTower.Data.Stores;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Simulation;
using RetailTower.Tests.Desks;
using RetailTower.Tests.Host;
using RetailTower.Tests.Simulation;
using RetailTower.Web.Bench;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Journeys;

/// <summary>
/// A tower that is killed while it retries many calls over real HTTP, 600 or as many as <c>TOWER_TEST_REPLAY</c> says.
/// </summary>
[Collection(Alone.Name)]
public sealed class ReplayOfManyTests
{
    private const string Cause = "dc-east|release|http-503";
    private const int Late = 20;
    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(2), Patience = TimeSpan.FromMinutes(15);

    private static int Items => int.Parse(Environment.GetEnvironmentVariable("TOWER_TEST_REPLAY") ?? "600", CultureInfo.InvariantCulture);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_in_full_work_it_skips_nothing_sends_nothing_twice_and_leaves_later_ones_alone()
    {
        await using var landscape = await RunningLandscape.StartAsync(new LandscapeOptions { Pace = 0, ShortPickShare = 0 });
        // The tower knows no orders behind these releases: what became of them is nobody's business here.
        (await landscape.Control.PostAsJsonAsync("/faults", new { system = "dc-east", kind = "lose-webhooks", share = 1, seconds = 86_400 }, Stop)).EnsureSuccessStatusCode();
        var directory = TowerHost.NewDirectory();
        var url = $"http://127.0.0.1:{LastingPort.Find()}";
        (string, string)[] environment = [("Tower__DataDirectory", directory), ("Tower__Simulation__Enabled", "true"), ("Tower__Simulation__Url", landscape.Address.ToString())];
        var tower = await StartAsync(url, environment);
        try
        {
            await using var data = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddTowerData(new DatabaseOptions { DataDirectory = directory }).BuildServiceProvider();
            var (database, recovery, operations) = (data.GetRequiredService<TowerDatabase>(), data.GetRequiredService<RecoveryStore>(), data.GetRequiredService<OperationQueries>());
            await SeedAsync(database, 0, Items);

            var asked = TimeProvider.System.GetTimestamp();
            var operation = await recovery.StartAsync(RecoveryAction.Retry, new CaseFilter(Fingerprint: Cause), TimeProvider.System.GetUtcNow(), null, "otto", Stop);
            Task<OperationRow> RowAsync() => ReadAsync(operations, operation);
            await Eventually.UntilAsync(RowAsync, row => row.Succeeded > 0, Patience);
            var started = TimeProvider.System.GetElapsedTime(asked);
            await SeedAsync(database, Items, Late);
            await Eventually.UntilAsync(RowAsync, row => row.Worked >= Items / 2, Patience);
            var killed = TimeProvider.System.GetTimestamp();
            await tower.DisposeAsync();
            tower = await StartAsync(url, environment);
            var before = (await RowAsync()).Worked;
            await Eventually.UntilAsync(RowAsync, row => row.Worked > before, Patience);
            var down = TimeProvider.System.GetElapsedTime(killed);
            var done = await Eventually.UntilAsync(RowAsync, row => row.State != OperationState.Running, Patience);
            var took = TimeProvider.System.GetElapsedTime(asked) - down;
            TestContext.Current.TestOutputHelper?.WriteLine($"{Items} items: the first went after {started.TotalSeconds:0.00} s, {Items / took.TotalSeconds:0} a second beside {down.TotalSeconds:0.0} s of being killed.");
            (done.State, done.Total, done.Succeeded, done.Worked, done.Repeated).ShouldBe((OperationState.Done, Items, Items, Items, 0));
            started.ShouldBeLessThan(StartsWithin);

            var ledger = await landscape.Control.GetFromJsonAsync<JsonElement[]>("/ledger?system=dc-east", Stop);
            ledger!.Select(entry => entry.GetProperty("reference").GetString()!).Order(StringComparer.Ordinal).ShouldBe(Enumerable.Range(0, Items).Select(Number).Order(StringComparer.Ordinal));
            ledger!.ShouldAllBe(entry => entry.GetProperty("copies").GetInt32() == 1);
            (await database.ReadAsync((db, token) => db.Cases.CountAsync(c => c.Fingerprint == Cause && c.State == CaseState.Open && !db.CaseEntries.Any(e => e.CaseId == c.Id), token), Stop)).ShouldBe(Late);
        }
        finally
        {
            await tower.DisposeAsync();
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<OperationRow> ReadAsync(OperationQueries operations, long id) => (await operations.GetAsync(id, OperationItems.All, null, 1, Stop))!.Operation;

    /// <summary>Releases that failed in an outage, each with its case.</summary>
    private static async Task SeedAsync(TowerDatabase database, int first, int count)
    {
        const int AtOnce = 2000;
        foreach (var chunk in Enumerable.Range(first, count).Chunk(AtOnce))
        {
            await database.WriteAsync(async (db, token) =>
            {
                var calls = chunk.Select(n => new OutboxMessage
                {
                    System = "dc-east", Operation = Operations.Release, Partition = n % Partitions.Lane, State = OutboxState.Failed, IdempotencyKey = Number(n), Attempts = 12, Result = "503",
                    Payload = CanonicalJson.Write(new ReleaseCommand(Number(n), "1", null, new PostalAddress("Goods In", "1 High Street", null, "Leeds", "LS1 4DY", "GB"), [new ReleaseLine(1, "22632", 1)])),
                    CreatedAt = TimeProvider.System.GetUtcNow(), DueAt = TimeProvider.System.GetUtcNow(),
                }).ToList();
                db.Outbox.AddRange(calls);
                await db.SaveChangesAsync(token);
                foreach (var call in calls)
                {
                    var one = Rows.Case(LaneStore.CallSubject(call.Id), null, Cause, remedy: Remedy.RetryCall);
                    (one.OutboxId, one.System, one.Operation, one.OpenedAt) = (call.Id, call.System, call.Operation, TimeProvider.System.GetUtcNow());
                    db.Cases.Add(one);
                }
            }, Stop);
        }
    }

    private static string Number(int n) => string.Create(CultureInfo.InvariantCulture, $"MANY-{n}");

    private static async Task<TowerProcess> StartAsync(string url, (string, string)[] environment)
    {
        var tower = TowerProcess.Start($"--urls {url}", environment);
        await tower.LineWithAsync("RetailTower is ready", Stop);
        tower.DiscardOutput();
        return tower;
    }
}
