namespace RetailTower.Data.Stores;

/// <summary>How far a bulk retry may go before it knows more: one item, then 5 %, 25 %, all of them.</summary>
public static class Canary
{
    public const int LastWave = 4;

    /// <summary>Least and most that is let go and not known to have ended; within them, as much as has proven right.</summary>
    private const int LeastUnderWay = 100, MostUnderWay = 2000;

    /// <summary>How many items may have been let go at the end of a wave.</summary>
    public static int Limit(int wave, int total) => wave switch
    {
        1 => Math.Min(1, total),
        2 => Share(total, 0.05),
        3 => Share(total, 0.25),
        _ => total,
    };

    /// <summary>How many may be under way at once. So the lane sets the pace, and what turns out wrong late is a part of what went well before.</summary>
    public static int UnderWay(int worked) => Math.Clamp(worked / 4, LeastUnderWay, MostUnderWay);

    private static int Share(int total, double share) => Math.Max(Math.Min(1, total), (int)Math.Ceiling(total * share));
}
