using System.Threading.Channels;
using Hangfire;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RetailTower.Data.Stores;
using RetailTower.Engine.Live;

namespace RetailTower.Engine.Jobs;

/// <summary>
/// Turns signals into jobs, away from whoever signals: Hangfire's enqueue blocks on its storage. One job per partition at a time, however many
/// messages signal it.
/// </summary>
public sealed class JobNudger(IBackgroundJobClient jobs, JobGate gate, WorkSignal signal, ILogger<JobNudger> log) : BackgroundService
{
    private readonly Channel<Action> _enqueues = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });

    public void Inbox(int partition)
    {
        if (gate.Ask(PartitionPump.Key(partition)))
            _enqueues.Writer.TryWrite(() => jobs.Enqueue<PartitionPump>(pump => pump.RunAsync(partition, CancellationToken.None)));
    }

    public void Lane(string system, int partition)
    {
        if (gate.Ask(LaneDrainJob.Key(system, partition)))
            _enqueues.Writer.TryWrite(() => jobs.Enqueue<LaneDrainJob>(drain => drain.RunAsync(system, partition, CancellationToken.None)));
    }

    public void Lane(string system)
    {
        for (var partition = 0; partition < Partitions.Lane; partition++) Lane(system, partition);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        signal.Listen(Inbox, Lane);
        await foreach (var enqueue in _enqueues.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                enqueue();
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                log.LogWarning(failure, "A job could not be enqueued; the sweep will find its work");
            }
        }
    }
}
