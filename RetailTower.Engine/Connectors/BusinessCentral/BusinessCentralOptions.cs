namespace RetailTower.Engine.Connectors.BusinessCentral;

/// <summary>How to reach one company in one Business Central environment.</summary>
public sealed class BusinessCentralOptions
{
    /// <summary>Root of the service: <c>https://api.businesscentral.dynamics.com/</c> online.</summary>
    public required Uri BaseAddress { get; init; }

    /// <summary>Root of the identity service: <c>https://login.microsoftonline.com/</c> online.</summary>
    public required Uri Authority { get; init; }

    /// <summary>The Microsoft Entra tenant, by id or domain.</summary>
    public required string TenantId { get; init; }

    public required string ClientId { get; init; }

    public required string ClientSecret { get; init; }

    /// <summary>Name of the environment, for example <c>production</c>.</summary>
    public required string Environment { get; init; }

    public required Guid CompanyId { get; init; }

    /// <summary>
    /// Secrets that the service repeats in each notification. The first one is given to new and renewed subscriptions; during a rotation the former
    /// one stays behind it until every subscription is renewed (some minutes).
    /// </summary>
    public required IReadOnlyList<string> ClientStates { get; init; }

    /// <summary>How often changed orders and invoices are listed, to find what no notification told.</summary>
    public TimeSpan FeedInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How far back the first list of changed documents goes.</summary>
    public TimeSpan FeedLookback { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How long a notification may be under way before the list speaks in its stead; at most a minute.</summary>
    public TimeSpan FeedGrace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Every problem at once, each with the key and how to mend it. Never quotes a secret.</summary>
    public IEnumerable<string> Validate(string path)
    {
        if (!IsWeb(BaseAddress)) yield return $"{path}:BaseAddress must be an absolute http or https address, online https://api.businesscentral.dynamics.com/.";
        if (!IsWeb(Authority)) yield return $"{path}:Authority must be an absolute http or https address, online https://login.microsoftonline.com/.";
        if (string.IsNullOrWhiteSpace(TenantId)) yield return $"{path}:TenantId is missing; it is the directory id of the app registration.";
        if (string.IsNullOrWhiteSpace(ClientId)) yield return $"{path}:ClientId is missing; it is the application id of the app registration.";
        if (string.IsNullOrWhiteSpace(ClientSecret)) yield return $"{path}:ClientSecret is missing; create one under the app registration's certificates and secrets.";
        if (string.IsNullOrWhiteSpace(Environment)) yield return $"{path}:Environment is missing, for example production.";
        if (CompanyId == Guid.Empty) yield return $"{path}:CompanyId is missing; GET …/api/v2.0/companies lists the ids.";
        if (ClientStates is not { Count: > 0 } || ClientStates.Any(s => s is not { Length: >= 16 and <= 250 }))
            yield return $"{path}:ClientStates must hold at least one random secret of 16 to 250 characters.";
        if (FeedInterval <= TimeSpan.Zero) yield return $"{path}:FeedInterval must be above zero, for example 00:05:00.";
        if (FeedLookback <= TimeSpan.Zero) yield return $"{path}:FeedLookback must be above zero, for example 1.00:00:00.";
        if (FeedGrace < TimeSpan.Zero || FeedGrace > TimeSpan.FromMinutes(1)) yield return $"{path}:FeedGrace must be between zero and a minute, for example 00:00:30.";
    }

    private static bool IsWeb(Uri? address) => address is { IsAbsoluteUri: true, Scheme: "http" or "https" };
}
