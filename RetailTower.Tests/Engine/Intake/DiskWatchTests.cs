using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using RetailTower.Data;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Insight;
using RetailTower.Engine.Intake;
using RetailTower.Engine.Live;
using RetailTower.Tests.Desks;
using RetailTower.Tests.Simulation;
using RetailTower.Tests.Stores;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Engine.Intake;

/// <summary>On the real disk: it is full as soon as more is wanted free than it has.</summary>
public sealed class DiskWatchTests : StoreContract<SqliteStore>
{
    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();

    protected override Task<SqliteStore> StartAsync() => SqliteStore.StartAsync();

    [Fact]
    public async Task Intake_closes_before_the_disk_is_full_and_opens_when_there_is_room_again()
    {
        var options = new IntakeOptions { LeastFreeDisk = long.MaxValue };
        using var desk = new IntakeDesk(Inbox, new WorkSignal(), Store.Get<ChangeFeed>(), new EngineMetrics(_meters.GetRequiredService<IMeterFactory>()), options, TimeProvider.System, NullLogger<IntakeDesk>.Instance);
        await desk.StartAsync(Cancel);
        using var watch = new DiskWatch(desk, options, new DatabaseOptions { DataDirectory = Path.GetTempPath() }, Store.Time, NullLogger<DiskWatch>.Instance);

        await watch.StartAsync(Cancel);

        var refused = (await TakeAsync(desk)).ShouldBeOfType<IntakeOutcome.Unavailable>();
        refused.Why.ShouldContain("almost full");
        refused.RetryAfter.ShouldBeGreaterThan(TimeSpan.Zero);
        (await MessagesAsync()).ShouldBeEmpty();
        options.LeastFreeDisk = 1;
        await Eventually.UntilAsync(() =>
        {
            Store.Time.Advance(TimeSpan.FromSeconds(2));
            return Task.FromResult(desk.Closed);
        }, closed => closed is null);
        (await TakeAsync(desk)).ShouldBe(new IntakeOutcome.Stored(1, 0));
        await watch.StopAsync(Cancel);
        await desk.StopAsync(Cancel);
    }

    private static Task<IntakeOutcome> TakeAsync(IntakeDesk desk) =>
        desk.TakeAsync("shop", [new IncomingMessage("a", "told", new Subject.Loose("a"), "application/json", "{}"u8.ToArray())], Cancel);
}
