using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace RetailTower.Engine.Simulation.ThreePl;

/// <summary>Where events go. `Key` signs them; an endpoint that answered 410 is off until it is put again.</summary>
internal sealed record Endpoint(string Name, Uri Url, [property: JsonIgnore] string Secret, [property: JsonIgnore] byte[] Key, [property: JsonIgnore] bool Off = false);

/// <summary>`/v1/webhook-endpoints`: put under a name of the client's choice, as often as it likes.</summary>
internal sealed class WebhookEndpoints
{
    private readonly Lock _gate = new();
    // Read with every webhook, changed hardly ever: a change makes a new array.
    private volatile Endpoint[] _held = [];

    public IReadOnlyList<Endpoint> All => _held;

    public void Map(IEndpointRouteBuilder routes, Gate gate)
    {
        routes.MapGet("/v1/webhook-endpoints", gate.Then(http => Answer.Of(200, new { Items = _held.Where(e => !e.Off).OrderBy(e => e.Name, StringComparer.Ordinal) }).WriteAsync(http)));
        routes.MapPut("/v1/webhook-endpoints/{name}", gate.Then(async http =>
        {
            var bytes = await Body.ReadAsync(http.Request, http.RequestAborted);
            await Put((string)http.GetRouteValue("name")!, Body.Parse(bytes)).WriteAsync(http);
        }));
    }

    public void Keep(Endpoint endpoint)
    {
        lock (_gate) _held = [.. _held.Where(e => e.Name != endpoint.Name), endpoint];
    }

    /// <summary>An endpoint that answers 410 is gone for good, until someone puts it again.</summary>
    public void TurnOff(Endpoint endpoint)
    {
        lock (_gate) _held = Array.ConvertAll(_held, held => held == endpoint ? endpoint with { Off = true } : held);
    }

    private Answer Put(string name, Body? body)
    {
        if (body is null) return Answer.Of(Problem.Of(400, "unreadable-body", "Unreadable body", "The body must be a JSON object."));
        var (address, secret) = (body.Text("url"), body.Text("secret"));
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            url = body.Wrong<Uri?>("url", "'url' must be an absolute http or https URL.", null);
        var key = WebhookSignature.Key(secret) ?? body.Wrong<byte[]?>("secret", "'secret' must be whsec_ and 24 to 64 bytes in base64.", null);
        if (url is null || key is null) return Answer.Of(Problem.Invalid(body.Faults));
        var endpoint = new Endpoint(name, url, secret, key);
        Keep(endpoint);
        return Answer.Of(200, endpoint);
    }
}
