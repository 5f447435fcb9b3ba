namespace RetailTower.Engine.Jobs;

/// <summary>How the engine runs. Section <c>Tower:Jobs</c>.</summary>
public sealed class JobsOptions
{
    /// <summary>How long a stopping node waits for its jobs; they are told to stop at once.</summary>
    public static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Jobs that may run at once on this node: pumps, feeds, sweeps. Lanes have workers of their own beside them.</summary>
    public int Workers { get; set; } = 16;

    /// <summary>
    /// How long a partition's run rests at least between two turns, so that messages which come close together share one. It rests as long as the turn before
    /// took, so that it is longer under load.
    /// </summary>
    public TimeSpan Linger { get; set; } = TimeSpan.FromMilliseconds(20);

    /// <summary>The longest such rest. Adds that much at most to a message's way.</summary>
    public TimeSpan LongestLinger { get; set; } = TimeSpan.FromMilliseconds(200);

    public JobStorageOptions SqlServer { get; set; } = new();

    /// <summary>Every problem of the section, each naming the key and the mend.</summary>
    public IEnumerable<string> Validate(string path)
    {
        if (Linger < TimeSpan.Zero || Linger > TimeSpan.FromSeconds(1)) yield return $"{path}:Linger must be from 00:00:00 to 00:00:01; it is {Linger}.";
        if (LongestLinger < Linger || LongestLinger > TimeSpan.FromSeconds(1)) yield return $"{path}:LongestLinger must be from {path}:Linger ({Linger}) to 00:00:01; it is {LongestLinger}.";
        if (Workers is < 4 or > 200) yield return $"{path}:Workers must be from 4 to 200; it is {Workers}.";
        foreach (var problem in SqlServer.Validate($"{path}:SqlServer")) yield return problem;
    }
}
