using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace RetailTower.Engine.Connectors.BusinessCentral;

/// <summary>
/// Keeps a webhook subscription for each watched set. They live three days, and one whose subscriber answered with an error that the service does not
/// retry is deleted by it without a word; so each call makes, mends or renews what is not in order.
/// </summary>
internal sealed class Subscriptions(BusinessCentralOptions options, BusinessCentralClient client, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(2);

    /// <exception cref="HttpRequestException">The service refused or could not be reached.</exception>
    public async Task EnsureAsync(Uri hookUrl, CancellationToken cancellationToken)
    {
        try
        {
            var listed = (await client.RequireAsync(HttpMethod.Get, "subscriptions", null, null, cancellationToken)).Entities();
            foreach (var set in Sets.Watched)
                await EnsureAsync(set, hookUrl, listed.Where(s => IsOurs(s, set, hookUrl)).Select(s => (JsonElement?)s).FirstOrDefault(), cancellationToken);
        }
        catch (JsonException e)
        {
            throw new HttpRequestException("The list of subscriptions does not have the documented shape.", e);
        }
    }

    private bool IsOurs(JsonElement held, string set, Uri hookUrl) =>
        held.Text("notificationUrl") == hookUrl.AbsoluteUri
        && held.Text("resource") is { } resource && Resource.Tail(resource) == set && Resource.Company(resource) == options.CompanyId;

    private async Task EnsureAsync(string set, Uri hookUrl, JsonElement? held, CancellationToken cancellationToken)
    {
        var wanted = new { notificationUrl = hookUrl.AbsoluteUri, resource = $"/api/v2.0/companies({options.CompanyId:D})/{set}", clientState = options.ClientStates[0] };
        if (held is not { } found)
        {
            await client.RequireAsync(HttpMethod.Post, "subscriptions", wanted, null, cancellationToken);
            log.LogInformation("Subscribed to {Set}.", set);
            return;
        }
        // Some versions do not tell the secret; then only a renewal passes a new one on.
        var isCurrent = found.Text("clientState") is null or "" || found.Text("clientState") == options.ClientStates[0];
        if (isCurrent && found.TryGetProperty("expirationDateTime", out var end) && end.TryGetDateTimeOffset(out var lapses) && lapses - time.GetUtcNow() > RenewBefore) return;
        // The id is a text, hence the quotes (microsoft/AL issue 1926).
        var id = Uri.EscapeDataString(found.Text("subscriptionId") ?? throw new JsonException("subscriptionId is missing."));
        await client.RequireAsync(HttpMethod.Patch, $"subscriptions('{id}')", wanted, found.Text("@odata.etag") ?? "*", cancellationToken);
        log.LogInformation("Renewed the subscription to {Set}.", set);
    }
}
