using RetailTower.Data.Queries;
using RetailTower.Data.Stores;
using RetailTower.Engine.Live;

namespace RetailTower.Engine.Dispatch;

/// <summary>Where operators see the lanes, stop and start them and ask for a probe. What they do is audited in the same commit.</summary>
public sealed class LaneDesk(LaneQueries queries, LaneSwitches switches, LaneProbes probes, LaneStates states, DispatchOptions options, WorkSignal signal, ChangeFeed feed, TimeProvider time)
{
    public async Task<IReadOnlyList<LaneView>> ListAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var rows = await queries.ListAsync(cancellationToken);
        return [.. rows.Select(row => View(row, now))];
    }

    /// <summary>A lane to which nothing was ever sent.</summary>
    public LaneView Uncalled(string system) =>
        View(new LaneRow(system, 0, 0, null, 0, false, null, null, null, null, null, 0, null, null, null), time.GetUtcNow());

    /// <summary>Stops sending to the system until someone resumes it; calls under way end.</summary>
    /// <returns>False when it was paused already.</returns>
    public Task<bool> PauseAsync(string system, string who, string reason, CancellationToken cancellationToken) =>
        TellAsync(system, switches.PauseAsync(system, who, reason, cancellationToken));

    /// <returns>False when it was not paused.</returns>
    public async Task<bool> ResumeAsync(string system, string who, CancellationToken cancellationToken)
    {
        var resumed = await TellAsync(system, switches.ResumeAsync(system, who, cancellationToken));
        if (resumed) signal.Lane(system);
        return resumed;
    }

    /// <summary>Sends one message now to a system whose breaker is open, to see whether it is well again.</summary>
    /// <returns>False when the breaker is not open, or the lane is paused.</returns>
    public async Task<bool> ProbeAsync(string system, string who, CancellationToken cancellationToken)
    {
        if (!await TellAsync(system, probes.ProbeAsync(system, options.BreakerThreshold, who, cancellationToken))) return false;
        states.Of(system).EndRest();
        signal.Lane(system);
        return true;
    }

    private async Task<bool> TellAsync(string system, Task<bool> action)
    {
        var changed = await action;
        if (changed) feed.Publish(ChangeAreas.Lanes, system);
        return changed;
    }

    private LaneView View(LaneRow row, DateTimeOffset now) =>
        new(row, LaneState.BreakerOf(row.UnwellInARow, row.RestUntil, options.BreakerThreshold, now), states.Of(row.System).Pulse(row.Depth, states.BudgetOf(row.System)));
}
