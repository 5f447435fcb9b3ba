using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using RetailTower.Data.Model;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Dispatch;
using RetailTower.Tests.Simulation;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Journeys;

/// <summary>What one system does to the lanes of the others, and what the lanes learn of a system's limits, over real HTTP.</summary>
public sealed class BulkheadTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private SimulatedHouse _house = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private LaneDesk Lanes => _house.Tower.Tower.Services.GetRequiredService<LaneDesk>();

    // As few workers as may be, so that systems that hang could hold them all.
    public async ValueTask InitializeAsync() => _house = await SimulatedHouse.OpenAsync(more: ("Tower:Jobs:Workers", "4"));

    public ValueTask DisposeAsync() => _house.DisposeAsync();

    /// <summary>Both centres and the storefront answer nothing until each call's time-out, half a minute; the ERP goes on confirming orders as fast as before.</summary>
    [Fact]
    public async Task Systems_that_hang_slow_down_no_other()
    {
        var before = await ConfirmAsync(40);
        foreach (var system in new[] { "dc-east", "dc-west", "shopify" }) await FailAsync(system, "timeout");

        var first = await ConfirmAsync(40);
        await LaneAsync("dc-east", lane => lane.Pulse.UnderWay > 0);
        var second = await ConfirmAsync(40);

        TestContext.Current.TestOutputHelper?.WriteLine($"40 orders confirmed in {before.TotalSeconds:0.0} s; beside three systems that hang in {first.TotalSeconds:0.0} s and {second.TotalSeconds:0.0} s");
        second.ShouldBeLessThan(TimeSpan.FromSeconds(25), "half a minute would be the time-out of a system that hangs");
    }

    [Fact]
    public async Task A_throttled_system_rests_without_using_up_attempts_and_catches_up()
    {
        await CompleteAsync("SF-CALM-1");
        await FailAsync("dc-east", "throttled");
        await FailAsync("dc-west", "throttled");
        await _house.PlaceInSalesforceAsync("SF-THROTTLED-1", "C-1001", ("85123A", 2, 2.95m));

        var lane = await Eventually.UntilAsync(async () => (await Lanes.ListAsync(Stop)).FirstOrDefault(lane => lane.Row.RestUntil is not null), lane => lane is not null, Patience);
        lane!.Row.RestReason.ShouldNotBeNull().ShouldStartWith("Asked for rest. rate-limit:");
        lane.Breaker.ShouldBe(BreakerState.Closed);
        lane.Pulse.Concurrency.ShouldBeLessThan(new DispatchOptions().Concurrency);

        await CalmAsync();
        (await _house.UntilAsync("SF-THROTTLED-1", order => order.Head.Status == OrderStatus.Completed, Patience)).Cases.ShouldBeEmpty();
        (await LaneAsync(lane.System, lane => lane.Row.RestUntil is null)).Row.Failed.ShouldBe(0);
    }

    [Fact]
    public async Task Each_lane_learns_its_systems_limit_from_the_answers()
    {
        await ConfirmAsync(4);

        Budget(await LaneAsync("salesforce", lane => lane.Pulse.Budget?.Left is not null)).ShouldSatisfyAllConditions(
            it => it.Size.ShouldBe(50_000_000), it => it.Left.ShouldNotBeNull().ShouldBeInRange(49_000_000, 50_000_000), it => it.RefillPerSecond.ShouldBe(50_000_000 / 86_400d, 0.01));
        Budget(await LaneAsync("shopify", lane => lane.Pulse.Budget?.Left is not null)).ShouldSatisfyAllConditions(it => it.Size.ShouldBe(4_000), it => it.RefillPerSecond.ShouldBe(200));
        Budget(await LaneAsync("dc-east", lane => lane.Pulse.Budget?.Left is not null)).ShouldSatisfyAllConditions(it => it.Left.ShouldNotBeNull().ShouldBeInRange(590_000, 600_000), it => it.RenewsAt.ShouldNotBeNull());
    }

    /// <summary>Answers that take their time are no failures.</summary>
    [Fact]
    public async Task A_slow_system_opens_no_breaker_and_loses_nothing()
    {
        await CompleteAsync("SF-CALM-2");
        await FailAsync("business-central", "slow");
        await CompleteAsync("SF-SLOW-1");
        (await LaneAsync("business-central", _ => true)).ShouldSatisfyAllConditions(it => it.Breaker.ShouldBe(BreakerState.Closed), it => it.Row.Failed.ShouldBe(0));
    }

    private static BudgetReading Budget(LaneView lane) => lane.Pulse.Budget.ShouldNotBeNull();

    /// <summary>How long until as many new orders are known to the ERP.</summary>
    private async Task<TimeSpan> ConfirmAsync(int orders)
    {
        var started = TimeProvider.System.GetTimestamp();
        foreach (var number in await _house.PlaceAsync(orders)) await _house.UntilAsync(number, order => order.Head.ErpNumber is not null);
        return TimeProvider.System.GetElapsedTime(started);
    }

    private async Task CompleteAsync(string number)
    {
        await _house.PlaceInSalesforceAsync(number, "C-1001", ("85123A", 2, 2.95m));
        (await _house.UntilAsync(number, order => order.Head.Status == OrderStatus.Completed, Patience)).Cases.ShouldBeEmpty();
    }

    private Task<LaneView> LaneAsync(string system, Func<LaneView, bool> wanted) =>
        Eventually.UntilAsync(async () => (await Lanes.ListAsync(Stop)).Single(lane => lane.System == system), wanted, Patience);

    private async Task FailAsync(string system, string kind)
    {
        using var answer = await _house.Landscape.Control.PostAsJsonAsync("/faults", new { system, kind, share = 1, seconds = 120 }, Stop);
        answer.EnsureSuccessStatusCode();
    }

    private async Task CalmAsync()
    {
        using var answer = await _house.Landscape.Control.DeleteAsync("/faults", Stop);
        answer.EnsureSuccessStatusCode();
    }
}
