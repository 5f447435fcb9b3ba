using System.Collections.Concurrent;
using RetailTower.Engine.Live;

namespace RetailTower.Engine.Jobs;

/// <summary>
/// Lets one job per key run in this process and remembers a call that comes meanwhile: the running one goes round once more, so that no signal
/// is lost between its last look and its end.
/// </summary>
public sealed class JobGate(TimeProvider time, NodeRoster roster)
{
    /// <summary>A job that was asked for and has not come by then will not come: its storage lost it, or another node ran it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The same while other nodes take jobs from the same storage: one of them may well have run it, and this gate never hears of that.</summary>
    public static readonly TimeSpan PatienceAmongNodes = TimeSpan.FromSeconds(1);

    private static readonly State Running = new(Phase.Running, 0), RunningAgain = new(Phase.RunningAgain, 0);

    private readonly ConcurrentDictionary<string, State> _states = new();

    private enum Phase
    {
        Queued,
        Running,
        RunningAgain,
    }

    /// <summary>True when a job must be enqueued; false when one is queued or running that will see the work.</summary>
    public bool Ask(string key)
    {
        while (true)
        {
            var asked = new State(Phase.Queued, time.GetTimestamp());
            if (_states.TryAdd(key, asked)) return true;
            if (!_states.TryGetValue(key, out var state)) continue;
            switch (state.Phase)
            {
                case Phase.RunningAgain:
                    return false;
                case Phase.Queued when time.GetElapsedTime(state.Since, asked.Since) < (roster.Alone ? Patience : PatienceAmongNodes):
                    return false;
                case Phase.Queued when _states.TryUpdate(key, asked, state):
                    return true;
                case Phase.Running when _states.TryUpdate(key, RunningAgain, Running):
                    return false;
            }
        }
    }

    /// <summary>True when the caller may run; false when another is running, which is told to go round again.</summary>
    public bool Enter(string key)
    {
        while (true)
        {
            if (_states.TryAdd(key, Running)) return true;
            if (!_states.TryGetValue(key, out var state)) continue;
            if (state.Phase == Phase.Queued)
            {
                if (_states.TryUpdate(key, Running, state)) return true;
            }
            else if (state == RunningAgain || _states.TryUpdate(key, RunningAgain, Running))
            {
                return false;
            }
        }
    }

    /// <summary>True when the running caller was asked to go round once more; it stays inside either way.</summary>
    public bool Again(string key) => _states.TryUpdate(key, Running, RunningAgain);

    /// <summary>Ends the caller's run. True when it was asked to go round again after its last look: then it must ask anew.</summary>
    public bool Leave(string key) => _states.TryRemove(key, out var state) && state == RunningAgain;

    /// <param name="Since">When it was queued, by the clock's timestamp.</param>
    private readonly record struct State(Phase Phase, long Since);
}
