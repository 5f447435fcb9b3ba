using RetailTower.Engine.Canonical;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using HeaderNames = Microsoft.Net.Http.Headers.HeaderNames;

namespace RetailTower.Engine.Connectors.BusinessCentral;

/// <summary>One request of a batch. <paramref name="Url"/> is relative to the company.</summary>
/// <param name="Weight">How much work it is, in order lines; bounds what goes into one batch.</param>
internal sealed record Part(string Method, string Url, object? Body = null, string? IfMatch = null, int Weight = 1);

/// <param name="Status">0 when there was no answer.</param>
/// <param name="Trouble">Null when it succeeded.</param>
/// <param name="At">The service's clock.</param>
internal sealed record Answer(int Status, JsonElement Body, CallOutcome? Trouble, DateTimeOffset? At = null)
{
    /// <summary>The entity changed since it was read.</summary>
    public bool IsStale => Status is 409 or 412;

    public bool IsGone => Status == 404 && Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty("error", out var error)
        && error.Text("code") == "Internal_RecordNotFound";
}

/// <summary>The wire: tokens, single calls and <c>$batch</c>.</summary>
internal sealed class BusinessCentralClient(BusinessCentralOptions options, HttpClient http, TimeProvider time) : IDisposable
{
    /// <summary>More requests are a BadRequest (<c>webservices/use-odata-batch.md</c>).</summary>
    private const int MostParts = 100;

    /// <summary>Keeps a batch of very long orders well within one call's time.</summary>
    private const int MostWeight = 2_000;

    /// <summary>The service works on at most five requests of a user at once and queues the rest (<c>operational-limits-online.md</c>).</summary>
    private const int MostAtOnce = 5;

    /// <summary>A write that timed out may still be at work over there: a look-up that comes too early would miss what it is about to create.</summary>
    private static readonly TimeSpan AfterUnansweredWrite = TimeSpan.FromSeconds(15);

    private readonly BusinessCentralToken _token = new(options, http, time);
    private readonly SemaphoreSlim _slots = new(MostAtOnce);
    private readonly Uri _root = new(options.BaseAddress, $"v2.0/{Uri.EscapeDataString(options.TenantId)}/{Uri.EscapeDataString(options.Environment)}/api/v2.0/");

    /// <summary>The finance reports API stands beside API v2.0.</summary>
    private readonly Uri _finance = new(options.BaseAddress, $"v2.0/{Uri.EscapeDataString(options.TenantId)}/{Uri.EscapeDataString(options.Environment)}/api/microsoft/reportsFinance/beta/");

    private readonly string _company = $"companies({options.CompanyId:D})/";

    public CallBudget Budget { get; } = new(time);

    /// <summary>Sends the parts in as few batches as may be; answers in their order.</summary>
    /// <param name="domain">Whose matter a refusal is that is not known by name.</param>
    public async Task<IReadOnlyList<Answer>> BatchAsync(IReadOnlyList<Part> parts, string domain, CancellationToken cancellationToken)
    {
        var answers = new List<Answer>(parts.Count);
        while (answers.Count < parts.Count)
        {
            var (start, count, weight) = (answers.Count, 0, 0);
            while (start + count < parts.Count && count < MostParts && (count == 0 || weight + parts[start + count].Weight <= MostWeight))
                weight += parts[start + count++].Weight;
            answers.AddRange(await OneBatchAsync([.. parts.Skip(start).Take(count)], domain, cancellationToken));
            // What went wrong with the whole batch would go wrong with the next one too, only later.
            if (answers[^1] is { Status: 0, Trouble: not null } broken)
                while (answers.Count < parts.Count) answers.Add(broken);
        }
        return answers;
    }

    /// <summary>A call of its own below the company, for pages.</summary>
    public Task<Answer> GetAsync(string url, int pageSize, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, new Uri(_root, _company + url), null, null, pageSize, Domains.Integration, cancellationToken);

    /// <summary>A call of its own below the company of the finance reports API, for pages.</summary>
    public Task<Answer> GetFinanceAsync(string url, int pageSize, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, new Uri(_finance, _company + url), null, null, pageSize, Domains.Integration, cancellationToken);

    /// <summary>The next page, by the link that the service gave.</summary>
    public Task<Answer> FollowAsync(string nextLink, int pageSize, CancellationToken cancellationToken) =>
        // The link came over the wire and the call carries the token: it must not lead elsewhere.
        Uri.TryCreate(nextLink, UriKind.Absolute, out var next) && (_root.IsBaseOf(next) || _finance.IsBaseOf(next))
            ? SendAsync(HttpMethod.Get, next, null, null, pageSize, Domains.Integration, cancellationToken)
            : Task.FromResult(new Answer(0, default, new CallOutcome.Failed("foreign-next-link", "The service's link to the next page leads elsewhere.")));

    /// <summary>A call of its own above the companies.</summary>
    /// <exception cref="HttpRequestException">Anything but success.</exception>
    public async Task<JsonElement> RequireAsync(HttpMethod method, string url, object? body, string? ifMatch, CancellationToken cancellationToken) =>
        Require(await SendAsync(method, new Uri(_root, url), body, ifMatch, null, Domains.Integration, cancellationToken)).Body;

    /// <exception cref="HttpRequestException">Anything but success.</exception>
    public static Answer Require(Answer answer)
    {
        var why = answer.Trouble switch
        {
            null => null,
            CallOutcome.Retry retry => $"{retry.Code}: {retry.Message}",
            CallOutcome.Failed failed => $"{failed.Code}: {failed.Message}",
            CallOutcome.Rejected rejected => $"{rejected.Code}: {rejected.Message}",
            _ => "no answer",
        };
        return why is null ? answer : throw new HttpRequestException(why, null, answer.Status == 0 ? null : (HttpStatusCode)answer.Status);
    }

    public void Dispose()
    {
        _token.Dispose();
        _slots.Dispose();
    }

    private async Task<Answer[]> OneBatchAsync(Part[] parts, string domain, CancellationToken cancellationToken)
    {
        var requests = parts.Select((part, i) => new
        {
            method = part.Method,
            id = $"r{i}",
            url = _company + part.Url,
            headers = Headers(part),
            body = part.Body,
        });
        var outer = await SendAsync(HttpMethod.Post, new Uri(_root, "$batch"), new { requests }, null, null, domain, cancellationToken);
        if (outer.Trouble is { } trouble)
        {
            var writes = parts.Any(p => p.Method != "GET");
            var broken = trouble is CallOutcome.Retry { Code: "timeout" } timeout && writes ? timeout with { After = AfterUnansweredWrite } : trouble;
            return [.. parts.Select(_ => new Answer(0, default, broken))];
        }
        var byId = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (outer.Body.ValueKind == JsonValueKind.Object && outer.Body.TryGetProperty("responses", out var responses) && responses.ValueKind == JsonValueKind.Array)
        {
            foreach (var response in responses.EnumerateArray())
                if (response.Text("id") is { } id) byId[id] = response;
        }
        var now = time.GetUtcNow();
        return [.. parts.Select((_, i) => byId.TryGetValue($"r{i}", out var response) ? Read(response, domain, now) : Unanswered)];
    }

    private static readonly Answer Unanswered =
        new(0, default, new CallOutcome.Retry("batch-incomplete", "The batch's answer leaves this request out.", RetryScope.Message));

    private static Answer Read(JsonElement response, string domain, DateTimeOffset now)
    {
        var status = response.TryGetProperty("status", out var said) && said.TryGetInt32(out var number) ? number : 0;
        var body = response.TryGetProperty("body", out var found) ? found : default;
        if (status == 0) return Unanswered;
        if (status < 300) return new Answer(status, body, null);
        var after = response.TryGetProperty("headers", out var headers) ? RetryAfter.Read(headers.Text("retry-after"), now) : null;
        return new Answer(status, body, Refusals.Of(status, body, after, domain));
    }

    private static Dictionary<string, string> Headers(Part part)
    {
        // The texts of refusals are read, so each part asks for one language, too.
        Dictionary<string, string> headers = new() { [HeaderNames.AcceptLanguage] = "en-US" };
        if (part.Body is not null) headers[HeaderNames.ContentType] = "application/json";
        if (part.IfMatch is not null) headers[HeaderNames.IfMatch] = part.IfMatch;
        return headers;
    }

    private async Task<Answer> SendAsync(
        HttpMethod method, Uri address, object? body, string? ifMatch, int? pageSize, string domain, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        try
        {
            string? refused = null;
            while (true)
            {
                var (token, trouble) = await _token.GetAsync(refused, cancellationToken);
                if (trouble is not null) return new Answer(0, default, trouble);
                if (Budget.Take() is { } wait) return new Answer(0, default, new CallOutcome.Retry("rate-limit", "Business Central asked for fewer calls.", RetryScope.Throttled, wait));
                try
                {
                    using var request = Request(method, address, body, ifMatch, pageSize, token!);
                    using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
                    Budget.Heed(response, time.GetUtcNow());
                    if ((int)response.StatusCode == 401 && refused is null)
                    {
                        // Once: the service may have withdrawn a token before its time.
                        refused = token;
                        continue;
                    }
                    var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken);
                    return Read(response, bytes, domain);
                }
                finally
                {
                    Budget.Answered();
                }
            }
        }
        catch (HttpRequestException e)
        {
            return Unwell("unreachable", $"No answer from Business Central: {e.HttpRequestError}.");
        }
        catch (IOException)
        {
            return Unwell("connection-lost", "The connection to Business Central broke.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Unwell("timeout", "Business Central did not answer in time.");
        }
        finally
        {
            _slots.Release();
        }
    }

    private static Answer Unwell(string code, string message) => new(0, default, new CallOutcome.Retry(code, message, RetryScope.Unwell));

    private static HttpRequestMessage Request(HttpMethod method, Uri address, object? body, string? ifMatch, int? pageSize, string token)
    {
        var request = new HttpRequestMessage(method, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.TryAddWithoutValidation(HeaderNames.Accept, "application/json");
        request.Headers.TryAddWithoutValidation(HeaderNames.AcceptLanguage, "en-US");
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation(HeaderNames.IfMatch, ifMatch);
        if (pageSize is { } size) request.Headers.TryAddWithoutValidation("Prefer", $"odata.maxpagesize={size}");
        if (body is not null)
        {
            request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), JsonReading.Json));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }
        return request;
    }

    private Answer Read(HttpResponseMessage response, byte[] bytes, string domain)
    {
        var status = (int)response.StatusCode;
        var now = time.GetUtcNow();
        JsonElement body = default;
        try
        {
            if (bytes.Length > 0) body = JsonSerializer.Deserialize<JsonElement>(bytes);
        }
        catch (JsonException) when (!response.IsSuccessStatusCode)
        {
            // A gateway in between answers in HTML; its status says enough.
        }
        catch (JsonException)
        {
            return new Answer(status, default, new CallOutcome.Retry("unreadable-answer", "The answer is not JSON.", RetryScope.Unwell));
        }
        var trouble = response.IsSuccessStatusCode ? null : Refusals.Of(status, body, RetryAfter.Of(response, now), domain);
        return new Answer(status, body, trouble, response.Headers.Date ?? now);
    }
}
