using System.Globalization;
using System.Net;

namespace RetailTower.Engine.Connectors;

/// <summary>
/// The fields of draft-ietf-httpapi-ratelimit-headers: <c>RateLimit: "burst";r=50;t=30</c> and <c>RateLimit-Policy: "burst";q=100;w=60</c>, each a
/// list. What is malformed is ignored, as the draft says.
/// </summary>
internal static class RateLimitFields
{
    /// <summary>Lets the budget hear what the answer says: a 429's Retry-After, and the policy with the least left.</summary>
    public static void Heed(this CallBudget budget, HttpResponseMessage response, DateTimeOffset now)
    {
        if (Read(response, now) is { } limit) budget.Heard(limit);
        if (response.StatusCode == HttpStatusCode.TooManyRequests && RetryAfter.Of(response, now) is { } wait) budget.Rest(wait);
    }

    private static CallLimit? Read(HttpResponseMessage response, DateTimeOffset now)
    {
        if (!response.Headers.NonValidated.TryGetValues("RateLimit", out var limits)) return null;
        CallLimit? least = null;
        foreach (var field in limits)
        {
            foreach (var (name, left, seconds) in Items(field, 'r', 't'))
            {
                if (left is not { } remaining || (least is not null && least.Left <= remaining)) continue;
                least = new CallLimit(remaining, Quota(response, name), 0, seconds is { } wait ? now.AddSeconds(wait) : null);
            }
        }

        return least;
    }

    private static double? Quota(HttpResponseMessage response, string policy)
    {
        if (!response.Headers.NonValidated.TryGetValues("RateLimit-Policy", out var policies)) return null;
        foreach (var field in policies)
        {
            foreach (var (name, quota, _) in Items(field, 'q', 'w'))
                if (name == policy && quota is not null) return quota;
        }

        return null;
    }

    /// <summary>The items of a structured list, each with two of its one-letter parameters.</summary>
    private static IEnumerable<(string Name, int? First, int? Second)> Items(string field, char first, char second)
    {
        foreach (var item in field.Split(','))
        {
            var parts = item.Split(';', StringSplitOptions.TrimEntries);
            int? one = null, two = null;
            foreach (var part in parts)
            {
                if (part.Length < 3 || part[1] != '=' || !int.TryParse(part.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var value)) continue;
                if (part[0] == first) one = value;
                if (part[0] == second) two = value;
            }

            yield return (parts[0], one, two);
        }
    }
}
