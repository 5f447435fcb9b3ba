using System.Globalization;

namespace RetailTower.Engine.Orders;

/// <summary>The tower's own number of an order as people read it: <c>SO-10482</c>.</summary>
public static class OrderKey
{
    private const string Prefix = "SO-";

    public static string Format(long key) => Prefix + key.ToString(CultureInfo.InvariantCulture);

    public static bool TryParse(string? text, out long key)
    {
        key = 0;
        return text is not null && text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
            && long.TryParse(text.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out key);
    }
}
