using System.Text.Json;

namespace RetailTower.Engine.Connectors.BusinessCentral;

/// <summary>The access token by OAuth client credentials; renewed before it lapses, by one caller while the others wait.</summary>
internal sealed class BusinessCentralToken(BusinessCentralOptions options, HttpClient http, TimeProvider time) : IDisposable
{
    /// <summary>A token must outlive the call that carries it.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _renewal = new(1);
    private volatile Held? _held;

    private sealed record Held(string Value, DateTimeOffset RenewAt);

    /// <summary>The token, or why there is none.</summary>
    /// <param name="refused">A token that the service has just refused; the answer is a newer one.</param>
    public async Task<(string? Value, CallOutcome? Trouble)> GetAsync(string? refused, CancellationToken cancellationToken)
    {
        if (Usable(refused) is { } token) return (token, null);
        await _renewal.WaitAsync(cancellationToken);
        try
        {
            return Usable(refused) is { } renewed ? (renewed, null) : await RequestAsync(cancellationToken);
        }
        finally
        {
            _renewal.Release();
        }
    }

    public void Dispose() => _renewal.Dispose();

    private string? Usable(string? refused) =>
        _held is { } held && held.Value != refused && time.GetUtcNow() < held.RenewAt ? held.Value : null;

    private async Task<(string? Value, CallOutcome? Trouble)> RequestAsync(CancellationToken cancellationToken)
    {
        var address = new Uri(options.Authority, $"{Uri.EscapeDataString(options.TenantId)}/oauth2/v2.0/token");
        using var form = new FormUrlEncodedContent(
        [
            new("grant_type", "client_credentials"),
            new("client_id", options.ClientId),
            new("client_secret", options.ClientSecret),
            new("scope", "https://api.businesscentral.dynamics.com/.default"),
        ]);
        using var response = await http.PostAsync(address, form, cancellationToken);
        var status = (int)response.StatusCode;
        if (status is 408 or 429 or >= 500)
        {
            var scope = status == 429 ? RetryScope.Throttled : RetryScope.Unwell;
            return (null, new CallOutcome.Retry($"token-http-{status}", "The identity service gave no token.", scope, RetryAfter.Of(response, time.GetUtcNow())));
        }
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        try
        {
            var answer = JsonSerializer.Deserialize<JsonElement>(body);
            if (!response.IsSuccessStatusCode)
                return (null, new CallOutcome.Failed(answer.Text("error") ?? $"token-http-{status}", "The identity service refuses the tower's credentials."));
            var lifetime = TimeSpan.FromSeconds(answer.GetProperty("expires_in").GetDouble());
            var held = new Held(answer.Text("access_token") ?? throw new JsonException("No access_token."), time.GetUtcNow() + Shortened(lifetime));
            _held = held;
            return (held.Value, null);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return (null, new CallOutcome.Failed("token-unreadable", "The identity service's answer does not have the documented shape."));
        }
    }

    private static TimeSpan Shortened(TimeSpan lifetime) => lifetime > 4 * Margin ? lifetime - Margin : lifetime * 0.75;
}
