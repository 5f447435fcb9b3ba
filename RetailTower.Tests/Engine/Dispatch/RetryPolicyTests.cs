using RetailTower.Engine.Dispatch;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Engine.Dispatch;

public sealed class RetryPolicyTests
{
    private static readonly DispatchOptions Options = new() { FirstDelay = TimeSpan.FromMilliseconds(500), LongestDelay = TimeSpan.FromMinutes(1), BreakerThreshold = 8 };

    private readonly RetryPolicy _policy = new(Options, new Random(7));

    [Theory]
    [InlineData(1, 1_000)]
    [InlineData(2, 2_000)]
    [InlineData(3, 4_000)]
    [InlineData(6, 32_000)]
    [InlineData(7, 60_000)]
    [InlineData(500, 60_000)]
    public void The_delay_lies_between_the_first_and_twice_as_much_per_failure_up_to_the_longest(int failures, int ceiling)
    {
        var delays = Enumerable.Range(0, 500).Select(_ => _policy.Delay(failures, null).TotalMilliseconds).ToList();

        delays.ShouldAllBe(delay => delay >= 500 && delay <= ceiling);
        // Full jitter spreads over the whole span, so that messages which failed together do not come back together.
        delays.Min().ShouldBeLessThan(500 + (ceiling - 500) * 0.1);
        delays.Max().ShouldBeGreaterThan(500 + (ceiling - 500) * 0.9);
    }

    [Fact]
    public void It_is_never_before_the_systems_own_wish()
    {
        _policy.Delay(1, TimeSpan.FromMinutes(5)).ShouldBe(TimeSpan.FromMinutes(5));
        _policy.Delay(10, TimeSpan.Zero).ShouldBeGreaterThan(TimeSpan.Zero);
        _policy.Rest(8, TimeSpan.FromMinutes(5)).ShouldBe(TimeSpan.FromMinutes(5));
    }

    [Fact]
    public void A_resting_lane_rests_longer_with_each_failed_probe() =>
        Enumerable.Range(8, 7).Select(inARow => _policy.Rest(inARow, null).TotalSeconds).ShouldBe([2, 4, 8, 16, 32, 60, 60]);
}
