namespace RetailTower.Engine.Live;

/// <summary>
/// Says that there is work, so that it starts now rather than at the next sweep. Only latency: a signal that gets lost costs a second, never a
/// message.
/// </summary>
public sealed class WorkSignal
{
    private Action<int> _inbox = static _ => { };
    private Action<string> _lane = static _ => { };

    public void Inbox(int partition) => _inbox(partition);

    public void Inbox(IEnumerable<int> partitions)
    {
        foreach (var partition in partitions) Inbox(partition);
    }

    /// <summary>Work for any partition of the system's lane.</summary>
    public void Lane(string system) => _lane(system);

    /// <summary>Set once at start by the one who runs the jobs. Must return at once and never throw.</summary>
    public void Listen(Action<int> inbox, Action<string> lane) => (_inbox, _lane) = (inbox, lane);
}
