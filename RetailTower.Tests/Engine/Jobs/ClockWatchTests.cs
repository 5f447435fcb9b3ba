using System.Data.Common;
using Hangfire;
using Hangfire.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using RetailTower.Data.Model;
using RetailTower.Data.Stores;
using RetailTower.Engine.Jobs;
using RetailTower.Tests.Desks;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Engine.Jobs;

public sealed class ClockWatchTests : IAsyncLifetime
{
    private const string Mine = "me", Another = "another";
    private static readonly DateTimeOffset Ahead = StoreFixture.Noon.AddHours(6);

    private readonly Timetable _jobs = new();
    private readonly Trouble _trouble = new();
    private SqliteStore _store = null!;
    private ClockWatch _watch = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = await SqliteStore.StartAsync(_trouble);
        _watch = new ClockWatch(new ClockStore(_store.Database, _store.Time), new RecurringJobs(_jobs), new NodeName(Mine), NullLogger<ClockWatch>.Instance);
        await _store.SeedAsync(new OutboxMessage { System = "erp", Operation = "submit", State = OutboxState.Ready, IdempotencyKey = "a", Payload = "{}", CreatedAt = Ahead, DueAt = Ahead });
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task A_node_whose_own_clock_went_back_takes_its_waits_back_at_once_and_sets_its_jobs_anew()
    {
        await BeatAsync(Mine, Ahead);

        await _watch.LookAsync(Stop);

        (await DueAsync()).ShouldBe(StoreFixture.Noon);
        _jobs.Heard.Take(2).ShouldBe(["removed sweep", "set sweep"]);
    }

    [Fact]
    public async Task What_a_node_left_that_is_gone_is_taken_back_at_the_third_look()
    {
        await BeatAsync(Another, Ahead);
        await _watch.LookAsync(Stop);
        await _watch.LookAsync(Stop);
        (await DueAsync()).ShouldBe(Ahead);

        await _watch.LookAsync(Stop);

        (await DueAsync()).ShouldBe(StoreFixture.Noon);
    }

    [Fact]
    public async Task What_could_not_be_taken_back_is_taken_back_at_the_next_look()
    {
        await BeatAsync(Mine, Ahead);
        _trouble.Broken = true;
        await Should.ThrowAsync<IOException>(() => _watch.LookAsync(Stop));
        _trouble.Broken = false;

        await _watch.LookAsync(Stop);

        (await DueAsync()).ShouldBe(StoreFixture.Noon);
    }

    [Fact]
    public async Task A_node_that_lives_on_with_a_fast_clock_keeps_its_waits()
    {
        for (var beat = 0; beat < 5; beat++)
        {
            await BeatAsync(Another, Ahead.AddSeconds(beat));
            await _watch.LookAsync(Stop);
        }

        (await DueAsync()).ShouldBe(Ahead);
    }

    private async Task BeatAsync(string node, DateTimeOffset at)
    {
        var now = _store.Time.GetUtcNow();
        _store.Time.AdjustTime(at);
        await new NodeStore(_store.Database, _store.Time).BeatAsync(node, "1.2.3", null, at, Stop);
        _store.Time.AdjustTime(now);
    }

    private async Task<DateTimeOffset> DueAsync() => (await _store.ReadAsync(db => Task.FromResult(db.Outbox.Single()))).DueAt;

    /// <summary>Hangfire's own storages share one logger in a process, which other tests' towers dispose of.</summary>
    private sealed class Timetable : IRecurringJobManager
    {
        public List<string> Heard { get; } = [];

        public void AddOrUpdate(string recurringJobId, Job job, string cronExpression, RecurringJobOptions options) => Heard.Add($"set {recurringJobId}");

        public void Trigger(string recurringJobId) => Heard.Add($"triggered {recurringJobId}");

        public void RemoveIfExists(string recurringJobId) => Heard.Add($"removed {recurringJobId}");
    }

    /// <summary>A database that lets nobody strike nodes off the list.</summary>
    private sealed class Trouble : DbCommandInterceptor
    {
        public bool Broken { get; set; }

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
            Broken && command.CommandText.StartsWith("DELETE", StringComparison.Ordinal) ? throw new IOException("The disk does not answer.") : ValueTask.FromResult(result);
    }
}
