using RetailTower.Data.Queries;
using RetailTower.Web.Model;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Web;

public sealed class StepWordsTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, "Release to DC West has failed. Nothing of this order waits behind it yet; a later call to DC West would.", "what comes after it goes on; when it fails again, what comes after it waits on.")]
    [InlineData(1, "Release to DC West has failed. 1 later call to DC West of this order waits behind it.", "the one behind it goes on; when it fails again, the one behind it waits on.")]
    [InlineData(3, "Release to DC West has failed. 3 later calls to DC West of this order wait behind it.", "the 3 behind it go on, one after another in this sequence; when it fails again, the 3 behind it wait on.")]
    public void What_is_locked_and_what_a_retry_does(int waiting, string locked, string retried)
    {
        var held = new OrderLock(Step(1, StepState.Failed), [.. Enumerable.Range(2, waiting).Select(id => Step(id, StepState.Waits))]);

        StepWords.Locked(held).ShouldBe(locked);
        StepWords.Ways(held)[0].ShouldBe(("Retry", $"It is made again, under its own key. When that works, {retried}"));
        StepWords.Ways(held).Select(way => way.Verb).ShouldBe(["Retry", "Edit", "Give up", "Resolve"]);
    }

    [Fact]
    public void A_message_that_could_not_be_applied_holds_the_order()
    {
        var held = new OrderLock(Step(1, StepState.Failed, outbound: false), [Step(2, StepState.Waits, outbound: false)]);

        StepWords.Locked(held).ShouldBe("Release of DC West could not be applied. 1 later message of this order waits behind it.");
        StepWords.Ways(held)[0].Verb.ShouldBe("Replay");
        StepWords.LockedPlainly(held).ShouldBe("Later news of this order waits behind one from DC West that could not be applied.");
    }

    private static OrderStep Step(long id, StepState state, bool outbound = true) => new(outbound, id, "dc-west", "release", state, At, null, 1, null, outbound ? $"k{id}" : null, null, null, null);
}
