namespace RetailTower.Engine.Governance;

/// <summary>How long payloads stay in the working tables. Section <c>Tower:Retention</c>.</summary>
public sealed class RetentionOptions
{
    /// <summary>False leaves all payloads where they are.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>How long the payloads of a closed order, and of messages that concern no order, stay in the working tables.</summary>
    public TimeSpan KeepPayloads { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Orders moved in one commit; each commit keeps the writers of orders waiting for so long.</summary>
    public int BatchSize { get; set; } = 25;

    /// <summary>Rest between two batches, so that the work of the day goes first.</summary>
    public TimeSpan Pause { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Every problem of the section, each naming the key and the mend.</summary>
    public IEnumerable<string> Validate(string path)
    {
        if (KeepPayloads < TimeSpan.Zero) yield return $"{path}:KeepPayloads must not be negative; it is {KeepPayloads}. A day is written 1.00:00:00.";
        if (BatchSize is < 1 or > 500) yield return $"{path}:BatchSize must be from 1 to 500; it is {BatchSize}.";
        if (Pause < TimeSpan.Zero || Pause > TimeSpan.FromMinutes(1)) yield return $"{path}:Pause must be from 00:00:00 to 00:01:00; it is {Pause}.";
    }
}
