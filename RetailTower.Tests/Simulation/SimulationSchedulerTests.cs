using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RetailTower.Engine.Simulation.Core;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Simulation;

public sealed class SimulationSchedulerTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _done = [];

    [Fact]
    public void Work_runs_in_the_order_it_is_due_and_not_before()
    {
        using var scheduler = new SimulationScheduler(_time, 1, NullLogger.Instance);
        scheduler.After(TimeSpan.FromSeconds(3), () => _done.Add("late"));
        scheduler.After(TimeSpan.FromSeconds(1), () => _done.Add("early"));
        scheduler.After(TimeSpan.FromSeconds(1), () => _done.Add("early too"));

        _time.Advance(TimeSpan.FromSeconds(0.9));
        _done.ShouldBeEmpty();
        _time.Advance(TimeSpan.FromSeconds(0.1));
        _done.ShouldBe(["early", "early too"]);
        _time.Advance(TimeSpan.FromSeconds(2));
        _done.ShouldBe(["early", "early too", "late"]);
        scheduler.Waiting.ShouldBe(0);
    }

    [Fact]
    public void Pace_stretches_simulated_delays_only()
    {
        using var scheduler = new SimulationScheduler(_time, 2, NullLogger.Instance);
        scheduler.After(TimeSpan.FromSeconds(1), () => _done.Add("paced"));
        scheduler.AfterExactly(TimeSpan.FromSeconds(1), () => _done.Add("exact"));

        _time.Advance(TimeSpan.FromSeconds(1));
        _done.ShouldBe(["exact"]);
        _time.Advance(TimeSpan.FromSeconds(1));
        _done.ShouldBe(["exact", "paced"]);
    }

    [Fact]
    public void Work_that_fails_does_not_stop_what_follows()
    {
        using var scheduler = new SimulationScheduler(_time, 1, NullLogger.Instance);
        scheduler.After(TimeSpan.FromSeconds(1), () => throw new InvalidOperationException("a simulator's mistake"));
        scheduler.After(TimeSpan.FromSeconds(1), () => _done.Add("after it"));

        _time.Advance(TimeSpan.FromSeconds(1));

        _done.ShouldBe(["after it"]);
    }
}
