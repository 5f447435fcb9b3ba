using System.Globalization;

namespace RetailTower.Engine.Connectors;

/// <summary>The Retry-After header of RFC 9110: seconds (Shopify sends a decimal number), or a date.</summary>
internal static class RetryAfter
{
    private const double Longest = 1e7;

    /// <returns>Null when absent or unreadable; never negative.</returns>
    public static TimeSpan? Of(HttpResponseMessage response, DateTimeOffset now) =>
        response.Headers.NonValidated.TryGetValues("Retry-After", out var values) ? Read(values.FirstOrDefault(), now) : null;

    /// <summary>As <see cref="Of"/>, for a header that stands inside a body.</summary>
    public static TimeSpan? Read(string? text, DateTimeOffset now)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)) return seconds is >= 0 and < Longest ? TimeSpan.FromSeconds(seconds) : null;
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var until)) return null;
        return until > now ? until - now : TimeSpan.Zero;
    }
}
