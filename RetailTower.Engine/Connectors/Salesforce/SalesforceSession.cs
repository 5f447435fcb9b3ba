using System.Net;
using System.Text.Json;

namespace RetailTower.Engine.Connectors.Salesforce;

/// <summary>The access token, kept until Salesforce refuses it: its life is the org's session timeout and no answer states it.</summary>
internal sealed class SalesforceSession(SalesforceOptions options, HttpClient http, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _renewal = new(1, 1);
    private volatile Token? _token;

    internal sealed record Token(string Value, Uri Instance);

    /// <param name="refused">The token that Salesforce just refused; many callers may bring the same one, only the first renews it.</param>
    /// <returns>A token, or the outcome of the failed attempt to get one.</returns>
    public async Task<(Token? Token, CallOutcome? Problem)> GetAsync(Token? refused, CancellationToken cancellationToken)
    {
        if (_token is { } current && current != refused)
        {
            return (current, null);
        }
        await _renewal.WaitAsync(cancellationToken);
        try
        {
            if (_token is { } renewed && renewed != refused)
            {
                return (renewed, null);
            }
            return await RenewAsync(cancellationToken);
        }
        finally
        {
            _renewal.Release();
        }
    }

    private async Task<(Token?, CallOutcome?)> RenewAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(options.BaseAddress, "/services/oauth2/token"))
        {
            Content = new FormUrlEncodedContent(
            [
                new("grant_type", "client_credentials"),
                new("client_id", options.ClientId),
                new("client_secret", options.ClientSecret),
            ]),
        };
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            if (response.IsSuccessStatusCode)
            {
                var answer = JsonElement.Parse(body);
                // Salesforce may put the org on another host than the one that issued the token.
                var instance = answer.TextOf("instance_url") is { } url && Uri.TryCreate(url, UriKind.Absolute, out var told) ? told : options.BaseAddress;
                return answer.TextOf("access_token") is { Length: > 0 } value
                    ? (_token = new Token(value, instance), null)
                    : (null, new CallOutcome.Failed("no-access-token", "The token endpoint answered without an access token."));
            }
            return (null, response.StatusCode switch
            {
                HttpStatusCode.TooManyRequests => new CallOutcome.Retry("throttled", "The token endpoint asks for less.", RetryScope.Throttled, RetryAfter.Of(response, time.GetUtcNow())),
                HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError =>
                    new CallOutcome.Retry($"http-{(int)response.StatusCode}", "The token endpoint is unwell.", RetryScope.Unwell, RetryAfter.Of(response, time.GetUtcNow())),
                _ => new CallOutcome.Failed(ErrorOf(body), "Salesforce refuses the tower's client credentials; check ClientId, ClientSecret and the app's run-as user."),
            });
        }
        catch (JsonException)
        {
            return (null, new CallOutcome.Retry("unreadable-answer", "The token endpoint did not answer with JSON.", RetryScope.Unwell));
        }
        catch (Exception e) when (NoAnswer.Of(e, cancellationToken) is { } retry)
        {
            return (null, retry);
        }
    }

    private static string ErrorOf(byte[] body)
    {
        try
        {
            return JsonElement.Parse(body).TextOf("error") ?? "token-refused";
        }
        catch (JsonException)
        {
            return "token-refused";
        }
    }

    public void Dispose() => _renewal.Dispose();
}
