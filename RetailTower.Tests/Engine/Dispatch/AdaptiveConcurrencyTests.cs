using RetailTower.Engine.Dispatch;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Engine.Dispatch;

public sealed class AdaptiveConcurrencyTests
{
    private readonly AdaptiveConcurrency _concurrency = new(new DispatchOptions { Concurrency = 8, MinConcurrency = 2, MaxConcurrency = 12 });
    private long _now = 1;

    [Fact]
    public void It_grows_by_one_with_each_round_of_good_answers_up_to_the_most()
    {
        for (var call = 0; call < 9; call++) Answer(20);
        _concurrency.Limit.ShouldBe(9, 0.2);

        for (var call = 0; call < 200; call++) Answer(20);
        _concurrency.Allowed.ShouldBe(12);
    }

    [Fact]
    public void An_idle_lane_proves_nothing()
    {
        for (var call = 0; call < 100; call++) Answer(20, atLimit: false);
        _concurrency.Limit.ShouldBe(8);
    }

    [Fact]
    public void Throttling_halves_it_once_a_round_down_to_the_least()
    {
        var begun = _now;
        for (var call = 0; call < 8; call++) _concurrency.Throttled(begun, ++_now);
        _concurrency.Limit.ShouldBe(4, "the calls of one round have one cause");

        _concurrency.Throttled(++_now, ++_now);
        _concurrency.Throttled(++_now, ++_now);
        _concurrency.Limit.ShouldBe(2);
    }

    [Fact]
    public void An_answer_much_slower_than_usual_cuts_it_as_a_failure_does()
    {
        for (var call = 0; call < 20; call++) Answer(200, atLimit: false);
        Answer(1_000);
        _concurrency.Limit.ShouldBe(8 * 2 / 3d, 0.01);

        _concurrency.Failed(++_now, ++_now);
        _concurrency.Limit.ShouldBe(8 * 4 / 9d, 0.01);
    }

    [Fact]
    public void What_is_quick_in_itself_or_carries_more_is_not_called_slow()
    {
        for (var call = 0; call < 20; call++) Answer(10, atLimit: false);
        Answer(400, atLimit: false);
        Answer(3_000, messages: 100, atLimit: false);
        _concurrency.Limit.ShouldBe(8);
    }

    [Fact]
    public void A_system_that_has_become_slow_for_good_is_not_held_down_for_ever()
    {
        for (var call = 0; call < 20; call++) Answer(100);
        for (var call = 0; call < 6; call++) Answer(3_000);
        var least = _concurrency.Limit;
        for (var call = 0; call < 60; call++) Answer(3_000);
        _concurrency.Limit.ShouldBeGreaterThan(least + 3);
    }

    private void Answer(int milliseconds, int messages = 1, bool atLimit = true)
    {
        var begun = ++_now;
        _concurrency.Answered("submit-order", messages, TimeSpan.FromMilliseconds(milliseconds), begun, ++_now, atLimit);
    }
}
