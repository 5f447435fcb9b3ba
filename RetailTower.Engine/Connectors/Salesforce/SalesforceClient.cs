using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace RetailTower.Engine.Connectors.Salesforce;

/// <summary>An answer's JSON, or what the failed exchange means for the lane; exactly one is set.</summary>
internal readonly record struct SalesforceAnswer(JsonElement? Json, CallOutcome? Problem);

/// <summary>The wire: token, headers, quota, and the one place where an HTTP answer becomes an outcome.</summary>
internal sealed class SalesforceClient(SalesforceOptions options, HttpClient http, TimeProvider time, ILogger log) : IDisposable
{
    private readonly SalesforceSession _session = new(options, http, time);
    private volatile ApiUsage? _usage;

    /// <summary>As the last answer stated it; null before the first.</summary>
    public ApiUsage? Usage => _usage;

    public CallBudget Budget { get; } = new(time);

    public string DataPath { get; } = $"/services/data/v{options.ApiVersion}";

    public Task<SalesforceAnswer> GetAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, null, cancellationToken);

    public Task<SalesforceAnswer> PatchAsync(string path, byte[] json, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Patch, path, json, cancellationToken);

    private async Task<SalesforceAnswer> SendAsync(HttpMethod method, string path, byte[]? json, CancellationToken cancellationToken)
    {
        SalesforceSession.Token? refused = null;
        while (true)
        {
            var (token, problem) = await _session.GetAsync(refused, cancellationToken);
            if (token is null)
            {
                return new(null, problem);
            }
            if (Budget.Take() is { } wait)
            {
                return new(null, Held(wait));
            }
            try
            {
                using var request = Request(method, new Uri(token.Instance, path), token.Value, json);
                using var response = await http.SendAsync(request, cancellationToken);
                NoteUsage(response);
                var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
                if (response.StatusCode == HttpStatusCode.Unauthorized && refused is null)
                {
                    // An expired session is the normal end of a token. Once only: an app that may not use REST answers 401 for ever.
                    refused = token;
                    continue;
                }
                return Understand(response, body);
            }
            catch (Exception e) when (NoAnswer.Of(e, cancellationToken) is { } retry)
            {
                return new(null, retry);
            }
            finally
            {
                Budget.Answered();
            }
        }
    }

    private static HttpRequestMessage Request(HttpMethod method, Uri address, string token, byte[]? json)
    {
        var request = new HttpRequestMessage(method, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        // Names the tower as the origin of its own changes, so that the org can tell them from others'.
        request.Headers.Add("Sforce-Call-Options", "client=RetailTower");
        if (json is not null)
        {
            request.Content = new ByteArrayContent(json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        }
        return request;
    }

    private SalesforceAnswer Understand(HttpResponseMessage response, byte[] body)
    {
        if (response.IsSuccessStatusCode)
        {
            try
            {
                return new(JsonElement.Parse(body), null);
            }
            catch (JsonException)
            {
                return new(null, new CallOutcome.Retry("unreadable-answer", "The answer is not JSON.", RetryScope.Unwell));
            }
        }
        return new(null, SalesforceError.OfResponse((int)response.StatusCode, body, RetryAfter.Of(response, time.GetUtcNow())));
    }

    private CallOutcome.Retry Held(TimeSpan wait) =>
        new("api-usage", $"The org has used {_usage?.Share:P0} of its daily API calls; the tower leaves the rest to others.", RetryScope.Throttled, wait);

    private void NoteUsage(HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues("Sforce-Limit-Info", out var values) || ApiUsage.Parse(string.Join(';', values)) is not { } usage)
        {
            return;
        }
        _usage = usage;
        Budget.Heard(new CallLimit(usage.Limit - usage.Used, usage.Limit, usage.Limit / TimeSpan.FromDays(1).TotalSeconds));
        if (usage.Share <= options.LimitShare)
        {
            return;
        }
        // After the pause one call goes through and learns whether the usage has fallen.
        Budget.Rest(options.LimitPause);
        log.LogWarning("Salesforce API usage {Used}/{Limit} is above the configured share {Share:P0}; holding back for {Pause}", usage.Used, usage.Limit, options.LimitShare, options.LimitPause);
    }

    public void Dispose() => _session.Dispose();
}
