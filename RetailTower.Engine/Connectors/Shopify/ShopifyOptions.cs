namespace RetailTower.Engine.Connectors.Shopify;

/// <summary>How to reach one Shopify shop.</summary>
public sealed class ShopifyOptions
{
    public required Uri BaseAddress { get; init; }

    /// <summary>The shop's own <c>….myshopify.com</c> name; a webhook of another shop is refused.</summary>
    public required string ShopDomain { get; init; }

    /// <summary>Admin API access token of the custom app.</summary>
    public required string AccessToken { get; init; }

    /// <summary>Client secret of the app; signs its webhooks.</summary>
    public required string ClientSecret { get; init; }

    /// <summary>The secret before the last rotation, as long as Shopify may still sign with it.</summary>
    public string? PreviousClientSecret { get; init; }

    public string ApiVersion { get; init; } = "2026-04";

    /// <summary>ERP customer for orders whose buyer has none of their own (no note attribute <c>erp_customer</c>).</summary>
    public string GuestCustomer { get; init; } = "WEB-GUEST";

    /// <summary>Name of the shop's location by centre, for centres that the shop calls otherwise.</summary>
    public IReadOnlyDictionary<string, string> Locations { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether Shopify mails the buyer about each parcel.</summary>
    public bool NotifyCustomer { get; init; } = true;

    /// <summary>How often changed orders are read, to find what a webhook did not tell.</summary>
    public TimeSpan FeedInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How far back the first read of changed orders goes.</summary>
    public TimeSpan FeedLookback { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Every problem of these settings, each naming its key and the mend.</summary>
    public IEnumerable<string> Validate(string path)
    {
        if (BaseAddress is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
        {
            yield return $"{path}:BaseAddress must be the shop's address, for example https://acme.myshopify.com.";
        }
        if (string.IsNullOrWhiteSpace(ShopDomain) || ShopDomain.Contains('/', StringComparison.Ordinal))
        {
            yield return $"{path}:ShopDomain must be the shop's own name, for example acme.myshopify.com.";
        }
        if (string.IsNullOrWhiteSpace(AccessToken))
        {
            yield return $"{path}:AccessToken is missing; copy the Admin API access token of the shop's custom app.";
        }
        if (string.IsNullOrWhiteSpace(ClientSecret))
        {
            yield return $"{path}:ClientSecret is missing; copy the client secret of the shop's custom app, which signs its webhooks.";
        }
        if (PreviousClientSecret is not null && string.IsNullOrWhiteSpace(PreviousClientSecret))
        {
            yield return $"{path}:PreviousClientSecret is empty; remove it or set the secret before the last rotation.";
        }
        if (string.IsNullOrEmpty(ApiVersion) || !ApiVersion.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        {
            yield return $"{path}:ApiVersion must be a quarter such as 2026-04.";
        }
        if (string.IsNullOrWhiteSpace(GuestCustomer))
        {
            yield return $"{path}:GuestCustomer is empty; set the ERP customer that guests' orders are booked on.";
        }
        foreach (var (key, span) in new[] { (nameof(FeedInterval), FeedInterval), (nameof(FeedLookback), FeedLookback) })
        {
            if (span <= TimeSpan.Zero)
            {
                yield return $"{path}:{key} must be longer than zero, for example 00:05:00.";
            }
        }
    }
}
