using System.Diagnostics;
using RetailTower.Data.Queries;

namespace RetailTower.Web.Drills;

/// <summary>A scripted outage and what is expected of the tower in it.</summary>
/// <param name="Name">As it is called on the command line.</param>
/// <param name="What">One sentence for people.</param>
/// <param name="Script"> It ends when the outage is over and no more orders are placed; the stage waits for the rest.</param>
internal sealed record Drill(string Name, string What, Func<DrillStage, Task> Script)
{
    /// <summary>How soon after its begin the tower must know of the outage; null where it need not.</summary>
    public TimeSpan? DetectWithin { get; init; }

    /// <summary>How soon after its end every order must have come to its end.</summary>
    public TimeSpan DrainWithin { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether cases may be opened; those that are must close themselves, if need be after a person's retry in the script.</summary>
    public bool CasesExpected { get; init; }

    /// <summary>Settings of its towers besides the usual ones; they may depend on the machine as it is when the drill begins.</summary>
    public Func<IEnumerable<(string Name, string Value)>> Settings { get; init; } = () => [];

    /// <summary>How far its tower's clock runs ahead for a while; what was done then is judged by the true time.</summary>
    public TimeSpan ClockAhead { get; init; }

    /// <summary>Tower processes on the one database.</summary>
    public int Towers { get; init; } = 1;

    /// <summary>Runs it on processes of its own and scores it.</summary>
    /// <param name="progress">Hears several times a second how it stands.</param>
    /// <exception cref="Configuration.StartException">A process of it did not start.</exception>
    public async Task<DrillReport> RunAsync(int seed, Action<DrillMoment> progress, CancellationToken cancellationToken)
    {
        await using var stage = await DrillStage.OpenAsync(this, seed, progress, cancellationToken);
        var watch = Stopwatch.StartNew();
        await Script(stage);
        return await stage.JudgeAsync(this, seed, watch.Elapsed);
    }
}

internal enum DrillPhase
{
    Starting,
    Before,
    Outage,
    After,
}

/// <summary>How a running drill stands.</summary>
/// <param name="Placed">Orders that were placed, or are to be placed by now.</param>
/// <param name="Tower">What its tower says of itself; null while that starts.</param>
internal sealed record DrillMoment(DrillPhase Phase, int Placed, OutageMoment? Tower);

/// <summary>One thing that was expected, and what was seen.</summary>
internal sealed record Expectation(string What, string Seen, bool Held);

/// <summary>What a drill measured. Times are in milliseconds.</summary>
/// <param name="DetectMs">From the begin of the outage to the first sign of it in the tower; null when there was none.</param>
/// <param name="PeakDepth">Most messages and calls that waited at once.</param>
/// <param name="DrainMs">From the end of the outage to the end of the last order.</param>
internal sealed record DrillReport(
    string Drill, int Seed, bool Passed, int Orders, double? DetectMs, int PeakDepth, double DrainMs, int ExceptionsOpened, int ExceptionsAutoResolved, int Lost, int Doubled, int OutOfOrder,
    double Seconds, IReadOnlyList<Expectation> Expectations, IReadOnlyList<string> Faults);
