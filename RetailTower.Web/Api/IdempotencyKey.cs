using Microsoft.Extensions.Primitives;

namespace RetailTower.Web.Api;

/// <summary>The request header <c>Idempotency-Key</c> (IETF httpapi draft): a quoted structured-field string; bare ones are taken as well, as most services do.</summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";
    private const int Longest = 128;

    /// <summary>The key, null when there is none; false when it cannot be used.</summary>
    public static bool TryRead(StringValues header, out string? key)
    {
        key = null;
        if (header.Count == 0) return true;
        var text = header.ToString().Trim();
        if (text is ['"', .. var inner, '"']) text = inner;
        if (header.Count > 1 || text.Length is 0 or > Longest || !text.All(c => c is > ' ' and < (char)0x7f and not '"' and not '\\')) return false;
        key = text;
        return true;
    }
}
