using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using RetailTower.Engine.Canonical;

namespace RetailTower.Engine.Connectors.Shopify;

/// <summary>The wire: headers, the leaky bucket, and the one place where an HTTP answer becomes an outcome.</summary>
internal sealed class ShopifyClient(ShopifyOptions options, HttpClient http, TimeProvider time, ILogger log)
{
    private const int LongestMessage = 200;

    private int _versionNoted;

    /// <param name="Json">The answer of a success.</param>
    /// <param name="Problem">What anything else means, unless the caller knows better from <paramref name="Status"/>.</param>
    /// <param name="Status">0 when there was no answer.</param>
    /// <param name="NextPage">Path of the next page, from the <c>Link</c> header.</param>
    /// <param name="At">The shop's clock.</param>
    internal readonly record struct Answer(JsonElement? Json, CallOutcome? Problem, int Status, string? NextPage = null, DateTimeOffset? At = null);

    public CallBudget Budget { get; } = new(time);

    public string ApiPath { get; } = $"/admin/api/{options.ApiVersion}";

    public Task<Answer> GetAsync(string path, CancellationToken cancellationToken) => SendAsync(HttpMethod.Get, path, null, Domains.Integration, cancellationToken);

    /// <param name="domain">Whose matter a refusal is, one of <see cref="Domains"/>.</param>
    public async Task<Answer> SendAsync(HttpMethod method, string path, byte[]? json, string domain, CancellationToken cancellationToken)
    {
        if (Budget.Take() is { } wait)
        {
            return new(null, new CallOutcome.Retry("call-limit", "The shop's call bucket is full.", RetryScope.Throttled, wait), 0);
        }
        try
        {
            using var request = new HttpRequestMessage(method, new Uri(options.BaseAddress, path));
            request.Headers.Add("X-Shopify-Access-Token", options.AccessToken);
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
            if (json is not null)
            {
                request.Content = new ByteArrayContent(json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            }
            using var response = await http.SendAsync(request, cancellationToken);
            if (CallLevel.Parse(Header(response, "X-Shopify-Shop-Api-Call-Limit")) is { } level) Budget.Heard(level);
            Budget.Heed(response, time.GetUtcNow());
            NoteVersion(Header(response, "X-Shopify-API-Version"));
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return Understand(response, body, domain);
        }
        catch (Exception e) when (NoAnswer.Of(e, cancellationToken) is { } retry)
        {
            return new(null, retry, 0);
        }
        finally
        {
            Budget.Answered();
        }
    }

    private Answer Understand(HttpResponseMessage response, byte[] body, string domain)
    {
        var status = (int)response.StatusCode;
        if (!response.IsSuccessStatusCode)
        {
            return new(null, ProblemOf(status, body, domain, RetryAfter.Of(response, time.GetUtcNow())), status);
        }
        try
        {
            return new(body.Length == 0 ? default(JsonElement) : JsonElement.Parse(body), null, status, NextPage(response), response.Headers.Date);
        }
        catch (JsonException)
        {
            return new(null, new CallOutcome.Retry("unreadable-answer", "The answer is not JSON.", RetryScope.Unwell), status);
        }
    }

    private static CallOutcome ProblemOf(int status, byte[] body, string domain, TimeSpan? after)
    {
        var (field, message) = Errors(body);
        var code = field is null ? $"http-{status}" : $"http-{status}-{field}";
        return status switch
        {
            // The official client waits a second when the shop names no time.
            429 or 430 => new CallOutcome.Retry($"http-{status}", message, RetryScope.Throttled, after ?? TimeSpan.FromSeconds(1)),
            409 => new CallOutcome.Retry(code, message, RetryScope.Message, after),
            408 or 423 or >= 500 => new CallOutcome.Retry($"http-{status}", message, RetryScope.Unwell, after),
            422 => new CallOutcome.Rejected(code, message, domain),
            _ => new CallOutcome.Failed($"http-{status}", message),
        };
    }

    // {"errors":"Not Found"} or {"errors":{"field":["msg"]}}. The tower sends no personal data, so none can be quoted here.
    private static (string? Field, string Message) Errors(byte[] body)
    {
        try
        {
            var json = JsonElement.Parse(body);
            if ((json.TextOf("errors") ?? json.TextOf("error")) is { } text)
            {
                return (null, Short(text));
            }
            if (json.Member("errors") is { ValueKind: JsonValueKind.Object } fields && fields.EnumerateObject().FirstOrDefault() is { Value.ValueKind: not JsonValueKind.Undefined } first)
            {
                var said = first.Value.ValueKind == JsonValueKind.Array ? string.Join(", ", first.Value.EnumerateArray().Select(item => item.ToString())) : first.Value.ToString();
                return (first.Name, Short($"{first.Name} {said}"));
            }
        }
        catch (JsonException)
        {
            // A proxy in between answers in HTML; its status says enough.
        }
        return (null, "The shop gave no reason.");
    }

    private static string Short(string text) => text.Length <= LongestMessage ? text : text[..LongestMessage] + "…";

    private static string? Header(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    // <https://shop/admin/api/…?page_info=…>; rel="next". Only the path is followed: the token must not travel to another host.
    private static string? NextPage(HttpResponseMessage response)
    {
        foreach (var link in (response.Headers.TryGetValues("Link", out var values) ? string.Join(',', values) : "").Split(',', StringSplitOptions.TrimEntries))
        {
            var end = link.IndexOf('>', StringComparison.Ordinal);
            if (link.StartsWith('<') && end > 0 && link[end..].Contains("rel=\"next\"", StringComparison.Ordinal) && Uri.TryCreate(link[1..end], UriKind.Absolute, out var next))
            {
                return next.PathAndQuery;
            }
        }
        return null;
    }

    // A retired version falls forward without an error.
    private void NoteVersion(string? served)
    {
        if (served is not null && served != options.ApiVersion && Interlocked.Exchange(ref _versionNoted, 1) == 0)
        {
            log.LogWarning("The shop serves API version {Served} instead of {Asked}; set ApiVersion after checking its changes", served, options.ApiVersion);
        }
    }
}
