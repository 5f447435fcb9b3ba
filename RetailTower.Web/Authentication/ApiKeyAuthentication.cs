using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using RetailTower.Data.Stores;
using RetailTower.Web.Problems;

namespace RetailTower.Web.Authentication;

/// <summary>Knows programs by their key: <c>Authorization: Bearer rt_…</c> or <c>X-Api-Key: rt_…</c>.</summary>
internal sealed class ApiKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, ApiClientStore clients)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    public new const string Scheme = "ApiKey";
    public const string Header = "X-Api-Key";

    /// <summary>Claim that names the configured system whose orders the client submits and reads.</summary>
    public const string SystemClaim = "system";
    private const string Bearer = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (ShownKey() is not { } key) return AuthenticateResult.NoResult();
        var client = key.StartsWith(ApiKey.Prefix, StringComparison.Ordinal) ? await clients.FindAsync(ApiKey.Hash(key), Context.RequestAborted) : null;
        if (client is null || client.Disabled) return AuthenticateResult.Fail("The API key is not known.");
        var identity = new ClaimsIdentity(Scheme);
        identity.AddClaim(new Claim(ClaimTypes.Name, client.Name));
        identity.AddClaim(new Claim(SystemClaim, client.System));
        foreach (var scope in client.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries)) identity.AddClaim(new Claim(ApiScopes.Claim, scope));
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer realm=\"RetailTower API\"";
        return Problem.Of(StatusCodes.Status401Unauthorized, "Show a valid API key as 'Authorization: Bearer rt_…' or 'X-Api-Key: rt_…'.").ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Problem.Of(StatusCodes.Status403Forbidden, "The API key is valid, but its client has no scope for this. An administrator can give it one.").ExecuteAsync(Context);

    private string? ShownKey()
    {
        if (Request.Headers.TryGetValue(Header, out var own) && !string.IsNullOrWhiteSpace(own)) return own.ToString().Trim();
        var authorization = Request.Headers.Authorization.ToString();
        return authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? authorization[Bearer.Length..].Trim() : null;
    }
}
