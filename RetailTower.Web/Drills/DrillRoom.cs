using RetailTower.Engine.Governance;

namespace RetailTower.Web.Drills;

/// <summary>A drill that is running now.</summary>
/// <param name="Left">Drills that follow it.</param>
internal sealed record DrillRunning(Drill Drill, int Seed, string Who, DateTimeOffset StartedAt, int Left, DrillMoment Moment);

/// <summary>A drill that has ended.</summary>
/// <param name="Report">Null when it could not be run.</param>
/// <param name="Failure">Why it could not be run; null when it was.</param>
internal sealed record DrillResult(string Drill, int Seed, string Who, DateTimeOffset EndedAt, DrillReport? Report, string? Failure);

/// <summary>
/// Runs drills for people who watch them on a screen, one at a time, on processes and a database of their own: this tower lends its processor and its disk
/// and nothing else. What they showed is kept until the tower ends.
/// </summary>
internal sealed class DrillRoom(AuditTrail audit, TimeProvider time, ILogger<DrillRoom> log) : IHostedService, IDisposable
{
    private const int Kept = 100;

    private readonly Lock _lock = new();
    private readonly List<DrillResult> _results = [];
    private CancellationTokenSource? _stop;
    private Task _run = Task.CompletedTask;

    /// <summary>Null while none is running.</summary>
    public DrillRunning? Running { get; private set; }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<DrillResult> Results
    {
        get
        {
            lock (_lock) return [.. _results];
        }
    }

    /// <summary>Starts them one after another.</summary>
    /// <returns>False when others are running.</returns>
    /// <remarks>It is on record before it begins; one that cannot be recorded does not begin.</remarks>
    public bool Start(IReadOnlyList<Drill> drills, int seed, string who)
    {
        lock (_lock)
        {
            if (_stop is not null) return false;
            _stop = new CancellationTokenSource();
            Running = Begun(drills, 0, seed, who);
            var stop = _stop.Token;
            _run = Task.Run(() => RunAsync(drills, seed, who, stop), CancellationToken.None);
            return true;
        }
    }

    /// <summary>Ends what is running, and what was to follow; its processes end with it.</summary>
    public void Stop()
    {
        lock (_lock) _stop?.Cancel();
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Stop();
        return _run.WaitAsync(cancellationToken);
    }

    public void Dispose() => _stop?.Dispose();

    private async Task RunAsync(IReadOnlyList<Drill> drills, int seed, string who, CancellationToken stop)
    {
        try
        {
            await audit.RecordAsync(who, "drill.started", string.Join(", ", drills.Select(drill => drill.Name)), $"seed {seed}", CancellationToken.None);
            // The first leaves its result even when it was stopped before it began.
            for (var place = 0; place == 0 || (place < drills.Count && !stop.IsCancellationRequested); place++)
            {
                Running = Begun(drills, place, seed, who);
                Keep(await RunAsync(drills[place], seed, who, stop));
            }
        }
        catch (Exception failure)
        {
            log.LogWarning(failure, "The drills could not be started");
            Keep(new DrillResult(drills[0].Name, seed, who, time.GetUtcNow(), null, failure.Message));
        }
        finally
        {
            lock (_lock)
            {
                _stop?.Dispose();
                (_stop, Running) = (null, null);
            }
        }
    }

    private void Keep(DrillResult result)
    {
        lock (_lock)
        {
            _results.Insert(0, result);
            if (_results.Count > Kept) _results.RemoveAt(Kept);
        }
    }

    private async Task<DrillResult> RunAsync(Drill drill, int seed, string who, CancellationToken stop)
    {
        try
        {
            var report = await drill.RunAsync(seed, moment => Running = Running! with { Moment = moment }, stop);
            return new DrillResult(drill.Name, seed, who, time.GetUtcNow(), report, null);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return new DrillResult(drill.Name, seed, who, time.GetUtcNow(), null, "It was stopped.");
        }
        catch (Exception failure)
        {
            log.LogWarning(failure, "The drill {Drill} could not be run", drill.Name);
            return new DrillResult(drill.Name, seed, who, time.GetUtcNow(), null, failure.Message);
        }
    }

    private DrillRunning Begun(IReadOnlyList<Drill> drills, int place, int seed, string who) =>
        new(drills[place], seed, who, time.GetUtcNow(), drills.Count - place - 1, new DrillMoment(DrillPhase.Starting, 0, null));
}
