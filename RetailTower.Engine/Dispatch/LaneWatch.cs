using RetailTower.Engine.Insight;

namespace RetailTower.Engine.Dispatch;

/// <summary>Looks at the lanes every few seconds: the forecasts live on it, and whoever scrapes the metrics finds the figures at hand.</summary>
public sealed class LaneWatch(LaneDesk desk, LaneStates states, TimeProvider time)
{
    public async Task<IReadOnlyList<LaneGauges>> SampleAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var lanes = await desk.ListAsync(cancellationToken);
        foreach (var lane in lanes) states.Of(lane.System).Sample(lane.Row.Depth);
        return [.. lanes.Select(lane => Gauges(lane, now))];
    }

    private static LaneGauges Gauges(LaneView lane, DateTimeOffset now)
    {
        var (drain, budget) = (lane.Pulse.Drain, lane.Pulse.Budget);
        return new LaneGauges(
            lane.System, lane.Row.Depth, lane.Row.OldestAt is { } oldest ? (now - oldest).TotalSeconds : 0, (int)lane.Breaker, lane.Pulse.Concurrency, lane.Pulse.UnderWay,
            budget?.Left, drain.ArrivalPerSecond, drain.Within is null ? null : drain.Never ? double.PositiveInfinity : drain.Within.Value.TotalSeconds);
    }
}
