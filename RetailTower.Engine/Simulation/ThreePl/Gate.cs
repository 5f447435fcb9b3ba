using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace RetailTower.Engine.Simulation.ThreePl;

/// <summary>Lets a request through that carries the API key and is within the quota.</summary>
internal sealed class Gate(string apiKey, RateLimit limit)
{
    private readonly byte[] _expected = Encoding.UTF8.GetBytes($"Bearer {apiKey}");

    public RequestDelegate Then(RequestDelegate next) => async http =>
    {
        if (!limit.Admit(http.Response))
        {
            await RateLimit.Exceeded(http.Response).WriteAsync(http);
            return;
        }
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(http.Request.Headers.Authorization.ToString()), _expected))
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            await Answer.Of(Problem.Of(401, "unauthorised", "Unauthorised", "The API key is missing or wrong.")).WriteAsync(http);
            return;
        }
        await next(http);
    };
}
