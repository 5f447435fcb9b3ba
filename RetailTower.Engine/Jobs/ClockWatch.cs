using Microsoft.Extensions.Logging;
using RetailTower.Data.Stores;

namespace RetailTower.Engine.Jobs;

/// <summary>
/// Notices that a clock ran ahead and is right again, this node's or that of a node which is gone, and takes back the waits that it set. A node that lives on
/// with a fast clock is only reported: what is taken back from it would be set again at once.
/// </summary>
public sealed class ClockWatch(ClockStore store, RecurringJobs jobs, NodeName node, ILogger<ClockWatch> log)
{
    /// <summary>Looks that a trace must stand still for before whoever left it counts as gone.</summary>
    private const int Looks = 3;

    private readonly Dictionary<FutureTrace, int> _seen = [];

    /// <summary>One look; its caller looks every few seconds, before this node gives its own sign of life.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var traces = await store.TracesAsync(cancellationToken);
        foreach (var gone in _seen.Keys.Except(traces).ToList()) _seen.Remove(gone);
        foreach (var trace in traces)
        {
            var (before, own) = (_seen.GetValueOrDefault(trace), trace.Name == node.Value);
            var looks = own ? Looks : before + 1;
            if (before == 0 && !own) log.LogWarning("{Trace} is of {At:u}, which is still to come: a clock runs ahead. Let all nodes follow one time server", trace.Name, trace.At);
            if (before >= Looks || looks < Looks)
            {
                _seen[trace] = looks;
                continue;
            }

            // Counted only afterwards: what fails is tried again at the next look.
            await TakeBackAsync(trace, cancellationToken);
            foreach (var same in traces) _seen[same] = Looks;
            return;
        }
    }

    private async Task TakeBackAsync(FutureTrace trace, CancellationToken cancellationToken)
    {
        var back = await store.TakeBackAsync(cancellationToken);
        jobs.Schedule();
        log.LogWarning(
            "The clock that wrote {Trace} at {At:u} ran ahead and is right again: {Calls} calls, {Lanes} lanes and {Expectations} deadlines no longer wait for that time",
            trace.Name, trace.At, back.Calls, back.Lanes, back.Expectations);
    }
}
