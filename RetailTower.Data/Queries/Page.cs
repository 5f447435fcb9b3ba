using System.Globalization;

namespace RetailTower.Data.Queries;

/// <summary>One page of a list. <paramref name="Next"/> is the cursor of the next page; null on the last one.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>An amount in one currency (ISO 4217).</summary>
public sealed record Money(string Currency, decimal Amount);

/// <summary>Writes and reads the sort key of a page's last row. Callers treat the text as opaque; one that cannot be read means the first page.</summary>
internal static class Cursor
{
    public const int MaxSize = 500;

    public static string Write(params ReadOnlySpan<long> key)
    {
        var parts = new string[key.Length];
        for (var i = 0; i < key.Length; i++) parts[i] = key[i].ToString("x", CultureInfo.InvariantCulture);
        return string.Join('.', parts);
    }

    public static long? Read(string? cursor) => Read(cursor, 1)?[0];

    public static (long First, long Second)? ReadPair(string? cursor) => Read(cursor, 2) is [var first, var second] ? (first, second) : null;

    /// <summary>A moment and what tells rows of the same moment apart.</summary>
    public static (DateTimeOffset At, long Second)? ReadMoment(string? cursor) =>
        Read(cursor, 2) is [>= 0 and var ticks, var second] && ticks <= DateTimeOffset.MaxValue.Ticks ? (new DateTimeOffset(ticks, TimeSpan.Zero), second) : null;

    /// <summary>Rows to ask for: one more than shown tells whether there is a next page.</summary>
    public static int Size(int asked) => Math.Clamp(asked, 1, MaxSize);

    /// <summary>Cuts the extra row off and writes the cursor from the last row shown.</summary>
    public static Page<T> Cut<T>(List<T> rows, int size, Func<T, string> key)
    {
        if (rows.Count <= size) return new Page<T>(rows, null);
        rows.RemoveRange(size, rows.Count - size);
        return new Page<T>(rows, key(rows[^1]));
    }

    private static long[]? Read(string? cursor, int count)
    {
        var parts = cursor?.Split('.');
        if (parts?.Length != count) return null;
        var key = new long[count];
        for (var i = 0; i < count; i++)
        {
            if (!long.TryParse(parts[i], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out key[i])) return null;
        }

        return key;
    }
}
