using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RetailTower.Data.Stores;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Insight;
using RetailTower.Engine.Live;

namespace RetailTower.Engine.Intake;

/// <summary>What became of messages handed to intake.</summary>
public abstract record IntakeOutcome
{
    /// <summary>Committed; only now may the sender hear 2xx.</summary>
    public sealed record Stored(int Added, int Duplicates) : IntakeOutcome;

    /// <summary>Too much waits already; nothing was stored.</summary>
    public sealed record Busy(TimeSpan RetryAfter) : IntakeOutcome;

    /// <summary>The database did not take it; nothing was stored.</summary>
    public sealed record Unavailable(TimeSpan RetryAfter, string Why) : IntakeOutcome;
}

/// <summary>
/// The door of the inbox. Callers that arrive together share one commit: each waits until its own messages are on the disk. The queue is
/// bounded in messages and in bytes, so a flood reaches the senders as 503 before it reaches memory.
/// </summary>
public sealed class IntakeDesk(InboxStore store, WorkSignal signal, ChangeFeed feed, EngineMetrics metrics, IntakeOptions options, TimeProvider time, ILogger<IntakeDesk> log) : BackgroundService
{
    private static readonly TimeSpan BusyFor = TimeSpan.FromSeconds(2), UnavailableFor = TimeSpan.FromSeconds(5), ClosedFor = TimeSpan.FromSeconds(30);

    private readonly IntakeRoom _room = new(options.QueueLimit, options.QueueBytes);
    private readonly Channel<Caller> _queue = Channel.CreateUnbounded<Caller>(new UnboundedChannelOptions { SingleReader = true });
    private volatile string? _closed;

    /// <summary>Messages that wait for their commit.</summary>
    public int Waiting => _room.Pieces;

    /// <summary>Why nothing is taken now; null when intake is open.</summary>
    public string? Closed
    {
        get => _closed;
        set => _closed = value;
    }

    /// <summary>False once a commit has failed, until one succeeds.</summary>
    public bool Healthy { get; private set; } = true;

    /// <summary>Stores the messages, all or none. Cancelling does not undo a commit that is under way.</summary>
    public async Task<IntakeOutcome> TakeAsync(string system, IReadOnlyList<IncomingMessage> messages, CancellationToken cancellationToken)
    {
        if (messages.Count == 0) return new IntakeOutcome.Stored(0, 0);
        var caller = new Caller(Rows(system, messages), time.GetTimestamp());
        if (_closed is { } why) return Refused(caller, "closed", new IntakeOutcome.Unavailable(ClosedFor, why));
        if (!_room.TryEnter(messages.Count, caller.Bytes)) return Refused(caller, "busy", new IntakeOutcome.Busy(BusyFor));
        if (!_queue.Writer.TryWrite(caller))
        {
            _room.Leave(messages.Count, caller.Bytes);
            return new IntakeOutcome.Busy(BusyFor);
        }

        return await caller.Outcome.Task.WaitAsync(cancellationToken);
    }

    /// <summary>The rows of messages that <paramref name="system"/> sent or was asked for.</summary>
    public static List<NewInboxMessage> Rows(string system, IReadOnlyList<IncomingMessage> messages)
    {
        var trace = Activity.Current?.Id;
        var bodies = new Dictionary<ReadOnlyMemory<byte>, byte[]>();
        return messages.Select(message => new NewInboxMessage(
            system, message.MessageKey, message.Kind,
            message.Subject switch { Subject.Origin => SubjectKind.Origin, Subject.Known => SubjectKind.Known, _ => SubjectKind.Loose },
            message.Subject switch { Subject.Origin it => it.Reference.System, Subject.Known it => it.Reference.System, _ => system },
            message.Subject switch { Subject.Origin it => it.Reference.Type, Subject.Known it => it.Reference.Type, _ => "" },
            message.Subject switch { Subject.Origin it => it.Reference.Value, Subject.Known it => it.Reference.Value, Subject.Loose it => it.Key, _ => throw new InvalidOperationException("A subject of no known kind.") },
            null, message.ContentType, Bytes(message.Body), message.OccurredAt, trace, message.UnlessStored)).ToList();

        // Messages of one call share one array, so that the call's bytes are stored once.
        byte[] Bytes(ReadOnlyMemory<byte> body)
        {
            if (bodies.TryGetValue(body, out var shared)) return shared;
            var bytes = MemoryMarshal.TryGetArray(body, out var segment) && segment.Offset == 0 && segment.Count == segment.Array!.Length ? segment.Array : body.ToArray();
            bodies.Add(body, bytes);
            return bytes;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<Caller>();
        while (await _queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            batch.Clear();
            for (var count = 0; count < options.CommitLimit && _queue.Reader.TryRead(out var caller); count += caller.Messages.Count)
            {
                batch.Add(caller);
            }

            // Only once the batch is closed: a caller who is let in by the room that it frees belongs to the next one.
            foreach (var caller in batch) _room.Leave(caller.Messages.Count, caller.Bytes);
            await CommitAsync(batch);
        }
    }

    /// <summary>Whoever was let in is committed before the process ends.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        if (ExecuteTask is { } running) await running.WaitAsync(cancellationToken);
        await base.StopAsync(cancellationToken);
    }

    private async Task CommitAsync(List<Caller> batch)
    {
        try
        {
            var added = await store.AddAsync(batch.Count == 1 ? batch[0].Messages : batch.SelectMany(caller => caller.Messages).ToList(), CancellationToken.None);
            Healthy = true;
            foreach (var caller in batch)
            {
                metrics.Stored(time.GetElapsedTime(caller.Arrived));
                metrics.Inbox(caller.Messages[0].System, "stored", caller.Messages.Count);
                caller.Outcome.TrySetResult(new IntakeOutcome.Stored(batch.Count == 1 ? added.Added : caller.Messages.Count, batch.Count == 1 ? added.Duplicates : 0));
            }

            signal.Inbox(added.Partitions);
            if (added.Added > 0) feed.Publish(ChangeAreas.Messages);
        }
        catch (Exception failure) when (batch.Count > 1)
        {
            log.LogWarning(failure, "A commit of {Callers} callers failed; each is tried by itself", batch.Count);
            await CommitEachAsync(batch);
        }
        catch (Exception failure)
        {
            Healthy = false;
            log.LogError(failure, "The inbox could not be written; {Callers} callers hear 503", batch.Count);
            batch.ForEach(Refuse);
        }
    }

    /// <summary>One caller's message that the database will not take must not cost the others theirs. Two failures in a row are the database's own.</summary>
    private async Task CommitEachAsync(List<Caller> batch)
    {
        var inARow = 0;
        foreach (var caller in batch)
        {
            if (inARow < 2)
            {
                await CommitAsync([caller]);
                inARow = Healthy ? 0 : inARow + 1;
            }
            else
            {
                Refuse(caller);
            }
        }
    }

    private IntakeOutcome Refused(Caller caller, string outcome, IntakeOutcome refusal)
    {
        metrics.Inbox(caller.Messages[0].System, outcome, caller.Messages.Count);
        return refusal;
    }

    private void Refuse(Caller caller)
    {
        metrics.Inbox(caller.Messages[0].System, "unavailable", caller.Messages.Count);
        caller.Outcome.TrySetResult(new IntakeOutcome.Unavailable(UnavailableFor, "The database does not take messages now."));
    }

    private sealed record Caller(IReadOnlyList<NewInboxMessage> Messages, long Arrived)
    {
        /// <summary>Messages of one call may share their bytes; those count once.</summary>
        public long Bytes { get; } = Messages.Select(message => message.Body).Distinct<byte[]>(ReferenceEqualityComparer.Instance).Sum(body => (long)body.Length);

        public TaskCompletionSource<IntakeOutcome> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
