using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace RetailTower.Engine.Simulation.ThreePl;

/// <summary>A quota per minute, told with every answer in the fields of draft-ietf-httpapi-ratelimit-headers.</summary>
internal sealed class RateLimit(TimeProvider time, int perMinute)
{
    private const int Window = 60;

    private readonly Lock _gate = new();
    private DateTimeOffset _until;
    private int _left;

    /// <summary>Counts a request and writes its header; false with Retry-After when nothing was left.</summary>
    public bool Admit(HttpResponse response)
    {
        bool admitted;
        int left, seconds;
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (now >= _until) (_until, _left) = (now.AddSeconds(Window), perMinute);
            admitted = _left > 0;
            if (admitted) _left--;
            (left, seconds) = (_left, Math.Max(1, (int)Math.Ceiling((_until - now).TotalSeconds)));
        }
        Describe(response, left, seconds);
        if (!admitted) response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return admitted;
    }

    /// <summary>The answer to a request beyond the quota; its Retry-After is set when missing.</summary>
    public static Answer Exceeded(HttpResponse response)
    {
        if (response.Headers.RetryAfter.Count == 0)
        {
            Describe(response, 0, 2);
            response.Headers.RetryAfter = "2";
        }
        return Answer.Of(new Problem("https://iana.org/assignments/http-problem-types#quota-exceeded", "Request cannot be satisfied as assigned quota has been exceeded", 429,
            "The quota of policy 'default' is used up.") { ViolatedPolicies = ["default"] });
    }

    private static void Describe(HttpResponse response, int left, int seconds) =>
        response.Headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"default\";r={left};t={seconds}");
}
