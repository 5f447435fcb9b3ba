using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using RetailTower.Data.Queries;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Connectors;
using RetailTower.Engine.Intake;
using RetailTower.Engine.Orders;
using RetailTower.Web.Authentication;
using RetailTower.Web.Problems;

namespace RetailTower.Web.Api;

/// <summary>
/// <c>POST /api/v1/orders</c>: takes one order of the client's system. It is checked at once, stored, and answered 202; the journey goes on from there.
/// Safe to repeat: the same <c>Idempotency-Key</c>, or without one the same order, is stored once.
/// </summary>
internal sealed class SubmitOrder(ConnectorRegistry connectors, IntakeDesk intake, BodyRoom bodies, IntakeOptions limits, InboxLookup inbox, TimeProvider time)
{
    private readonly ConcurrentDictionary<(string System, string Key), bool> _running = new();

    public async Task<IResult> AnswerAsync(HttpContext http)
    {
        var system = http.User.FindFirstValue(ApiKeyAuthentication.SystemClaim)!;
        if (!connectors.Ready) return IntakeAnswers.Starting(http);
        if (connectors.Find(system) is null) return Problem.Of(StatusCodes.Status409Conflict, $"The client's system '{system}' is not connected to the tower.");
        if (!http.Request.HasJsonContentType()) return Problem.Of(StatusCodes.Status415UnsupportedMediaType, "Send the order as application/json.", where: "Content-Type");
        if (!IdempotencyKey.TryRead(http.Request.Headers[IdempotencyKey.Header], out var key))
            return Problem.Of(StatusCodes.Status400BadRequest, "Send one key of at most 128 visible ASCII characters.", where: IdempotencyKey.Header);
        using var place = bodies.Enter(http);
        if (place is null) return IntakeAnswers.Crowded(http);
        var (body, refusal) = await RequestBody.ReadAsync(http, limits.BodyLimit);
        if (refusal is not null) return refusal;
        var (submitted, errors) = SubmittedOrder.Read(body, time.GetUtcNow());
        return submitted is null
            ? Problem.Of(StatusCodes.Status400BadRequest, $"The order cannot be taken: {errors.Count} {(errors.Count == 1 ? "thing is" : "things are")} wrong with it.", errors)
            : await StoreOnceAsync(http, system, key, submitted);
    }

    private async Task<IResult> StoreOnceAsync(HttpContext http, string system, string? key, SubmittedOrder submitted)
    {
        var messageKey = key is null ? $"api:{Fingerprint(submitted)}" : $"api:{http.User.Identity!.Name}:{key}";
        if (!_running.TryAdd((system, messageKey), true)) return Problem.Of(StatusCodes.Status409Conflict, "The first request of this key is still running.", where: IdempotencyKey.Header);
        try
        {
            var order = submitted.Order;
            var message = new IncomingMessage(
                messageKey, TowerMessages.ApiOrder, new Subject.Origin(new Reference(system, "number", order.Number)), "application/json",
                Encoding.UTF8.GetBytes(CanonicalJson.Write(order)), order.PlacedAt);
            // The inbox keeps the first of equal keys, so whether this is it shows only after the commit; another node may have been faster.
            var outcome = await intake.TakeAsync(system, [message], http.RequestAborted);
            if (IntakeAnswers.Refusal(http, outcome) is { } refusal) return refusal;
            if (key is not null && !await IsStoredAsync(system, messageKey, submitted, http.RequestAborted))
                return Problem.Of(StatusCodes.Status422UnprocessableEntity, "This key was used for another order. Nothing was stored.", where: IdempotencyKey.Header);
            return TypedResults.Accepted(OrderEndpoints.AddressOf(order.Number), new { reference = order.Number, status = "accepted" });
        }
        finally
        {
            _running.TryRemove((system, messageKey), out _);
        }
    }

    private async Task<bool> IsStoredAsync(string system, string messageKey, SubmittedOrder submitted, CancellationToken cancellationToken)
    {
        if (await inbox.BodyAsync(system, messageKey, cancellationToken) is not { } stored) return false;
        var first = CanonicalJson.Read<CanonicalOrder>(Encoding.UTF8.GetString(stored));
        var again = submitted.PlacedAtGiven ? submitted.Order : submitted.Order with { PlacedAt = first.PlacedAt };
        return CanonicalJson.Write(first) == CanonicalJson.Write(again);
    }

    private static string Fingerprint(SubmittedOrder submitted)
    {
        var order = submitted.PlacedAtGiven ? submitted.Order : submitted.Order with { PlacedAt = default };
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(CanonicalJson.Write(order))));
    }
}
