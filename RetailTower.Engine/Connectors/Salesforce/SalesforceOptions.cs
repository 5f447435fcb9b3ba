namespace RetailTower.Engine.Connectors.Salesforce;

/// <summary>How to reach one Salesforce org.</summary>
public sealed class SalesforceOptions
{
    /// <summary>The org's My Domain host; client credentials are only served there.</summary>
    public required Uri BaseAddress { get; init; }

    public required string ClientId { get; init; }

    public required string ClientSecret { get; init; }

    /// <summary>Id of the org, 15 or 18 characters; an Outbound Message of another org is refused.</summary>
    public required string OrganizationId { get; init; }

    public string ApiVersion { get; init; } = "62.0";

    /// <summary>Share of the org's rolling 24-hour API quota (0–1) above which the tower holds back, so that others keep some.</summary>
    public double LimitShare { get; init; } = 0.95;

    /// <summary>How long to hold back before one call looks whether the usage has fallen.</summary>
    public TimeSpan LimitPause { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How often changed orders are read, to find what an Outbound Message did not tell.</summary>
    public TimeSpan FeedInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How far back the first read of changed orders goes.</summary>
    public TimeSpan FeedLookback { get; init; } = TimeSpan.FromHours(24);

    /// <summary>ISO 4217 code of every order in a single-currency org, which has no CurrencyIsoCode field; null in a multi-currency org.</summary>
    public string? Currency { get; init; }

    /// <summary>Every problem of these settings, each naming its key and the mend.</summary>
    public IEnumerable<string> Validate(string path)
    {
        if (BaseAddress is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
        {
            yield return $"{path}:BaseAddress must be the org's My Domain address, for example https://acme.my.salesforce.com.";
        }
        if (string.IsNullOrWhiteSpace(ClientId))
        {
            yield return $"{path}:ClientId is missing; copy the consumer key of the org's external client app.";
        }
        if (string.IsNullOrWhiteSpace(ClientSecret))
        {
            yield return $"{path}:ClientSecret is missing; copy the consumer secret of the org's external client app.";
        }
        if (SalesforceId.Normalise(OrganizationId) is null)
        {
            yield return $"{path}:OrganizationId must be the 15 or 18 characters under Setup, Company Information.";
        }
        if (string.IsNullOrEmpty(ApiVersion) || !ApiVersion.All(c => char.IsAsciiDigit(c) || c == '.'))
        {
            yield return $"{path}:ApiVersion must be a number such as 62.0.";
        }
        if (LimitShare is not (> 0 and <= 1))
        {
            yield return $"{path}:LimitShare must be above 0 and at most 1.";
        }
        foreach (var (key, span) in new[] { (nameof(LimitPause), LimitPause), (nameof(FeedInterval), FeedInterval), (nameof(FeedLookback), FeedLookback) })
        {
            if (span <= TimeSpan.Zero)
            {
                yield return $"{path}:{key} must be longer than zero, for example 00:05:00.";
            }
        }
        if (Currency is { Length: not 3 })
        {
            yield return $"{path}:Currency must be a three-letter ISO 4217 code, or absent in a multi-currency org.";
        }
    }
}
