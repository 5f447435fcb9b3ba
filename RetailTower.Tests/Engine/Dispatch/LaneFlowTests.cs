using RetailTower.Engine.Connectors;
using RetailTower.Engine.Dispatch;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Engine.Dispatch;

public sealed class LaneFlowTests
{
    private readonly LaneFlow _flow = new();
    private long _seconds;
    private int _depth = 1_000_000;

    [Fact]
    public void Nobody_can_say_before_it_was_seen_to_move()
    {
        Forecast(100).Within.ShouldBeNull();
        Sample();
        Sample();
        Forecast(100).Within.ShouldBeNull();
    }

    [Fact]
    public void It_drains_by_what_goes_out_beyond_what_comes_in()
    {
        Steady(arriving: 5, leaving: 10);
        var forecast = Forecast(600);
        (forecast.ArrivalPerSecond, forecast.CapacityPerSecond).ShouldBe((5, 10));
        Seconds(120, forecast.Within);
        Forecast(0).Within.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void It_never_drains_when_more_comes_in_than_can_go_out()
    {
        Steady(arriving: 10, leaving: 10);
        Forecast(600).Never.ShouldBeTrue();
        Steady(arriving: 30, leaving: 10);
        Forecast(600).Never.ShouldBeTrue();
    }

    [Fact]
    public void An_outage_does_not_make_it_forget_how_fast_it_can_go()
    {
        Steady(arriving: 5, leaving: 10);
        Steady(arriving: 5, leaving: 0);
        Seconds(60, Forecast(300).Within);
    }

    [Fact]
    public void What_is_on_its_way_through_a_lane_that_keeps_up_is_no_backlog()
    {
        _depth = 0;
        Steady(arriving: 20, leaving: 20);
        Seconds(0.5, Forecast(10).Within);
    }

    [Fact]
    public void A_system_whose_limit_runs_out_on_the_way_sets_the_pace()
    {
        Steady(arriving: 0, leaving: 10);
        // 600 messages at 2 requests each, 200 requests at once and then 4 a second: 500 messages at 2 a second.
        Seconds(250, Forecast(600, requestsPerMessage: 2, new BudgetReading(200, 400, 4, null, null)).Within);
        Seconds(9, Forecast(90, requestsPerMessage: 2, new BudgetReading(200, 400, 4, null, null)).Within);

        Steady(arriving: 3, leaving: 10);
        Forecast(600, requestsPerMessage: 2, new BudgetReading(0, 400, 4, null, null)).Never.ShouldBeTrue();
    }

    private DrainForecast Forecast(int depth, double requestsPerMessage = 1, BudgetReading? budget = null) => _flow.Forecast(depth, requestsPerMessage, budget);

    private static void Seconds(double expected, TimeSpan? within) => within.ShouldNotBeNull().TotalSeconds.ShouldBe(expected, expected / 1_000);

    private void Sample() => _flow.Sample(_depth, _seconds++, 1);

    /// <summary>Half an hour at these rates a second.</summary>
    private void Steady(int arriving, int leaving)
    {
        Sample();
        for (var second = 0; second < 1_800; second++)
        {
            _flow.Finished(leaving);
            _depth += arriving - leaving;
            Sample();
        }
    }
}
