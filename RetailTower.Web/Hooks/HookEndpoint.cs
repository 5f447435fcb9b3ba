using RetailTower.Engine.Connectors;
using RetailTower.Engine.Insight;
using RetailTower.Engine.Intake;
using RetailTower.Web.Problems;

namespace RetailTower.Web.Hooks;

/// <summary>
/// <c>/hooks/{system}</c>: the door for foreign systems. Each call is authenticated by its system's connector, stored, and only then answered 2xx.
/// Neither bodies nor headers are ever logged.
/// </summary>
internal sealed class HookEndpoint(ConnectorRegistry connectors, IntakeDesk intake, BodyRoom bodies, IntakeOptions limits, EngineMetrics metrics, TimeProvider time, ILogger<HookEndpoint> log)
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapMethods("/hooks/{system}", [HttpMethods.Get, HttpMethods.Post], (string system, HttpContext http, HookEndpoint endpoint) => endpoint.AnswerAsync(system, http)).AllowAnonymous();

    private async Task<IResult> AnswerAsync(string system, HttpContext http)
    {
        if (!connectors.Ready) return IntakeAnswers.Starting(http);
        if (connectors.Find(system) is not { } connector) return Problem.Of(StatusCodes.Status404NotFound, "No system of this name is connected.", where: "system");
        using var place = bodies.Enter(http);
        if (place is null)
        {
            metrics.Inbox(connector.System, "busy");
            return IntakeAnswers.Crowded(http);
        }

        var (body, refusal) = await RequestBody.ReadAsync(http, limits.BodyLimit);
        if (refusal is not null) return Refuse(connector, "refused", $"{refusal.StatusCode}", refusal);
        var reading = connector.ReadWebhook(new WebhookCall(http.Request.Method, http.Request.Headers, http.Request.Query, http.Request.ContentType, body, time.GetUtcNow()));
        return reading switch
        {
            WebhookReading.Accepted accepted => await StoreAsync(http, connector, accepted),
            WebhookReading.Handshake handshake => Reply(handshake.Reply),
            WebhookReading.Unauthorised no => Refuse(connector, "unauthorised", no.Why, Problem.Of(StatusCodes.Status401Unauthorized, no.Why)),
            WebhookReading.Unreadable no => Refuse(connector, "unreadable", $"{no.Where}: {no.Why}", Problem.Of(StatusCodes.Status400BadRequest, no.Why, where: no.Where)),
            _ => throw new InvalidOperationException($"The connector of {system} answered {reading.GetType().Name}, which nobody knows."),
        };
    }

    private async Task<IResult> StoreAsync(HttpContext http, IConnector connector, WebhookReading.Accepted accepted)
    {
        var outcome = await intake.TakeAsync(connector.System, accepted.Messages, http.RequestAborted);
        return (IResult?)IntakeAnswers.Refusal(http, outcome) ?? Reply(accepted.Reply);
    }

    private IResult Refuse(IConnector connector, string outcome, string why, IResult answer)
    {
        metrics.Inbox(connector.System, outcome);
        log.LogInformation("A call to the hook of {System} was {Outcome}: {Why}", connector.System, outcome, why);
        return answer;
    }

    private static IResult Reply(WebhookReply reply) =>
        reply.Body is null ? TypedResults.StatusCode(reply.Status) : TypedResults.Text(reply.Body, reply.ContentType ?? "text/plain", statusCode: reply.Status);
}
