using System.Globalization;

namespace RetailTower.Engine.Connectors.Salesforce;

/// <summary>How much of the org's rolling 24-hour API quota is used, by every client of the org together.</summary>
public sealed record ApiUsage(long Used, long Limit)
{
    public double Share => Limit > 0 ? (double)Used / Limit : 0;

    /// <summary>
    /// Reads <c>Sforce-Limit-Info</c>, for example <c>api-usage=10018/100000; api-bursts=1/750</c>; null when it says nothing of the daily quota.
    /// </summary>
    public static ApiUsage? Parse(string? header)
    {
        foreach (var part in (header ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.StartsWith("api-usage=", StringComparison.OrdinalIgnoreCase)
                && part["api-usage=".Length..].Split('/') is [var used, var limit]
                && long.TryParse(used, NumberStyles.None, CultureInfo.InvariantCulture, out var usedCalls)
                && long.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var limitCalls)
                && limitCalls > 0)
            {
                return new ApiUsage(usedCalls, limitCalls);
            }
        }
        return null;
    }
}
