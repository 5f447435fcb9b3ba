using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace RetailTower.Engine.Simulation.Salesforce;

/// <summary>Sign-in by client credentials, and the sessions that end some time after it.</summary>
internal sealed class Sessions(TimeProvider time, string organizationId, string clientId, string clientSecret)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _ends = new(StringComparer.Ordinal);

    /// <summary>How long a session lasts from its start.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Ends all sessions.</summary>
    public void EndAll() => _ends.Clear();

    /// <summary>Whether the request bears a session that has not ended.</summary>
    public bool Knows(HttpRequest request) =>
        AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header)
        && header.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)
        && header.Parameter is { } token
        && _ends.TryGetValue(token, out var end) && end > time.GetUtcNow();

    /// <summary><c>POST /services/oauth2/token</c>.</summary>
    public async Task SignInAsync(HttpContext http)
    {
        if (!http.Request.HasFormContentType)
        {
            await RefuseAsync(http, "unsupported_grant_type", "grant type not supported");
            return;
        }
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (form["grant_type"] != "client_credentials")
        {
            await RefuseAsync(http, "unsupported_grant_type", "grant type not supported");
            return;
        }
        var (id, secret) = Credentials(http.Request, form);
        if (id != clientId) await RefuseAsync(http, "invalid_client_id", "client identifier invalid");
        else if (secret != clientSecret) await RefuseAsync(http, "invalid_client", "invalid client credentials");
        else await GrantAsync(http);
    }

    private static (string? Id, string? Secret) Credentials(HttpRequest request, IFormCollection form)
    {
        if (!AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header) || header is not { Scheme: "Basic", Parameter: { } basic })
            return (form["client_id"], form["client_secret"]);
        Span<byte> bytes = new byte[basic.Length];
        if (!Convert.TryFromBase64String(basic, bytes, out var length)) return (null, null);
        var parts = Encoding.UTF8.GetString(bytes[..length]).Split(':', 2);
        return parts.Length == 2 ? (Uri.UnescapeDataString(parts[0]), Uri.UnescapeDataString(parts[1])) : (null, null);
    }

    private static Task RefuseAsync(HttpContext http, string error, string description)
    {
        http.Response.StatusCode = StatusCodes.Status400BadRequest;
        return http.Response.WriteAsJsonAsync(new { error, error_description = description }, http.RequestAborted);
    }

    private Task GrantAsync(HttpContext http)
    {
        var now = time.GetUtcNow();
        foreach (var (old, end) in _ends)
            if (end <= now) _ends.TryRemove(old, out _);
        var token = $"{organizationId[..15]}!{Convert.ToHexString(RandomNumberGenerator.GetBytes(32))}";
        _ends[token] = now + Lifetime;
        var instance = $"{http.Request.Scheme}://{http.Request.Host}";
        return http.Response.WriteAsJsonAsync(
            new
            {
                access_token = token,
                signature = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
                scope = "api",
                instance_url = instance,
                id = $"{instance}/id/{organizationId}/{SalesforceId.New("005", 1)}",
                token_type = "Bearer",
                issued_at = now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
                api_instance_url = instance,
            },
            http.RequestAborted);
    }
}
