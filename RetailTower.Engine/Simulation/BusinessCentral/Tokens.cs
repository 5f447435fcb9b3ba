using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace RetailTower.Engine.Simulation.BusinessCentral;

/// <summary>
/// Microsoft Entra's token endpoint for client credentials, with its error shapes. A token for another audience than
/// Business Central is handed out, as Entra would, and then refused by the API.
/// </summary>
internal sealed class Tokens(TimeProvider time, string tenant, string clientId, string clientSecret)
{
    private const string Audience = "https://api.businesscentral.dynamics.com/";

    private readonly ConcurrentDictionary<string, Grant> _granted = new(StringComparer.Ordinal);

    /// <summary>Entra's usual life of an access token, in seconds, less the second it takes off.</summary>
    public TimeSpan Life { get; init; } = TimeSpan.FromSeconds(3599);

    public bool Accepts(string? authorization) =>
        authorization is { Length: > 7 } && authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
        && _granted.TryGetValue(authorization[7..].Trim(), out var grant) && grant.Expires > time.GetUtcNow() && grant.Audience == Audience;

    /// <summary>Makes every token given so far invalid at once.</summary>
    public void Revoke() => _granted.Clear();

    public async Task<IResult> GrantAsync(string askedTenant, HttpRequest request, CancellationToken cancel)
    {
        if (!request.HasFormContentType) return Refuse(400, "invalid_request", 900144, "The request body must contain the following parameter: 'grant_type'.");
        var form = await request.ReadFormAsync(cancel);
        string Given(string name) => form[name].ToString();
        if (askedTenant != tenant) return Refuse(400, "invalid_request", 90002, $"Tenant '{askedTenant}' not found.");
        if (Given("grant_type").Length == 0) return Refuse(400, "invalid_request", 900144, "The request body must contain the following parameter: 'grant_type'.");
        if (Given("grant_type") != "client_credentials") return Refuse(400, "unsupported_grant_type", 70003, "The app requested an unsupported grant type.");
        if (Given("client_id") != clientId) return Refuse(400, "unauthorized_client", 700016, "Application was not found in the directory.");
        if (!CryptographicOperations.FixedTimeEquals(Bytes(Given("client_secret")), Bytes(clientSecret)))
            return Refuse(401, "invalid_client", 7000215, "Invalid client secret provided.");
        if (Given("scope").Length == 0) return Refuse(400, "invalid_request", 90014, "The required field 'scope' is missing from the credential.");
        if (!Given("scope").EndsWith("/.default", StringComparison.Ordinal))
            return Refuse(400, "invalid_scope", 1002012, "The provided value for scope is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier.");
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        foreach (var old in _granted.Where(g => g.Value.Expires <= time.GetUtcNow())) _granted.TryRemove(old);
        _granted[token] = new Grant(Given("scope")[..^".default".Length], time.GetUtcNow() + Life);
        return Results.Json(new JsonObject
        {
            ["token_type"] = "Bearer",
            ["expires_in"] = (int)Life.TotalSeconds,
            ["ext_expires_in"] = (int)Life.TotalSeconds,
            ["access_token"] = token,
        });
    }

    private static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    private static IResult Refuse(int status, string error, int code, string description) => Results.Json(new JsonObject
    {
        ["error"] = error,
        ["error_description"] = $"AADSTS{code}: {description}",
        ["error_codes"] = new JsonArray(code),
        ["trace_id"] = Guid.NewGuid().ToString(),
        ["correlation_id"] = Guid.NewGuid().ToString(),
    }, statusCode: status);

    private sealed record Grant(string Audience, DateTimeOffset Expires);
}
