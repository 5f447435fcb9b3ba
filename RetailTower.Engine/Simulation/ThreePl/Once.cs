using Microsoft.AspNetCore.Http;

namespace RetailTower.Engine.Simulation.ThreePl;

/// <summary>
/// Runs the work of a POST at most once per Idempotency-Key: missing 400, same key with another body 422, still running
/// 409, and done before gives the answer given then.
/// </summary>
internal sealed class Once(IdempotencyKeys keys)
{
    /// <summary>Makes the answer to an acceptance again.</summary>
    public Func<FulfilmentOrder, Answer>? Replay { get; set; }

    public async Task RunAsync(HttpContext http, Func<Body, (Answer Answer, FulfilmentOrder? Accepted)> work)
    {
        if (IdempotencyKeys.Read(http.Request.Headers["Idempotency-Key"]) is not { } key)
        {
            await Answer.Of(Problem.Of(400, "idempotency-key-missing", "Idempotency-Key is missing", "This operation needs an Idempotency-Key of at most 255 characters.")).WriteAsync(http);
            return;
        }
        if (!keys.Begin(key))
        {
            await Answer.Of(Problem.Of(409, "request-outstanding", "A request is outstanding for this Idempotency-Key", "The first request with this key is still being worked on.")).WriteAsync(http);
            return;
        }
        Answer answer;
        try
        {
            answer = Run(http.Request, key, await Body.ReadAsync(http.Request, http.RequestAborted), work);
        }
        finally
        {
            keys.End(key);
        }
        await answer.WriteAsync(http);
    }

    private Answer Run(HttpRequest request, string key, byte[] bytes, Func<Body, (Answer Answer, FulfilmentOrder? Accepted)> work)
    {
        var fingerprint = IdempotencyKeys.Fingerprint(request.Method, request.Path, bytes);
        if (keys.Find(key) is { } known)
        {
            if (known.Fingerprint != fingerprint)
                return Answer.Of(Problem.Of(422, "idempotency-key-reused", "Idempotency-Key is already used", "This key was used with another request."));
            return known.Accepted is { } order ? Replay!(order) : new Answer(known.Status, known.Body!);
        }
        if (Body.Parse(bytes) is not { } body)
            return Answer.Of(Problem.Of(400, "unreadable-body", "Unreadable body", "The body must be a JSON object."));
        var (answer, accepted) = work(body);
        if (answer.Status < 300) keys.Keep(key, new Outcome(fingerprint, answer.Status, accepted is null ? answer.Body : null, accepted));
        return answer;
    }
}
