using System.Text;

namespace RetailTower.Data.Stores;

/// <summary>Which partition works on what. Fixed numbers: changing them while messages wait would let two workers meet on one order.</summary>
public static class Partitions
{
    /// <summary>Partitions of the inbox.</summary>
    public const int Inbox = 8;

    /// <summary>Partitions of each lane.</summary>
    public const int Lane = 2;

    public static int OfOrder(long orderKey) => (int)(orderKey % Inbox);

    /// <summary>Stable over processes and versions, unlike <see cref="string.GetHashCode()"/> (FNV-1a).</summary>
    public static int OfText(string text)
    {
        var hash = 2166136261u;
        foreach (var octet in Encoding.UTF8.GetBytes(text)) hash = (hash ^ octet) * 16777619u;
        return (int)(hash % Inbox);
    }

    public static int OfLane(long? orderKey, string fallback) =>
        orderKey is { } key ? (int)(key / Inbox % Lane) : OfText(fallback) % Lane;
}
