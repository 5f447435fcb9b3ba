namespace RetailTower.Engine.Jobs;

/// <summary>
/// Runs the work of a partition: alone in this process by its gate, alone among the nodes by its lease, again for whatever is signalled meanwhile.
/// Between two turns it lingers as long as the last ones took, within limits, so that under load many messages share a turn and its commit instead of
/// each paying for one, while on a quiet day hardly anyone waits.
/// </summary>
public sealed class PartitionRuns(JobGate gate, NodeLeases leases, JobsOptions options, TimeProvider time)
{
    /// <param name="turn">Works one batch under the lease; true when more may be ready right now.</param>
    /// <returns>True when work was signalled after the last look: then the caller must ask for another run.</returns>
    public async Task<bool> RunAsync(string key, Func<HeldLease, CancellationToken, Task<bool>> turn, CancellationToken cancellationToken)
    {
        if (!gate.Enter(key)) return false;
        var whole = false;
        try
        {
            if (await leases.TakeAsync(key, cancellationToken) is { } lease) await WorkAsync(lease, turn, cancellationToken);
            whole = true;
        }
        finally
        {
            // After a failure the sweep asks again, a second later, rather than this job at once.
            whole &= gate.Leave(key);
        }

        return whole;
    }

    private async Task WorkAsync(HeldLease lease, Func<HeldLease, CancellationToken, Task<bool>> turn, CancellationToken cancellationToken)
    {
        var kept = false;
        try
        {
            do
            {
                var begun = time.GetTimestamp();
                while (await turn(lease, cancellationToken)) cancellationToken.ThrowIfCancellationRequested();
                await Task.Delay(Linger(time.GetElapsedTime(begun)), time, cancellationToken);
            }
            while (gate.Again(lease.Name));
            leases.Keep(lease);
            kept = true;
        }
        finally
        {
            // A run that failed or was stopped leaves the partition to whoever comes first.
            if (!kept) await lease.DisposeAsync();
        }
    }

    private TimeSpan Linger(TimeSpan worked) =>
        worked <= options.Linger ? options.Linger : worked >= options.LongestLinger ? options.LongestLinger : worked;
}
