using RetailTower.Engine.Connectors;
using RetailTower.Engine.Dispatch;

namespace RetailTower.Web.Model;

/// <summary>How a lane's breaker, concurrency, limit and forecast read.</summary>
public static class LanePulseWords
{
    private static readonly TimeSpan LongCall = TimeSpan.FromSeconds(5);

    public static string Breaker(BreakerState breaker) => breaker switch
    {
        BreakerState.Open => "Open",
        BreakerState.HalfOpen => "Half-open",
        _ => "Closed",
    };

    public static ScreenState StateOf(BreakerState breaker) => breaker switch
    {
        BreakerState.Open => ScreenState.Breach,
        BreakerState.HalfOpen => ScreenState.Attention,
        _ => ScreenState.Ok,
    };

    public static string BreakerTitle(LaneView lane) => lane.Breaker switch
    {
        BreakerState.Open => $"{Wording.Count(lane.Row.UnwellInARow)} calls in a row failed. Nothing is sent until the rest is over; a probe sends one message now.",
        BreakerState.HalfOpen => "The rest is over. The next message goes alone; if it goes through, the others follow.",
        _ => lane.Row.UnwellInARow > 0 ? $"{Wording.Count(lane.Row.UnwellInARow, "call")} in a row failed." : "Calls flow.",
    };

    /// <summary>Calls under way of those that may be.</summary>
    public static string Calls(LanePulse pulse) => $"{pulse.UnderWay} of {pulse.Concurrency}";

    /// <summary>A call under way takes so long that someone should know.</summary>
    public static bool CallsHang(LanePulse pulse) => pulse.LongestCall > LongCall;

    public static string CallsTitle(LanePulse pulse) =>
        $"{Wording.Count(pulse.UnderWay, "call")} under way{(pulse.LongestCall is { } longest ? $", the oldest for {Wording.Duration(longest)}" : "")}. Up to {pulse.Concurrency} at once on this node; the system's answers set how many.";

    /// <summary>How much of the system's limit is used: a share, what is left where the size is not known, or a dash.</summary>
    public static string Limit(BudgetReading? budget) => budget switch
    {
        { RestUntil: not null } => "used up",
        { Left: { } left, Size: > 0 and var size } => Share(left, size),
        { Left: { } left } => $"{Wording.Count((long)left)} left",
        _ => "–",
    };

    public static ScreenState StateOf(BudgetReading? budget) => budget switch
    {
        { Spent: true } => ScreenState.Attention,
        { Left: { } left, Size: > 0 and var size } when left < size * 0.2 => ScreenState.Attention,
        _ => ScreenState.Ok,
    };

    public static string LimitTitle(BudgetReading? budget, DateTimeOffset now)
    {
        if (budget is not { } known || known is { Left: null, RestUntil: null }) return "The system has not said how much it takes.";
        var left = known switch
        {
            { Left: { } some, Size: > 0 and var size } => $"{Wording.Count((long)(size - some))} of {Wording.Count((long)size)} requests used",
            { Left: { } some } => $"{Wording.Count((long)some)} requests left",
            _ => "The system asked for rest",
        };
        var until = known.RestUntil is { } rest ? $", none until {Wording.Duration(rest - now)} from now"
            : known.RenewsAt is { } renewal ? $", renewed in {Wording.Duration(renewal - now)}"
            : known.RefillPerSecond > 0 ? $", {Rate(known.RefillPerSecond)} come free"
            : "";
        return $"{left}{until}.";
    }

    /// <summary>When it will be empty; with "then" while it does not send.</summary>
    public static string Drain(LaneView lane) => lane.Pulse.Drain switch
    {
        { Within: null } => "–",
        { Never: true } => "never",
        { Within: { Ticks: 0 } } => "empty",
        { Within: { } within } => (Stands(lane) ? "then " : "") + Wording.Age(within < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : within),
    };

    public static string DrainTitle(LaneView lane)
    {
        var drain = lane.Pulse.Drain;
        var rates = $"{Rate(drain.ArrivalPerSecond)} come in, {(drain.CapacityPerSecond is { } capacity ? $"{Rate(capacity)} can go out" : "how many can go out is not known yet")}.";
        return drain switch
        {
            { Within: null } => $"Not known yet: {rates}",
            { Never: true } => $"At this rate it is never empty: {rates}",
            { Within: { Ticks: 0 } } => rates,
            _ => Stands(lane) ? $"Once it sends again: {rates}" : $"At this rate: {rates}",
        };
    }

    private static bool Stands(LaneView lane) => lane.Row.Paused || lane.Breaker != BreakerState.Closed;

    private static string Share(double left, double size)
    {
        var used = Math.Clamp(1 - left / size, 0, 1);
        return used is > 0 and < 0.01 ? "< 1 %" : $"{Math.Floor(used * 100):0} %";
    }

    private static string Rate(double perSecond) => perSecond >= 9.95 ? $"{Wording.Count((long)Math.Round(perSecond))}/s" : perSecond * 60 >= 0.95 || perSecond == 0 ? $"{Wording.Count((long)Math.Round(perSecond * 60))}/min" : "less than 1/min";
}
