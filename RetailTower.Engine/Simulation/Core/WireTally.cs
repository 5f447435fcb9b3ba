namespace RetailTower.Engine.Simulation.Core;

/// <summary>Counts exchanges in one direction, and the bytes of their bodies.</summary>
public sealed class WireTally
{
    private long _exchanges;
    private long _asked;
    private long _answered;

    /// <summary>Exchanges counted so far.</summary>
    public long Exchanges => Interlocked.Read(ref _exchanges);

    /// <summary>Bytes of the requests' bodies.</summary>
    public long AskedBytes => Interlocked.Read(ref _asked);

    /// <summary>Bytes of the answers' bodies.</summary>
    public long AnsweredBytes => Interlocked.Read(ref _answered);

    public void Count(long asked, long answered)
    {
        Interlocked.Increment(ref _exchanges);
        Interlocked.Add(ref _asked, asked);
        Interlocked.Add(ref _answered, answered);
    }
}
