using System.Globalization;

namespace RetailTower.Engine.Connectors.Shopify;

/// <summary>How full Shopify's leaky bucket is. A bucket of 40 leaks 2 calls a second, one of 80 leaks 4, one of 400 leaks 20: a twentieth of its size.</summary>
internal static class CallLevel
{
    private const double LeakShare = 1 / 20d;

    /// <param name="header"><c>X-Shopify-Shop-Api-Call-Limit</c>, for example <c>32/40</c>; null when it is absent or unreadable.</param>
    public static CallLimit? Parse(string? header)
    {
        var cut = header?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        return cut > 0
            && double.TryParse(header.AsSpan(0, cut), NumberStyles.None, CultureInfo.InvariantCulture, out var used)
            && double.TryParse(header.AsSpan(cut + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size > 0
            ? new CallLimit(size - used, size, size * LeakShare)
            : null;
    }
}
