namespace RetailTower.Engine.Intake;

/// <summary>Limits of intake. Section <c>Tower:Intake</c>.</summary>
public sealed class IntakeOptions
{
    /// <summary>Messages that may wait in memory for their commit; beyond that senders hear 503.</summary>
    public int QueueLimit { get; set; } = 10_000;

    /// <summary>Bytes of the bodies that may wait in memory for their commit, and as many again while they are read; beyond that senders hear 503.</summary>
    public long QueueBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Bytes that must be free on the embedded database's disk; below that intake closes, and senders hear 503. 0 leaves it unwatched.</summary>
    public long LeastFreeDisk { get; set; } = 256 * 1024 * 1024;

    /// <summary>Messages of one commit.</summary>
    public int CommitLimit { get; set; } = 500;

    /// <summary>Largest body, in bytes; a larger one is answered 413.</summary>
    public int BodyLimit { get; set; } = 4 * 1024 * 1024;

    /// <summary>Every problem of the section, each naming the key and the mend.</summary>
    public IEnumerable<string> Validate(string path)
    {
        if (QueueLimit < 1) yield return $"{path}:QueueLimit must be at least 1; it is {QueueLimit}.";
        if (QueueBytes < BodyLimit) yield return $"{path}:QueueBytes is in bytes and must be at least {path}:BodyLimit ({BodyLimit}); it is {QueueBytes}.";
        if (LeastFreeDisk < 0) yield return $"{path}:LeastFreeDisk is in bytes and must not be negative; it is {LeastFreeDisk}.";
        if (CommitLimit < 1) yield return $"{path}:CommitLimit must be at least 1; it is {CommitLimit}.";
        if (BodyLimit < 1024) yield return $"{path}:BodyLimit is in bytes and must be at least 1024; it is {BodyLimit}.";
    }
}
