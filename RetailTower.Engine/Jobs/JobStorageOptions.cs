namespace RetailTower.Engine.Jobs;

/// <summary>How Hangfire uses SQL Server. Section <c>Tower:Jobs:SqlServer</c>; beside SQLite its jobs live in memory.</summary>
public sealed class JobStorageOptions
{
    /// <summary>Below it, Hangfire would hold a connection per worker in the server's own waiting statement instead.</summary>
    private static readonly TimeSpan ShortestPoll = TimeSpan.FromSeconds(1), LongestPoll = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan ShortestInvisibility = TimeSpan.FromSeconds(15), LongestInvisibility = TimeSpan.FromHours(1);

    /// <summary>How often each idle node looks for jobs that another one enqueued; its own are signalled to it.</summary>
    public TimeSpan QueuePollInterval { get; set; } = ShortestPoll;

    /// <summary>A job that a killed node was running is given to another one after this. Running ones renew it.</summary>
    public TimeSpan SlidingInvisibilityTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Lets Hangfire find out at start which of its faster ways the schema allows. Off for servers that do not answer that question as SQL Server does.</summary>
    public bool TryAutoDetectSchemaDependentOptions { get; set; } = true;

    /// <summary>Every problem of the section, each naming the key and the mend.</summary>
    public IEnumerable<string> Validate(string path)
    {
        if (QueuePollInterval < ShortestPoll || QueuePollInterval > LongestPoll)
            yield return $"{path}:QueuePollInterval must be from {ShortestPoll} to {LongestPoll}; it is {QueuePollInterval}.";
        if (SlidingInvisibilityTimeout < ShortestInvisibility || SlidingInvisibilityTimeout > LongestInvisibility)
            yield return $"{path}:SlidingInvisibilityTimeout must be from {ShortestInvisibility} to {LongestInvisibility}; it is {SlidingInvisibilityTimeout}.";
    }
}
