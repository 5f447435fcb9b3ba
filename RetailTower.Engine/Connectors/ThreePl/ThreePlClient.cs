using RetailTower.Engine.Canonical;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace RetailTower.Engine.Connectors.ThreePl;

/// <summary>The wire: one call, its answer or how it went wrong.</summary>
internal sealed class ThreePlClient(ThreePlOptions options, HttpClient http, TimeProvider time)
{
    private readonly AuthenticationHeaderValue _authorization = new("Bearer", options.ApiKey);

    public CallBudget Budget { get; } = new(time);

    /// <summary>Sends a command; <paramref name="idempotencyKey"/> is written in quotes as the header's draft has it.</summary>
    public async Task<ThreePlAnswer> SendAsync(HttpMethod method, string path, string? idempotencyKey, object? body, CancellationToken cancellationToken)
    {
        if (Budget.Take() is { } rest) return new(null, default, new CallOutcome.Retry("rate-limit", "The centre's quota is used up.", RetryScope.Throttled, rest));
        try
        {
            using var request = new HttpRequestMessage(method, new Uri(options.BaseAddress, path));
            request.Headers.Authorization = _authorization;
            if (idempotencyKey is not null) request.Headers.TryAddWithoutValidation("Idempotency-Key", $"\"{idempotencyKey}\"");
            if (body is not null) request.Content = JsonContent.Create(body, body.GetType(), options: ThreePlWire.Json);
            using var response = await http.SendAsync(request, cancellationToken);
            var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            Budget.Heed(response, time.GetUtcNow());
            var at = response.Headers.Date ?? time.GetUtcNow();
            return new(at, bytes, response.IsSuccessStatusCode ? null : Trouble(response, bytes)) { Status = response.StatusCode };
        }
        catch (HttpRequestException e)
        {
            return Unwell("unreachable", $"No answer from the centre: {e.HttpRequestError}.");
        }
        catch (IOException)
        {
            return Unwell("connection-lost", "The connection to the centre broke.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Unwell("timeout", "The centre did not answer in time.");
        }
        finally
        {
            Budget.Answered();
        }
    }

    /// <summary>As <see cref="SendAsync"/> for callers that have no outcome to return.</summary>
    /// <exception cref="HttpRequestException">Anything but success.</exception>
    public async Task<ThreePlAnswer> RequireAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(method, path, null, body, cancellationToken);
        return answer.Trouble switch
        {
            null => answer,
            CallOutcome.Retry retry => throw new HttpRequestException($"{retry.Code}: {retry.Message}", null, answer.Status),
            CallOutcome.Failed failed => throw new HttpRequestException($"{failed.Code}: {failed.Message}", null, answer.Status),
            CallOutcome.Rejected rejected => throw new HttpRequestException($"{rejected.Code}: {rejected.Message}", null, answer.Status),
            _ => throw new HttpRequestException("The centre gave no answer.", null, answer.Status),
        };
    }

    private static ThreePlAnswer Unwell(string code, string message) =>
        new(null, default, new CallOutcome.Retry(code, message, RetryScope.Unwell));

    private CallOutcome Trouble(HttpResponseMessage response, byte[] body)
    {
        var problem = ThreePlProblem.Read(body);
        var after = RetryAfter.Of(response, time.GetUtcNow());
        var code = problem.Kind ?? $"http-{(int)response.StatusCode}";
        var message = problem.Text ?? $"The centre answered {(int)response.StatusCode}.";
        return response.StatusCode switch
        {
            HttpStatusCode.TooManyRequests => new CallOutcome.Retry("rate-limit", message, RetryScope.Throttled, after ?? Renewal()),
            HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError => new CallOutcome.Retry(code, message, RetryScope.Unwell, after),
            HttpStatusCode.Unauthorized => new CallOutcome.Failed("unauthorised", "The centre does not accept the API key."),
            HttpStatusCode.Conflict when problem.Kind == "already-picked" => new CallOutcome.Rejected(problem.Kind, message, Domains.Shipment),
            // The same key is still being worked on, by a call of which the tower saw no answer.
            HttpStatusCode.Conflict => new CallOutcome.Retry(code, message, RetryScope.Message, after),
            HttpStatusCode.UnprocessableEntity when problem.Errors.Any(e => e.Pointer.EndsWith("/sku", StringComparison.Ordinal)) =>
                new CallOutcome.Rejected("unknown-item", message, Domains.Product),
            HttpStatusCode.UnprocessableEntity when problem.Errors.Any(e => e.Pointer.StartsWith("#/shipTo", StringComparison.Ordinal)) =>
                new CallOutcome.Rejected("invalid-address", message, Domains.Customer),
            HttpStatusCode.UnprocessableEntity when problem.Errors.Count > 0 => new CallOutcome.Rejected("invalid-request", message, Domains.Shipment),
            _ => new CallOutcome.Failed(code, message),
        };
    }

    private TimeSpan? Renewal() => Budget.Read().RenewsAt - time.GetUtcNow();
}

/// <param name="At">When the service answered, by its own clock if it said so; null when it did not answer.</param>
/// <param name="Trouble">Null when the call succeeded.</param>
internal sealed record ThreePlAnswer(DateTimeOffset? At, ReadOnlyMemory<byte> Body, CallOutcome? Trouble)
{
    public HttpStatusCode? Status { get; init; }

    /// <exception cref="System.Text.Json.JsonException">The body is not one.</exception>
    public T Read<T>() => ThreePlWire.Read<T>(Body.Span);
}
